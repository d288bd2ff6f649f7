"""Working days and duty hours of England, counted the same way everywhere.

Pure functions over dates: nothing here reads a clock or a database.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""Between these lies every day on which work of ours can be done."""
SATURDAY = 5
WEEK, WEEKDAYS = 7, 5


class CannotBeDated(Exception):
    """A due date that cannot be worked out, with a sentence that says what is missing and who can add it."""


class CalendarEnds(CannotBeDated):
    """The bank holidays past a date are not known yet, so no working day can be counted there."""

    def __init__(self, covered_until: date) -> None:
        self.covered_until = covered_until
        super().__init__(
            f"Bank holidays are known until {covered_until:%-d %B %Y}. "
            "An administrator must add later ones before this date can be worked out."
        )


@dataclass(frozen=True)
class Night:
    """A stretch in which the office is closed: from a closing to the next opening, weekends and holidays included."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday without England's bank holidays (domain.md 1.1).

    ``holidays`` are dates; ``covered_until`` is the last date for which they are complete;
    ``opens`` and ``closes`` are the duty hours, London time.
    """

    holidays: frozenset[date]
    covered_until: date
    opens: time = time(9, 0)
    closes: time = time(17, 0)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day. Raises CalendarEnds past the covered dates."""
        if day > self.covered_until:
            raise CalendarEnds(self.covered_until)
        return day.weekday() < SATURDAY and day not in self.holidays

    def add_working_days(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``; the day of the start event is day 0 (domain.md 1.1)."""
        day = start
        while days > 0:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return day

    def working_days_before(self, day: date, days: int) -> date:
        """The ``days``-th working day before ``day``, which is day 0. Raises CalendarEnds past the covered dates."""
        while days > 0:
            day -= ONE_DAY
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        Raises CalendarEnds past the covered dates.
        """
        if end < start:
            return -self.working_days_between(end, start)
        if end > max(start, self.covered_until):
            raise CalendarEnds(self.covered_until)
        weeks, rest = divmod((end - start).days, WEEK)
        left_over = sum((start + ONE_DAY * n).weekday() < SATURDAY for n in range(1, rest + 1))
        closed = sum(start < day <= end and day.weekday() < SATURDAY for day in self.holidays)
        return weeks * WEEKDAYS + left_over - closed

    def night_around(self, moment: datetime) -> Night:
        """The night that the moment lies in; while the office is open, the night before. Raises CalendarEnds."""
        day = london_date(moment)
        while not self.is_working_day(day) or datetime.combine(day, self.closes, LONDON) > moment:
            day -= ONE_DAY
        opening = self.add_working_days(day, 1)
        return Night(datetime.combine(day, self.closes, LONDON), datetime.combine(opening, self.opens, LONDON))

    def add_duty_hours(self, moment: datetime, hours: int) -> datetime:
        """The moment ``hours`` of duty time after ``moment``; time outside duty hours does not count."""
        local = moment.astimezone(LONDON)
        left = timedelta(hours=hours)
        day, start = local.date(), local.time().replace(tzinfo=None)
        while True:
            if self.is_working_day(day):
                begin = datetime.combine(day, max(start, self.opens), LONDON)
                available = datetime.combine(day, self.closes, LONDON) - begin
                if left <= available:
                    return begin + left
                left -= max(available, timedelta())
            day, start = day + ONE_DAY, time.min


def end_of_day(day: date) -> datetime:
    """The first moment after ``day`` in London: work due that day is late from then on."""
    return start_of_day(day + ONE_DAY)


def start_of_day(day: date) -> datetime:
    """The first moment of ``day`` in London."""
    return datetime.combine(day, time.min, LONDON)


def london_date(moment: datetime) -> date:
    """The calendar day in London on which ``moment`` falls."""
    return moment.astimezone(LONDON).date()
