"""Shares of promises that were kept: what fell due, and what of it was done in time; by day, week and span."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from audits.indicators import Indicator
from audits.indicators.windows import A_DAY, Window
from frontdoor.core.control_limits import Limits, limits
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import LONDON

Days = Mapping[date, tuple[int, int]]


@dataclass(frozen=True)
class Period:
    """How much fell due in a window, and how much of it was done in time.

    A week of a run has the ``limits`` within which chance alone keeps it.
    """

    window: Window
    due: int
    in_time: int
    limits: Limits | None = None

    @property
    def starts_on(self) -> date:
        return self.window.since

    @property
    def not_in_time(self) -> int:
        return self.due - self.in_time

    @property
    def per_cent(self) -> int | None:
        """Rounded down, so that 100 means all; None when nothing fell due."""
        return 100 * self.in_time // self.due if self.due else None

    @property
    def has_fallen(self) -> bool:
        """Whether less was done in time than chance explains (L14)."""
        return self.limits is not None and 100 * self.in_time / self.due < self.limits.lower

    @property
    def has_risen(self) -> bool:
        """Whether more was done in time than chance explains."""
        return self.limits is not None and 100 * self.in_time / self.due > self.limits.upper


@dataclass(frozen=True)
class Words:
    """What the counted rows are called: all of them, those that count, and the others; and what is said of none."""

    of: str = "Fell due"
    had: str = "In time"
    others: str = "Not in time"
    none: str = "Nothing fell due"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One share of promises kept. Rows are contacts, or what is owed for one (``contact`` names the relation), or the
    work with a child (``listed`` names the page with the rows).

    ``promise`` gives the due moment of a row that falls due in a window, or the last day in time (``in_days``);
    ``reach`` says which rows can fall due in a window at all, where an index must find them by something else than the
    promise; ``clock`` is what shows where a row stands. Where rows are counted that happened, and not promises, the
    ``words`` say what takes the place of due, in time and not in time.
    """

    key: str
    indicator: Indicator
    of: Callable[[Any], QuerySet]
    promise: Callable[[Window], Any]
    overdue: Callable[[datetime], Q]
    in_time: Q
    finished: str
    clock: Callable[[Any], Clock]
    contact: str = ""
    listed: str = "answers_listed"
    words: Words = Words()
    in_days: bool = False
    reach: Callable[[Window], Q] = lambda _: Q()

    def fell_due(self, rows: QuerySet, window: Window, *, at: datetime) -> QuerySet:
        """The rows of the denominator: due in the window and done, or overdue at ``at``; each has its ``promise``.

        A due moment is the first that is late, so one at midnight belongs to the day before.
        """
        first, last = (window.since - A_DAY, window.last_day) if self.in_days else window.moments
        promised = rows.filter(self.reach(window)).annotate(promise=self.promise(window))
        promised = promised.filter(promise__gt=first, promise__lte=last)
        return promised.filter(Q(**{f"{self.finished}__isnull": False}) | self.overdue(at))

    def by_day(self, rows: QuerySet, window: Window, *, at: datetime) -> Days:
        """So many due, so many in time, for each day on which any fell due; one query."""
        last = F("promise") if self.in_days else TruncDate(F("promise") - timedelta(microseconds=1), tzinfo=LONDON)
        counted = self.fell_due(rows, window, at=at).order_by().values(last_day=last)
        counted = counted.annotate(due=Count("pk"), kept=Count("pk", filter=self.in_time))
        return {row["last_day"]: (row["due"], row["kept"]) for row in counted}


def within(days: Days, window: Window) -> Period:
    """The days of a window as one period."""
    return _together(window, (found for day, found in days.items() if window.since <= day < window.until))


def by_week(days: Days, window: Window) -> list[Period]:
    """Each week that touches the window, with limits around what all have together."""
    weeks = [within(days, week) for week in window.weeks]
    average = together(weeks)
    return [
        Period(week.window, week.due, week.in_time, limits(average.in_time / average.due, week.due))
        if week.due
        else week
        for week in weeks
    ]


def together(weeks: Sequence[Period]) -> Period:
    """Following weeks as one period."""
    window = Window(weeks[0].window.since, weeks[-1].window.until)
    return _together(window, ((week.due, week.in_time) for week in weeks))


def _together(window: Window, found: Iterable[tuple[int, int]]) -> Period:
    counted = list(found)
    return Period(window, sum(due for due, _ in counted), sum(kept for _, kept in counted))
