"""An installation begins with two administrators, and no other way of making one alone exists."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.ledger import LedgerEvent
from tests.factories.workers import administrator
from workforce.actions import workers
from workforce.actions.administrators import ENOUGH, ONE_PERSON
from workforce.models import RoleGrant, Worker

pytestmark = pytest.mark.django_db

ADA = ("ada@example.org", "Ada", "Example")
BEN = ("Ben@Example.org", "Ben", "van der Invented")
PASSWORD = "twelve geese on the green"


def create(first=ADA, second=BEN) -> str:
    said = StringIO()
    call_command("create_administrators", "--first", *first, "--second", *second, stdout=said)
    return said.getvalue()


def test_each_is_approved_by_the_other_and_the_ledger_names_the_system(system):
    create()
    ada, ben = Worker.objects.people().order_by("given_names")
    assert [worker.role_names for worker in (ada, ben)] == [["System administrator"]] * 2
    assert ben.family_name == "van der Invented"
    approvers = RoleGrant.objects.values_list("worker_id", "approved_by_id", "proposed_by_id")
    assert set(approvers) == {(ada.pk, ben.pk, system.pk), (ben.pk, ada.pk, system.pk)}
    written = LedgerEvent.objects.filter(subject="workforce_rolegrant")
    assert {event.actor_id for event in written} == {system.pk}


def test_the_link_lets_its_person_set_a_password_once(client, system):
    link = re.search(r"Ada Example sets a password at https://testserver(\S+)", create())
    form = client.get(link[1], follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    assert Worker.objects.get(email="ada@example.org").check_password(PASSWORD)
    client.logout()
    again = client.get(link[1], follow=True)
    assert "password1" not in again.text


def test_a_new_administrator_signs_in_and_reaches_the_pages(client, system):
    create()
    client.force_login(Worker.objects.get(email="ben@example.org"), backend="workforce.accounts.WorkerBackend")
    assert client.get(reverse("admin_workers")).status_code == 200


def test_it_is_refused_while_two_can_sign_in(system):
    create()
    with pytest.raises(CommandError, match=re.escape(ENOUGH)):
        create(("c@example.org", "Cleo", "Third"), ("d@example.org", "Dan", "Fourth"))
    assert Worker.objects.people().count() == 2


def test_it_is_the_way_back_when_one_is_left(acting):
    staying, leaving = administrator(), administrator()
    version = Worker.objects.with_version().get(pk=leaving.pk).version
    workers.shut_out(by=staying, worker=leaving, version=version, at=timezone.now())
    create()
    assert Worker.objects.filter(email="ada@example.org").exists()


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (ADA, ("ADA@example.org ", "Ada", "Again"), ONE_PERSON),
        (ADA, ("not an address", "Ben", "Invented"), "Enter a valid email address."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_stays(system, first, second, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        create(first, second)
    assert not Worker.objects.people().exists()
