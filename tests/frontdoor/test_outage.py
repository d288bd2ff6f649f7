"""A database that is away costs nobody their words."""

import pytest
from django.db import OperationalError

from tests.factories import workers

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the connection was refused")

    monkeypatch.setattr("frontdoor.actions.contacts.record", fail)
    monkeypatch.setattr("frontdoor.forms.contact_draft.ContactDraft.begin", fail)


@pytest.fixture
def handler(client):
    client.raise_request_exception = False
    client.force_login(workers.call_handler())


def test_what_was_sent_is_shown_and_can_be_sent_again(client, handler, away):
    token = "t" * 32
    answer = client.post("/contacts/new/", {"immediate_danger": "no", "csrfmiddlewaretoken": token})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert '<form method="post" action="/contacts/new/"' in page
    assert 'name="immediate_danger" value="no"' in page
    assert f'name="csrfmiddlewaretoken" value="{token}"' in page


def test_a_page_that_only_reads_says_so(client, handler, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("frontdoor.core.my_work.of", fail)
    answer = client.get("/")
    assert answer.status_code == 503
    assert b"Send it again" not in answer.content


def test_another_fault_is_not_an_outage(client, handler, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("frontdoor.core.my_work.of", fail)
    assert client.get("/").status_code == 500
