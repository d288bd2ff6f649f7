"""The children whom requests to agencies are about; the database lets them in only where consent stands (C01).

A question rests on agreement that agencies are asked (B) or what stands for it, an offer of early help on agreement to
a service (C), and neither on the other: a family that refused the one can still be offered the other (C07).
"""

import pgtrigger
from django.db import models

from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.agency_requests import REPLY_CLOCK, AgencyRequest
from frontdoor.models.answers import (
    NO,
    child_in_turn,
    contact_in_turn,
    counts_on,
    giver,
    is_answered,
    later,
    latest_answers,
)
from frontdoor.models.birth_dates import no_parents_age_sql
from frontdoor.models.consent import (
    AGREED,
    ALLOWS_CHECKS,
    ALLOWS_OFFER,
    ANSWERS,
    DECIDED_BY_TWO,
    GROUNDS,
    NOBODY_ASKED,
    SAID_BY_AN_ADULT,
    ConsentEvent,
)
from frontdoor.models.consent_age import ASK_AGAIN, too_old_sql
from frontdoor.models.consent_facts import agreeing_tie
from frontdoor.models.contacts import Contact
from frontdoor.models.override_questions import BLANKS, LINE_ENDS, ONLY_ITS_QUESTIONS
from frontdoor.models.people import Person
from frontdoor.models.stopping import was_not_told

NO_CONSENT = (
    "Agencies cannot be asked about this child yet. Record that a parent agreed, "
    "or ask a manager to decide that agencies are asked without consent."
)

NO_AGREEMENT = "Early help cannot be offered yet. Record that a parent agreed to a service for this child."
ANOTHER_REQUEST = "A child is asked about on the contact and at the agency of its request."

PARENTS_DISAGREE = (
    "One of the family agrees that agencies are asked about this child and another does not. "
    "A manager has to decide before anybody is asked."
)

DISAGREE_ON_HELP = (
    "One of the family agrees to early help for this child and another does not. "
    "A manager has to decide before it is offered."
)

ANOTHER_ASKS = (
    "Somebody other than the manager who recorded section 47 or the court order must ask the agency: "
    "nobody goes past consent alone."
)

_ALLOWED = ", ".join(f"'{status}'" for status in sorted(ALLOWS_CHECKS))
_AGREED = ", ".join(f"'{status}'" for status in sorted(AGREED))
_ANSWERS = ", ".join(f"'{status}'" for status in sorted(ANSWERS))
_GROUNDS = ", ".join(f"'{status}'" for status in sorted(GROUNDS))
_DECIDED_BY_TWO = ", ".join(f"'{status}'" for status in sorted(DECIDED_BY_TWO))
_NOBODY_ASKED = ", ".join(f"'{status}'" for status in sorted(NOBODY_ASKED))
_OFFERED = ", ".join(f"'{status}'" for status in sorted(ALLOWS_OFFER))
_BY_AN_ADULT = ", ".join(f"'{status}'" for status in sorted(SAID_BY_AN_ADULT))

_IN_TURN = f"{contact_in_turn('NEW.contact_id')} {child_in_turn('NEW.child_id')}"
_GROUND = f"{_IN_TURN} SELECT * INTO ground FROM frontdoor_consentevent e WHERE e.id = NEW.consent_id;"  # noqa: S608
_ROW = [("ground", "frontdoor_consentevent%ROWTYPE")]
_IS_AN_OFFER = """EXISTS (
            SELECT 1 FROM frontdoor_agencyrequest q WHERE q.id = NEW.request_id AND q.kind = 'early_help')"""


def _same_child(kind: str) -> str:
    return f"e.child_id = NEW.child_id AND e.kind = '{kind}' AND {counts_on('e', 'NEW.contact_id')}"


def _latest_of_each(kind: str) -> str:
    return latest_answers("NEW.child_id", f"'{kind}'", "NEW.contact_id") + " latest"


def _carries_nothing(kind: str, allowed: str) -> str:
    """SQL: the event that the row names is no ground of this kind, for this child and agency, or none any more."""
    return f"""
        ground.id IS NULL OR ground.kind <> '{kind}'
        OR ground.contact_id <> NEW.contact_id OR ground.child_id <> NEW.child_id
        OR ground.status NOT IN ({allowed})
        OR ground.status IN ({_AGREED}) AND EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            JOIN frontdoor_person a ON a.id = r.adult_id JOIN frontdoor_person c ON c.id = r.child_id
            WHERE r.adult_id = ground.given_by_id AND r.child_id = ground.child_id
              AND r.kind IN ('mother', 'father') AND {no_parents_age_sql("a", "c")})
        OR ground.status IN ({_BY_AN_ADULT}) AND NOT {BRINGING_IN}
           AND NOT {agreeing_tie("ground.given_by_id", "ground.child_id", day=TODAY_SQL)}
        OR EXISTS (
            SELECT 1 FROM frontdoor_consentevent e WHERE {_same_child(kind)} AND (
                ground.status IN ({_GROUNDS}) AND e.status IN ({_GROUNDS}) AND {later("e", "ground")}
                OR ground.status = 'OVERRIDDEN' AND e.status IN ({NO}) AND {was_not_told("e", "ground")}
                OR ground.status IN ({_AGREED}) AND e.status IN ({_ANSWERS}) AND {later("e", "ground")}
                   AND {giver("e")} = {giver("ground")}))
        OR ground.status IN ({_AGREED}) AND EXISTS (
            SELECT 1 FROM {_latest_of_each(kind)}
            WHERE latest.status = 'GIVEN_PARTIAL' AND NOT EXISTS (
                SELECT 1 FROM frontdoor_consentagency a
                WHERE a.event_id = latest.id AND a.agency_id = NEW.agency_id))
    """  # noqa: S608 - the codes of an enumeration


def _somebody_says_no(kind: str) -> str:
    return f"""
        ground.status IN ({_AGREED}) AND EXISTS (
            SELECT 1 FROM {_latest_of_each(kind)}
            WHERE latest.status IN ({NO}) AND NOT {is_answered("latest")})
    """  # noqa: S608 - the codes of an enumeration


_NEEDS_CONSENT = refuses(
    "check_needs_consent",
    sentence=NO_CONSENT,
    operation=pgtrigger.Insert,
    declare=_ROW,
    first=_GROUND,
    when=f"""
        NOT {_IS_AN_OFFER} AND ({_carries_nothing("B", _ALLOWED)}
        OR (ground.status IN ({_DECIDED_BY_TWO}) AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o
            JOIN frontdoor_overrideagency a ON a.override_id = o.id AND a.agency_id = NEW.agency_id
            JOIN frontdoor_overridechild c ON c.override_id = o.id AND c.child_id = NEW.child_id
            WHERE o.id = ground.override_id AND o.decision = 'approved'
              AND (o.expires_at > clock_timestamp() OR {BRINGING_IN})
              AND o.review_result <> 'not_justified')))
    """,  # noqa: S608 - the codes of an enumeration
)

_PARENTS_AGREE = refuses(
    "check_parents_disagree",
    sentence=PARENTS_DISAGREE,
    operation=pgtrigger.Insert,
    declare=_ROW,
    first=_GROUND,
    when=f"NOT {_IS_AN_OFFER} AND {_somebody_says_no('B')}",
)

_AGREED_LATELY = refuses(
    "check_agreement_not_too_old",
    sentence=ASK_AGAIN,
    operation=pgtrigger.Insert,
    declare=_ROW,
    first=_GROUND,
    when=f"NOT {BRINGING_IN} AND ground.status IN ({_AGREED}) AND {too_old_sql('ground')}",
)

_OFFER_NEEDS_AGREEMENT = refuses(
    "check_offer_needs_agreement",
    sentence=NO_AGREEMENT,
    operation=pgtrigger.Insert,
    declare=_ROW,
    first=_GROUND,
    when=f"{_IS_AN_OFFER} AND ({_carries_nothing('C', _OFFERED)})",
)

_PARENTS_AGREE_ON_HELP = refuses(
    "check_offer_parents_disagree",
    sentence=DISAGREE_ON_HELP,
    operation=pgtrigger.Insert,
    declare=_ROW,
    first=_GROUND,
    when=f"{_IS_AN_OFFER} AND {_somebody_says_no('C')}",
)

_ASKS_WHAT_WAS_DECIDED = refuses(
    "check_asks_what_was_decided",
    sentence=ONLY_ITS_QUESTIONS,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (
            SELECT 1 FROM frontdoor_consentevent e JOIN frontdoor_consentoverride o ON o.id = e.override_id
            JOIN frontdoor_agencyrequest r ON r.id = NEW.request_id
            CROSS JOIN unnest(r.questions) question
            WHERE e.id = NEW.consent_id
              AND NOT btrim(question, {BLANKS}) IN (
                SELECT btrim(line, {BLANKS}) FROM regexp_split_to_table(o.questions, {LINE_ENDS}) line))
    """,  # noqa: S608 - no value of a user stands in this text
)

_ASKED_BY_ANOTHER = refuses(
    "check_asked_by_another",
    sentence=ANOTHER_ASKS,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (
            SELECT 1 FROM frontdoor_consentevent e JOIN frontdoor_agencyrequest r ON r.id = NEW.request_id
            WHERE e.id = NEW.consent_id AND e.status IN ({_NOBODY_ASKED}) AND e.recorded_by_id = r.requested_by_id)
    """,  # noqa: S608 - the codes of an enumeration
)

_ON_ITS_REQUEST = refuses(
    "check_on_its_request",
    sentence=ANOTHER_REQUEST,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (
            SELECT 1 FROM frontdoor_agencyrequest r
            WHERE r.id = NEW.request_id AND r.contact_id = NEW.contact_id AND r.agency_id = NEW.agency_id)
    """,
)


class AgencyCheckQuerySet(RecordQuerySet):
    """Children asked about."""

    def waiting(self) -> "AgencyCheckQuerySet":
        """On a request that has not ended, and not stopped."""
        return self.filter(REPLY_CLOCK.open_q("request__"), stop__isnull=True)


class AgencyCheck(EventRecord):
    """One child on a request to an agency. The database lets it in only where consent stands (C01).

    Contact and agency are those of the request: the gate, and what ends when consent ends, ask for them here.
    """

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="about")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="checks")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="checks")
    consent = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, editable=False, related_name="checks")

    objects = AgencyCheckQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["request", "child"], name="check_child_once")]
        triggers = [
            *EventRecord.Meta.triggers,
            _NEEDS_CONSENT,
            _AGREED_LATELY,
            _PARENTS_AGREE,
            _ASKS_WHAT_WAS_DECIDED,
            _ASKED_BY_ANOTHER,
            _ON_ITS_REQUEST,
            _OFFER_NEEDS_AGREEMENT,
            _PARENTS_AGREE_ON_HELP,
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"
