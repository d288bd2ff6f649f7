"""K01 and K04: what comes in to the front door, by hour and source, against who is there to answer it (L16).

Counted are contacts received here; of what was brought in from another system only the day is known. Hours and days
are London's: when clocks go back, both hours of one name are counted under it. Staffing is who in fact worked the
queue on a day: set an urgency, took a contact on or decided one. Nothing is planned or assumed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from audits.indicators.windows import Window
from frontdoor import desk
from frontdoor.core.control_limits import Limits, rate_limits
from frontdoor.core.working_days import LONDON, WorkingCalendar, london_date
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.contacts import URGENCY, ContactQuerySet

RECEIVED, DECIDED, OPEN = "received", "decided", "open"
MOMENTS = {RECEIVED: "received_at", DECIDED: "decided_at"}
HOURS, WEEKDAYS = range(24), range(1, 8)
ENOUGH_DAYS = 10
"""Fewer working days with a decision give no limits."""
SOURCES = {
    "1": "Family, neighbours and the child",
    "2": "Schools and education",
    "3": "Health",
    "4": "Housing",
    "5": "Local authority services",
    "6": "Police",
    "7": "Courts, probation and other legal agencies",
    "8": "Voluntary and other organisations",
    "9": "Anonymous",
    "10": "Not known",
}
"""The census's own groups of its sources (domain.md 4.1), by the number with which a code begins."""


@dataclass(frozen=True)
class Hour:
    """One hour of today: what came in, what was decided, and what was open at its end."""

    hour: int
    received: int
    decided: int
    open: int


@dataclass(frozen=True)
class Week:
    """One week: what came in, what was decided, and what was open when it ended, or now."""

    window: Window
    received: int
    decided: int
    open: int


@dataclass(frozen=True)
class Day:
    """One day's contacts and the people who worked the queue; ``limits`` on working days that have ended."""

    day: date
    received: int
    decided: int
    workers: int
    deciders: int
    limits: Limits | None = None

    @property
    def for_each(self) -> float | None:
        """Contacts that came in, for each person who worked the queue."""
        return round(self.received / self.workers, 1) if self.workers else None

    @property
    def by_each(self) -> float | None:
        """Contacts decided by each who decided."""
        return round(self.decided / self.deciders, 1) if self.deciders else None

    @property
    def is_beyond_chance(self) -> bool:
        """Whether each decided more or fewer than chance explains."""
        return self.limits is not None and self.limits.breached_by(self.decided / self.deciders)


@dataclass
class Staff:
    """Who worked the queue on a day."""

    workers: set[int] = field(default_factory=set)
    deciders: set[int] = field(default_factory=set)


Hourly = Mapping[tuple[date, int], int]


@dataclass(frozen=True)
class Demand:
    """Everything that is counted in a window that ends with the current week."""

    window: Window
    at: datetime
    received: Hourly
    decided: Hourly
    sources: Counter[tuple[str, str]]
    staff: Mapping[date, Staff]
    ages: list[desk.Waiting]

    @property
    def open(self) -> int:
        """Contacts open now."""
        return sum(row.open for row in self.ages)

    @property
    def today(self) -> date:
        return london_date(self.at)

    def pattern(self) -> Counter[tuple[int, int]]:
        """Contacts received by day of the week (Monday is 1) and hour."""
        found: Counter[tuple[int, int]] = Counter()
        for (day, hour), number in self.received.items():
            found[day.isoweekday(), hour] += number
        return found

    def hours(self) -> list[tuple[int, int, int]]:
        """Each hour of the day with what came in and what was decided in it over the whole window."""
        came, went = (_by(hourly, 1) for hourly in (self.received, self.decided))
        return [(hour, came[hour], went[hour]) for hour in HOURS]

    def days(self, calendar: WorkingCalendar) -> list[Day]:
        """The days of the window up to today, with limits around the rate of its working days before today."""
        came, went = (_by(hourly, 0) for hourly in (self.received, self.decided))
        days = []
        for day in self.window.days:
            if day <= self.today:
                staff = self.staff.get(day, Staff())
                days.append(Day(day, came[day], went[day], len(staff.workers), len(staff.deciders)))
        known = {day.day for day in days if day.day < self.today and day.day <= calendar.covered_until}
        return with_limits(days, {day for day in known if calendar.is_working_day(day)})

    def weeks(self) -> list[Week]:
        """The weeks of the window; what was open at the end of one follows from what is open now."""
        came, went = (_by(hourly, 0) for hourly in (self.received, self.decided))
        weeks, still_open = [], self.open
        for week in reversed(self.window.weeks):
            received, decided = (sum(found[day] for day in week.days) for found in (came, went))
            weeks.append(Week(week, received, decided, still_open))
            still_open += decided - received
        return weeks[::-1]

    def hours_of_today(self) -> list[Hour]:
        """The hours of today up to now, and how much was open at the end of each."""
        came, went = (
            {hour: n for (day, hour), n in each.items() if day == self.today} for each in (self.received, self.decided)
        )
        still_open = self.open - sum(came.values()) + sum(went.values())
        hours = []
        for hour in range(self.at.astimezone(LONDON).hour + 1):
            received, decided = came.get(hour, 0), went.get(hour, 0)
            still_open += received - decided
            hours.append(Hour(hour, received, decided, still_open))
        return hours


def _by(hourly: Hourly, part: int) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, number in hourly.items():
        found[key[part]] += number
    return found


def with_limits(days: list[Day], usual: set[date]) -> list[Day]:
    """The days, those of ``usual`` on which anybody decided with limits around what each decided on these together."""
    counted = [day for day in days if day.day in usual and day.deciders]
    if len(counted) < ENOUGH_DAYS:
        return days
    average = sum(day.decided for day in counted) / sum(day.deciders for day in counted)
    return [
        replace(day, limits=rate_limits(average, day.deciders)) if day.day in usual and day.deciders else day
        for day in days
    ]


def happened(contacts: ContactQuerySet, what: str, window: Window) -> ContactQuerySet:
    """Contacts received or decided in a window; or open when it ended."""
    if what == OPEN:
        _, end = window.moments
        return contacts.at_the_desk().filter(Q(decided_at__isnull=True) | Q(decided_at__gte=end), received_at__lt=end)
    begin, end = window.moments
    moment = MOMENTS[what]
    return contacts.at_the_desk().filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})


def only(
    contacts: ContactQuerySet,
    what: str,
    *,
    weekday: int | None = None,
    hour: int | None = None,
    source: str = "",
    rag: str | None = None,
) -> ContactQuerySet:
    """Those of ``happened`` on one day of the week, in one hour, of one group of sources and of one urgency."""
    moment = MOMENTS.get(what, MOMENTS[RECEIVED])
    if weekday is not None:
        contacts = contacts.annotate(weekday=ExtractIsoWeekDay(moment, tzinfo=LONDON)).filter(weekday=weekday)
    if hour is not None:
        contacts = contacts.annotate(hour=ExtractHour(moment, tzinfo=LONDON)).filter(hour=hour)
    if source:
        contacts = contacts.filter(source_code__in=[code for code in ReferralSource if group_of(code) == source])
    return contacts if rag is None else contacts.of_urgency(rag)


def group_of(source_code: str) -> str:
    """The key in ``SOURCES`` of a census source."""
    return source_code if source_code in SOURCES else source_code[0]


def of(contacts: ContactQuerySet, window: Window, *, at: datetime) -> Demand:
    """Everything that is counted of ``contacts``, in a window that ends with the week of ``at``; five queries."""
    return Demand(
        window=window,
        at=at,
        received=_hourly(contacts, RECEIVED, window),
        decided=_hourly(contacts, DECIDED, window),
        sources=_sources(contacts, window),
        staff=_staff(contacts, window),
        ages=desk.by_age(contacts, at),
    )


def _hourly(contacts: ContactQuerySet, what: str, window: Window) -> Hourly:
    moment = MOMENTS[what]
    parts = {"day": TruncDate(moment, tzinfo=LONDON), "hour": ExtractHour(moment, tzinfo=LONDON)}
    rows = happened(contacts, what, window).order_by().values(**parts).annotate(number=Count("pk"))
    return {(row["day"], row["hour"]): row["number"] for row in rows}


def _sources(contacts: ContactQuerySet, window: Window) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    rows = happened(contacts, RECEIVED, window).order_by().values("source_code", urgency=URGENCY)
    for row in rows.annotate(number=Count("pk")):
        found[group_of(row["source_code"]), row["urgency"]] += row["number"]
    return found


WORKED = (("triaged_at", "triaged_by"), ("taken_at", "taken_by"), (MOMENTS[DECIDED], "decided_by"))
"""What counts as working the queue. Whoever set an urgency again stands in the record, not here."""


def _staff(contacts: ContactQuerySet, window: Window) -> dict[date, Staff]:
    begin, end = window.moments
    first, *others = (
        contacts.at_the_desk()
        .filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})
        .order_by()
        .values_list(TruncDate(moment, tzinfo=LONDON), F(worker), Value(moment == MOMENTS[DECIDED]))
        .distinct()
        for moment, worker in WORKED
    )
    found: dict[date, Staff] = defaultdict(Staff)
    for day, worker, decided in first.union(*others):
        found[day].workers.add(worker)
        if decided:
            found[day].deciders.add(worker)
    return dict(found)
