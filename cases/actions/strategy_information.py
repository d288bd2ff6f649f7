"""What each says at a strategy meeting, fact and opinion apart: added line by line, corrected beside it."""

from datetime import datetime
from typing import Any

from cases.actions.strategy import CALLED_OFF
from cases.models import StrategyInformation, StrategyInvitation, StrategyMeeting
from cases.models.strategy_agencies import CORRECTED_ONCE
from cases.models.strategy_rules import CORRECT_AFTER_SIGNING, NAMED_ONLY
from cases.permissions import WRITE_STRATEGY
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Person


@action
def say(
    *,
    by: Any,
    now: datetime,
    invitation: StrategyInvitation,
    said: str,
    words: str,
    source: str,
    child: Person | None = None,
    corrects: StrategyInformation | None = None,
) -> StrategyInformation:
    """Add a line of what somebody says about a child or all; nothing that another has written is touched.

    A correction names the line it puts right, and is all that can be added once the record is signed. Raises
    NotPossible, ValidationError for a line without words or source.
    """
    require(by, WRITE_STRATEGY)
    meeting = lock(StrategyMeeting.objects.all(), invitation.meeting_id)
    if meeting.signed_at is not None and corrects is None:
        raise NotPossible(CORRECT_AFTER_SIGNING)
    if meeting.called_off_at is not None:
        raise NotPossible(CALLED_OFF)
    if child is not None and not meeting.children.taking_part().filter(child=child).exists():
        raise NotPossible(NAMED_ONLY, field="child")
    if corrects is not None and StrategyInformation.objects.filter(corrects=corrects).exists():
        raise NotPossible(CORRECTED_ONCE)
    line = StrategyInformation(
        meeting=meeting,
        invitation=invitation,
        child=child,
        said=said,
        words=words,
        source=source,
        corrects=corrects,
        written_at=now,
        written_by=by,
    )
    line.full_clean()
    line.save()
    return line
