"""The group on referrals that the director leads: meetings, what was agreed, what was done, who checked it (L58)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.roles import SENIOR_LEADER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, GroupAction, GroupAttendance, GroupMeeting
from frontdoor.models.agency_learning import LED_BY_A_LEADER, MINUTED_TOO_EARLY
from frontdoor.permissions import CHECK_GROUP_ACTION, FINISH_GROUP_ACTION, LEAD_GROUP

ALREADY_MINUTED = "The notes of this meeting are already written."
ALREADY_DONE = "This action is already reported done."
NOT_DONE_YET = "An action is checked when it is reported done."
ALREADY_CHECKED = "This action is already checked."


@action
def call(*, by: Any, held_on: date, led_by: Any) -> GroupMeeting:
    """Call a meeting. Raises NotPossible when its leader is no senior leader on that day."""
    require(by, LEAD_GROUP)
    if not led_by.grants.held(held_on).filter(role=SENIOR_LEADER.code).exists():
        raise NotPossible(LED_BY_A_LEADER, field="led_by")
    meeting = GroupMeeting(held_on=held_on, led_by=led_by, called_by=by)
    meeting.full_clean()
    meeting.save()
    return meeting


@action
def minute(
    *, by: Any, now: datetime, meeting: GroupMeeting, present: str, agencies: Collection[Agency], discussed: str
) -> GroupMeeting:
    """Write down who came and what was discussed, once. Raises NotPossible before the day of the meeting."""
    require(by, LEAD_GROUP)
    held = lock(GroupMeeting.objects.all(), meeting.pk)
    if held.minuted_at is not None:
        raise NotPossible(ALREADY_MINUTED)
    if london_date(now) < held.held_on:
        raise NotPossible(MINUTED_TOO_EARLY)
    held.present, held.discussed = present, discussed
    held.minuted_by, held.minuted_at = by, now
    held.full_clean()
    held.save()
    for agency in agencies:
        GroupAttendance(meeting=held, agency=agency).save()
    return held


@action
def agree(*, by: Any, meeting: GroupMeeting, agency: Agency, what: str, owner: Any, due_on: date) -> GroupAction:
    """Agree who does exactly what for an agency by which day. Raises ValidationError for a vague one ("ASAP")."""
    require(by, LEAD_GROUP)
    made = GroupAction(
        meeting=meeting, agency=agency, what=what, owner=owner, started_on=meeting.held_on, due_on=due_on
    )
    made.full_clean()
    made.save()
    return made


@action
def finish(*, by: Any, on: date, group_action: GroupAction, evidence: str) -> GroupAction:
    """Report an action done, with what shows it. Raises Refused for whoever neither owns it nor leads the group."""
    held = lock(GroupAction.objects.all(), group_action.pk)
    require(by, FINISH_GROUP_ACTION, held)
    if held.finished_on is not None:
        raise NotPossible(ALREADY_DONE)
    held.finished_on, held.done_by, held.evidence = max(on, held.started_on), by, evidence
    held.full_clean()
    held.save()
    return held


@action
def verify(*, by: Any, on: date, group_action: GroupAction) -> GroupAction:
    """Check that an action was done; by somebody who neither owned it nor reported it. Raises NotPossible, Refused."""
    held = lock(GroupAction.objects.all(), group_action.pk)
    require(by, CHECK_GROUP_ACTION, held)
    if held.finished_on is None:
        raise NotPossible(NOT_DONE_YET)
    if held.verified_on is not None:
        raise NotPossible(ALREADY_CHECKED)
    held.verified_on, held.verified_by = on, by
    held.full_clean()
    held.save()
    return held
