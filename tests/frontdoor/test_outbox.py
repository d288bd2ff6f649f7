"""What an act leaves in the outbox takes effect once, whatever happens on the way."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from frontdoor.core import outbox
from frontdoor.core.acting import acting_as
from frontdoor.core.idempotency import once
from frontdoor.models import Agency, OutboxEffect, OutboxMessage, SubmittedForm
from tests.factories import workers

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
seen: list[dict] = []


@pytest.fixture(autouse=True)
def _handler(monkeypatch):
    seen.clear()
    monkeypatch.setitem(outbox._handlers, "test.topic", lambda payload, now: seen.append(payload))


def put(key="one"):
    outbox.put(topic="test.topic", key=key, contact=7)
    return OutboxMessage.objects.get(key=key)


@pytest.mark.django_db
def test_a_message_takes_effect_once():
    message = put()
    assert outbox.deliver(message.pk, now=NOW) is True
    assert outbox.deliver(message.pk, now=NOW) is False
    assert seen == [{"contact": 7}]
    assert OutboxEffect.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_is_one_message():
    put()
    put()
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_the_message_waiting(monkeypatch):
    def fail(payload, now):
        raise RuntimeError

    monkeypatch.setitem(outbox._handlers, "test.topic", fail)
    message = put()
    with pytest.raises(RuntimeError):
        outbox.deliver(message.pk, now=NOW)
    message.refresh_from_db()
    assert message.delivered_at is None
    assert not OutboxEffect.objects.exists()


@pytest.mark.django_db
def test_dispatch_hands_over_and_waits_before_it_does_so_again():
    put()
    sent: list[int] = []
    assert outbox.dispatch(sent.append) == 1
    assert outbox.dispatch(sent.append) == 0
    message = OutboxMessage.objects.get()
    assert message.attempts == 1
    assert message.next_attempt_at - message.written_at >= timedelta(seconds=14)


@pytest.mark.django_db
def test_a_broker_that_is_gone_loses_nothing():
    put()

    def gone(message_id):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        outbox.dispatch(gone)
    assert OutboxMessage.objects.get().attempts == 0
    assert outbox.dispatch(lambda message_id: None) == 1


@pytest.mark.django_db
def test_nothing_is_left_behind_by_an_act_that_fails():
    def fail():
        with transaction.atomic():
            put()
            raise IntegrityError

    with pytest.raises(IntegrityError):
        fail()
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_act():
    worker, key = workers.social_worker(), uuid4()
    barrier, answers = Barrier(4), []

    def make():
        with acting_as(worker):
            agency = Agency(name="Only one", source_code="2A", sector="education")
            agency.save()
            return agency

    def send():
        close_old_connections()
        barrier.wait()
        answers.append(once(key=key, by=worker, act=make))
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Agency.objects.get().pk] * 4
    assert SubmittedForm.objects.count() == 1
