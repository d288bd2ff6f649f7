"""What a request to go past consent and its decision say: whole, and without contradicting themselves (2.3, 2.4)."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import MD5, Lower

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.written import LONG, no_words_sql, unwritten_sql
from frontdoor.models.ground_rules import RESTS_ON_ITS_BASIS
from frontdoor.models.override_choices import Ground, OverrideReason
from frontdoor.models.override_rules import (
    DECISION_NOT_WHOLE,
    FACTS_COPIED,
    FACTS_TOO_SHORT,
    HARM_NOT_NAMED,
    NO_OVERRIDING_CONCERN,
    NO_REASON,
    NOT_WHOLE,
    NOT_YOUR_OWN,
)
from frontdoor.models.rights import is_not_now

ATTEMPTS_WITHIN_DAYS = 28
NAMES_16LA = r"\m16\s*LA\M"

NO_CONCERN_BUT_REASONS = (
    "Without an over-riding child protection concern, the only reason is that a court order or statutory duty compels "
    "it. Take the other reasons out, or say which harm there is."
)
DUTY_COMPELS = (
    "Reason O12 rests on the order of a court or on a statutory duty to share. Section 17 of the Children Act 1989 is "
    "no duty to share."
)
COURT_HAS_ITS_PAGE = (
    "Where an order of a court compels it, ask on the page for court orders. It asks which order, what it compels to "
    "be shared, and by whom."
)
DUTY_NOT_IN_FORCE = (
    "The duty to share of section 16LA of the Children Act 2004 is not in force. Choose another legal basis."
)
LEAST_DUTY = 40
DUTY_NOT_TOLD = (
    "Say in at least 40 characters what section 16LA compels to be shared, by whom and about whom. Name the section."
)
NOT_REFUSED = (
    "Reason O10 says that a parent was asked and refused. Say so, with when, how and whom, or record the refusal of a "
    "parent with parental responsibility."
)
REACHED_SOMEBODY = "Reason O11 says that no parent could be reached. Say that there was no answer, or take it out."
ATTEMPTS_ARE_TOLD = "Say when, how and whom somebody asked, or record the answer as consent on the contact first."
ATTEMPTS_IN_TIME = (
    "Each attempt to ask has its time, its means and whom: at most 28 days before the contact was received, and not "
    "after the request."
)
REQUESTED_IN_TIME = "A request is made after the contact was received, and dated at the moment it is made."

FACTS_ARE_ITS_OWN = models.UniqueConstraint(
    MD5(
        Func(
            Lower("facts"),
            Value("[^[:alnum:]]+"),
            Value(""),
            Value("g"),
            function="REGEXP_REPLACE",
            output_field=models.TextField(),
        )
    ),
    name="override_facts_are_its_own",
    violation_error_message=FACTS_COPIED,
)
"""Compared by letters and digits alone: a dot, a space or a capital makes no other facts (2.3)."""

REQUEST_IS_WHOLE = [
    models.CheckConstraint(
        name="override_facts_are_told",
        condition=at_least("facts", 40),
        violation_error_message=FACTS_TOO_SHORT,
    ),
    FACTS_ARE_ITS_OWN,
    models.CheckConstraint(
        name="override_has_a_reason",
        condition=~Q(ground=Ground.CONCERN)
        | Q(reason_codes__len__gte=1, reason_codes__contained_by=OverrideReason.values),
        violation_error_message=NO_REASON,
    ),
    models.CheckConstraint(
        name="override_needs_overriding_concern",
        condition=~Q(ground=Ground.CONCERN) | Q(overriding_concern=True) | Q(reason_codes__contains=["O12"]),
        violation_error_message=NO_OVERRIDING_CONCERN,
    ),
    models.CheckConstraint(
        name="override_without_concern_by_duty_alone",
        condition=~Q(ground=Ground.CONCERN) | Q(overriding_concern=True) | Q(reason_codes__contained_by=["O12"]),
        violation_error_message=NO_CONCERN_BUT_REASONS,
    ),
    models.CheckConstraint(
        name="override_duty_has_its_basis",
        condition=~Q(reason_codes__contains=["O12"]) | Q(legal_basis__in=["court", "16LA"]),
        violation_error_message=DUTY_COMPELS,
    ),
    models.CheckConstraint(
        name="override_unreachable_gave_no_answer",
        condition=~Q(reason_codes__contains=["O11"]) | Q(asked="no_answer"),
        violation_error_message=REACHED_SOMEBODY,
    ),
    RESTS_ON_ITS_BASIS,
    models.CheckConstraint(
        name="override_names_the_harm",
        condition=Q(overriding_concern=False) | ~Q(harm="") & Q(immediate__isnull=False),
        violation_error_message=HARM_NOT_NAMED,
    ),
    models.CheckConstraint(
        name="override_is_whole",
        condition=(
            ~Q(ground=Ground.CONCERN)
            | at_least("harm_if_sought", 10) & at_least("harm_if_not_shared", 10) & at_least("less_intrusive", 10)
        )
        & at_least("questions", 10),
        violation_error_message=NOT_WHOLE,
    ),
]

DECISION_IS_WHOLE = [
    models.CheckConstraint(
        name="override_decided_whole",
        condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
        | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="") & at_least("decision_reason", 20),
        violation_error_message=DECISION_NOT_WHOLE,
    ),
    models.CheckConstraint(
        name="override_decided_after_request",
        condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("requested_at")),
        violation_error_message="A decision cannot be earlier than the request.",
    ),
    models.CheckConstraint(
        name="override_not_by_the_asker",
        condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
        violation_error_message=NOT_YOUR_OWN,
    ),
    models.CheckConstraint(
        name="override_approved_expires",
        condition=~Q(decision="approved") | Q(expires_at__isnull=False),
    ),
]

_SAID = """EXISTS (
            SELECT 1 FROM frontdoor_consentevent e
            WHERE e.contact_id = NEW.contact_id AND e.kind = 'B' AND e.happened_at <= NEW.requested_at AND """

_BY_A_HOLDER = """EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.child_id = e.child_id AND r.adult_id = e.given_by_id AND r.parental_responsibility = 'yes')"""

REFUSED_BY_SOMEBODY = refuses(
    "override_o10_was_refused",
    sentence=NOT_REFUSED,
    operation=pgtrigger.Insert,
    when=f"""
        'O10' = ANY (NEW.reason_codes) AND (
            NEW.asked <> 'refused'
            OR jsonb_array_length(NEW.attempts) = 0
               AND NOT {_SAID} e.status IN ('REFUSED', 'WITHDRAWN') AND {_BY_A_HOLDER}))
    """,
)

ASKING_IS_TOLD = refuses(
    "override_asking_is_told",
    sentence=ATTEMPTS_ARE_TOLD,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.asked <> 'not_asked' AND jsonb_array_length(NEW.attempts) = 0
        AND NOT {_SAID} (
            NEW.asked = 'refused' AND e.status IN ('REFUSED', 'WITHDRAWN')
            OR NEW.asked = 'no_answer' AND e.status = 'SOUGHT_NO_REPLY'
            OR NEW.asked = 'partial' AND e.status = 'GIVEN_PARTIAL'))
    """,
)

ATTEMPTS_STAND_IN_TIME = refuses(
    "override_attempts_stand_in_time",
    sentence=ATTEMPTS_IN_TIME,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (
            SELECT 1 FROM jsonb_array_elements(NEW.attempts) a
            WHERE coalesce(a->>'means', '') = '' OR length(trim(coalesce(a->>'whom', ''))) < 2
               OR coalesce(a->>'at', '') = '' OR (a->>'at')::timestamptz > NEW.requested_at
               OR (a->>'at')::timestamptz < (
                   SELECT c.received_at - interval '{ATTEMPTS_WITHIN_DAYS} days' FROM frontdoor_contact c
                   WHERE c.id = NEW.contact_id))
    """,  # noqa: S608 - no value of a user stands in this text
)

SECTION_17_IS_NO_DUTY = refuses(
    "override_section_17_is_no_duty",
    sentence=DUTY_COMPELS,
    operation=pgtrigger.Insert,
    when=r"""
        'O12' = ANY (NEW.reason_codes) AND coalesce(NEW.evidence->>'O12', '') ~* '\m(s|sec|section)\.?\s*17\M'
    """,
)

DUTY_RULES = [
    refuses(
        "override_court_has_its_page",
        sentence=COURT_HAS_ITS_PAGE,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND 'O12' = ANY (NEW.reason_codes) AND NEW.legal_basis = 'court'",
    ),
    refuses(
        "override_duty_in_force",
        sentence=DUTY_NOT_IN_FORCE,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND NEW.legal_basis = '16LA' AND NOT EXISTS (
                SELECT 1 FROM frontdoor_authority a
                WHERE a.duty_to_share_from <= (NEW.requested_at AT TIME ZONE 'Europe/London')::date)
        """,  # noqa: S608 - no value of a user stands in this text
    ),
    refuses(
        "override_duty_is_told",
        sentence=DUTY_NOT_TOLD,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND 'O12' = ANY (NEW.reason_codes) AND NEW.legal_basis = '16LA' AND (
                {unwritten_sql("NEW.evidence->>'O12'", LEAST_DUTY)}
                OR NEW.evidence->>'O12' !~* '{NAMES_16LA}'
                OR {no_words_sql("NEW.evidence->>'O12'", LONG)})
        """,
    ),
]
"""A duty compels somebody to share something: it is told as an order of a court is, and stands from a day on (2.3)."""

REQUESTED_WHEN_IT_WAS = refuses(
    "override_requested_in_time",
    sentence=REQUESTED_IN_TIME,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND (
            {is_not_now("NEW.requested_at")}
            OR EXISTS (SELECT 1 FROM frontdoor_contact c
                       WHERE c.id = NEW.contact_id AND NEW.requested_at < c.received_at))
    """,  # noqa: S608 - no value of a user stands in this text
)

REQUEST_TRIGGERS = [
    REFUSED_BY_SOMEBODY,
    ASKING_IS_TOLD,
    ATTEMPTS_STAND_IN_TIME,
    SECTION_17_IS_NO_DUTY,
    *DUTY_RULES,
    REQUESTED_WHEN_IT_WAS,
]
