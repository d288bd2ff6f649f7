"""A child protection conference from convening to the day it is held (T11, T12, T15, T16; census 8875, 8615)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cases import conferences
from cases.actions.enquiries import IN_THE_FUTURE
from cases.models import Conference, ConferenceChild, ConferenceInvitation, Section47
from cases.models.conference_rules import (
    CHAIR_NOT_INDEPENDENT,
    CHAIRED_BY_A_MANAGER,
    COMES_OF,
    CONVENED_ALREADY,
    HELD_AGAIN_LATER,
    OUTCOME_FIRST,
    RECORD_STAYS,
    WORKING_DAY,
)
from cases.models.conferences import ALONE_WHOLE, HELD_AND_NOT_CALLED_OFF, PARTS, REPORT_CLOCK, ConferenceKind
from cases.models.enquiries import CONFERENCE_TOO_EARLY, EnquiryOutcome
from cases.models.meetings import Attendance, Discipline
from cases.permissions import CHAIR_CONFERENCE, CONVENE_CONFERENCE, WRITE_CONFERENCE
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.roles import MANAGERS
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import Referral

CALLED_OFF = "This conference was called off."
HELD_ALREADY = "This conference has been held already."
NOT_HELD_YET = "Say first that the conference is held: quorum and decisions belong to one that takes place."
CHAIR = "Chair, independent of the case"
NOBODY = "Choose at least one child."
BEFORE_IT_COUNTS = "The conference cannot be before the day its time counts from."
OF_FIRST = (ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH)


def open_conference(conference_id: int, version: int | None = None) -> Conference:
    """The conference, locked, while it can be written in. Raises NotPossible, Stale."""
    conference = lock(Conference.objects.all(), conference_id, version)
    if conference.called_off_at is not None:
        raise NotPossible(CALLED_OFF)
    if conference.signed_at is not None:
        raise NotPossible(RECORD_STAYS)
    return conference


def held_conference(conference_id: int) -> Conference:
    """As ``open_conference``, of one that takes place. Raises NotPossible."""
    conference = open_conference(conference_id)
    if conference.held_on is None:
        raise NotPossible(NOT_HELD_YET)
    return conference


def _check_day(day: date, *, field: str, sentence: str = WORKING_DAY) -> None:
    if not calendar(around=day).is_working_day(day):
        raise NotPossible(sentence, field=field)


def _check_chair(chair: Any, planned_at: datetime, rows: Sequence[ConferenceChild]) -> None:
    if not chair.grants.held(london_date(planned_at)).filter(role__in=MANAGERS).exists():
        raise NotPossible(CHAIRED_BY_A_MANAGER, field="chair")
    if not conferences.is_independent(chair, rows):
        raise NotPossible(CHAIR_NOT_INDEPENDENT, field="chair")


def _comes_of(kind: str, row: ConferenceChild) -> bool:
    """What the row's own rule asks: an enquiry that leads to a conference, a plan that runs, or the open case."""
    if row.referral.closed_on is not None or row.referral.no_further_action:
        return False
    if kind == ConferenceKind.REVIEW:
        return row.plan is not None and row.plan.ended_on is None and row.enquiry is None
    if kind == ConferenceKind.TRANSFER:
        return row.plan is None and row.enquiry is None
    enquiry = row.enquiry
    return enquiry is not None and enquiry.outcome == EnquiryOutcome.CONFERENCE and enquiry.awaits_conference


@action
def convene(
    *,
    by: Any,
    now: datetime,
    kind: str,
    children: Sequence[ConferenceChild],
    planned_at: datetime,
    place: str,
    chair: Any,
    told_on: date | None = None,
) -> Conference:
    """Convene a conference about one child or several of a family; its day is promised by what it comes of.

    ``children`` are unsaved rows with child, case and what each comes of; ``told_on`` is when another authority told of
    a child who moved here. Raises Refused, and NotPossible for nobody, a free day, or a chair who belongs to the case.
    """
    if not children:
        raise NotPossible(NOBODY, field="children")
    cases = Referral.objects.filter(pk__in=[row.referral_id for row in children]).order_by("pk")
    list(cases.select_for_update(no_key=True))  # two who convene at once stand in line
    for row in children:
        require(by, CONVENE_CONFERENCE, row.referral)
        if not _comes_of(kind, row):
            raise NotPossible(COMES_OF)
        if conferences.is_convened(row):
            raise NotPossible(CONVENED_ALREADY)
    if told_on is not None and told_on > london_date(now):
        raise NotPossible(IN_THE_FUTURE, field="told_on")
    planned_on = london_date(planned_at)
    _check_day(planned_on, field="planned_at")
    _check_chair(chair, planned_at, children)
    promised = conferences.promised(kind, children, told_on=told_on)
    conference = Conference(
        kind=kind,
        code=promised.code,
        counted_from=promised.counted_from,
        due_on=promised.due_on,
        reports_due_on=conferences.reports_due(planned_on),
        convened_by=by,
        convened_at=now,
        planned_at=planned_at,
        place=place,
        chair=chair,
    )
    conference.full_clean()
    conference.save()
    for row in children:
        row.conference = conference
        row.full_clean()
        row.save()
    seat(conference, chair, job=CHAIR, by=by, now=now)
    if by.pk != chair.pk:
        seat(conference, by, job="Social care", by=by, now=now)
    return conference


def seat(conference: Conference, worker: Any, *, job: str, by: Any, now: datetime) -> None:
    """A place for somebody of social care among those invited, once."""
    if conference.invitations.filter(worker=worker).exists():
        return
    owed = report_owed(conference, now) if worker.pk != conference.chair_id else {"asked_on": london_date(now)}
    place = ConferenceInvitation(
        conference=conference,
        worker=worker,
        discipline=Discipline.SOCIAL_CARE,
        name=worker.get_full_name(),
        job=job,
        invited_at=now,
        invited_by=by,
        **owed,
    )
    place.full_clean()
    place.save()


def report_owed(conference: Conference, now: datetime) -> dict[str, date]:
    """By when a report is with the family that is asked for now: the same day where the time is over."""
    today = london_date(now)
    return {"asked_on": today, "report_due_on": max(conference.reports_due_on, today)}


@action
def rearrange(
    *, by: Any, now: datetime, conference_id: int, version: int, planned_at: datetime, place: str, chair: Any
) -> Conference:
    """Another time, place or chair before it is held; the day it is promised by does not move.

    Raises Stale, and NotPossible for a free day, a chair who belongs to the case, or once it is held or called off.
    """
    require(by, WRITE_CONFERENCE)
    conference = open_conference(conference_id, version)
    if conference.held_on is not None:
        raise NotPossible(HELD_ALREADY)
    planned_on = london_date(planned_at)
    _check_day(planned_on, field="planned_at")
    _check_chair(chair, planned_at, list(conference.children.select_related("referral", "enquiry")))
    conference.planned_at, conference.place, conference.chair = planned_at, place, chair
    conference.reports_due_on = conferences.reports_due(planned_on)
    conference.full_clean()
    conference.save()
    for row in conference.invitations.filter(REPORT_CLOCK.open_q()):
        row.report_due_on = max(conference.reports_due_on, row.asked_on)
        row.full_clean()
        row.save()
    seat(conference, chair, job=CHAIR, by=by, now=now)
    return conference


@action
def hold(*, by: Any, now: datetime, conference_id: int, held_on: date) -> Conference:
    """Record that the conference takes place: its clock ends, letter and record fall due, and each enquiry has its day.

    Raises Refused for anybody but the chair, NotPossible for the future, a free day, a day before the strategy
    discussion, before a manager authorised each outcome, or once it is held.
    """
    conference = open_conference(conference_id)
    require(by, CHAIR_CONFERENCE, conference)
    if conference.held_on is not None:
        raise NotPossible(HELD_ALREADY)
    if held_on > london_date(now):
        raise NotPossible(IN_THE_FUTURE, field="held_on")
    if held_on < conference.counted_from:
        raise NotPossible(BEFORE_IT_COUNTS, field="held_on")
    _check_day(held_on, field="held_on")
    enquiries = list(Section47.objects.filter(conference_children__conference=conference).order_by("pk"))
    if any(enquiry.authorised_on is None for enquiry in enquiries):
        raise NotPossible(OUTCOME_FIRST)
    if any(held_on < enquiry.started_on for enquiry in enquiries):
        raise NotPossible(CONFERENCE_TOO_EARLY, field="held_on")
    days = calendar(around=held_on)
    conference.held_on = held_on
    conference.letter_due_on = period(timescales.DECISION_LETTER, on=held_on).due_on(held_on, days)
    conference.record_due_on = period(timescales.CONFERENCE_RECORD, on=held_on).due_on(held_on, days)
    conference.full_clean()
    conference.save()
    place = conference.invitations.get(worker=by)
    place.attendance, place.noted_at, place.noted_by = Attendance.ATTENDED, now, by
    place.full_clean()
    place.save()
    for key in [row.pk for row in enquiries]:
        enquiry = lock(Section47.objects.all(), key)
        enquiry.conference_on, enquiry.conference_not_needed = held_on, False
        enquiry.full_clean()
        enquiry.save()
    return conference


@action
def write(*, by: Any, conference_id: int, version: int, written: Mapping[str, str]) -> Conference:
    """Save what the conference writes about all children (``PARTS``), whole or not. Raises Stale, NotPossible."""
    require(by, WRITE_CONFERENCE)
    conference = open_conference(conference_id, version)
    for name in PARTS:
        setattr(conference, name, written[name])
    conference.full_clean()
    conference.save()
    return conference


@action
def go_on_alone(*, by: Any, conference_id: int, reason: str, reconvene_on: date) -> Conference:
    """The chair decides without the quorum, says why, and when it is held again.

    Raises Refused for anybody but the chair, NotPossible before it is held, without the reason, or for a free day.
    """
    conference = held_conference(conference_id)
    require(by, CHAIR_CONFERENCE, conference)
    if not is_written(reason, 40):
        raise NotPossible(ALONE_WHOLE, field="reason")
    assert conference.held_on is not None, "It is held."
    if reconvene_on <= conference.held_on:
        raise NotPossible(HELD_AGAIN_LATER, field="reconvene_on")
    _check_day(reconvene_on, field="reconvene_on", sentence=HELD_AGAIN_LATER)
    conference.alone_reason, conference.reconvene_due_on = reason, reconvene_on
    conference.full_clean()
    conference.save()
    return conference


@action
def call_off(*, by: Any, now: datetime, conference_id: int, reason: str) -> Conference:
    """The conference is not held, and why; its enquiries wait for another. Raises Refused, NotPossible once held."""
    conference = open_conference(conference_id)
    require(by, CHAIR_CONFERENCE, conference)
    if conference.held_on is not None:
        raise NotPossible(HELD_AND_NOT_CALLED_OFF)
    conference.called_off_at, conference.called_off_by, conference.called_off_reason = now, by, reason
    conference.full_clean()
    conference.save()
    return conference
