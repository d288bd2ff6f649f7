"""When a nightly job is late, and at which hour it runs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from frontdoor.core import jobs
from frontdoor.core.policy import Authority
from tests.factories import workers

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
IN_WINTER = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
IN_SUMMER = datetime(2026, 7, 13, 8, 0, tzinfo=UTC)


def late(name, installed, now):
    return jobs._jobs[name].is_stale(None, installed=installed, now=now)


@pytest.mark.parametrize(
    ("name", "installed", "first"),
    [
        ("flag_overdue", IN_WINTER, datetime(2026, 1, 13, 6, 0, tzinfo=UTC)),
        ("flag_overdue", IN_SUMMER, datetime(2026, 7, 14, 5, 0, tzinfo=UTC)),
        ("announce_hand_over", IN_WINTER, datetime(2026, 1, 12, 8, 45, tzinfo=UTC)),
        ("announce_hand_over", IN_SUMMER, datetime(2026, 7, 14, 7, 45, tzinfo=UTC)),
        ("chase agencies", IN_WINTER, IN_WINTER),
    ],
)
def test_a_job_that_never_ran_is_late_a_day_after_its_first_hour_and_not_before(name, installed, first):
    assert not late(name, installed, first + jobs.A_DAY)
    assert late(name, installed, first + jobs.A_DAY + SECOND)


def test_the_schedule_holds_every_nightly_job_once():
    assert jobs._jobs
    assert all(job.times for job in jobs._jobs.values())


def test_minutes_after_an_installation_nothing_needs_the_administrator(client):
    with time_machine.travel(Authority.objects.get().recorded_at + timedelta(minutes=5), tick=False):
        client.force_login(workers.administrator())
        assert "Needs you first" not in client.get(reverse("my_work")).text
        text = client.get(reverse("admin_jobs")).text
    assert text.count("Not due yet") == len(jobs._jobs)
    assert "Every day at 08:45" in text
    assert "Every 10 minutes" in text
    assert "Has never run" not in text
