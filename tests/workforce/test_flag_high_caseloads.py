"""Caseloads above a limit are noticed each morning, once, and the managers who can act are told."""

import json
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection

from frontdoor.core import outbox
from frontdoor.core.acting import acting_as
from frontdoor.models import JobRun, LedgerEvent, OutboxMessage, PolicyPeriod
from tests.factories import workers
from tests.factories.cases import AllocationFactory
from tests.rows import bringing_in
from workforce import tasks
from workforce.actions import flags
from workforce.models import CaseloadFlag, Worker

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ON = NOW.date()
LATER = ON + timedelta(days=1)
LIMITS = {
    "CASELOAD-ASYE-AMBER": 1,
    "CASELOAD-ASYE-RED": 2,
    "CASELOAD-AMBER": 1,
    "CASELOAD-RED": 2,
    "CASELOAD-CRITICAL": 3,
    "CASELOAD-ALARM": 4,
}


@pytest.fixture
def low_limits(acting):
    """Limits of one to four children, so that a worker above them is quickly made."""
    with bringing_in():
        for code, value in LIMITS.items():
            PolicyPeriod(
                code=code, name=code, value=value, unit="children", valid_from=ON, source="A test", set_by=acting
            ).save()


def flag(on=ON):
    return flags.flag_high_caseloads(by=Worker.objects.the_system(), on=on, now=lambda: NOW)


def leading(children, team=None):
    team = team or workers.TeamFactory()
    worker = workers.social_worker(team=team)
    for _ in range(children):
        AllocationFactory(referral__team=team, referral__accepted_by=worker, worker=worker)
    return worker


def pass_on(worker, children, on):
    for allocation in worker.allocations.current()[:children]:
        allocation.ended_on, allocation.ended_by = on, worker
        allocation.save()


def counts(result):
    return result["open"], result["new"], result["cleared"]


def test_a_worker_is_flagged_at_the_level_reached(low_limits):
    worker, _at_the_limit = leading(3), leading(1)
    levels = {"amber": 0, "red": 1, "critical": 0, "alarm": 0}
    assert flag() == {"open": 1, "new": 1, "cleared": 0, "set_aside": {}, **levels}
    standing = CaseloadFlag.objects.standing().get()
    assert (standing.worker, standing.level, standing.children, standing.limit) == (worker, "red", 3, 2)
    assert standing.noticed_on == ON


def test_a_second_run_changes_nothing(low_limits):
    leading(2)
    flag()
    assert counts(flag()) == (1, 0, 0)
    assert counts(flag(LATER)) == (1, 0, 0)
    assert CaseloadFlag.objects.get().noticed_on == ON


def test_a_caseload_within_the_limit_again_loses_its_flag_and_the_flag_stays_readable(low_limits):
    worker = leading(3)
    flag()
    pass_on(worker, 2, LATER)
    assert counts(flag(LATER)) == (0, 0, 1)
    assert CaseloadFlag.objects.get().cleared_on == LATER


def test_a_change_of_level_ends_one_flag_and_starts_another(low_limits):
    worker = leading(3)
    flag()
    pass_on(worker, 1, LATER)
    assert counts(flag(LATER)) == (1, 1, 1)
    assert CaseloadFlag.objects.standing().get().level == "amber"


def test_missed_days_are_caught_up(low_limits):
    leading(2)
    assert counts(flag(ON + timedelta(days=9))) == (1, 1, 0)


def test_a_run_for_an_earlier_day_ends_no_later_flag(low_limits):
    leading(2)
    flag(LATER)
    assert counts(flag(date(2026, 11, 1))) == (1, 0, 0)


def test_what_a_run_for_a_later_day_left_behind_goes_with_the_next_ordinary_one(low_limits):
    worker = leading(2)
    flag(NOW.date() + timedelta(days=9))
    assert counts(flag(NOW.date())) == (1, 1, 1)
    assert CaseloadFlag.objects.standing().get().noticed_on == NOW.date()
    assert worker.caseload_flags.count() == 2


def test_the_job_acts_as_the_system_and_is_in_the_ledger(low_limits, acting):
    leading(2)
    result = flag()
    assert LedgerEvent.objects.get(subject="workforce_caseloadflag").actor_id == acting.pk
    run = JobRun.objects.get(name=flags.JOB)
    assert (run.on, run.finished_at, run.result) == (ON, NOW, result)


def test_the_work_does_not_grow_with_the_workers(low_limits, django_assert_num_queries):
    team = leading(2).team
    flag(ON - timedelta(days=1))
    with django_assert_num_queries(19):
        flag()
    for _ in range(4):
        leading(2, team)
    with django_assert_num_queries(19):
        flag(LATER)


def test_the_last_line_of_the_command_is_json(low_limits, capsys):
    leading(2)
    call_command("flag_high_caseloads", "--on", ON.isoformat())
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (printed["open"], printed["new"], printed["cleared"]) == (1, 1, 0)


def test_without_a_day_it_is_today_in_london(acting):
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        tasks.flag_high_caseloads()
    assert JobRun.objects.get().on == date(2026, 7, 1)


def test_who_is_told_depends_on_how_far_above(low_limits):
    red, alarm = leading(3), leading(5)
    manager = workers.practice_manager(team=red.team)
    workers.practice_manager()
    service, leader = workers.service_manager(), workers.senior_leader()
    flag()
    flag()
    told = dict(OutboxMessage.objects.values_list("payload__worker_id", "payload__levels"))
    assert told == {manager.pk: {"red": 1}, service.pk: {"alarm": 1}, leader.pk: {"alarm": 1}}
    for message in OutboxMessage.objects.all():
        outbox.deliver(message.pk, now=NOW)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {manager.email, service.email, leader.email}
    assert {letter.subject for letter in mail.outbox} == {"Caseloads above the limit"}
    assert "Above the limit: 1" in letters[manager.email].body
    for letter in mail.outbox:
        for worker in (red, alarm):
            assert worker.family_name not in letter.body


def test_a_manager_who_has_left_meanwhile_is_not_written_to(low_limits):
    manager = workers.practice_manager(team=leading(2).team)
    flag()
    manager.ended_on = ON - timedelta(days=1)
    manager.save()
    outbox.deliver(OutboxMessage.objects.get().pk, now=NOW)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_flag_each_worker_once():
    with acting_as(Worker.objects.the_system()):
        for _ in range(2):
            leading(18)
    barrier, failures = Barrier(4), []

    def scheduler(on):
        try:
            barrier.wait()
            flag(on)
        except Exception as problem:  # noqa: BLE001 - any failure of a thread must fail the test
            failures.append(problem)
        finally:
            connection.close()

    threads = [
        Thread(target=scheduler, args=(day,)) for day in (ON, ON, ON - timedelta(days=1), ON - timedelta(days=1))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert CaseloadFlag.objects.count() == CaseloadFlag.objects.standing().count() == 2


def test_a_worker_who_cannot_be_flagged_is_set_aside_and_the_rest_are_flagged(poisoned):
    with acting_as(Worker.objects.the_system()):
        bad, *others = (leading(18) for _ in range(3))
    poisoned("workforce_caseloadflag", f"NEW.worker_id = {bad.pk}", "RAISE EXCEPTION 'A poisoned row'")
    found = flag()
    assert (found["new"], found["open"], found["set_aside"]) == (2, 2, {str(bad.pk): "A poisoned row"})
    assert set(CaseloadFlag.objects.values_list("worker_id", flat=True)) == {worker.pk for worker in others}
