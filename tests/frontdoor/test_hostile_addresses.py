"""Addresses that nobody would type, and what they are answered with."""

import pytest
from django.urls import reverse

from tests.factories import people, workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.raise_request_exception = False
    client.force_login(workers.service_manager())


@pytest.mark.parametrize("path", ["/people/{}/", "/contacts/{}/", "/cases/{}/", "/people/{}/family/"])
@pytest.mark.parametrize("number", [2**63, 10**20, 10**400])
def test_a_number_that_no_row_can_have_is_not_found(client, manager, path, number):
    assert client.get(path.format(number)).status_code == 404


@pytest.mark.parametrize("query", ["kind=%00", "%00=1", "page=1&show=a%00b"])
def test_a_nul_byte_in_an_address_shows_the_plain_page(client, manager, query):
    child = people.ChildFactory()
    for path in (reverse("person", args=[child.pk]), reverse("case_list"), reverse("triage_queue")):
        assert client.get(f"{path}?{query}").status_code == 200


def test_the_number_of_a_held_form_may_be_of_any_length(client, manager):
    answer = client.post(reverse("people_search"), {"q": "Wren Invented", "held_id": "9" * 5000})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "night", ["0001-01-01", "0001-01-09", "1899-12-31", "9999-12-31", "2100-01-01", "2026-02-30", "%00", "x"]
)
def test_a_night_of_which_nothing_can_be_known_is_not_found(client, manager, night):
    assert client.get(f"{reverse('hand_over')}?night={night}").status_code == 404


@pytest.mark.parametrize("night", ["2000-01-01", "2015-12-25", "2026-11-20"])
def test_a_night_long_ago_is_shown(client, manager, night):
    assert client.get(f"{reverse('hand_over')}?night={night}").status_code == 200
