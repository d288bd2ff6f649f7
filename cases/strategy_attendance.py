"""How agencies come to strategy meetings: by agency and by discipline, from the invitations themselves (K17)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from cases.models import StrategyInvitation
from cases.models.meetings import ABSENT_Q, Attendance, Discipline

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


def _invitations(meetings: QuerySet, since: datetime) -> QuerySet:
    held = meetings.standing().filter(held_at__gte=since)
    return StrategyInvitation.objects.of_agencies().filter(meeting__in=held).exclude(attendance="")


def by_discipline(meetings: QuerySet, *, since: datetime) -> list[Row]:
    """Each discipline that was invited, in the order of the quorum."""
    rows = _invitations(meetings, since).values("discipline").order_by("discipline").annotate(**_COUNTED)
    found = {row.pop("discipline"): Counts(**row) for row in rows}
    return [Row(str(part.label), part.value, found[part.value]) for part in Discipline if part.value in found]


def by_agency(meetings: QuerySet, *, since: datetime) -> list[Row]:
    """Each agency that was invited, those that most often neither came nor sent anything first."""
    keys = ("agency_id", "agency__name", "discipline")
    rows = _invitations(meetings, since).values(*keys).order_by(*keys).annotate(**_COUNTED)
    found = [
        Row(row.pop("agency__name"), row.pop("discipline"), agency_id=row.pop("agency_id"), counts=Counts(**row))
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.counts.absent, row.name))


def quorate(meetings: QuerySet, *, since: datetime) -> tuple[int, int]:
    """How many meetings were held, and how many of them decided without police, health or the chair."""
    held = meetings.standing().filter(held_at__gte=since)
    return held.count(), held.exclude(alone_reason="").count()
