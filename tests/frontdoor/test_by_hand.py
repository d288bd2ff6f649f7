"""The nightly jobs by hand: one clear line for a day that cannot be, and nothing done over again for the past."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import OverdueFlag
from frontdoor.models import JobRun
from tests.factories.cases import AssessmentFactory
from workforce.models import CaseloadFlag

pytestmark = pytest.mark.django_db

JOBS = ["flag_overdue", "flag_high_caseloads", "announce_hand_over", "housekeeping"]
FLAGS = JOBS[:2]
DAY = timedelta(days=1)


def by_hand(job, on):
    out = StringIO()
    call_command(job, "--on", str(on), stdout=out)
    *said, found = out.getvalue().splitlines()
    return " ".join(said), json.loads(found)


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("1900-01-01", "^Choose a day from 1 January 2000 to 1 January 2100.$"),
        ("0001-01-01", "^Choose a day from"),
        ("9999-12-31", "^Choose a day from"),
        ("yesterday", "^yesterday is no day. Write one such as 2026-11-23.$"),
        ("2026-02-30", "^2026-02-30 is no day."),
    ],
)
def test_a_day_that_cannot_be_is_one_clear_line(job, on, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        by_hand(job, on)
    assert "\n" not in str(refused.value)
    assert not JobRun.objects.exists()


@pytest.mark.parametrize("job", FLAGS)
def test_a_day_before_the_last_run_changes_nothing_and_says_so(acting, job):
    today = timezone.localdate()
    done = today - 2 * DAY
    by_hand(job, done)
    AssessmentFactory(received_on=date(2020, 1, 6), referral_received_on=date(2020, 1, 6), due_on=date(2020, 3, 9))
    runs = list(JobRun.objects.values())
    for _ in range(2):
        said, found = by_hand(job, done - 3 * DAY)
        assert found["done_for"] == done.isoformat()
        assert (found["open"], found["new"], found["cleared"]) == (0, 0, 0)
        assert f"Nothing is changed: this is done for {done:%-d %B %Y}" in said
    assert list(JobRun.objects.values()) == runs
    assert not OverdueFlag.objects.exists()
    assert not CaseloadFlag.objects.exists()
    for day in (done, today - DAY, today):
        assert "done_for" not in by_hand(job, day)[1]


@pytest.mark.parametrize("job", FLAGS)
def test_a_trial_for_a_day_to_come_stops_no_day_before_it(system, job):
    today = timezone.localdate()
    by_hand(job, today + 9 * DAY)
    assert "done_for" not in by_hand(job, today - DAY)[1]
    assert "done_for" not in by_hand(job, today)[1]
