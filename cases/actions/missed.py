"""Agencies that miss two meetings in a row, of whatever kind: noticed at the second, taken up with their lead (L66)."""

from datetime import datetime
from typing import Any

from cases import meetings
from cases.meetings import Kind
from cases.models import MissedMeeting, MissedTwice
from cases.permissions import TAKE_UP_MISSED
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock

TAKEN_UP = "This has been taken up with the agency already."


def notice(kind: Kind, meeting: Any, *, now: datetime, owner: Any) -> list[MissedTwice]:
    """Write down each agency that missed this meeting and the one next to it to which it was invited.

    Neither coming nor sending anything is a miss. A meeting counts towards one pair. ``owner`` takes it up with the
    agency's named lead. Call inside the action after which attendance stays as it is.
    """
    noticed = []
    for row in meetings.absences(kind, meeting):
        before = meetings.next_to(row, before=True)
        after = meetings.next_to(row, before=False)
        if before is not None and meetings.was_missed(before):
            noticed.append(_twice(before, row, now=now, owner=owner))
        elif after is not None and meetings.was_missed(after):
            noticed.append(_twice(row, after, now=now, owner=owner))
    return noticed


def _twice(first: Any, second: Any, *, now: datetime, owner: Any) -> MissedTwice:
    ends = []
    for invitation in (first, second):
        end = MissedMeeting(**{meetings.kind_of(invitation).name: invitation})
        end.full_clean()
        end.save()
        ends.append(end)
    missed = MissedTwice(agency_id=second.agency_id, first=ends[0], second=ends[1], noticed_at=now, owner=owner)
    missed.full_clean()
    missed.save()
    return missed


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
