"""A day that no record can have overflows no page: every list, and every question that is narrowed by days."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from audits.cohort import cohort
from frontdoor.models import Contact
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.law.door import ADMIN, LEADER, SERVICE
from tests.law.doors import DOORS
from tests.law.test_doors import PAGES, parameters

pytestmark = pytest.mark.django_db

FAR = [date(1, 1, 1), date(9999, 12, 31)]
SPANS = [(since, until) for since in (*FAR, None) for until in (*FAR, None) if since or until]
LISTS = ("agency_contacts", "agency_list", "demand", "demand_listed", "answers", "answers_listed", "proportion_listed")
LISTS += ("practice_listed", "pace_listed")


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": f"{day.year:04}"}


def asked(**days: date | None) -> dict[str, str]:
    """Days as an address names them, in one word and in parts."""
    found: dict[str, str] = {}
    for name, day in days.items():
        if day is not None:
            found |= {name: day.isoformat()} | parts(name, day)
    return found


def reader(role: str) -> Client:
    made = {LEADER: workers.senior_leader, SERVICE: workers.service_manager, ADMIN: workers.administrator}
    client = Client()
    client.force_login(made[role]())
    return client


@pytest.mark.parametrize("day", FAR, ids=str)
@pytest.mark.parametrize("role", [LEADER, SERVICE, ADMIN])
def test_every_page_stands_when_its_address_names_a_day_at_the_end_of_time(role, day):
    ContactFactory()
    client = reader(role)
    for name in PAGES:
        door = DOORS[name]
        if role not in (door.roles or ()) or door.answers != {200} or parameters(name):
            continue
        answer = client.get(reverse(name), asked(since=day, until=day, on=day, due_on=day, held_on=day))
        assert answer.status_code in {200, 302, 422}, name


@pytest.mark.parametrize(("since", "until"), SPANS, ids=str)
def test_every_list_of_a_span_of_days_stands_and_can_be_saved(since, until):
    ContactFactory()
    client = reader(LEADER)
    for name in LISTS:
        for saved in ({}, {"format": "csv"}):
            answer = client.get(reverse(name), asked(since=since, until=until) | saved)
            assert answer.status_code in {200, 422}, (name, saved)


@pytest.mark.parametrize(
    ("since", "until", "field", "sentence"),
    [
        (None, FAR[1], "until", "Received to must be before 2101"),
        (FAR[1], None, "since", "Received from must be before 2101"),
        (FAR[0], None, "since", "Received from must be after 1899"),
        (None, FAR[0], "until", "Received to must be after 1899"),
        (None, date(2101, 1, 1), "until", "Received to must be before 2101"),
        (None, date(2100, 12, 31), None, ""),
        (date(1900, 1, 1), date(2100, 12, 31), None, ""),
    ],
)
def test_a_look_back_over_impossible_days_says_so_beside_the_day(since, until, field, sentence):
    manager = workers.service_manager()
    ContactFactory(triaged=True)
    client = Client()
    client.force_login(manager)
    typed: dict[str, Any] = {"name": "All", "purpose": "To see whether consent was asked for.", "state": "either"}
    answer = client.post(
        reverse("look_back_new"), typed | {"submission_key": uuid4()} | asked(since=since, until=until)
    )
    if field is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}


@pytest.mark.parametrize("day", FAR, ids=str)
def test_criteria_that_were_kept_with_any_day_can_be_asked(day):
    contact = ContactFactory()
    found = {
        name: list(cohort(Contact.objects.all(), {"state": "either", name: day.isoformat()}))
        for name in ("since", "until")
    }
    late = day == FAR[1]
    assert found == {"since": [] if late else [contact], "until": [contact] if late else []}
