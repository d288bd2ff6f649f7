"""The first page asks the same three questions of the database, whoever opens it and however much waits.

Whom it names it writes down, as a fourth.
"""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frontdoor.core import my_work
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.consent import OverrideFactory
from tests.factories.contacts import ContactFactory
from tests.factories.feedback import AcknowledgementFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SESSION_WORKER_AND_PAGE = 3


def somebody_of_each_role(desk, team):
    return [
        workers.call_handler(team=desk),
        workers.social_worker(team=desk),
        workers.social_worker(team=team),
        workers.practice_manager(team=desk),
        workers.practice_manager(team=team),
        workers.practice_manager(team=None),
        workers.consent_decider(),
        workers.service_manager(),
        workers.senior_leader(),
        workers.auditor(),
        workers.administrator(),
        workers.WorkerFactory(),
    ]


def wait(desk_worker, team, rows):
    """That many rows for nearly every list, with as few other rows as can be."""
    lead, handler, manager = workers.social_worker(team=team), workers.call_handler(), workers.practice_manager()
    shared = {"children": [people.ChildFactory()], "recorded_by": handler, "agency": people.AgencyFactory()}
    about_triage = {"taken_by": desk_worker, "taken_at": NOW, "triaged_by": desk_worker}
    for number in range(rows):
        contact = ContactFactory(**shared) if number % 2 else ContactFactory(triaged=True, **shared, **about_triage)
        AcknowledgementFactory(contact=contact)
        OverrideFactory(contact=contact, requested_by=lead, agencies=[shared["agency"]])
        case = ReferralFactory(team=team, accepted_by=manager)
        AllocationFactory(referral=case, worker=lead)
        if number % 2:
            AssessmentFactory(referral=case, due_on=NOW.date())


@pytest.mark.parametrize("rows", [1, 25, 100])
def test_the_number_of_queries_is_the_same_for_every_role_and_any_number_of_rows(client, acting, rows):
    desk, team = workers.TeamFactory(kind="front_door"), workers.TeamFactory()
    everyone = somebody_of_each_role(desk, team)
    wait(everyone[1], team, rows)
    seen = 0
    for worker in everyone:
        client.force_login(worker)
        with time_machine.travel(NOW, tick=False):
            client.get(reverse("my_work"))
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(reverse("my_work"))
        lists = (*answer.context["waiting"], *answer.context["clear"])
        names = any(item.people for block in lists for item in block.items)
        assert len(asked) == SESSION_WORKER_AND_PAGE + names
        assert answer.status_code == 200
        seen = max(seen, *(block.count for block in lists))
    assert seen >= rows


def found(worker):
    return {block.title: block for block in my_work.of(worker, NOW) if block.count}


def test_who_may_not_open_a_record_sees_neither_its_row_nor_its_number(acting):
    desk = workers.TeamFactory(kind="front_door")
    manager, tied, elsewhere = (
        workers.practice_manager(team=desk),
        workers.practice_manager(team=desk),
        workers.practice_manager(),
    )
    child = people.ChildFactory()
    contact = ContactFactory(triaged=True, children=[child])
    ContactFactory(triaged=True, children=[people.ChildFactory(restricted=True)])
    people.ConflictFactory(worker=tied, person=child, declared_by=tied)
    seen = found(manager)["Contacts to decide"]
    assert ([item.title for item in seen.items], seen.count) == ([f"Contact {contact.reference}"], 1)
    for stranger in (tied, elsewhere):
        assert "Contacts to decide" not in found(stranger)


def test_a_manager_of_another_team_does_not_see_its_cases(acting):
    late = AssessmentFactory(overdue=True)
    title = "Late assessments"
    assert found(workers.practice_manager(team=late.referral.team))[title].count == 1
    assert title not in found(workers.practice_manager(team=workers.TeamFactory()))
    assert found(workers.practice_manager(team=None)).keys().isdisjoint({title, "Assessments to authorise"})


@pytest.mark.parametrize("there", [4, 5, 6])
def test_a_list_shows_its_first_five_and_counts_all(acting, there):
    worker = workers.social_worker(team__front_door=True)
    for _ in range(there):
        ContactFactory()
    block = found(worker)["Contacts to triage"]
    assert (len(block.items), block.count) == (min(there, 5), there)
