"""Return home interviews and private fostering visits: owed from a report, held, or called off (T29, T30)."""

from datetime import datetime
from typing import Any

from cases.models import FollowUp
from cases.models.follow_ups import TIMESCALES, FollowUpKind
from cases.permissions import CALL_OFF_FOLLOW_UP, WRITE_FOLLOW_UP
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.policy import calendar, period
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Person

LATER = "This time is in the future."
FINISHED = "This has taken place already, or a manager has called it off."
BEFORE_IT_BEGAN = "It cannot have taken place before the child was found, or before we were told."


@action
def owe(*, by: Any, now: datetime, child: Person, kind: str, started_at: datetime, reason: str) -> FollowUp:
    """Record a report that a child is spoken with after: by when is promised under the period of that day.

    ``started_at`` is when the child was found, or when we were told of private fostering. Raises Refused, NotPossible,
    CannotBeDated.
    """
    require(by, WRITE_FOLLOW_UP)
    if started_at > now:
        raise NotPossible(LATER, field="started_at")
    day = london_date(started_at)
    allowed = period(TIMESCALES[FollowUpKind(kind)], on=day)
    due_at = allowed.due_at(started_at, calendar(around=day))
    row = FollowUp(child=child, kind=kind, started_at=started_at, reason=reason, due_at=due_at, recorded_by=by)
    row.full_clean()
    row.save()
    return row


def _owed(follow_up_id: int) -> FollowUp:
    row = lock(FollowUp.objects.all(), follow_up_id)
    if not row.is_owed:
        raise NotPossible(FINISHED)
    return row


@action
def hold(*, by: Any, now: datetime, follow_up_id: int, done_at: datetime, spoke: str, said: str) -> FollowUp:
    """Record when it took place, who spoke with the child, and what the child said. Raises Refused, NotPossible."""
    require(by, WRITE_FOLLOW_UP)
    row = _owed(follow_up_id)
    if done_at > now:
        raise NotPossible(LATER, field="done_at")
    if done_at < row.started_at:
        raise NotPossible(BEFORE_IT_BEGAN, field="done_at")
    row.done_at, row.done_by, row.spoke, row.said = done_at, by, spoke, said
    row.full_clean()
    row.save()
    return row


@action
def call_off(*, by: Any, now: datetime, follow_up_id: int, reason: str) -> FollowUp:
    """A manager decides that it does not take place, and what is done instead. Raises Refused, NotPossible."""
    require(by, CALL_OFF_FOLLOW_UP)
    row = _owed(follow_up_id)
    row.called_off_at, row.called_off_by, row.called_off_reason = now, by, reason
    row.full_clean()
    row.save()
    return row
