"""Promised dates worked out anew when the calendar changes: one audited act, its extent shown before it is done.

Each app registers its open promises in its own promises.py. A row keeps the period that was in force when its clock
started; only the calendar is new.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from frontdoor.core.policy import period
from frontdoor.core.timed import Clock, day_of
from frontdoor.core.timescales import Period, Timescale
from frontdoor.core.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A clock of a table: its rows, the timescale of a row and the team whose period counts."""

    words: str
    clock: Clock
    rows: Callable[[], QuerySet]
    timescale: Callable[[Any], Timescale]
    team_id: Callable[[Any], int | None] = lambda row: None


_promises: list[Promise] = []


def register(promise: Promise) -> None:
    """Add a table's promise to those that a change of the calendar works out anew."""
    _promises.append(promise)


def moved(calendar: WorkingCalendar, *, day: date) -> Iterator[tuple[Promise, Model, date | datetime]]:
    """Each open row whose time spans ``day`` and whose due moment is another one under ``calendar``."""
    known: dict[tuple[str, date, int | None], Period] = {}
    for promise in _promises:
        clock = promise.clock
        for row in promise.rows().filter(clock.open_q(), clock.due_from_q(day)).order_by("pk"):
            started, due = getattr(row, clock.started), getattr(row, clock.due)
            scale, on, team_id = promise.timescale(row), day_of(started), promise.team_id(row)
            key = (scale.code, on, team_id)
            if key not in known:
                known[key] = period(scale, on=on, team_id=team_id)
            new = known[key].due_at(started, calendar) if isinstance(due, datetime) else known[key].due_on(on, calendar)
            if new != due:
                yield promise, row, new
