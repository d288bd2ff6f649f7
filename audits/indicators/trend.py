"""Whether answers have become better or worse since a date, and by more than chance explains (L55)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.indicators.measures import Measure, Period, by_week, within
from audits.indicators.windows import A_DAY, A_WEEK, Window
from frontdoor.core.control_limits import differ
from frontdoor.core.working_days import london_date

MINIMUM = 20
"""Fewer that fell due on either side say nothing, as in K08 (domain.md 3.3)."""
LONGEST = 52 * A_WEEK


@dataclass(frozen=True)
class Trend:
    """One measure as long before a date as since, and the weeks of both."""

    measure: Measure
    before: Period
    after: Period
    weeks: list[Period]

    @property
    def few(self) -> Period | None:
        """The side of which too few fell due for a comparison."""
        return next((side for side in (self.before, self.after) if side.due < MINIMUM), None)

    @property
    def differs(self) -> bool:
        """Whether the two sides differ by more than chance explains."""
        before, after = self.before, self.after
        return self.few is None and differ((before.in_time, before.due), (after.in_time, after.due))

    @property
    def is_lower(self) -> bool:
        """Whether the share is smaller since, by more than chance explains."""
        return self.differs and self.after.in_time * self.before.due < self.before.in_time * self.after.due

    @property
    def is_worse(self) -> bool:
        """Whether it is lower, and a high share is what is wanted."""
        return self.is_lower and not self.measure.indicator.is_watched

    @property
    def fallen(self) -> list[Period]:
        return [week for week in self.weeks if week.has_fallen]

    @property
    def risen(self) -> list[Period]:
        return [week for week in self.weeks if week.has_risen]


def windows(since: date, today: date) -> tuple[Window, Window]:
    """The days from a date up to today, and as many before it."""
    after = Window(since, today + A_DAY)
    return Window(since - (after.until - since), since), after


def trends(reader: Any, measures: Sequence[Measure], *, since: date, at: datetime) -> list[Trend]:
    """Each measure since a date that has come; one query a measure, and those that its promise needs."""
    before, after = windows(since, london_date(at))
    whole = Window(before.since, after.until)
    touched = Window(whole.weeks[0].since, whole.weeks[-1].until)
    found = [(measure, measure.by_day(measure.of(reader), touched, at=at)) for measure in measures]
    return [
        Trend(measure, within(days, before), within(days, after), by_week(days, touched)) for measure, days in found
    ]
