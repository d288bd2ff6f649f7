"""The invented people: one click in the demo, nowhere else."""

import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from frontdoor.checks import ONE_CLICK_IN_PUBLIC, personas_stay_on_this_machine
from frontdoor.core.roles import ROLES
from workforce.actions.demo import make_demo_people
from workforce.demo_people import PASSWORD, PEOPLE
from workforce.models import RoleGrant, Team, Worker

pytestmark = pytest.mark.django_db

SINCE = date(2024, 1, 1)


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo_urls"


@pytest.fixture
def people(system):
    return make_demo_people(by=system, on=SINCE)


def test_there_is_somebody_of_every_role(people):
    assert set().union(*(worker.roles for worker in people.values())) == set(ROLES)
    assert sum("system_administrator" in worker.roles for worker in people.values()) == 2


def test_making_them_again_changes_nothing(people, system):
    counts = [model.objects.count() for model in (Team, Worker, RoleGrant)]
    make_demo_people(by=system, on=SINCE)
    assert [model.objects.count() for model in (Team, Worker, RoleGrant)] == counts


def test_one_click_becomes_the_person_and_another_click_the_next(client, demo, people):
    first, second = PEOPLE[0], PEOPLE[-1]
    assert f"Become {first.given} {first.family}" in client.get(reverse("personas")).text
    for person in (first, second):
        assert client.post(reverse("personas"), {"person": person.email}).status_code == 302
        page = client.get(reverse("security"))
        assert f"{person.given} {person.family}" in page.text


def test_nobody_else_can_be_become(client, demo, people, system):
    for email in (system.email, "nobody@demo.example", ""):
        assert client.post(reverse("personas"), {"person": email}).status_code == 404


def test_the_people_know_their_password(client, people):
    client.post(reverse("account_login"), {"login": PEOPLE[0].email, "password": PASSWORD})
    assert client.get(reverse("security")).status_code == 200


def test_without_demo_there_is_no_such_page(client, people, settings):
    with pytest.raises(NoReverseMatch):
        reverse("personas")
    assert client.post("/demo/", {"person": PEOPLE[0].email}).status_code in {302, 404}
    settings.ROOT_URLCONF = "tests.demo_urls"
    assert client.post("/demo/", {"person": PEOPLE[0].email}).status_code == 404


def test_the_command_says_who_can_sign_in(demo, people):
    out = StringIO()
    call_command("who_can_sign_in", stdout=out)
    assert "asha.petrie@demo.example" in out.getvalue()
    assert PASSWORD in out.getvalue()


def test_the_command_keeps_the_password_to_itself_outside_the_demo(people):
    out = StringIO()
    call_command("who_can_sign_in", stdout=out)
    assert PASSWORD not in out.getvalue()


def test_the_demo_on_a_public_address_is_an_error(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["frontdoor.example.org"]
    assert personas_stay_on_this_machine() == [ONE_CLICK_IN_PUBLIC]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert personas_stay_on_this_machine() == []


def test_production_has_no_demo_whatever_the_environment_says():
    code = "import django; django.setup(); from django.conf import settings; print(settings.DEMO)"
    environment = {
        "DJANGO_SETTINGS_MODULE": "frontdoor.config.settings.production",
        "SECRET_KEY": "x",
        "DATABASE_URL": "postgresql://x@127.0.0.1/x",
        "REDIS_URL": "redis://127.0.0.1",
        "ALLOWED_HOSTS": "frontdoor.example.org",
        "DEMO": "True",
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
