"""What the group on referrals has to talk about: built from the figures, never typed (L58)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from frontdoor.appropriateness import A_WEEK, WEEKS, AgencyCounts, Counts, by_agency
from frontdoor.core.control_limits import differ
from frontdoor.core.navigation import address
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import Contact, GroupMeeting


@dataclass(frozen=True)
class Point:
    """One agency to talk about, why, and where its figures are."""

    name: str
    url: str
    words: str


def agenda(meeting: GroupMeeting, reader: Any, now: datetime) -> list[Point]:
    """Agencies that differ from all others, or from their own earlier weeks, by more than chance explains; two queries.

    Thirteen weeks up to the meeting against the thirteen before them, as at the end of its day or now.
    """
    end = datetime.combine(meeting.held_on + timedelta(days=1), time.min, LONDON)
    at = min(now, end)
    until = min(meeting.held_on, london_date(now)) + timedelta(days=1)
    seen = Contact.objects.visible_to(reader)
    return points(*(_weeks(seen, until - A_WEEK * WEEKS * back, at) for back in (0, 1)))


def _weeks(seen: Any, until: date, at: datetime) -> list[AgencyCounts]:
    return by_agency(seen, since=until - A_WEEK * WEEKS, until=until, at=at)


def points(now: Sequence[AgencyCounts], before: Sequence[AgencyCounts]) -> list[Point]:
    """What stands out, the highest share first."""
    everybody = sum((row.together for row in now), Counts())
    earlier = {row.agency_id: row.together for row in before}
    found = []
    for row in now:
        words = _stands_out(row.together, everybody, earlier.get(row.agency_id, Counts()))
        if words:
            found.append((row.together.i_rate or 0, Point(row.name, address("agency", row.agency_id), " ".join(words))))
    return [point for _, point in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]


def _stands_out(own: Counts, everybody: Counts, earlier: Counts) -> list[str]:
    others = Counts(codes={code: everybody.of(code) - own.of(code) for code in everybody.codes})
    if not own.is_enough:
        return []
    words = []
    for what, share, number in (
        ("judged inappropriate", "i_rate", "inappropriate"),
        ("under-referrals", "u_rate", "under"),
    ):
        mine = (getattr(own, number), own.reviewed)
        if others.is_enough and differ(mine, (getattr(others, number), others.reviewed)):
            words.append(
                f"{getattr(own, share)}% of {own.reviewed} reviewed are {what}, "
                f"against {getattr(others, share)}% from all others."
            )
        if earlier.is_enough and differ(mine, (getattr(earlier, number), earlier.reviewed)):
            words.append(f"The share {what} was {getattr(earlier, share)}% in the 13 weeks before.")
    return words
