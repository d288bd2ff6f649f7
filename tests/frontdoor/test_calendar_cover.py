"""No promise and no clock is left without its days: row and act refuse it with the same sentence (domain.md 1.1)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frontdoor.actions import policy as acts
from frontdoor.core import cover_rules, promises
from frontdoor.core.actions import NotPossible
from frontdoor.core.policy import Authority, BankHoliday, PolicyPeriod, calendar
from tests.factories import workers
from tests.factories.cases import AssessmentFactory
from tests.factories.feedback import FeedbackFactory
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db


def covered() -> date:
    return Authority.objects.get().holidays_covered_until


def same_sentence(act: Callable[[], Any], row: Callable[[], Any]) -> str:
    """What the act says, which is what the database says."""
    with pytest.raises(NotPossible) as told, transaction.atomic():
        act()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        row()
    assert refused.value.__cause__.diag.message_primary == told.value.reason
    return told.value.reason


def test_the_day_until_which_bank_holidays_are_known(acting):
    by, today, known = workers.administrator(), timezone.localdate(), covered()
    row = Authority.objects.get()

    def refused(until: date) -> str:
        return same_sentence(
            lambda: acts.set_cover(by=by, on=today, until=until), lambda: update_raw(row, holidays_covered_until=until)
        )

    assert "Choose a day in" in refused(date(today.year + 4, 1, 1))
    assert "Recorded are none of" in refused(date(known.year + 1, 12, 31))
    assert "could not be dated: Assessment complete runs until" in refused(today + timedelta(days=30))
    FeedbackFactory(due_on=known - timedelta(days=2))
    FeedbackFactory(due_on=known - timedelta(days=1))
    assert refused(known - timedelta(days=3)) == cover_rules.PROMISED.format(found="answers to referrers (2)")
    update_raw(row, holidays_covered_until=known - timedelta(days=1))
    assert covered() == known - timedelta(days=1)


@pytest.mark.parametrize(("code", "hours_a_day"), [("T02-GREEN", 0), ("T01", 8)])
def test_a_clock_that_runs_past_it(acting, code, hours_a_day):
    """Of working days, and of hours on duty, which count on their first day."""
    by, today = workers.administrator(), timezone.localdate()
    like, known = PolicyPeriod.objects.filter(code=code, team=None).latest("valid_from"), calendar(around=today)
    days = known.working_days_between(today, known.covered_until)
    longest = (days + known.is_working_day(today)) * hours_a_day or days
    given = {"code": code, "valid_from": today, "source": "Mistyped by one nought"}

    def row(value: int) -> PolicyPeriod:
        return PolicyPeriod(**given, value=value, name=like.name, unit=like.unit, set_by=by)

    same_sentence(
        lambda: acts.add_period(by=by, on=today, value=longest + 1, **given), lambda: insert_raw(row(longest + 1))
    )
    assert insert_raw(row(longest))


def test_a_bank_holiday_is_added_by_the_act_that_counts_anew_alone(acting):
    """One slipped in by SQL would leave what spans it promised for a day too early."""
    assessment, closed = AssessmentFactory(), timezone.localdate() + timedelta(days=1)
    while not calendar(around=closed).is_working_day(closed):
        closed += timedelta(days=1)
    before = assessment.due_on

    def refused(act: Callable[[], Any]) -> None:
        with pytest.raises(DatabaseError, match=cover_rules.ADDED_BY_ITS_ACT), transaction.atomic():
            act()

    refused(lambda: insert_raw(BankHoliday(day=closed, name="Office closed")))
    refused(lambda: BankHoliday(day=closed, name="Office closed").save())
    acts.add_holiday(by=workers.administrator(), day=closed, name="Office closed")
    assessment.refresh_from_db()
    assert assessment.due_on > before
    row = BankHoliday.objects.get(day=closed)
    refused(lambda: update_raw(row, day=closed + timedelta(days=1)))
    refused(lambda: insert_raw(BankHoliday(day=closed + timedelta(days=1), name="And the next")))
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM frontdoor_bankholiday WHERE id = %s", [row.pk])
    assert BankHoliday.objects.filter(pk=row.pk, day=closed).exists()


def test_every_registered_promise_is_among_those_that_the_row_asks():
    registered = [
        (one.words, one.rows().model._meta.db_table, one.clock.due, one.clock.finished) for one in promises._promises
    ]
    asked = [(one.words, one.table, one.due, one.finished) for one in cover_rules.PROMISES]
    assert asked == registered
