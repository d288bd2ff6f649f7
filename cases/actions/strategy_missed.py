"""Agencies that miss two strategy meetings in a row: noticed at the second, taken up with their lead (L66)."""

from datetime import datetime
from typing import Any

from cases.models import MissedTwice, StrategyInvitation, StrategyMeeting
from cases.models.meetings import ABSENT_Q
from cases.permissions import TAKE_UP_MISSED
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock

TAKEN_UP = "This has been taken up with the agency already."


def notice(meeting: StrategyMeeting, *, now: datetime) -> list[MissedTwice]:
    """Write down each agency that missed this meeting and the one before to which it was invited.

    Neither coming nor sending anything is a miss. After one is noticed, counting begins anew. The chair of this meeting
    takes it up with the agency's named lead. Call inside an action.
    """
    noticed = []
    invited = meeting.invitations.filter(agency__isnull=False)
    absent = invited.filter(ABSENT_Q).order_by("agency_id", "pk").distinct("agency_id")
    there = invited.exclude(ABSENT_Q).values("agency_id")
    for row in absent.exclude(agency_id__in=there):
        before = _missed_before(row, meeting)
        if before is not None:
            missed = MissedTwice(
                agency_id=row.agency_id, first=before, second=row, noticed_at=now, owner_id=meeting.chair_id
            )
            missed.full_clean()
            missed.save()
            noticed.append(missed)
    return noticed


def _missed_before(row: StrategyInvitation, meeting: StrategyMeeting) -> StrategyInvitation | None:
    """The agency's invitation to the meeting held before this one, where it missed that and nobody has noticed."""
    earlier = StrategyInvitation.objects.filter(
        agency_id=row.agency_id, meeting__signed_at__isnull=False, meeting__held_at__lt=meeting.held_at
    )
    last = earlier.order_by("-meeting__held_at", "-pk").first()
    if last is None or MissedTwice.objects.filter(second__meeting_id=last.meeting_id, agency_id=row.agency_id).exists():
        return None
    came = StrategyInvitation.objects.filter(meeting_id=last.meeting_id, agency_id=row.agency_id).exclude(ABSENT_Q)
    return None if came.exists() else last


@action
def take_up(*, by: Any, now: datetime, missed_id: int, words: str) -> MissedTwice:
    """Record what was agreed with the agency. Raises NotPossible when somebody has done so already."""
    require(by, TAKE_UP_MISSED)
    missed = lock(MissedTwice.objects.all(), missed_id)
    if missed.taken_up_at is not None:
        raise NotPossible(TAKEN_UP)
    missed.taken_up_at, missed.taken_up_by, missed.words = now, by, words
    missed.full_clean()
    missed.save()
    return missed
