from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from frontdoor import presenters
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import LONDON, WorkingCalendar, end_of_day
from frontdoor.models import Person

CALENDAR = WorkingCalendar(frozenset({date(2026, 5, 25), date(2026, 12, 25)}), date(2026, 12, 31))
CLOCK = Clock("T", started="started", due="due", finished="finished")


def london(day, hour, minute=0, *, month=6):
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def shown(due, now, *, started=None, finished=None):
    row = SimpleNamespace(started=started or london(1, 9), due=due, finished=finished)
    found = presenters.due(CLOCK, row, now=now, calendar=CALENDAR)
    return found and (found.state, found.words)


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        (None, london(1, 9), None),
        (london(1, 13), london(1, 10, 50), ("soon", "2 hours 10 minutes left")),
        (london(1, 13), london(1, 12, 59), ("soon", "1 minute left")),
        (london(1, 13), london(1, 13), ("soon", "less than a minute left")),
        (london(1, 13), london(1, 14), ("overdue", "overdue by 1 hour")),
        (london(1, 13), london(4, 14), ("overdue", "overdue by 3 working days (Mon 1 June)")),
        (end_of_day(date(2026, 6, 4)), london(2, 9), ("on_time", "2 working days left (Thu 4 June)")),
        (end_of_day(date(2026, 6, 4)), london(4, 23, 59), ("soon", "due today")),
        (end_of_day(date(2026, 6, 4)), london(5, 0, 1), ("overdue", "overdue by 1 working day (Thu 4 June)")),
        (end_of_day(date(2026, 6, 5)), london(7, 12), ("overdue", "overdue since Fri 5 June")),
        (
            end_of_day(date(2025, 11, 18)),
            london(1, 9),
            ("overdue", "overdue by 138 working days (Tue 18 November 2025)"),
        ),
    ],
)
def test_a_clock_of_moments_in_words(due, now, expected):
    assert shown(due, now) == expected


@pytest.mark.parametrize(
    ("now", "finished", "expected"),
    [
        (london(4, 12), None, ("soon", "due today")),
        (london(5, 12), None, ("overdue", "overdue by 1 working day (Thu 4 June)")),
        (london(9, 12), date(2026, 6, 4), ("met", "done in time")),
        (london(9, 12), date(2026, 6, 8), ("missed", "done late by 2 working days (Thu 4 June)")),
    ],
)
def test_a_clock_of_days_in_words(now, finished, expected):
    assert shown(date(2026, 6, 4), now, started=date(2026, 6, 1), finished=finished) == expected


def test_a_bank_holiday_is_not_counted_as_a_day_lost():
    words = shown(end_of_day(date(2026, 5, 22)), london(26, 9, month=5), started=london(1, 9, month=5))
    assert words == ("overdue", "overdue by 1 working day (Fri 22 May)")


def test_past_the_known_bank_holidays_no_number_is_guessed():
    late = datetime(2027, 2, 1, tzinfo=UTC)
    assert shown(end_of_day(date(2026, 12, 30)), late) == ("overdue", "overdue since Wed 30 December")


@pytest.mark.parametrize(
    ("known", "born", "expected", "words"),
    [
        ("exact", date(2019, 6, 1), None, "7 years"),
        ("exact", date(2019, 6, 2), None, "6 years"),
        ("estimated", date(2025, 5, 1), None, "about 1 year"),
        ("exact", date(2026, 1, 15), None, "4 months"),
        ("unknown", None, None, "age not known"),
        ("unborn", None, date(2026, 9, 3), "unborn, due 3 September 2026"),
    ],
)
def test_an_age_in_words(known, born, expected, words):
    person = Person(birth_date=born, birth_date_known=known, expected_birth_date=expected)
    assert presenters.age(person, date(2026, 6, 1)) == words
