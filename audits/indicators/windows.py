"""Spans of London days that indicators count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from frontdoor.core.working_days import start_of_day

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
WEEKS = 13


@dataclass(frozen=True)
class Window:
    """London days from one on, up to but without another."""

    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return start_of_day(self.since), start_of_day(self.until)

    @property
    def last_day(self) -> date:
        return self.until - A_DAY

    @property
    def days(self) -> list[date]:
        return [self.since + A_DAY * number for number in range((self.until - self.since).days)]

    @property
    def weeks(self) -> list["Window"]:
        """The whole weeks, Monday to Sunday, that touch this window."""
        first = monday_of(self.since)
        number = (monday_of(self.last_day) - first).days // A_WEEK.days + 1
        return [Window(first + A_WEEK * week, first + A_WEEK * (week + 1)) for week in range(number)]


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, weeks: int = WEEKS) -> Window:
    """So many whole weeks, the last of them the current one."""
    following = monday_of(today) + A_WEEK
    return Window(following - A_WEEK * weeks, following)
