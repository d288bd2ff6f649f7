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
