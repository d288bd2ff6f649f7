"""Drift turned into the words that pages show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import drift
from cases.drift import Reason
from cases.presenters import child_of
from frontdoor.core.working_days import london_date

HEADS = ("Reference", "Name", "Age", "Team", "Worker", "Received", "Drift", "Why")


@dataclass(frozen=True)
class Line:
    """One line of the list: a child, and each reason why its case drifts."""

    child: int
    reference: str
    name: str
    url: str
    age: str
    team: str
    worker: str
    received: date
    reasons: list[Reason]


def line(row: Any, *, now: datetime, worker: Any) -> Line:
    """A line from ``drift.case_rows``, as ``worker`` reads it."""
    found = list(drift.reasons(row, on=london_date(now), worker=worker))
    return Line(child=row.child_id, received=row.received_on, reasons=found, **child_of(row, now))


def cells(line: Line) -> tuple[Any, ...]:
    """A line of the list as its file holds it."""
    names = "; ".join(reason.name for reason in line.reasons)
    why = " ".join(reason.words for reason in line.reasons)
    return (line.reference, line.name, line.age, line.team, line.worker, line.received, names, why)
