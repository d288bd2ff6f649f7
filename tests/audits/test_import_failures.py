"""A step that dies in the background ends with a sentence and a way to try again, never with silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audits.actions import imports
from audits.models import ImportRun, ImportState
from frontdoor.models import Contact, OutboxMessage
from tests.audits.test_annex_a import LIST_1, MINA, book
from tests.audits.test_import_pages import administrator, hand_over, work_off_the_outbox
from tests.factories import workers

__all__ = ["administrator"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("frontdoor.config.urls")]
SOUND = book(List_1=[LIST_1, [*MINA, "04/01/2021", "6: Police"]])


def die(*_):
    raise RuntimeError("Mina Example, born 2015")


def too_long_ago():
    asked = timezone.now() - imports.LONGEST - timedelta(minutes=1)
    OutboxMessage.objects.update(written_at=asked)


@pytest.fixture
def handed_over(client, administrator):
    """The address of a sound workbook that waits to be read."""
    return hand_over(client, SOUND).url


def test_a_reading_that_dies_says_so_and_is_tried_again(client, handed_over, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr("audits.actions.imports.settle", die)
        work_off_the_outbox()
    page = client.get(handed_over)
    assert b"Something went wrong on our side" in page.content
    assert b"Try again</button>" in page.content
    assert "Refresh" not in page
    assert "import_failed" in caplog.text
    client.post(f"{handed_over}again/")
    work_off_the_outbox()
    assert ImportRun.objects.get().state == ImportState.READ
    assert b"Something went wrong" not in client.get(handed_over).content


def test_bringing_in_that_dies_stores_nothing_and_can_be_asked_again(client, handed_over, monkeypatch):
    work_off_the_outbox()
    with monkeypatch.context() as broken:
        broken.setattr("audits.imports.storing.Store._visits", die)
        client.post(f"{handed_over}bring-in/")
        work_off_the_outbox()
    page = client.get(handed_over)
    assert b"Nothing was stored" in page.content
    assert "Refresh" not in page
    assert not Contact.objects.exists()
    client.post(f"{handed_over}bring-in/")
    work_off_the_outbox()
    assert Contact.objects.count() == 1
    assert ImportRun.objects.get().problem == ""


def test_a_run_whose_worker_was_killed_says_so_and_is_tried_again(client, handed_over):
    assert client.get(handed_over)["Refresh"] == "3"
    too_long_ago()
    page = client.get(handed_over)
    assert b"taking longer than it should" in page.content
    assert "Refresh" not in page
    client.post(f"{handed_over}again/")
    assert OutboxMessage.objects.filter(topic="import.read").count() == 2
    assert client.get(handed_over)["Refresh"] == "3"
    work_off_the_outbox()
    assert ImportRun.objects.get().state == ImportState.READ


def test_a_late_delivery_never_brings_in_what_nobody_asked_for(client, handed_over):
    work_off_the_outbox()
    client.post(f"{handed_over}bring-in/")
    ImportRun.objects.update(state=ImportState.READ)
    work_off_the_outbox()
    assert not Contact.objects.exists()


def test_what_is_under_way_or_was_no_workbook_is_not_tried_again(client, handed_over):
    answer = client.post(f"{handed_over}again/", follow=True)
    assert b"nothing to try again" in answer.content
    assert OutboxMessage.objects.filter(topic="import.read").count() == 1
    bad = hand_over(client, b"no workbook at all").url
    work_off_the_outbox()
    assert b"Try again</button>" not in client.get(bad).content
    client.post(f"{bad}again/")
    assert ImportRun.objects.newest()[0].state == ImportState.FAILED


def test_nobody_else_tries_again(client, handed_over):
    client.force_login(workers.practice_manager())
    assert client.post(f"{handed_over}again/").status_code == 403
