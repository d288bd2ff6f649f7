"""The first page: each actor's own, and for a partner how to reach us."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from frontdoor.core import jobs
from frontdoor.core.policy import Authority
from frontdoor.core.working_days import london_date
from frontdoor.models import JobRun
from tests.factories import workers

pytestmark = pytest.mark.django_db


def home(client, worker):
    client.force_login(worker)
    return client.get(reverse("my_work"))


@pytest.mark.parametrize(
    "actor",
    [
        workers.call_handler,
        workers.social_worker,
        workers.practice_manager,
        workers.consent_decider,
        workers.service_manager,
        workers.auditor,
        workers.senior_leader,
        workers.administrator,
    ],
)
def test_every_role_has_a_first_page(client, acting, actor):
    answer = home(client, actor())
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_a_partner_is_told_how_to_reach_the_front_door(client, acting, settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    words = home(client, workers.partner_referrer()).content.decode()
    assert "call 999" in words
    assert "Talk to us" in words
    assert reverse("partner_start") in words
    assert "My work" not in words.split("<main", 1)[1]


def test_somebody_without_a_role_is_told_so(client, acting):
    assert "do not hold a role yet" in home(client, workers.WorkerFactory()).content.decode()


NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ran", "late"),
    [
        ({}, 2),
        ({"flag_overdue": timedelta(days=1)}, 1),
        ({"flag_overdue": timedelta(days=1), "flag_high_caseloads": timedelta(days=1, seconds=1)}, 1),
        ({"flag_overdue": timedelta(hours=6), "flag_high_caseloads": timedelta(hours=6)}, 0),
    ],
)
def test_an_administrator_sees_the_nightly_jobs_that_did_not_run(client, acting, ran, late):
    others = dict.fromkeys(jobs._jobs.keys() - {"flag_overdue", "flag_high_caseloads"}, timedelta(hours=6))
    now = Authority.objects.get().recorded_at + timedelta(days=3)
    for name, age in {**others, **ran}.items():
        JobRun.objects.create(name=name, on=london_date(now - age), finished_at=now - age)
    with time_machine.travel(now, tick=False):
        answer = home(client, workers.administrator())
        shown = {block.title: block for block in (*answer.context["waiting"], *answer.context["clear"])}
        rows = client.get(f"{reverse('admin_jobs')}?late=1").context["tables"][0].rows
    block = shown["Nightly jobs that did not run"]
    assert (block.count, len(block.items), len(rows)) == (late, late, late)
    assert ("Needs you first" in answer.text) == (late > 0)


def test_a_run_for_an_earlier_day_does_not_make_figures_fresh(client, acting):
    JobRun.objects.create(name="flag_overdue", on=date(2026, 11, 20), finished_at=NOW)
    assert next(job for job in jobs.standing(NOW) if job.title == "Overdue assessments").is_stale
