from datetime import UTC, date, datetime, timedelta

import pytest

from frontdoor.core.timescales import Period, Unit
from frontdoor.core.working_days import LONDON, WorkingCalendar

CALENDAR = WorkingCalendar(frozenset(), date(2026, 12, 31))


@pytest.mark.parametrize("night", [(2025, 10, 25), (2026, 3, 28), (2026, 6, 1)])
def test_four_hours_are_four_hours_also_on_the_nights_the_clocks_change(night):
    start = datetime(*night, 23, 30, tzinfo=LONDON)
    due = Period(4, Unit.HOURS).due_at(start, CALENDAR)
    assert due.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=4)
