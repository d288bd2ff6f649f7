"""What must not be, asked of the settings at every start."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader

THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
ONE_CLICK_IN_PUBLIC = checks.Error(
    "DEMO is on where others can reach this installation: anybody could sign in as anybody.",
    hint="Use frontdoor.config.settings.production, which has no personas.",
    id="frontdoor.E001",
)

PARTNERS_BY_PASSWORD_ALONE = checks.Error(
    "PARTNERS_NEED_A_SECOND_FACTOR is off: people of other agencies would sign in with a password alone.",
    hint="Only an invented authority (DEMO) may do without.",
    id="frontdoor.E002",
)

HALF_WAY = "This database stops before {name}, of an earlier version whose migrations are no longer kept one by one."
FIRST_TO_THE_LAST = "Migrate it with the last version that keeps them, and come back: docs/operations.md, Upgrade."


@checks.register
def personas_stay_on_this_machine(**_: Any) -> list[checks.CheckMessage]:
    """Personas are for an invented authority on the loopback address."""
    return [ONE_CLICK_IN_PUBLIC] if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= THIS_MACHINE else []


@checks.register
def partners_prove_who_they_are(**_: Any) -> list[checks.CheckMessage]:
    """A second factor is left out among invented people alone."""
    return [] if settings.PARTNERS_NEED_A_SECOND_FACTOR or settings.DEMO else [PARTNERS_BY_PASSWORD_ALONE]


@checks.register(checks.Tags.database)
def databases_stand_where_migrations_go_on(databases: Iterable[str] | None = None, **_: Any) -> list[Any]:
    """Django leaves out in silence what stands for migrations of which a database has run some."""
    found = []
    for alias in databases or ():
        loader = MigrationLoader(connections[alias])
        applied = set(loader.applied_migrations or ())
        for migration in loader.replacements.values():
            missing = sorted(set(migration.replaces) - applied)
            if missing and len(missing) < len(migration.replaces):
                words = HALF_WAY.format(name=".".join(missing[0]))
                found.append(checks.Error(words, hint=FIRST_TO_THE_LAST, id="frontdoor.E003"))
    return found
