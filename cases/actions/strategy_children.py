"""Each child's own section of a strategy meeting, and the decision about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases import strategy
from cases.actions.strategy import NOT_HELD_YET, open_meeting
from cases.models import StrategyChild
from cases.models.strategy import NOT_DECIDED_WHEN_LEFT_OUT
from cases.models.strategy_rules import NO_QUORUM
from cases.permissions import CHAIR_STRATEGY, WRITE_STRATEGY
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock


def _row(child_row_id: int, version: int | None = None) -> StrategyChild:
    row = lock(StrategyChild.objects.all(), child_row_id, version)
    row.meeting = open_meeting(row.meeting_id)
    return row


@action
def write(*, by: Any, child_row_id: int, version: int, written: Mapping[str, str]) -> StrategyChild:
    """Save a child's own section (``strategy.SECTION``), whole or not. Raises Stale, and NotPossible once signed."""
    require(by, WRITE_STRATEGY)
    row = _row(child_row_id, version)
    for name in strategy.SECTION:
        setattr(row, name, written[name])
    row.full_clean()
    row.save()
    return row


@action
def take_in(*, by: Any, child_row_id: int, left_out_reason: str) -> StrategyChild:
    """Take a child of the household in after all, or leave it out with a reason; nothing that was written is lost.

    Raises NotPossible once something is decided about the child, ValidationError for a reason under 10 characters.
    """
    require(by, WRITE_STRATEGY)
    row = _row(child_row_id)
    if left_out_reason and row.decision:
        raise NotPossible(NOT_DECIDED_WHEN_LEFT_OUT)
    row.left_out_reason = left_out_reason
    row.full_clean()
    row.save()
    return row


@action
def decide(
    *, by: Any, now: datetime, child_row_id: int, version: int, decision: str, decision_reason: str
) -> StrategyChild:
    """The chair decides about one child, with the reasons; again while the record is not signed.

    Raises Refused for anybody but the chair, Stale, and NotPossible before the meeting is held, about a child who is
    left out, or without the chair, the police and health there while no reason says why it cannot wait.
    """
    row = _row(child_row_id, version)
    meeting = row.meeting
    require(by, CHAIR_STRATEGY, meeting)
    if meeting.held_at is None:
        raise NotPossible(NOT_HELD_YET)
    if row.left_out_reason:
        raise NotPossible(NOT_DECIDED_WHEN_LEFT_OUT)
    if not meeting.alone_reason and strategy.not_there(meeting, meeting.invitations.all()):
        raise NotPossible(NO_QUORUM)
    row.decision, row.decision_reason = decision, decision_reason
    row.decided_at, row.decided_by = now, by
    row.full_clean()
    row.save()
    return row
