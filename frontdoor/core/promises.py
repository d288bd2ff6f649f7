"""Promised dates worked out anew, when the calendar changes or a start is corrected: one audited act, never silently.

Each app registers its open promises in its own promises.py. Under a new calendar a row keeps the period that was in
force when its clock started; how many rows move is shown before it is done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from frontdoor.core.policy import calendar as calendar_of
from frontdoor.core.policy import period
from frontdoor.core.timed import Clock, day_of
from frontdoor.core.timescales import Period, Timescale
from frontdoor.core.working_days import CalendarEnds, WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A clock of a table: its rows, the timescale of a row and the team whose period counts.

    ``undated`` are the rows that were stored although their clock ran past the known bank holidays.
    """

    words: str
    clock: Clock
    rows: Callable[[], QuerySet]
    timescale: Callable[[Any], Timescale]
    team_id: Callable[[Any], int | None] = lambda row: None
    undated: Callable[[], QuerySet] | None = None


_promises: list[Promise] = []


def register(promise: Promise) -> None:
    """Add a table's promise to those that a change of the calendar works out anew."""
    _promises.append(promise)


@contextmanager
def counting_anew(day: date) -> Iterator[None]:
    """The one door for a day on which the office is closed: who opens it works out anew what spans the day.

    Call inside ``acting_as``.
    """
    _say_counted_anew(day.isoformat())
    yield
    _say_counted_anew("")


def _say_counted_anew(day: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('frontdoor.counted_anew', %s, true)", [day])


def moved(calendar: WorkingCalendar, *, day: date) -> Iterator[tuple[Promise, Model, date | datetime]]:
    """Each open row whose time spans ``day`` and whose due moment is another one under ``calendar``."""
    known: dict[tuple[str, date, int | None], Period] = {}
    for promise in _promises:
        clock = promise.clock
        for row in promise.rows().filter(clock.open_q(), clock.due_from_q(day)).order_by("pk"):
            new = _due(promise, row, calendar, known)
            if new != getattr(row, clock.due):
                yield promise, row, new


def dated() -> Iterator[tuple[Promise, Model, date | datetime]]:
    """Each row whose clock could not be dated when it was stored and can be now."""
    for promise in _promises:
        for row in promise.undated().order_by("pk") if promise.undated else ():
            around = calendar_of(around=day_of(getattr(row, promise.clock.started)))
            try:
                yield promise, row, _due(promise, row, around, {})
            except CalendarEnds:
                continue


def promised_after(day: date) -> dict[str, int]:
    """How many open promises have their last day in time after ``day``, by what they are; those that have any."""
    found = {}
    for promise in _promises:
        beyond = promise.rows().filter(promise.clock.open_q(), promise.clock.due_after_q(day)).count()
        if beyond:
            found[promise.words] = beyond
    return found


def counted_anew(row: Model) -> dict[str, date | datetime]:
    """What is promised on a row whose start was corrected, by column, kept or not yet; what was never promised is not.

    The periods are those in force on the day of the new start. Raises CannotBeDated.
    """
    found = {}
    for promise in _promises:
        if promise.rows().model is type(row) and getattr(row, promise.clock.due) is not None:
            around = calendar_of(around=day_of(getattr(row, promise.clock.started)))
            found[promise.clock.due] = _due(promise, row, around, {})
    return found


def _due(
    promise: Promise, row: Model, calendar: WorkingCalendar, known: dict[tuple[str, date, int | None], Period]
) -> date | datetime:
    clock = promise.clock
    started = getattr(row, clock.started)
    scale, on, team_id = promise.timescale(row), day_of(started), promise.team_id(row)
    key = (scale.code, on, team_id)
    if key not in known:
        known[key] = period(scale, on=on, team_id=team_id)
    to_the_minute = clock.due.endswith("_at")
    return known[key].due_at(started, calendar) if to_the_minute else known[key].due_on(on, calendar)
