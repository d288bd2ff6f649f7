"""No page shows a link or a form to somebody for whom it is shut: in a full authority, and on the first day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from audits.actions.demo import load_authority
from frontdoor.core.acting import acting_as
from frontdoor.core.working_days import LONDON
from tests.factories import workers
from tests.law import links
from tests.rows import as_the_owner
from workforce.demo_people import PEOPLE
from workforce.models import Worker

pytestmark = pytest.mark.django_db

AFTERNOON = datetime(2026, 11, 20, 15, tzinfo=LONDON)
ONE_OF_EACH = {tuple(role.code for role in person.roles): person for person in reversed(PEOPLE)}


@pytest.fixture(scope="module")
def authority(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The invented authority, loaded once; what a test writes is undone by its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(AFTERNOON, tick=False):
        system = Worker.objects.the_system()
        with acting_as(system), as_the_owner():
            load_authority(by=system, on=date(2026, 11, 20), now=AFTERNOON, seed=1, children=50)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _password_alone(settings: Any) -> None:
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False


def assert_nothing_shut(worker: Worker) -> None:
    client = Client()
    client.force_login(worker)
    found = sorted(set(links.shut(client, worker)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("held", sorted(ONE_OF_EACH), ids="-".join)
def test_no_page_leads_its_reader_to_a_shut_door(authority, held):
    with time_machine.travel(AFTERNOON, tick=False):
        assert_nothing_shut(Worker.objects.get(email=ONE_OF_EACH[held].email))


@pytest.mark.parametrize(
    "make",
    [
        workers.call_handler,
        workers.social_worker,
        workers.practice_manager,
        workers.consent_decider,
        workers.service_manager,
        workers.auditor,
        workers.senior_leader,
        workers.administrator,
        workers.partner_referrer,
    ],
)
def test_no_empty_page_leads_its_reader_to_a_shut_door(make):
    assert_nothing_shut(make())
