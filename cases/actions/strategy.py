"""A strategy meeting from convening to the chair's signature (domain.md 10, T08)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases import strategy
from cases.actions.enquiries import begin_decided
from cases.actions.missed import notice
from cases.meetings import STRATEGY
from cases.models import StrategyChild, StrategyInvitation, StrategyMeeting
from cases.models.meetings import Attendance, Discipline
from cases.models.strategy import ALONE_WHOLE, HELD_AND_NOT_CALLED_OFF, NOT_HELD, PARTS
from cases.models.strategy_rules import (
    CAUSE_STATED,
    CAUSE_WAS_DECIDED,
    CHAIRED_BY_A_MANAGER,
    CONVENED_BY_A_MANAGER,
    LEAST_CAUSE,
    NO_ACTION,
    NO_QUORUM,
    NOT_ACCOUNTED,
    NOT_DECIDED,
    NOT_YET_HELD,
    RECONVENE_SOON,
    RECORD_STAYS,
    WHY_NOT_THERE,
)
from cases.permissions import CHAIR_STRATEGY, WRITE_STRATEGY
from frontdoor.core import timescales
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.roles import MANAGERS
from frontdoor.core.versions import lock
from frontdoor.core.working_days import end_of_day, london_date
from frontdoor.core.written import is_written
from frontdoor.models import Contact, Person, Referral

CALLED_OFF = "This meeting was called off."
HELD_ALREADY = "This meeting has been held already."
NOT_HELD_YET = "Say first that the meeting is held: quorum and decisions belong to a meeting that takes place."
CAUSE_LATER = "Reasonable cause cannot lie in the future."
EVERY_CHILD = "Choose each child, or say in at least 10 characters why it is left out."
NOBODY = "Choose at least one child."


def open_meeting(meeting_id: int, version: int | None = None) -> StrategyMeeting:
    """The meeting, locked, while it can be written in. Raises NotPossible, Stale."""
    meeting = lock(StrategyMeeting.objects.all(), meeting_id, version)
    if meeting.called_off_at is not None:
        raise NotPossible(CALLED_OFF)
    if meeting.signed_at is not None:
        raise NotPossible(RECORD_STAYS)
    return meeting


def due_at(*, cause_at: datetime, immediate: bool) -> datetime:
    """By when a strategy discussion is held: the same day where a child is in danger, else by the period of T08."""
    day = london_date(cause_at)
    if immediate:
        return end_of_day(day)
    return period(timescales.STRATEGY_HELD, on=day).due_at(cause_at, calendar(around=day))


def _check_chair(chair: Any, planned_at: datetime) -> None:
    if not chair.grants.held(london_date(planned_at)).filter(role__in=MANAGERS).exists():
        raise NotPossible(CHAIRED_BY_A_MANAGER, field="chair")


@action
def convene(
    *,
    by: Any,
    now: datetime,
    contact: Contact | None,
    referral: Referral | None,
    children: Mapping[Person, str],
    reason: str,
    harm: str,
    cause_at: datetime,
    immediate: bool,
    planned_at: datetime,
    place: str,
    chair: Any,
) -> StrategyMeeting:
    """Call a strategy meeting from a contact or an open case; its time runs from ``cause_at`` (T08).

    ``children`` are all who were offered: with no words those it is about, with words those left out and why. Raises
    NotPossible when nobody is chosen, a child is left out without a reason, the cause is not stated, the chair is no
    manager of social care, or no manager convenes it or has decided that there is cause.
    """
    require(by, WRITE_STRATEGY)
    if not strategy.may_convene(by, contact=contact, referral=referral):
        raise NotPossible(CONVENED_BY_A_MANAGER)
    if not harm or not is_written(reason, LEAST_CAUSE):
        raise NotPossible(CAUSE_STATED, field="reason" if harm else "harm")
    if not any(why == "" for why in children.values()):
        raise NotPossible(NOBODY, field="children")
    if cause_at > now:
        raise NotPossible(CAUSE_LATER, field="cause_at")
    latest = strategy.runs_from(contact)
    if latest is not None and cause_at > latest:
        raise NotPossible(CAUSE_WAS_DECIDED, field="cause_at")
    _check_chair(chair, planned_at)
    meeting = StrategyMeeting(
        contact=contact,
        referral=referral,
        reason=reason,
        harm=harm,
        cause_at=cause_at,
        immediate=immediate,
        due_at=due_at(cause_at=cause_at, immediate=immediate),
        convened_by=by,
        convened_at=now,
        planned_at=planned_at,
        place=place,
        chair=chair,
    )
    meeting.full_clean()
    meeting.save()
    for child, left_out in children.items():
        row = StrategyChild(meeting=meeting, child=child, left_out_reason=left_out)
        row.full_clean()
        row.save()
    _seat(meeting, chair, by=by, now=now)
    return meeting


def _seat(meeting: StrategyMeeting, chair: Any, *, by: Any, now: datetime) -> None:
    """The chair's own place among those invited."""
    if meeting.invitations.filter(worker=chair).exists():
        return
    seat = StrategyInvitation(
        meeting=meeting,
        worker=chair,
        discipline=Discipline.SOCIAL_CARE,
        name=chair.get_full_name(),
        job="Chair, manager of social care",
        invited_at=now,
        invited_by=by,
    )
    seat.full_clean()
    seat.save()


@action
def rearrange(
    *, by: Any, now: datetime, meeting_id: int, version: int, planned_at: datetime, place: str, chair: Any
) -> StrategyMeeting:
    """Another time, place or chair, before the meeting is held; what it is due by does not move (T08).

    Raises Stale, and NotPossible once it is held, signed or called off, or where the chair is no manager.
    """
    require(by, WRITE_STRATEGY)
    meeting = open_meeting(meeting_id, version)
    if meeting.held_at is not None:
        raise NotPossible(HELD_ALREADY)
    _check_chair(chair, planned_at)
    meeting.planned_at, meeting.place, meeting.chair = planned_at, place, chair
    meeting.full_clean()
    meeting.save()
    _seat(meeting, chair, by=by, now=now)
    return meeting


@action
def hold(*, by: Any, now: datetime, meeting_id: int, held_at: datetime) -> StrategyMeeting:
    """Record that the meeting takes place: the chair is there, and the record falls due (T08 ends, T09 starts).

    Raises Refused for anybody but the chair, NotPossible for the future, before its cause, or once it is held.
    """
    meeting = open_meeting(meeting_id)
    require(by, CHAIR_STRATEGY, meeting)
    if meeting.held_at is not None:
        raise NotPossible(HELD_ALREADY)
    if held_at > now:
        raise NotPossible(NOT_YET_HELD, field="held_at")
    day = london_date(held_at)
    meeting.held_at = held_at
    meeting.record_due_at = period(timescales.STRATEGY_CIRCULATED, on=day).due_at(held_at, calendar(around=day))
    meeting.full_clean()
    meeting.save()
    seat = meeting.invitations.get(worker=by)
    seat.attendance, seat.noted_at, seat.noted_by = Attendance.ATTENDED, now, by
    seat.full_clean()
    seat.save()
    return meeting


@action
def write(*, by: Any, meeting_id: int, version: int, written: Mapping[str, str]) -> StrategyMeeting:
    """Save what the meeting writes about all children (``PARTS``), whole or not.

    Raises Stale when somebody else has saved since ``version``, NotPossible once the record is signed.
    """
    require(by, WRITE_STRATEGY)
    meeting = open_meeting(meeting_id, version)
    for name in PARTS:
        setattr(meeting, name, written[name])
    meeting.full_clean()
    meeting.save()
    return meeting


@action
def go_on_alone(*, by: Any, meeting_id: int, reason: str, reconvene_on: date) -> StrategyMeeting:
    """The chair decides without police, health or chair there, because it cannot wait, and meets again soon.

    Raises Refused for anybody but the chair, NotPossible before the meeting is held and for a later day than the next
    working one.
    """
    meeting = open_meeting(meeting_id)
    require(by, CHAIR_STRATEGY, meeting)
    if meeting.held_at is None:
        raise NotPossible(NOT_HELD_YET)
    held_on = london_date(meeting.held_at)
    days = calendar(around=held_on).working_days_between(held_on, reconvene_on) if reconvene_on >= held_on else 2
    if days > 1:
        raise NotPossible(RECONVENE_SOON, field="reconvene_on")
    if not is_written(reason, 40):
        raise NotPossible(ALONE_WHOLE, field="reason")
    meeting.alone_reason, meeting.reconvene_due_on = reason, reconvene_on
    meeting.full_clean()
    meeting.save()
    return meeting


@action
def call_off(*, by: Any, now: datetime, meeting_id: int, reason: str) -> StrategyMeeting:
    """The meeting is not held, and why. Raises Refused for anybody but the chair, NotPossible once it was held."""
    meeting = open_meeting(meeting_id)
    require(by, CHAIR_STRATEGY, meeting)
    if meeting.held_at is not None:
        raise NotPossible(HELD_AND_NOT_CALLED_OFF)
    meeting.called_off_at, meeting.called_off_by, meeting.called_off_reason = now, by, reason
    meeting.full_clean()
    meeting.save()
    return meeting


@action
def sign(*, by: Any, now: datetime, meeting_id: int, version: int, missing_reason: str = "") -> StrategyMeeting:
    """The chair signs the whole record; from here on it stays as it is, and what is wrong is corrected beside it.

    The section 47 enquiries that it decides on begin (T10, T11).

    Raises Refused for anybody but the chair, Stale, and NotPossible with everything that is still missing.
    """
    meeting = open_meeting(meeting_id, version)
    require(by, CHAIR_STRATEGY, meeting)
    if meeting.held_at is None:
        raise NotPossible(NOT_HELD)
    meeting.missing_reason = missing_reason
    missing = strategy.missing(meeting)
    if missing.why_not_there and not is_written(missing_reason, 20):
        raise NotPossible(WHY_NOT_THERE, field="missing_reason")
    for stands_open, sentence in (
        (missing.parts, "Write first: " + ", ".join(missing.parts) + "."),
        (missing.sections, "Write the whole section of " + " and of ".join(missing.sections) + "."),
        (missing.attendance, NOT_ACCOUNTED),
        (missing.quorum and not meeting.alone_reason, NO_QUORUM),
        (missing.decisions, NOT_DECIDED),
        (missing.actions, NO_ACTION),
    ):
        if stands_open:
            raise NotPossible(sentence)
    meeting.signed_at, meeting.signed_by = now, by
    if not meeting.invitations.outside_who_took_part().exists():
        meeting.circulated_at, meeting.circulated_by = now, by
    meeting.full_clean()
    meeting.save()
    begin_decided(meeting, by=by)
    notice(STRATEGY, meeting, now=now, owner=meeting.chair)
    return meeting
