"""Chance with a seed, and moments of the working week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from frontdoor.core.working_days import LONDON, WorkingCalendar

Thing = TypeVar("Thing")

# Contacts come when schools and surgeries are open: most before noon (local demand patterns of duty desks).
HOURS = ((8, 6), (9, 17), (10, 16), (11, 13), (12, 9), (13, 9), (14, 10), (15, 11), (16, 6), (17, 2), (19, 1), (22, 1))
# Fewer in August and at Christmas, more after a school holiday.
MONTHS = {1: 1.05, 2: 1.0, 3: 1.1, 4: 0.9, 5: 1.05, 6: 1.1, 7: 1.0, 8: 0.65, 9: 1.1, 10: 1.1, 11: 1.15, 12: 0.8}
WEEKEND = 0.12


class Dice(Random):
    """Random with the few questions this history asks."""

    def one_of(self, weighted: Sequence[tuple[Thing, float]]) -> Thing:
        """One thing, by weight."""
        return self.choices([thing for thing, _ in weighted], [weight for _, weight in weighted])[0]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def between(self, points: Sequence[tuple[float, float]]) -> int:
        """A whole number from a distribution given as (share, value), straight lines between."""
        return value_at(self.random(), points)


def value_at(at: float, points: Sequence[tuple[float, float]]) -> int:
    """The whole number at a share of a distribution."""
    for (low, start), (high, end) in zip(points, points[1:], strict=False):
        if at <= high:
            return round(start + (end - start) * (at - low) / (high - low))
    return round(points[-1][1])


class EvenDraws:
    """Whole numbers from a distribution drawn evenly over it, so that few of them already have its quartiles."""

    STEP = 0.6180339887

    def __init__(self, dice: Dice, points: Sequence[tuple[float, float]]) -> None:
        self.at = dice.random()
        self.points = points

    def next(self) -> int:
        self.at = (self.at + self.STEP) % 1
        return value_at(self.at, self.points)


class Hours:
    """The working calendar of the authority, with moments drawn from it."""

    def __init__(self, dice: Dice, calendar: WorkingCalendar) -> None:
        self.dice = dice
        self.calendar = calendar

    def working_day(self, day: date) -> date:
        """The day itself, or the next on which the office works."""
        return day if self.calendar.is_working_day(day) else self.calendar.add_working_days(day, 1)

    def add(self, day: date, working_days: int) -> date:
        return self.calendar.add_working_days(day, working_days)

    def at_desk(self, day: date, first: int = 9, last: int = 16) -> datetime:
        """A moment of the day in office hours."""
        return self.moment(day, self.dice.randint(first, last))

    def moment(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, self.dice.randint(0, 59)), LONDON)

    def arrival(self, day: date) -> datetime:
        """When on a day somebody gets in touch."""
        return self.moment(day, self.dice.one_of(HOURS))

    def next_duty(self, moment: datetime) -> datetime:
        """The moment itself in duty hours, else when the office opens next."""
        return self.calendar.add_duty_hours(moment, 0)

    def day_between(self, first: date, last: date) -> date:
        """A day of a span, as contacts are spread over weeks and seasons."""
        while True:
            day = first + timedelta(days=self.dice.randint(0, (last - first).days))
            share = MONTHS[day.month] / 1.15 * (1 if self.calendar.is_working_day(day) else WEEKEND)
            if self.dice.chance(share):
                return day
