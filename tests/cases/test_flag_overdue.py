"""The morning's flags: what the query calls late is noticed once, and cleared when it is late no more."""

import json
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection

from cases import tasks
from cases.actions import flags
from cases.messages import tell_manager
from cases.models import Assessment, OverdueFlag
from frontdoor.core import jobs, outbox, set_aside
from frontdoor.core.acting import acting_as
from frontdoor.models import JobRun, LedgerEvent, OutboxMessage
from tests.factories import people, workers
from tests.factories.cases import DUE_ON, AssessmentFactory
from tests.words import says
from workforce.models import Worker

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)
DAY_46 = DUE_ON + timedelta(days=1)


def flag(on, by=None):
    return flags.flag_overdue(by=by or Worker.objects.the_system(), on=on, now=lambda: NOW)


def finish(assessment, on):
    manager = workers.practice_manager()
    with acting_as(manager):
        assessment.submitted_on = assessment.authorised_on = assessment.shared_on = assessment.finished_on = on
        assessment.submitted_by = assessment.shared_by = workers.social_worker()
        assessment.authorised_by = manager
        assessment.analysis, assessment.outcome = says(40), "none"
        assessment.late_reason = "The family moved between two addresses."
        assessment.save()


def test_flagged_from_day_46_and_not_on_day_45():
    AssessmentFactory()
    assert flag(DUE_ON) == {"open": 0, "new": 0, "cleared": 0, "told": 0, "set_aside": {}}
    assert flag(DAY_46)["new"] == 1
    standing = OverdueFlag.objects.standing().get()
    assert (standing.due_on, standing.noticed_on, standing.cleared_on) == (DUE_ON, DAY_46, None)


def test_a_second_run_changes_nothing():
    AssessmentFactory()
    flag(DAY_46)
    again = flag(DAY_46)
    assert (again["open"], again["new"], again["cleared"]) == (1, 0, 0)
    assert OverdueFlag.objects.count() == 1
    assert JobRun.objects.get().result == again


def test_a_missed_week_is_caught_up():
    early, late = AssessmentFactory(), AssessmentFactory(due_on=DUE_ON + timedelta(days=5))
    flag(DAY_46)
    assert flag(DUE_ON + timedelta(days=9))["new"] == 1
    noticed = dict(OverdueFlag.objects.values_list("assessment_id", "noticed_on"))
    assert noticed == {early.pk: DAY_46, late.pk: DUE_ON + timedelta(days=9)}


def test_a_finished_assessment_loses_its_flag_and_the_flag_stays_readable():
    assessment = AssessmentFactory()
    flag(DAY_46)
    finish(assessment, DAY_46)
    result = flag(DAY_46 + timedelta(days=1))
    assert (result["open"], result["new"], result["cleared"]) == (0, 0, 1)
    assert OverdueFlag.objects.get().cleared_on == DAY_46 + timedelta(days=1)


def test_a_run_for_an_earlier_day_ends_no_later_flag():
    AssessmentFactory()
    flag(DAY_46)
    assert flag(DUE_ON)["cleared"] == 0
    assert OverdueFlag.objects.standing().count() == 1


def test_what_a_run_for_a_later_day_left_behind_goes_with_the_next_ordinary_one():
    late, not_yet = AssessmentFactory(), AssessmentFactory(due_on=NOW.date() + timedelta(days=5))
    flag(NOW.date() + timedelta(days=9))
    assert flag(NOW.date())["open"] == 1
    standing = OverdueFlag.objects.standing().get()
    assert (standing.assessment_id, standing.noticed_on) == (late.pk, NOW.date())
    assert not_yet.flags.get().cleared_on == NOW.date() + timedelta(days=9)


def test_a_run_for_a_later_day_is_not_the_last_run_that_leaders_see():
    flag(NOW.date())
    flag(NOW.date() + timedelta(days=9))
    run = next(job for job in jobs.standing(NOW) if job.title == "Overdue assessments").run
    assert run.on == NOW.date()


@pytest.mark.parametrize("days", [-1, 0, 1, 30])
def test_flags_are_what_the_query_says(days):
    on = DUE_ON + timedelta(days=days)
    for shift in range(-2, 3):
        AssessmentFactory(due_on=DUE_ON + timedelta(days=shift))
    AssessmentFactory(finished=True)
    assert flag(on)["open"] == Assessment.objects.overdue(on).count()
    flagged = set(OverdueFlag.objects.standing().values_list("assessment_id", flat=True))
    assert flagged == {row.pk for row in Assessment.objects.all() if flags_late(row, on)}


def flags_late(row, on):
    return row.finished_on is None and row.due_on < on


def test_the_job_acts_as_the_system_and_is_in_the_ledger(system):
    AssessmentFactory()
    flag(DAY_46)
    assert LedgerEvent.objects.get(subject="cases_overdueflag").actor_id == system.pk


def test_the_work_does_not_grow_with_the_rows(django_assert_num_queries):
    AssessmentFactory()
    flag(DUE_ON)
    with django_assert_num_queries(21):
        flag(DAY_46, by=workers.Worker.objects.the_system())
    for _ in range(5):
        AssessmentFactory(referral__team=workers.Team.objects.first())
    with django_assert_num_queries(21):
        flag(DAY_46 + timedelta(days=1), by=workers.Worker.objects.the_system())


def test_the_last_line_of_the_command_is_json(capsys):
    AssessmentFactory()
    call_command("flag_overdue", on=DAY_46)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["new"] == 1


def test_without_a_day_it_is_today_in_london():
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        tasks.flag_overdue()
    assert JobRun.objects.get().on == date(2026, 7, 1)
    tasks.flag_overdue("2026-07-02")
    assert set(JobRun.objects.values_list("on", flat=True)) == {date(2026, 7, 1), date(2026, 7, 2)}


def test_each_manager_gets_one_summary_without_personal_data():
    first = AssessmentFactory()
    AssessmentFactory(referral__team=first.referral.team)
    manager = workers.practice_manager(team=first.referral.team)
    workers.practice_manager()
    flag(DAY_46)
    flag(DAY_46)
    keys = list(OutboxMessage.objects.filter(payload__worker_id=manager.pk).values_list("key", flat=True))
    assert keys == [f"flags.summary:{manager.pk}:{DAY_46}"]
    for message in OutboxMessage.objects.filter(topic="flags.summary"):
        outbox.deliver(message.pk, now=datetime(2027, 1, 22, 6, tzinfo=UTC))
    mine = [letter for letter in mail.outbox if letter.to == [manager.email]]
    assert [letter.subject for letter in mine] == ["Overdue assessments"]
    assert mine[0].body == "2 assessments are overdue in your team. Sign in to see which and what clears them."


def test_a_team_without_a_practice_manager_is_told_of_to_the_service_managers():
    assessment = AssessmentFactory(
        referral__accepted_by=workers.practice_manager(), opened_by=workers.Worker.objects.the_system()
    )
    overseer = workers.service_manager()
    flag(DAY_46)
    message = OutboxMessage.objects.get(topic=flags.SUMMARY, payload__worker_id=overseer.pk)
    assert message.payload["team_ids"] == [assessment.referral.team_id]


def test_the_summary_counts_what_its_reader_may_open():
    child = people.ChildFactory(restricted_record=True)
    assessment = AssessmentFactory(referral__child=child)
    manager = workers.practice_manager(team=assessment.referral.team)
    tell_manager({"worker_id": manager.pk, "team_ids": [manager.team_id]}, NOW)
    assert mail.outbox == []


def test_a_manager_who_has_left_is_told_nothing():
    assessment = AssessmentFactory()
    manager = workers.practice_manager(team=assessment.referral.team, ended_on=DUE_ON)
    tell_manager({"worker_id": manager.pk, "team_ids": [manager.team_id]}, NOW)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_flag_each_assessment_once():
    for _ in range(6):
        AssessmentFactory()
    barrier, failures = Barrier(4), []

    def scheduler(on):
        try:
            barrier.wait()
            flag(on)
        except Exception as problem:  # noqa: BLE001 - any failure of a thread must fail the test
            failures.append(problem)
        finally:
            connection.close()

    days = [DAY_46, DAY_46, DAY_46 + timedelta(days=1), DAY_46 + timedelta(days=1)]
    threads = [Thread(target=scheduler, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert OverdueFlag.objects.count() == OverdueFlag.objects.standing().count() == 6


def test_a_bad_row_is_set_aside_and_named_and_the_rest_are_flagged(poisoned, monkeypatch):
    monkeypatch.setattr(set_aside, "PATIENCE", "200ms")
    raising, hanging, *others = (AssessmentFactory() for _ in range(9))
    poisoned("cases_overdueflag", f"NEW.assessment_id = {raising.pk}", "RAISE EXCEPTION 'A poisoned row'")
    poisoned("cases_overdueflag", f"NEW.assessment_id = {hanging.pk}", "PERFORM pg_sleep(1)")
    found = flag(DAY_46)
    assert found["set_aside"] == {
        str(raising.pk): "A poisoned row",
        str(hanging.pk): "canceling statement due to statement timeout",
    }
    assert (found["new"], found["open"]) == (7, 7)
    assert set(OverdueFlag.objects.values_list("assessment_id", flat=True)) == {row.pk for row in others}
    assert JobRun.objects.get(name="flag_overdue").result == found
