"""The two questions that machines ask, and what a stranger learns from the answers."""

import pytest
from django.db import OperationalError, connection

from frontdoor.core import health
from frontdoor.embedded.kept import choose_port

READY = {"database": "ok", "broker": "ok", "migrations": "ok"}


def test_alive_asks_neither_database_nor_broker(client, settings):
    """No database mark: a query would fail this test."""
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{choose_port(None)}/0"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive")


@pytest.mark.django_db
def test_ready_when_every_part_works(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_broker_that_is_gone_is_named_without_its_address(client, settings):
    settings.CELERY_BROKER_URL = f"redis://:secret@127.0.0.1:{choose_port(None)}/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, READY | {"broker": "failed"})
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_noticed(client, monkeypatch):
    monkeypatch.setattr(health, "_newest_migrations", lambda: frozenset({("cases", "9999_not_yet")}))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, READY | {"migrations": "failed"})


@pytest.mark.django_db
def test_a_database_that_is_gone_fails_both_that_need_it(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "failed", "broker": "ok", "migrations": "failed"}
    assert b"10.1.2.3" not in answer.content
