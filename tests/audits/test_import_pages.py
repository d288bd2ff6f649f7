"""The administrator's way of bringing a workbook in."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from audits.models import ImportRun
from audits.models.imports import BY_AN_ADMINISTRATOR
from frontdoor.core import outbox
from frontdoor.core.acting import acting_as
from frontdoor.models import Contact, OutboxMessage
from frontdoor.models.brought_in import MARKED_BY_AN_IMPORT
from tests.audits import damaged
from tests.audits.test_annex_a import LIST_1, MINA, book
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.rows import update_raw

pytestmark = [pytest.mark.django_db, pytest.mark.urls("frontdoor.config.urls")]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def hand_over(client, content, name="annex.xlsx"):
    return client.post(
        "/administration/imports/",
        {
            "file": SimpleUploadedFile(name, content),
            "as_at_day": "16",
            "as_at_month": "3",
            "as_at_year": "2021",
            "submission_key": str(uuid4()),
        },
    )


def work_off_the_outbox():
    for message in OutboxMessage.objects.filter(delivered_at=None):
        outbox.deliver(message.pk, now=NOW)


@pytest.fixture
def administrator(client):
    worker = workers.administrator()
    client.force_login(worker)
    return worker


def test_a_workbook_is_read_reported_and_brought_in(client, administrator):
    row = [*MINA[:3], None, 6.1, date(2021, 1, 4), "q) 6: Police"]
    answer = hand_over(client, book(List_1=[LIST_1, row]))
    run = ImportRun.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/administration/imports/{run.pk}/")
    assert client.get(answer.url)["Refresh"] == "3"
    work_off_the_outbox()
    report = client.get(answer.url)
    assert b"estimated from the age" in report.content
    assert not Contact.objects.exists()
    client.post(f"/administration/imports/{run.pk}/bring-in/")
    work_off_the_outbox()
    assert Contact.objects.count() == 1
    assert b"Brought in" in client.get(answer.url).content
    run.refresh_from_db()
    assert run.brought_in_by == administrator


def test_a_file_that_is_not_a_workbook_says_so(client, administrator):
    answer = hand_over(client, b"no workbook at all")
    work_off_the_outbox()
    assert b"not an Excel workbook" in client.get(answer.url).content


@pytest.mark.parametrize("harm", damaged.WAYS)
def test_a_damaged_workbook_is_a_failed_run_that_says_so(client, administrator, harm):
    answer = hand_over(client, harm(book(List_1=[LIST_1, *[[*MINA, date(2021, 1, 4), "6: Police"]] * 50])))
    work_off_the_outbox()
    page = client.get(answer.url)
    assert b"This file is damaged" in page.content
    assert "Refresh" not in page
    assert ImportRun.objects.get().state == "failed"


def test_a_wrong_kind_of_file_is_refused_on_the_form(client, administrator):
    answer = hand_over(client, b"%PDF-1.7", name="annex.pdf")
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_the_same_form_twice_is_one_workbook(client, administrator):
    key = str(uuid4())
    for _ in range(2):
        client.post(
            "/administration/imports/",
            {
                "file": SimpleUploadedFile("a.xlsx", book(List_1=[LIST_1])),
                "as_at_day": "16",
                "as_at_month": "3",
                "as_at_year": "2021",
                "submission_key": key,
            },
        )
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("make", [workers.senior_leader, workers.practice_manager, workers.call_handler])
def test_nobody_else_brings_data_in(client, make):
    client.force_login(make())
    assert client.get("/administration/imports/").status_code == 403


def test_nobody_else_has_data_brought_in_by_sql(client, administrator):
    hand_over(client, book(List_1=[LIST_1]))
    work_off_the_outbox()
    run, handler = ImportRun.objects.get(), workers.call_handler()
    with acting_as(handler):
        with pytest.raises(DatabaseError, match=BY_AN_ADMINISTRATOR), transaction.atomic():
            update_raw(run, state="bringing_in")
        contact = ContactFactory()
        with pytest.raises(DatabaseError, match=MARKED_BY_AN_IMPORT), transaction.atomic():
            update_raw(contact, legacy_key="theirs", version=contact.version + 1)
