"""The drill: what was backed up comes back whole, beside the database it came from, and the application serves it."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.urls import reverse
from psycopg import sql

from frontdoor.core.acting import acting_as
from frontdoor.core.ledger import LedgerEvent
from frontdoor.embedded import backup
from frontdoor.embedded.kept import Refusal
from frontdoor.models import Contact, ContactChild
from tests.conftest import sign_on_as
from tests.factories.contacts import ContactFactory
from tests.factories.workers import service_manager
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def superuser() -> str:
    """The address of the tests' database for who may do everything."""
    return backup.of_database(os.environ["DATABASE_SUPERUSER_URL"], connection.settings_dict["NAME"])


@pytest.fixture
def beside(superuser) -> Iterator[str]:
    """The name of a database that is gone before and after the test."""
    name = f"{connection.settings_dict['NAME']}_restored"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with closing(psycopg.connect(backup.of_database(superuser, "postgres"), autocommit=True)) as server:
        server.execute(drop)
        yield name
        server.execute(drop)


@contextmanager
def served_by(name: str) -> Iterator[None]:
    """The application goes to another database, whose rights are set as after a migration, and comes back."""
    home = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    sign_on_as(os.environ["DATABASE_SUPERUSER_URL"])
    call_command("secure_database")
    sign_on_as(os.environ["DATABASE_URL"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home
        sign_on_as(os.environ["DATABASE_URL"])


@pytest.fixture
def manager() -> Worker:
    """One child, one contact and somebody who may read about them."""
    with acting_as(Worker.objects.the_system()):
        ContactFactory()
        return service_manager()


def test_a_backup_comes_back_whole_and_the_application_serves_it(manager, superuser, beside, tmp_path, client):
    kept = backup.back_up(superuser, tmp_path / "backup")
    entries = LedgerEvent.objects.count()
    with acting_as(manager):
        ContactFactory()

    assert backup.restore(superuser, tmp_path / "backup", beside) == kept

    assert kept["frontdoor_ledgerevent"][0] == entries > 0
    with served_by(beside):
        child_id = ContactChild.objects.get().child_id
        for tampering in (LedgerEvent.objects.all().delete, lambda: LedgerEvent.objects.update(actor_id=1)):
            with pytest.raises(DatabaseError):
                tampering()
        client.force_login(manager, backend="workforce.accounts.WorkerBackend")
        assert client.get(reverse("person", args=[child_id])).status_code == 200
        assert LedgerEvent.objects.filter(verb="consult", actor_id=manager.pk).count() == 1
    assert Contact.objects.count() == 2, "what came after the backup stands where it was written"


def test_a_backup_that_was_changed_is_not_taken_for_whole(manager, superuser, beside, tmp_path):
    kept = backup.back_up(superuser, tmp_path / "backup")
    kept["frontdoor_contact"][1] = "0"
    (tmp_path / "backup" / "tables.json").write_text(json.dumps(kept))
    with pytest.raises(Refusal, match="differs from the backup in frontdoor_contact\\."):
        backup.restore(superuser, tmp_path / "backup", beside)


def test_nothing_is_written_over(superuser, beside, tmp_path):
    folder = tmp_path / "backup"
    backup.back_up(superuser, folder)
    with pytest.raises(Refusal, match="never written over"):
        backup.back_up(superuser, folder)
    backup.restore(superuser, folder, beside)
    with pytest.raises(Refusal, match="There is a database"):
        backup.restore(superuser, folder, beside)


def test_half_a_backup_is_none(superuser, beside, tmp_path):
    with pytest.raises(Refusal, match="not a finished backup"):
        backup.restore(superuser, tmp_path, beside)
