"""The family at a conference, the reports it reads before, and what each agency thinks."""

from datetime import date, datetime
from typing import Any

from cases.actions.conferences import held_conference, open_conference
from cases.actions.enquiries import IN_THE_FUTURE
from cases.actions.invitations import BEFORE_IT_IS_HELD, COMES_LATER
from cases.models import ConferenceChild, ConferenceFamily, ConferenceInvitation, ThresholdView
from cases.models.conference_people import LEFT_OUT_WHOLE, SHARED_AFTER_RECEIVED, SHARED_HOW
from cases.models.conference_rules import VIEW_OF_SOMEBODY_THERE
from cases.models.meetings import Attendance
from cases.permissions import CHAIR_CONFERENCE, WRITE_CONFERENCE
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.written import is_written
from frontdoor.models import Person


def _invitation(invitation_id: int, version: int) -> ConferenceInvitation:
    row = lock(ConferenceInvitation.objects.all(), invitation_id, version)
    row.conference = open_conference(row.conference_id)
    return row


@action
def report(
    *,
    by: Any,
    on: date,
    invitation_id: int,
    version: int,
    received_on: date,
    shared_on: date | None,
    shared_how: str,
) -> ConferenceInvitation:
    """Record when a report came in, and when and how the family read it (CONF-REPORT). Raises Stale, NotPossible."""
    require(by, WRITE_CONFERENCE)
    row = _invitation(invitation_id, version)
    if received_on > on:
        raise NotPossible(IN_THE_FUTURE, field="received_on")
    if shared_on is not None and shared_on > on:
        raise NotPossible(IN_THE_FUTURE, field="shared_on")
    if shared_on is not None and shared_on < max(received_on, row.asked_on):
        raise NotPossible(SHARED_AFTER_RECEIVED, field="shared_on")
    if shared_on is not None and len(shared_how.strip()) < 5:
        raise NotPossible(SHARED_HOW, field="shared_how")
    row.received_on, row.received_by = received_on, by
    row.shared_on, row.shared_by = shared_on, by if shared_on else None
    row.shared_how = shared_how if shared_on else ""
    row.full_clean()
    row.save()
    return row


@action
def ask_family(*, by: Any, now: datetime, conference_id: int, person: Person) -> ConferenceFamily:
    """Ask somebody of the family to come. Raises NotPossible once signed, ValidationError when asked already."""
    require(by, WRITE_CONFERENCE)
    row = ConferenceFamily(conference=open_conference(conference_id), person=person, asked_at=now, asked_by=by)
    row.full_clean()
    row.save()
    return row


@action
def note_family(*, by: Any, family_id: int, version: int, attendance: str, views: str) -> ConferenceFamily:
    """Record whether one of the family came, and what they say. Raises Stale, NotPossible, ValidationError."""
    require(by, WRITE_CONFERENCE)
    row = lock(ConferenceFamily.objects.all(), family_id, version)
    conference = open_conference(row.conference_id)
    if conference.held_on is None and attendance not in BEFORE_IT_IS_HELD:
        raise NotPossible(COMES_LATER, field="attendance")
    row.attendance, row.views = attendance, views
    row.full_clean()
    row.save()
    return row


@action
def leave_out(*, by: Any, now: datetime, family_id: int, version: int, reason: str) -> ConferenceFamily:
    """The chair leaves one of the family out and signs why.

    Raises Refused for anybody but the chair, Stale, NotPossible without a reason, ValidationError for who attended.
    """
    row = lock(ConferenceFamily.objects.all(), family_id, version)
    conference = open_conference(row.conference_id)
    require(by, CHAIR_CONFERENCE, conference)
    if not is_written(reason, 40):
        raise NotPossible(LEFT_OUT_WHOLE, field="reason")
    row.left_out_reason, row.left_out_at, row.left_out_by = reason, now, by
    row.full_clean()
    row.save()
    return row


@action
def say_view(
    *, by: Any, now: datetime, child_row: ConferenceChild, invitation: ConferenceInvitation, view: str, words: str
) -> ThresholdView:
    """Write what an agency thinks about one child's need of a plan; written again, the later words stand.

    Raises NotPossible before the conference is held, once it is signed, or for somebody of another conference.
    """
    require(by, WRITE_CONFERENCE)
    held_conference(child_row.conference_id)
    there = invitation.conference_id == child_row.conference_id and invitation.agency_id is not None
    if not there or invitation.attendance not in (Attendance.ATTENDED, Attendance.INFORMATION):
        raise NotPossible(VIEW_OF_SOMEBODY_THERE)
    row = ThresholdView.objects.filter(conference_child=child_row, invitation=invitation).first()
    row = row or ThresholdView(conference_child=child_row, invitation=invitation)
    row.view, row.words, row.written_at, row.written_by = view, words, now, by
    row.full_clean()
    row.save()
    return row
