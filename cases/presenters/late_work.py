"""Late work turned into the words that pages show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases import late_work
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.models import Person
from frontdoor.presenters import Due, due

HEADS = ("What", "Child", "Team", "Worker", "Due", "It lies with")
WITH_HEAD, WITH_MANAGER = "Head of service", "Manager of the team"


@dataclass(frozen=True)
class Line:
    """One promise that is late, and with whom it lies; ``name`` is the child's, or the reference of what is shared."""

    what: str
    name: str
    url: str
    team: str
    worker: str
    due: Due
    lies_with: str
    climbed: bool
    child: int | None


def line(row: Any, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A line from ``late_work.late``."""
    kind = late_work.BY_CODE[row.what]
    promise = due(late_work.LATE_CLOCK, row, now=now, calendar=calendar)
    assert promise is not None, "What is late was due."
    return Line(
        what=kind.words,
        name=Person(given_names=row.given, family_name=row.surname).full_name
        if row.whom
        else f"{kind.letter}{row.row}",
        url=reverse(kind.page, args=[row.row]),
        team=row.of_team or "",
        worker=row.by or "",
        due=promise,
        lies_with=WITH_HEAD if row.climbed else WITH_MANAGER,
        climbed=row.climbed,
        child=row.whom,
    )


def cells(line: Line) -> tuple[Any, ...]:
    """A line of the list as its file holds it."""
    return (line.what, line.name, line.team, line.worker, line.due.due, line.lies_with)
