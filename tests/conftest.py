"""The database of the tests: made by its owner, used by the serving role, so that missing rights fail here."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import hypothesis
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

from frontdoor.core.acting import acting_as
from tests import migrated
from tests.factories import workers
from tests.rows import connect_as_superuser, stop_granting

# A slow machine is not a wrong answer: speed is measured by `make bench`, never by a test's deadline.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

KEPT_BETWEEN_TESTS = {
    "django_migrations",
    "django_content_type",
    "django_site",
    "auth_permission",
    "frontdoor_policyperiod",
    "frontdoor_historicalpolicyperiod",
    "frontdoor_bankholiday",
    "frontdoor_historicalbankholiday",
    "frontdoor_authoritytext",
    "frontdoor_historicalauthoritytext",
    "frontdoor_authority",
    "frontdoor_historicalauthority",
    "frontdoor_thresholdscheme",
    "frontdoor_historicalthresholdscheme",
    "frontdoor_thresholdlevel",
    "frontdoor_historicalthresholdlevel",
    "frontdoor_thresholdindicator",
    "frontdoor_historicalthresholdindicator",
    "workforce_worker",
}


def sign_on_as(url: str) -> None:
    """Connect as the role of `url` from now on."""
    parts = urlsplit(url)
    connection.close()
    connection.settings_dict["USER"] = unquote(parts.username or "")
    connection.settings_dict["PASSWORD"] = unquote(parts.password or "")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Create and secure the test database with every right, then hand it to the serving role."""
    with django_db_blocker.unblock():
        sign_on_as(os.environ["DATABASE_SUPERUSER_URL"])
        with migrated.database(connection.creation._get_test_db_name()) as known:
            made = setup_databases(verbosity=0, interactive=False, keepdb=known or django_db_keepdb)
            call_command("createcachetable", verbosity=0)
            call_command("secure_database")
        sign_on_as(os.environ["DATABASE_URL"])
    gc.collect()
    gc.freeze()  # as serving does (frontdoor/config/wsgi.py)
    yield
    stop_granting()
    with django_db_blocker.unblock():
        sign_on_as(os.environ["DATABASE_SUPERUSER_URL"])
        if not django_db_keepdb:
            migrated.drop(connection.settings_dict["NAME"])
        teardown_databases(made, verbosity=0, keepdb=True)


# What the migrations wrote stays for the next test; what a worker of a test added to it goes.
BY_PEOPLE = "history_user_id NOT IN (SELECT id FROM workforce_worker WHERE is_system)"
ADDED_TO = ("authoritytext", "thresholdindicator", "thresholdlevel", "thresholdscheme", "bankholiday", "policyperiod")
ADDED_BY_PEOPLE = sql.SQL(
    f"DELETE FROM {{}} WHERE id IN (SELECT id FROM {{}} WHERE history_type = '+' AND {BY_PEOPLE})"
)
HISTORY_BY_PEOPLE = sql.SQL(f"DELETE FROM {{}} WHERE {BY_PEOPLE}")


def _history_of(kept: str) -> sql.Identifier:
    return sql.Identifier(f"frontdoor_historical{kept}")


def _empty_the_tables(self: TransactionTestCase) -> None:
    with connect_as_superuser() as cleaner:
        cleaner.execute("SET session_replication_role = replica")
        for kept in ADDED_TO:
            cleaner.execute(ADDED_BY_PEOPLE.format(sql.Identifier(f"frontdoor_{kept}"), _history_of(kept)))
            cleaner.execute(HISTORY_BY_PEOPLE.format(_history_of(kept)))
        cleaner.execute("DELETE FROM workforce_worker WHERE NOT is_system")
        for model in apps.get_models(include_auto_created=True):
            if model._meta.db_table not in KEPT_BETWEEN_TESTS:
                cleaner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(model._meta.db_table)))


TransactionTestCase._fixture_teardown = _empty_the_tables


@pytest.fixture
def system(db: None) -> Any:
    """The worker in whose name jobs act."""
    return workers.Worker.objects.the_system()


@pytest.fixture
def acting(system: Any) -> Iterator[Any]:
    """Everything this test writes is the system's doing, unless an act names somebody else."""
    with acting_as(system):
        yield system


@pytest.fixture
def poisoned(transactional_db: None) -> Iterator[Callable[[str, str, str], None]]:
    """A function of (table, condition on NEW, statement): rows like that do this when they are written."""
    tables = []

    def poison(table: str, when: str, does: str) -> None:
        tables.append(table)
        with connect_as_superuser() as above:
            above.execute(
                f"CREATE FUNCTION poison_{len(tables)}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN {does}; RETURN NEW; END $$"
            )
            above.execute(
                f"CREATE TRIGGER a_poison_{len(tables)} BEFORE INSERT ON {table} FOR EACH ROW WHEN ({when})"
                f" EXECUTE FUNCTION poison_{len(tables)}()"
            )

    yield poison
    with connect_as_superuser() as above:
        for number in range(1, len(tables) + 1):
            above.execute(f"DROP FUNCTION poison_{number} CASCADE")
