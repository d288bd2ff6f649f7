"""Working data goes when nobody needs it any longer, a day too soon never, and a record at no time."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frontdoor import tasks
from frontdoor.actions import housekeeping, stored_files
from frontdoor.core import drafts, outbox
from frontdoor.core.idempotency import SubmittedForm
from frontdoor.core.working_days import LONDON
from frontdoor.models import JobRun, OutboxEffect, OutboxMessage
from tests.factories import workers
from tests.factories.documents import VersionFactory
from tests.factories.partners import AttachmentFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
MORNING = datetime.combine(ON, time.min, LONDON)
A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def storage(monkeypatch):
    """A store of files of its own, and no file that another test has left."""
    own = InMemoryStorage()
    monkeypatch.setattr(stored_files, "default_storage", own)
    return own


def tidy(on=ON, by=None):
    return housekeeping.housekeeping(by=by or workers.Worker.objects.the_system(), on=on, now=lambda: NOW)


def of_each(age):
    """One of everything, so long untouched, used, held or sent before that morning as it may be, and ``age`` more."""
    worker = workers.social_worker()
    drafts.begin(worker=worker, form="contact", data={}, now=MORNING - drafts.KEPT_FOR - age)
    held = drafts.HeldSubmission.objects.create(worker=worker, path="/", fields={})
    drafts.HeldSubmission.objects.filter(pk=held.pk).update(held_at=MORNING - housekeeping.HELD_FOR - age)
    key = SubmittedForm.objects.create(key=uuid4(), worker=worker)
    SubmittedForm.objects.filter(pk=key.pk).update(at=MORNING - housekeeping.KEYS_FOR - age)
    session = Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=MORNING - age)
    UserSession.objects.create(
        user=worker, session_key=session.session_key, ip="127.0.0.1", user_agent="", last_seen_at=MORNING - age
    )
    message(sent=MORNING - housekeeping.SENT_FOR - age)


def message(sent):
    outbox.put(topic="test", key=str(uuid4()))
    written = OutboxMessage.objects.latest("pk")
    if sent:
        OutboxEffect.objects.create(message=written)
        OutboxMessage.objects.filter(pk=written.pk).update(delivered_at=sent)
    return written


KEPT = (drafts.Draft, drafts.HeldSubmission, SubmittedForm, Session, UserSession, OutboxMessage, OutboxEffect)


@pytest.mark.parametrize(("age", "left"), [(A_SECOND, 0), (timedelta(0), 1), (-A_SECOND, 1)])
def test_each_goes_when_its_time_is_over_and_not_before(age, left):
    of_each(age)
    removed = tidy()
    assert {model.__name__: model.objects.count() for model in KEPT} == {model.__name__: left for model in KEPT}
    assert removed == dict.fromkeys(("sessions", "held forms", "form keys", "drafts", "messages"), 1 - left) | {
        "files": 0
    }
    assert JobRun.objects.get(name=housekeeping.JOB).result == removed


def test_a_second_run_and_a_missed_month_are_the_same():
    of_each(A_SECOND)
    tidy(ON - timedelta(days=30))
    tidy()
    assert set(tidy().values()) == {0}


def test_a_message_that_was_never_delivered_stays():
    message(sent=None)
    OutboxMessage.objects.update(written_at=NOW - timedelta(days=900), attempts=outbox.MOST_ATTEMPTS)
    assert tidy()["messages"] == 0
    assert OutboxMessage.objects.exists()


@pytest.mark.parametrize("kind", ["version", "attachment", "none"])
@pytest.mark.parametrize("age", [-A_SECOND, timedelta(0), A_SECOND])
def test_a_file_that_no_row_names_goes_after_a_day_and_one_that_a_row_names_stays(storage, kind, age):
    with time_machine.travel(MORNING - housekeeping.UNCLAIMED_FOR - age, tick=False):
        name = storage.save("attachments/ab/abcdef", ContentFile(b"%PDF-1.7 invented"))
    if kind == "version":
        VersionFactory(file=name)
    if kind == "attachment":
        AttachmentFactory(file=name)
    goes = kind == "none" and age > timedelta(0)
    assert tidy()["files"] == int(goes)
    assert storage.exists(name) is not goes


def test_nothing_is_removed_for_a_day_to_come():
    of_each(-A_SECOND)
    with pytest.raises(housekeeping.NotYet):
        tidy(ON + timedelta(days=1))
    with time_machine.travel(NOW, tick=False), pytest.raises(CommandError, match="has not come"):
        call_command("housekeeping", on=ON + timedelta(days=1))
    assert not JobRun.objects.exists()


def test_the_command_and_the_task_do_the_same(capsys):
    of_each(A_SECOND)
    with time_machine.travel(NOW, tick=False):
        call_command("housekeeping", "--on", ON.isoformat())
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["drafts"] == 1
        tasks.housekeeping()
    assert JobRun.objects.get().on == ON


def test_keys_outlive_the_forms_that_could_be_sent_again():
    assert housekeeping.KEYS_FOR > housekeeping.HELD_FOR


def test_the_work_does_not_grow_with_the_rows():
    system = workers.Worker.objects.the_system()
    asked = []
    for rows in (1, 25):
        for _ in range(rows):
            of_each(A_SECOND)
        with CaptureQueriesContext(connection) as queries:
            tidy(by=system)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_administrator_sees_when_it_ran_and_a_leaders_figures_do_not_wait_for_it(client):
    with time_machine.travel(NOW, tick=False):
        tidy()
        client.force_login(workers.administrator())
        assert "Removal of what is no longer needed" in client.get(reverse("admin_jobs")).text
        client.force_login(workers.senior_leader())
        assert "Removal of what" not in client.get(reverse("leaders")).text


def test_the_writer_knows_how_long_a_draft_is_kept(client):
    worker = workers.call_handler()
    drafts.begin(worker=worker, form="contact", data={}, now=NOW)
    client.force_login(worker)
    assert "not touched for 180 days is removed" in client.get(reverse("drafts")).text
