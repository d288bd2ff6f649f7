"""Each child at a conference: its own section, the outline plan, and what the chair decides and signs."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from cases import conferences, owners, smart
from cases.actions.conferences import held_conference, open_conference
from cases.actions.strategy_actions import findings, refuse
from cases.models import Conference, ConferenceChild, OutlineAction
from cases.models.conference_rules import DECIDES_ITS_KIND, NO_QUORUM, NOT_ON_A_FREE_DAY, UNDER_FOUR
from cases.models.conferences import OF_FIRST, OF_REVIEW, UNDER_A_PLAN, ConferenceDecision, Participation
from cases.models.protection_rules import ENQUIRY_STANDS_OPEN
from cases.permissions import CHAIR_CONFERENCE, WRITE_CONFERENCE
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock
from frontdoor.core.working_days import end_of_day
from frontdoor.models import Agency

CORE_GROUP_SOON = "The first core group is within {days} working days of the conference."
REVIEW_SOON = "The review conference is by {day}."
AFTER_THE_REVIEW = "An action of the outline plan is done by the next review conference."


def _row(child_row_id: int, version: int | None = None) -> ConferenceChild:
    row = lock(ConferenceChild.objects.all(), child_row_id, version)
    row.conference = open_conference(row.conference_id)
    return row


@action
def write(*, by: Any, on: date, child_row_id: int, version: int, written: Mapping[str, str]) -> ConferenceChild:
    """Save a child's own section (``conferences.SECTION``), whole or not. Raises Stale, NotPossible."""
    require(by, WRITE_CONFERENCE)
    row = _row(child_row_id, version)
    born = row.child.birth_date
    day = row.conference.held_on or on
    if written["participation"] == Participation.PN0 and born and born + relativedelta(years=4) <= day:
        raise NotPossible(UNDER_FOUR, field="participation")
    for name in conferences.SECTION:
        setattr(row, name, written[name])
    row.full_clean()
    row.save()
    return row


@action
def decide(
    *,
    by: Any,
    now: datetime,
    child_row_id: int,
    version: int,
    decision: str,
    decision_reason: str,
    category: str,
    dissent: str,
    follows: str,
    core_group_on: date | None,
    review_on: date | None,
) -> ConferenceChild:
    """The chair decides about one child, again while it is not signed; what is not of the decision is not kept.

    Raises Refused for anybody but the chair, Stale, and NotPossible before it is held, without the quorum and no reason
    for going on, for a decision of another kind, to end a plan while a section 47 enquiry stands open, or for days that
    are free or too late (T13, T15, T16).
    """
    row = lock(ConferenceChild.objects.all(), child_row_id, version)
    conference = held_conference(row.conference_id)
    require(by, CHAIR_CONFERENCE, conference)
    if decision not in (OF_REVIEW if conference.reviews else OF_FIRST):
        raise NotPossible(DECIDES_ITS_KIND, field="decision")
    if not conference.alone_reason and conferences.not_there(conference, conference.invitations.all()):
        raise NotPossible(NO_QUORUM)
    if decision == ConferenceDecision.END and conferences.enquiry_stands_open(row.child_id):
        raise NotPossible(ENQUIRY_STANDS_OPEN, field="decision")
    stays_under = decision in UNDER_A_PLAN
    row.decision, row.decision_reason, row.dissent = decision, decision_reason, dissent
    row.category = category if stays_under else ""
    row.follows = "" if stays_under else follows
    row.core_group_on = core_group_on if decision == ConferenceDecision.PLAN else None
    row.review_on = review_on if stays_under else None
    _check_days(row, conference)
    row.decided_at, row.decided_by = now, by
    row.full_clean()
    row.save()
    return row


def _check_days(row: ConferenceChild, conference: Conference) -> None:
    held_on = conference.held_on
    assert held_on is not None, "Decisions belong to a conference that is held."
    days, team_id = calendar(around=held_on), row.referral.team_id
    first = row.decision == ConferenceDecision.PLAN
    group = period(timescales.FIRST_CORE_GROUP, on=held_on, team_id=team_id)
    review = conferences.review_after(held_on, first=first, team_id=team_id).due_on
    for name, last, sentence in (
        ("core_group_on", group.due_on(held_on, days), CORE_GROUP_SOON.format(days=group.value)),
        ("review_on", review, REVIEW_SOON.format(day=f"{review:%-d %B %Y}")),
    ):
        day = getattr(row, name)
        if day is None:
            continue
        if day <= held_on or not days.is_working_day(day):
            raise NotPossible(NOT_ON_A_FREE_DAY, field=name)
        if day > last:
            raise NotPossible(sentence, field=name)


def outline_findings(
    *, row: ConferenceChild, what: str, owner_name: str, owner_job: str, due_on: date | None, now: datetime
) -> list[smart.Finding]:
    """What the rules S1 to S3 say of an action of the outline plan: by the end of its day, not after the review."""
    due_at = end_of_day(due_on) if due_on else None
    called = owners.called(owners.people_of([row.child_id]))
    found = findings(what=what, owner_name=owner_name, owner_job=owner_job, due_at=due_at, now=now, people=called)
    if due_on and row.review_on and due_on > row.review_on:
        found.insert(0, smart.Finding("S3", smart.Kind.BLOCK, AFTER_THE_REVIEW))
    return found


@action
def agree(
    *,
    by: Any,
    now: datetime,
    child_row_id: int,
    what: str,
    purpose: str,
    owner_name: str,
    owner_job: str,
    agency: Agency | None,
    due_on: date,
) -> OutlineAction:
    """Agree an action of a child's outline plan: somebody by name does one thing by a day, at the latest the review.

    Raises NotPossible for a vague text, nobody in particular, no date or one too late, and once it is signed.
    """
    require(by, WRITE_CONFERENCE)
    row = _row(child_row_id)
    said = {"what": what, "owner_name": owner_name, "owner_job": owner_job}
    refuse(outline_findings(row=row, due_on=due_on, now=now, **said), what=what, due="due_on")
    agreed = OutlineAction(
        conference_child=row, purpose=purpose, agency=agency, due_on=due_on, agreed_at=now, agreed_by=by, **said
    )
    agreed.full_clean()
    agreed.save()
    return agreed
