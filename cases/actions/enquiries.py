"""A section 47 enquiry from the strategy decision to its authorised outcome and the conference (T10, T11)."""

from datetime import date
from typing import Any

from cases.actions.assessments import begin_with_enquiry
from cases.actions.seen_due import catch_up
from cases.conferences import unsigned_rows
from cases.models import Section47, StrategyChild, StrategyMeeting
from cases.models.census_rules import NOT_BEFORE_THE_CASE
from cases.models.enquiries import ANOTHER_AUTHORISES, HELD_OR_NOT_NEEDED, ONE_OPEN
from cases.models.enquiry_rules import AUTHORISED_STAYS, CONVENED, NO_STRATEGY_DECISION, NOT_NEEDED_AFTER
from cases.models.strategy import StrategyDecision
from cases.permissions import DECIDE_ENQUIRY, START_ENQUIRY, WORK_ON_ENQUIRY
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import Referral
from frontdoor.models.ground_rules import S47_RAN_OUT

NO_CASE = "This child has no open case. Decide the contact with a referral first."
STARTED_ALREADY = "This enquiry has been started already."
NOT_PROPOSED = "The child's worker proposes the outcome first."
PROPOSED = "The outcome waits for a manager. It must be sent back before it can be changed."
IN_THE_FUTURE = "This date is in the future."
NO_CONFERENCE_OWED = "No conference is awaited here."
SENT_BACK_SHORT = "Say in at least 20 characters what is missing."


@action
def start(*, by: Any, decided: StrategyChild) -> Section47:
    """Start the enquiry that a signed strategy decision called for, in the child's open case.

    It starts with the signature (``begin_decided``); this is for a child who had no case then. Raises NotPossible
    without such a decision or an open case, where the meeting had no quorum and was not held again, where it was held
    before the case began (census 2889), or when the enquiry has been started; Refused.
    """
    row = StrategyChild.objects.select_related("meeting").get(pk=decided.pk)
    meeting = row.meeting
    if row.decision != StrategyDecision.SECTION_47 or meeting.signed_at is None or meeting.held_at is None:
        raise NotPossible(NO_STRATEGY_DECISION)
    if not StrategyChild.objects.filter(pk=row.pk).carrying().exists():
        raise NotPossible(S47_RAN_OUT)
    referral = _open_case(row)
    if referral is None:
        raise NotPossible(NO_CASE)
    require(by, START_ENQUIRY, referral)
    if not StrategyChild.objects.to_start().filter(pk=row.pk).exists():
        raise NotPossible(ONE_OPEN if _goes_on(row) else STARTED_ALREADY)
    day = london_date(meeting.held_at)
    if day < referral.received_on:
        raise NotPossible(NOT_BEFORE_THE_CASE)
    return _begin(row, referral, by=by, day=day)


def begin_decided(meeting: StrategyMeeting, *, by: Any) -> list[Section47]:
    """Part of the act that signs a record: each enquiry that it decides on begins, in the child's open case, and with
    it its assessment.

    Where one of the child goes on already, that one goes on. A child without a case waits (``StrategyChild.to_start``),
    and so does one of a meeting without its quorum that was signed after the day by which it is held again.
    """
    assert meeting.held_at is not None, "A record is signed when the meeting has been held."
    day, begun = london_date(meeting.held_at), []
    for row in meeting.children.to_start().carrying().order_by("pk"):
        referral = _open_case(row)
        if referral is not None and referral.received_on <= day:
            begun.append(_begin(row, referral, by=by, day=day))
    return begun


def _goes_on(row: StrategyChild) -> bool:
    return Section47.objects.going_on().filter(child_id=row.child_id).exclude(decided=row).exists()


def _open_case(row: StrategyChild) -> Referral | None:
    return Referral.objects.open().filter(child_id=row.child_id).select_for_update(no_key=True).first()


def _begin(row: StrategyChild, referral: Referral, *, by: Any, day: date) -> Section47:
    """Outcome, conference and that the child is seen are promised from the strategy discussion (T05, T10, T11).

    The assessment that it needs opens with it.
    """
    days = calendar(around=day)
    outcome, conference = (
        period(scale, on=day, team_id=referral.team_id) for scale in (timescales.ENQUIRY_OUTCOME, timescales.CONFERENCE)
    )
    enquiry = Section47(
        referral=referral,
        child_id=row.child_id,
        decided=row,
        started_on=day,
        outcome_due_on=outcome.due_on(day, days),
        conference_due_on=conference.due_on(day, days),
    )
    enquiry.full_clean()
    enquiry.save()
    begin_with_enquiry(referral, by=by, on=day)
    catch_up([row.child_id])
    return enquiry


def _open(enquiry_id: int, version: int) -> Section47:
    enquiry = lock(Section47.objects.all(), enquiry_id, version)
    if not enquiry.is_open:
        raise NotPossible(AUTHORISED_STAYS)
    return enquiry


@action
def propose(*, by: Any, on: date, enquiry_id: int, version: int, outcome: str, outcome_reason: str) -> Section47:
    """The child's worker proposes one of four outcomes, with the reasons. Raises Stale, NotPossible, Refused."""
    enquiry = _open(enquiry_id, version)
    require(by, WORK_ON_ENQUIRY, enquiry)
    if enquiry.proposed_on is not None:
        raise NotPossible(PROPOSED)
    enquiry.outcome, enquiry.outcome_reason = outcome, outcome_reason
    enquiry.proposed_on, enquiry.proposed_by = on, by
    enquiry.full_clean()
    enquiry.save()
    return enquiry


def _proposed(enquiry_id: int, version: int, *, by: Any) -> Section47:
    enquiry = _open(enquiry_id, version)
    require(by, DECIDE_ENQUIRY, enquiry)
    if enquiry.proposed_on is None:
        raise NotPossible(NOT_PROPOSED)
    if enquiry.proposed_by_id == by.pk:
        raise NotPossible(ANOTHER_AUTHORISES)
    return enquiry


@action
def authorise(*, by: Any, on: date, enquiry_id: int, version: int) -> Section47:
    """A manager other than who proposed it agrees with the outcome; only a conference stays owed, if it is one.

    Raises Stale, NotPossible, Refused.
    """
    enquiry = _proposed(enquiry_id, version, by=by)
    enquiry.authorised_on, enquiry.authorised_by, enquiry.sent_back_reason = on, by, ""
    enquiry.full_clean()
    enquiry.save()
    return enquiry


@action
def send_back(*, by: Any, enquiry_id: int, version: int, reason: str) -> Section47:
    """A manager sends a proposed outcome back, with what is missing. Raises Stale, NotPossible, Refused."""
    enquiry = _proposed(enquiry_id, version, by=by)
    if not is_written(reason, 20):
        raise NotPossible(SENT_BACK_SHORT, field="reason")
    enquiry.proposed_on = enquiry.proposed_by = None
    enquiry.sent_back_reason = reason
    enquiry.full_clean()
    enquiry.save()
    return enquiry


def _awaiting(enquiry_id: int, version: int) -> Section47:
    enquiry = lock(Section47.objects.all(), enquiry_id, version)
    if not enquiry.awaits_conference:
        raise NotPossible(HELD_OR_NOT_NEEDED if enquiry.conference_on else NO_CONFERENCE_OWED)
    return enquiry


@action
def decide_not_needed(
    *, by: Any, on: date, enquiry_id: int, version: int, not_needed_reason: str, agency_views: str
) -> Section47:
    """A manager decides that no conference is needed, with what the agencies think of it (T11 ends).

    Raises Stale, NotPossible before the outcome is authorised or while a conference is convened, Refused,
    ValidationError without reasons and views.
    """
    enquiry = _awaiting(enquiry_id, version)
    require(by, DECIDE_ENQUIRY, enquiry)
    if enquiry.authorised_on is None:
        raise NotPossible(NOT_NEEDED_AFTER)
    if unsigned_rows().filter(enquiry=enquiry).exists():
        raise NotPossible(CONVENED)
    enquiry.conference_not_needed = True
    enquiry.not_needed_reason, enquiry.agency_views = not_needed_reason, agency_views
    enquiry.not_needed_on, enquiry.not_needed_by = on, by
    enquiry.full_clean()
    enquiry.save()
    return enquiry
