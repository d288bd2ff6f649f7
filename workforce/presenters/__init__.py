"""Caseloads turned into the words and colours that pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Allocation, Assessment
from cases.models.assessments import ASSESSMENT_CLOCK
from frontdoor import desk
from frontdoor.core.navigation import address, url_or_nothing
from frontdoor.core.working_days import WorkingCalendar, london_date
from frontdoor.presenters import Due, age, due
from workforce.caseload import Caseload
from workforce.models import CaseloadFlag, Worker
from workforce.models.caseload_flags import CaseloadLevel

COLOURS = {
    None: "green",
    CaseloadLevel.AMBER: "orange",
    CaseloadLevel.RED: "red",
    CaseloadLevel.CRITICAL: "red",
    CaseloadLevel.ALARM: "magenta",
}
TONES = {
    None: "plain",
    CaseloadLevel.AMBER: "warning",
    CaseloadLevel.RED: "danger",
    CaseloadLevel.CRITICAL: "danger",
    CaseloadLevel.ALARM: "danger",
}
HIDDEN = "A record that you may not open"
WITHIN = "Within the limit"


@dataclass(frozen=True)
class CaseloadRow:
    """One line of the team's table; ``url`` is empty where the reader may not open the worker's page."""

    name: str
    url: str
    hours: str
    first_year: bool
    children: int
    per_post: float
    limit: int
    level: str
    colour: str
    since: str


@dataclass(frozen=True)
class ChildLed:
    """One child of a worker's caseload; where the reader may not open the record, that it counts and nothing else."""

    name: str
    url: str
    age: str
    since: date | None
    due: Due | None
    is_late: bool
    child_id: int | None = None


def child_led(
    allocation: Allocation, *, assessment: Assessment | None, may_open: bool, now: datetime, calendar: WorkingCalendar
) -> ChildLed:
    """One child in words, with where the open assessment stands."""
    if not may_open:
        return ChildLed(HIDDEN, url="", age="", since=None, due=None, is_late=False)
    today = london_date(now)
    return ChildLed(
        name=allocation.child.full_name,
        url=url_or_nothing("person", allocation.child_id),
        age=age(allocation.child, today),
        since=allocation.started_on,
        due=due(ASSESSMENT_CLOCK, assessment, now=now, calendar=calendar) if assessment else None,
        is_late=assessment is not None and ASSESSMENT_CLOCK.is_overdue(assessment, today),
        child_id=allocation.child_id,
    )


def hours(worker: Worker) -> str:
    """A worker's hours: "full time" or "0.6 of full time"."""
    return "full time" if worker.fte == 1 else f"{worker.fte.normalize():f} of full time"


def caseload_row(load: Caseload, *, flag: CaseloadFlag | None, url: str) -> CaseloadRow:
    """One worker's caseload in words."""
    return CaseloadRow(
        name=load.worker.get_full_name(),
        url=url,
        hours=hours(load.worker),
        first_year=load.worker.newly_qualified,
        children=load.children,
        per_post=load.per_post,
        limit=load.limit,
        level=load.level.label if load.level else WITHIN,
        colour=COLOURS[load.level],
        since=flag.words if flag else "",
    )


def caseload_cells(row: CaseloadRow) -> tuple[object, ...]:
    """The same line in a file."""
    first_year = "yes" if row.first_year else "no"
    return row.name, row.hours, first_year, row.children, row.per_post, row.limit, row.level


def strip_dots(loads: Iterable[Caseload]) -> list[dict[str, object]]:
    """A dot for each worker who leads a child, in children for one full-time post."""
    return [{"label": load.worker.get_full_name(), "value": load.per_post} for load in loads if load.children]


def strip_lines(limits: Mapping[CaseloadLevel, int]) -> list[dict[str, object]]:
    """The limits as lines across the plot."""
    return [
        {"label": CaseloadLevel(level).name.title(), "value": limits[level], "tone": TONES[level]}
        for level in (CaseloadLevel.AMBER, CaseloadLevel.RED, CaseloadLevel.ALARM)
    ]


def urgencies(rows: Iterable[desk.Urgency]) -> list[dict[str, object]]:
    """Open contacts by urgency, each number with the list behind it."""
    return [
        {
            "urgency": row,
            "open_url": address("triage_queue", rag=row.key),
            "overdue_url": address("triage_queue", rag=row.key, late=1),
        }
        for row in rows
    ]
