"""Working days against golden dates (domain.md 1.1) and an independent list of bank holidays."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import holidays as oracle
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.core.timed import Clock
from frontdoor.core.timescales import Period, Unit
from frontdoor.core.working_days import LONDON, CalendarEnds, WorkingCalendar, end_of_day

KNOWN = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
CALENDAR = WorkingCalendar(
    holidays=frozenset(holiday["date"] for holiday in KNOWN),
    covered_until=date(2028, 12, 31),
    opens=time(9),
    closes=time(17),
)

GOLDEN = {
    date(2025, 12, 19): ["2025-12-22", "2025-12-24", "2026-01-07", "2026-01-14", "2026-02-25"],
    date(2025, 12, 24): ["2025-12-29", "2025-12-31", "2026-01-12", "2026-01-19", "2026-03-02"],
    date(2026, 4, 1): ["2026-04-02", "2026-04-08", "2026-04-17", "2026-04-24", "2026-06-09"],
    date(2026, 5, 1): ["2026-05-05", "2026-05-07", "2026-05-18", "2026-05-26", "2026-07-07"],
    date(2026, 11, 21): ["2026-11-23", "2026-11-25", "2026-12-04", "2026-12-11", "2027-01-27"],
    date(2026, 12, 23): ["2026-12-24", "2026-12-30", "2027-01-11", "2027-01-18", "2027-03-01"],
}
DAYS = st.dates(date(2015, 1, 1), date(2028, 6, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(("start", "expected"), GOLDEN.items())
def test_golden_dates(start, expected):
    found = [CALENDAR.add_working_days(start, days).isoformat() for days in (1, 3, 10, 15, 45)]
    assert found == expected


@given(DAYS)
def test_bank_holidays_agree_with_an_independent_list(day):
    independent = oracle.country_holidays("GB", subdiv="ENG", years=day.year)
    assert CALENDAR.is_working_day(day) == (day.weekday() < 5 and day not in independent)


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_number_counted_forward(start, days):
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.working_days_between(end, start) == -days


@given(DAYS, st.integers(0, 900))
def test_the_number_is_that_of_the_days_counted_one_by_one(start, days):
    end = min(start + timedelta(days=days), CALENDAR.covered_until)
    one_by_one = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert CALENDAR.working_days_between(start, end) == sum(map(CALENDAR.is_working_day, one_by_one))


def test_past_the_known_bank_holidays_it_refuses():
    with pytest.raises(CalendarEnds, match="known until 31 December 2028"):
        CALENDAR.add_working_days(date(2028, 12, 29), 1)
    with pytest.raises(CalendarEnds, match="known until 31 December 2028"):
        CALENDAR.working_days_between(date(2028, 12, 29), date(2029, 1, 1))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-16T10:00", 2, "2026-11-16T12:00"),
        ("2026-11-16T15:00", 2, "2026-11-16T17:00"),
        ("2026-11-16T16:30", 2, "2026-11-17T10:30"),
        ("2026-11-20T16:30", 2, "2026-11-23T10:30"),
        ("2026-11-16T03:00", 2, "2026-11-16T11:00"),
        ("2026-11-16T22:00", 2, "2026-11-17T11:00"),
        ("2025-12-24T16:00", 2, "2025-12-29T10:00"),
        ("2026-03-27T16:00", 2, "2026-03-30T10:00"),
        ("2026-10-23T16:00", 2, "2026-10-26T10:00"),
        ("2026-11-16T10:00", 10, "2026-11-17T12:00"),
    ],
)
def test_duty_hours(start, hours, expected):
    assert CALENDAR.add_duty_hours(at(start), hours) == at(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-28T22:00", "2026-03-29T03:00"),
        ("2026-10-24T23:00", "2026-10-25T02:00"),
        ("2026-11-16T23:00", "2026-11-17T03:00"),
    ],
)
def test_four_hours_are_four_hours_across_midnight_and_clock_changes(start, expected):
    due = Period(4, Unit.HOURS).due_at(at(start).astimezone(UTC), CALENDAR)
    assert due - at(start).astimezone(UTC) == timedelta(hours=4)
    assert due.astimezone(LONDON).replace(tzinfo=None) == datetime.fromisoformat(expected)


def test_a_day_clock_ends_with_the_london_day():
    due = Period(1, Unit.WORKING_DAYS).due_at(at("2026-07-03T16:30"), CALENDAR)
    assert due == at("2026-07-07T00:00")
    assert end_of_day(date(2026, 7, 6)) == datetime(2026, 7, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-11-30", 3, "2027-02-28"), ("2026-03-15", 6, "2026-09-15")],
)
def test_months_end_on_the_same_day_or_the_last(start, months, expected):
    found = Period(months, Unit.MONTHS).due_on(date.fromisoformat(start), CALENDAR)
    assert found == date.fromisoformat(expected)


def test_hours_are_not_days():
    with pytest.raises(ValueError, match="cannot be counted in days"):
        Period(4, Unit.HOURS).due_on(date(2026, 1, 5), CALENDAR)


SOON = {
    # 45 working days from Fri 19 December 2025: four fifths of its 68 days are 54.4.
    ("2025-12-19", "2026-02-25"): {
        "2025-12-19": "running",
        "2026-02-11": "running",
        "2026-02-12": "due_soon",
        "2026-02-24": "due_soon",
        "2026-02-25": "due_today",
        "2026-02-26": "overdue",
    },
    # 10 working days from Wed 24 December 2025, over the holidays.
    ("2025-12-24", "2026-01-12"): {"2026-01-08": "running", "2026-01-09": "due_soon", "2026-01-11": "due_soon"},
    # Over Easter 2026: the last two working days before the end of Tue 7 April are Thu 2 April and itself.
    ("2026-04-01", "2026-04-07"): {"2026-04-01": "running", "2026-04-02": "due_soon", "2026-04-06": "due_soon"},
    # Over Christmas 2026: Wed 30 December is due, Tue 29 December the first working day after Thu 24 December.
    ("2026-12-24", "2026-12-30"): {"2026-12-26": "running", "2026-12-28": "running", "2026-12-29": "due_soon"},
    # Due on a Monday: the Friday before is among the last two working days, and so is the weekend between.
    ("2026-11-16", "2026-11-23"): {"2026-11-19": "running", "2026-11-20": "due_soon", "2026-11-22": "due_soon"},
    # Due on a Saturday, as clocks of calendar days can be.
    ("2026-11-23", "2026-11-28"): {"2026-11-25": "running", "2026-11-26": "due_soon"},
    # A single working day is its own last two.
    ("2026-11-23", "2026-11-24"): {"2026-11-23": "due_soon", "2026-11-24": "due_today"},
}
CLOCK = Clock("T", started="started", due="due", finished="finished")


def stands(start, due, on, calendar=CALENDAR):
    return CLOCK.state(SimpleNamespace(started=start, due=due, finished=None), on, calendar)


@pytest.mark.parametrize(
    ("start", "due", "on", "state"),
    [(*map(date.fromisoformat, (*span, on)), state) for span, days in SOON.items() for on, state in days.items()],
)
def test_due_soon_is_four_fifths_of_the_time_or_the_last_two_working_days(start, due, on, state):
    assert stands(start, due, on) == state
    moment = datetime.combine(on, time(0, 1), LONDON)
    began = datetime.combine(start, time(0), LONDON)
    if state in {"due_today", "overdue"}:
        assert stands(began, end_of_day(due), moment) == state


@given(DAYS, st.integers(2, 60))
def test_in_its_last_two_working_days_a_promise_is_never_merely_running(start, days):
    due = CALENDAR.add_working_days(start, days)
    for left in (1, 0):
        assert stands(start, due, CALENDAR.add_working_days(start, days - left)) in {"due_soon", "due_today"}


def test_where_holidays_are_not_known_four_fifths_alone_count():
    ends = WorkingCalendar(holidays=frozenset(), covered_until=date(2026, 11, 22))
    start, due = date(2026, 11, 9), date(2026, 11, 23)
    assert stands(start, due, date(2026, 11, 20), ends) == "running"
    assert stands(start, due, date(2026, 11, 20)) == "due_soon"
    assert stands(start, due, date(2026, 11, 21), ends) == "due_soon"
