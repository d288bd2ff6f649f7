"""How agencies come to meetings of every kind: by agency and by discipline, from the invitations themselves (K17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cases.meetings import CORE_GROUP, Kind, kind_of
from cases.models import MissedMeeting
from cases.models.meetings import ABSENT_Q, Attendance, Discipline
from frontdoor.core.timed import day_of

FEWEST_FOR_A_RATE = 5
"""Below this many invitations a share says nothing and is not shown."""


@dataclass(frozen=True)
class Counts:
    """What came of invitations to meetings that were held and whose attendance is known."""

    invited: int = 0
    attended: int = 0
    information: int = 0
    apologies: int = 0
    silent: int = 0
    absent: int = 0

    @property
    def took_part(self) -> int:
        """Came, or sent something."""
        return self.invited - self.absent

    @property
    def rate(self) -> int | None:
        """Per cent who took part; None where there are too few to say."""
        return round(100 * self.took_part / self.invited) if self.invited >= FEWEST_FOR_A_RATE else None


@dataclass(frozen=True)
class Row:
    """One agency or discipline with its counts; ``agency_id`` None for a discipline."""

    name: str
    discipline: str
    counts: Counts
    agency_id: int | None = None


_COUNTED = {
    "invited": Count("pk"),
    "attended": Count("pk", filter=Q(attendance=Attendance.ATTENDED)),
    "information": Count("pk", filter=Q(attendance=Attendance.INFORMATION)),
    "apologies": Count("pk", filter=Q(attendance=Attendance.APOLOGIES)),
    "silent": Count("pk", filter=Q(attendance=Attendance.SILENT)),
    "absent": Count("pk", filter=ABSENT_Q),
}


def _added(rows: list[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    """Rows of every kind of meeting as one a key, their counts added."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        standing = found.setdefault(row[key], row | dict.fromkeys(_COUNTED, 0))
        for name in _COUNTED:
            standing[name] += row[name]
    return found


def _asked(kinds: Iterable[Kind], viewer: Any, since: datetime, *keys: str) -> list[dict[str, Any]]:
    return [
        row
        for kind in kinds
        for row in kind.answered(viewer, since=since).values(*keys).order_by(*keys).annotate(**_COUNTED)
    ]


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(**{name: row[name] for name in _COUNTED})


def by_discipline(kinds: Iterable[Kind], viewer: Any, *, since: datetime) -> list[Row]:
    """Each discipline that was invited, in the order of the quorum. One query a kind of meeting."""
    found = _added(_asked(kinds, viewer, since, "discipline"), "discipline")
    return [Row(str(part.label), part.value, _counts(found[part.value])) for part in Discipline if part.value in found]


def by_agency(kinds: Iterable[Kind], viewer: Any, *, since: datetime) -> list[Row]:
    """Each agency that was invited, those that most often neither came nor sent anything first."""
    found = _added(_asked(kinds, viewer, since, "agency_id", "agency__name", "discipline"), "agency_id")
    rows = [
        Row(row["agency__name"], row["discipline"], agency_id=row["agency_id"], counts=_counts(row))
        for row in found.values()
    ]
    return sorted(rows, key=lambda row: (-row.counts.absent, row.name))


@dataclass(frozen=True)
class Held:
    """How many meetings of a kind were held, and how many decided without their quorum; None where none is needed."""

    label: str
    count: int
    alone: int | None


def held(kinds: Iterable[Kind], viewer: Any, *, since: datetime) -> list[Held]:
    """The meetings held since a moment, by kind."""
    found = []
    for kind in kinds:
        rows = kind.held_since(viewer, since=since)
        alone = None if kind is CORE_GROUP else rows.exclude(alone_reason="").count()
        found.append(Held(f"{kind.label}s", rows.count(), alone))
    return found


@dataclass(frozen=True)
class Missed:
    """A meeting that an agency missed, as the page names it; ``url`` only for who may open it."""

    label: str
    day: date
    url: str


def missed(end: MissedMeeting, *, viewer: Any) -> Missed:
    """One of the two meetings, read with ``with_meetings``."""
    kind = kind_of(end.invitation)
    meeting = end.invitation.meeting_of
    opens = kind.meetings.objects.visible_to(viewer).filter(pk=meeting.pk).exists()
    return Missed(
        f"{kind.label} {meeting.reference}" if opens else kind.label,
        day_of(getattr(meeting, kind.held) or end.recorded_at),
        reverse(kind.page, args=[meeting.pk]) if opens else "",
    )
