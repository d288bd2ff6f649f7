"""What the database refuses of a request to override consent, its decision and its review, and in which words."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.written import LONG, NO_WORDS, no_words_sql, unwritten_sql
from frontdoor.models.override_choices import EVIDENCE_ASKED, EVIDENCE_WITH_A_NUMBER, ReviewResult
from frontdoor.models.review_lot import drawn_sql
from frontdoor.models.rights import holds, is_not_now, is_not_the_actor, lasts, manages, signed_at

LEAST_REVIEWED = 20
LEAST_EVIDENCE = 10
LEAST_CALL_REFERENCE = 3
REACHED_WITHIN_DAYS = 5
MOST_DAYS_TO_REVIEW = 1
MOST_WORKING_DAYS = 5

NOT_A_DECIDER = "Only a manager with the right to decide on consent can decide this."
NOT_REGISTERED = (
    "Only a registered social worker can decide on consent. Your Social Work England number is missing: ask an "
    "administrator to add it."
)
NOT_YOUR_OWN = "Somebody other than the person who asked must decide this."
NO_OVERRIDING_CONCERN = (
    "Consent can only be overridden when there is an over-riding child protection concern, or a court order compels it."
)
FACTS_TOO_SHORT = "Write the facts you rely on in at least 40 characters."
FACTS_COPIED = (
    "These facts stand word for word in another request, whatever its dots and capitals. Write what is true of these "
    "children, now."
)
NO_REASON = "Choose at least one reason."
HARM_NOT_NAMED = "Say which harm, and whether it is immediate."
NOT_WHOLE = "Answer every question about harm, lesser steps and what is asked."
EVIDENCE_MISSING = "Each reason you chose needs its evidence in words. Answer the question below it."
TWO_ATTEMPTS = (
    "Record at least two attempts to reach a parent, by two different means, at different times, not more than 5 days "
    "before the contact was received."
)
EVIDENCE_WITHOUT_NUMBER = "Give the police reference, or the number of the order or section."
ACTS_NOW = (
    "Reason O4 belongs to what is done now: a strategy discussion about this contact, or an emergency power in force "
    "over a child on it that a manager has confirmed. Choose which. If there is none on this system, give the time of "
    "the call to the police or the ambulance, and its reference. A discussion or call counts since the contact was "
    "received, and for as many hours as the authority has set."
)
DECISION_NOT_WHOLE = "A decision needs a manager, a time and a reason of at least 20 characters."
NO_LEGAL_BASIS = "Say which legal basis lets agencies be asked."
DECIDED_IN_PERSON = "A decision is signed by the manager who made it, within a day of making it."
AFTER_A_NO = (
    "An earlier request on this ground, on this contact, was refused, or found not justified. Somebody who neither "
    "asked for that one nor decided it must decide this one."
)
NOT_A_REVIEWER = "Only a practice manager or a service manager can review a decision about consent."
NOT_A_THIRD = "Somebody who neither asked nor decided must review this."
STARTED_IT = "Somebody other than the manager who chaired the strategy meeting must review this."
REVIEWED_IN_PERSON = "A review is signed by the manager who made it, at the time it is made."
REVIEW_NOT_WHOLE = "A review needs its result, and what was found in at least 20 characters."
NOTHING_TO_REVIEW = "Only a decision that lets agencies be asked without consent is reviewed."
NO_REMEDY = "Where a decision was not justified, say what is put right, by whom and by when."
CHILD_NOT_ON_CONTACT = "This child is not on the contact."
ASKED_IN_PERSON = "A request for an override is signed by the worker who asks."
DRAWN_AS_IT_FALLS = (
    "A decision without consent is reviewed within one working day, unless the lot leaves it out of the share that the "
    "authority has set."
)
RUNS_TOO_LONG = "A decision without consent ends after five working days at the latest."
REQUEST_STAYS = "A request for an override and the decision on it cannot be changed. Make a new request."

_CODES = ", ".join(f"'{code}'" for code in EVIDENCE_ASKED)
_NUMBERED = ", ".join(f"'{code}'" for code in sorted(EVIDENCE_WITH_A_NUMBER))

DECIDER_HOLDS_THE_RIGHT = refuses(
    "override_decider_holds_the_right",
    sentence=NOT_A_DECIDER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_by_id IS NOT NULL AND (
            NOT {holds("NEW.decided_by_id", "consent_decider", at="NEW.decided_at")}
            OR (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL)
               AND NOT {holds("NEW.decided_by_id", "consent_decider", at=signed_at("NEW.decided_at"))})
    """,
)

DECIDER_IS_REGISTERED = refuses(
    "override_decider_is_registered",
    sentence=NOT_REGISTERED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_by_id IS NOT NULL AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM workforce_worker w WHERE w.id = NEW.decided_by_id AND w.registration_number <> '')
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Asked when it is signed: who signed as whom stays on the row (2.2, 2.3)."""

DECIDED_ANEW_BY_A_THIRD = refuses(
    "override_decided_anew_by_a_third",
    sentence=AFTER_A_NO,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_by_id IS NOT NULL AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL)
        AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride f
            WHERE f.contact_id = NEW.contact_id AND f.ground = NEW.ground AND f.id <> NEW.id
              AND (f.decision = 'refused' OR f.review_result = 'not_justified')
              AND (f.requested_by_id = NEW.decided_by_id OR f.decided_by_id = NEW.decided_by_id
                AND (f.requested_by_id = NEW.requested_by_id OR f.review_result = 'not_justified')))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""What was refused or found wrong is not signed again by the same two people (C10).

Who refused may decide when somebody else asks, and on another ground: an order or section 47 that arises afterwards.
"""

EVIDENCE_STANDS = refuses(
    "override_reasons_have_evidence",
    sentence=EVIDENCE_MISSING,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code
                WHERE code IN ({_CODES}) AND {unwritten_sql("NEW.evidence->>code", LEAST_EVIDENCE)})
    """,  # noqa: S608 - the codes of an enumeration
)

EVIDENCE_HAS_ITS_NUMBER = refuses(
    "override_evidence_has_its_number",
    sentence=EVIDENCE_WITHOUT_NUMBER,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM unnest(NEW.reason_codes) code
                WHERE code IN ({_NUMBERED}) AND coalesce(NEW.evidence->>code, '') !~ '[0-9]')
    """,  # noqa: S608 - the codes of an enumeration
)

NAMES_ITS_BASIS = refuses(
    "override_names_its_legal_basis",
    sentence=NO_LEGAL_BASIS,
    operation=pgtrigger.Insert,
    when="NEW.legal_basis = ''",
)

TWO_ATTEMPTS_MADE = refuses(
    "override_unreachable_after_two_attempts",
    sentence=TWO_ATTEMPTS,
    operation=pgtrigger.Insert,
    when=f"""
        'O11' = ANY (NEW.reason_codes)
        AND (SELECT count(DISTINCT a->>'means') < 2
                 OR count(DISTINCT date_trunc('minute', (a->>'at')::timestamptz)) < 2
             FROM jsonb_array_elements(NEW.attempts) a JOIN frontdoor_contact c ON c.id = NEW.contact_id
             WHERE (a->>'at')::timestamptz >= c.received_at - interval '{REACHED_WITHIN_DAYS} days')
    """,  # noqa: S608 - no value of a user stands in this text
)

DECIDED_BY_THE_SIGNER = refuses(
    "override_decided_in_person",
    sentence=DECIDED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.decided_at IS NOT NULL AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT'
            OR OLD.decided_at IS NULL AND (
                {is_not_the_actor("NEW.decided_by_id")}
                OR NEW.decided_at > clock_timestamp() + interval '5 minutes'
                OR NEW.decided_at < clock_timestamp() - interval '24 hours'))
    """,
)

ASKED_BY_THE_SIGNER = refuses(
    "override_requested_in_person",
    sentence=ASKED_IN_PERSON,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.requested_by_id')}",
)

ENDS_IN_TIME = refuses(
    "override_runs_out_in_time",
    sentence=RUNS_TOO_LONG,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.expires_at IS NOT NULL AND NEW.decided_at IS NOT NULL AND (
            NEW.expires_at < NEW.decided_at OR {MOST_WORKING_DAYS} < (
                SELECT count(*) FROM generate_series(
                    (NEW.decided_at AT TIME ZONE 'Europe/London')::date + 1,
                    ((NEW.expires_at - interval '1 second') AT TIME ZONE 'Europe/London')::date,
                    interval '1 day') AS passed(day)
                WHERE extract(isodow FROM passed.day) < 6
                  AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday h WHERE h.day = passed.day::date)))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""A local period can be shorter than the usual one, never longer (2.3, C-EXPIRY)."""

FACTS_TELL = refuses(
    "override_facts_tell",
    sentence=NO_WORDS,
    operation=pgtrigger.Insert,
    when=no_words_sql("NEW.facts", LONG),
)

SIGNED_WHEN_RECORDED = pgtrigger.Trigger(
    name="override_signed_when_recorded",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF {BRINGING_IN} THEN
            NEW.signed_at := coalesce(NEW.signed_at, NEW.decided_at);
        ELSIF TG_OP = 'INSERT' THEN
            NEW.signed_at := NULL;
            NEW.lot_seed := gen_random_uuid();
        ELSE
            NEW.lot_seed := OLD.lot_seed;
            NEW.signed_at := OLD.signed_at;
            IF OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL THEN
                NEW.signed_at := clock_timestamp();
                IF NEW.decision = 'approved' AND NOT {drawn_sql("NEW")} THEN
                    NEW.review_due_at := NULL;
                END IF;
            END IF;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.decided_at IS NOT NULL THEN
            NEW.decider_number := OLD.decider_number;
            NEW.decider_roles := OLD.decider_roles;
        ELSE
            NEW.decider_number := coalesce(
                (SELECT w.registration_number FROM workforce_worker w WHERE w.id = NEW.decided_by_id), '');
            NEW.decider_roles := coalesce((
                SELECT array_agg(DISTINCT g.role ORDER BY g.role) FROM workforce_rolegrant g
                WHERE g.worker_id = NEW.decided_by_id AND {lasts("g", at="NEW.decided_at")}),
                ARRAY[]::varchar[]);
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no value of a user stands in this text
)
"""When a decision was recorded is the database's to say; when it was made, the decider's (C05).

So is the lot of T33: from a number that the database draws with the request and from its own clock at the signature,
neither of which anybody chooses. It leaves out what does not fall within the share, and stays on the row.

So is as whom the decider signed: the registration number and the roles of that day stay on the row (2.3).
"""

IS_PUT_TO_THE_LOT = refuses(
    "override_drawn_as_the_lot_falls",
    sentence=DRAWN_AS_IT_FALLS,
    operation=pgtrigger.Update,
    declare=[("share", "integer")],
    first=f"""
        IF NEW.decision = 'approved' AND OLD.decided_at IS NULL THEN
            SELECT greatest({LEAST_REVIEWED}, least(p.value, 100)) INTO share FROM frontdoor_policyperiod p
            WHERE p.code = 'T33-SHARE' AND p.team_id IS NULL
              AND p.valid_from <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date
            ORDER BY p.valid_from DESC LIMIT 1;
        END IF;
    """,  # noqa: S608 - no value of a user stands in this text
    when=f"""
        NEW.decision = 'approved' AND OLD.decided_at IS NULL AND NOT {BRINGING_IN} AND (
            NEW.review_share IS DISTINCT FROM share
            OR NEW.review_due_at IS NULL
            OR NEW.review_due_at < NEW.decided_at
            OR {MOST_DAYS_TO_REVIEW} < (
                SELECT count(*) FROM generate_series(
                    (NEW.decided_at AT TIME ZONE 'Europe/London')::date + 1,
                    ((NEW.review_due_at - interval '1 second') AT TIME ZONE 'Europe/London')::date,
                    interval '1 day') AS passed(day)
                WHERE extract(isodow FROM passed.day) < 6
                  AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday h WHERE h.day = passed.day::date)))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""T33 stands on the row: the authority's share of that day and one working day; then ``SIGNED_WHEN_RECORDED`` draws."""

REQUEST_IS_KEPT = refuses(
    "override_request_stays",
    sentence=REQUEST_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.requested_by_id, NEW.requested_at, NEW.asked, NEW.attempts, NEW.reason_codes, NEW.evidence,
         NEW.facts, NEW.harm_if_sought, NEW.harm_if_not_shared, NEW.overriding_concern, NEW.harm, NEW.immediate,
         NEW.less_intrusive, NEW.questions, NEW.ground, NEW.legal_basis, NEW.advice, NEW.child_view, NEW.acts_now,
         NEW.acts_now_id, NEW.called_at, NEW.call_reference)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.requested_by_id, OLD.requested_at, OLD.asked, OLD.attempts, OLD.reason_codes, OLD.evidence,
         OLD.facts, OLD.harm_if_sought, OLD.harm_if_not_shared, OLD.overriding_concern, OLD.harm, OLD.immediate,
         OLD.less_intrusive, OLD.questions, OLD.ground, OLD.legal_basis, OLD.advice, OLD.child_view, OLD.acts_now,
         OLD.acts_now_id, OLD.called_at, OLD.call_reference)
        OR (OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.decision_reason, NEW.expires_at,
                 NEW.review_due_at, NEW.review_share)
            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.decision_reason, OLD.expires_at,
                 OLD.review_due_at, OLD.review_share))
        OR (OLD.reviewed_at IS NOT NULL
            AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_result, NEW.review_words)
            IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_result, OLD.review_words))
    """,
)

REVIEWER_IS_A_MANAGER = refuses(
    "override_reviewer_is_a_manager",
    sentence=NOT_A_REVIEWER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.reviewed_by_id IS NOT NULL
        AND NOT {manages("NEW.reviewed_by_id", at="NEW.reviewed_at")}
    """,
)

REVIEWED_BY_NO_STARTER = refuses(
    "override_reviewed_by_no_starter",
    sentence=STARTED_IT,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.reviewed_by_id IS NOT NULL AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_overridestrategy s
            WHERE s.override_id = NEW.id AND s.led_by_id = NEW.reviewed_by_id)
    """,  # noqa: S608 - no value of a user stands in this text
)
"""A third person is a stranger to what the ground rests on (C10)."""

REVIEWED_BY_THE_SIGNER = refuses(
    "override_reviewed_in_person",
    sentence=REVIEWED_IN_PERSON,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.reviewed_at IS NOT NULL AND NOT {BRINGING_IN} AND (
            TG_OP = 'INSERT'
            OR OLD.reviewed_at IS NULL AND (
                {is_not_the_actor("NEW.reviewed_by_id")}
                OR {is_not_now("NEW.reviewed_at")}))
    """,
)

UNJUSTIFIED_IS_PUT_RIGHT = refuses(
    "override_unjustified_is_put_right",
    sentence=NO_REMEDY,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.review_result = 'not_justified' AND NOT {BRINGING_IN}
        AND NOT EXISTS (SELECT 1 FROM frontdoor_overrideremedy r WHERE r.override_id = NEW.id)
    """,  # noqa: S608 - no value of a user stands in this text
)

REVIEW_IS_WHOLE = [
    models.CheckConstraint(
        name="override_reviewed_by_a_third",
        condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
        | Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
        & ~Q(reviewed_by=F("decided_by"))
        & ~Q(reviewed_by=F("requested_by")),
        violation_error_message=NOT_A_THIRD,
    ),
    models.CheckConstraint(
        name="override_reviewed_whole",
        condition=Q(reviewed_at__isnull=True, review_result="")
        | Q(reviewed_at__isnull=False, review_result__in=ReviewResult.values) & at_least("review_words", 20),
        violation_error_message=REVIEW_NOT_WHOLE,
    ),
    models.CheckConstraint(
        name="override_review_of_an_approval",
        condition=Q(reviewed_at__isnull=True) | Q(decision="approved", reviewed_at__gte=F("decided_at")),
        violation_error_message=NOTHING_TO_REVIEW,
    ),
    models.CheckConstraint(
        name="override_approved_is_drawn",
        condition=~Q(decision="approved")
        | Q(review_share__isnull=False, review_share__gte=LEAST_REVIEWED, review_share__lte=100)
        & (Q(review_due_at__isnull=False) | Q(review_share__lt=100)),
        violation_error_message="Every decision without consent is reviewed, or left out of a sample by lot.",
    ),
]
"""A review is made by a third person, of an approval, with its result; every approval is drawn or left out by lot."""
