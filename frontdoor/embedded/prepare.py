"""What stands ready before the first page is served, in one process: Django takes longer to start than most of it."""

import sys

import django
from django.core.checks import Tags
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from frontdoor.embedded import WHO_CAN_SIGN_IN


def main() -> int:
    """Files for browsers, tables, rights and the demo authority, each where it is not there yet; as the owner.

    The last lines that it prints say who can sign in.
    """
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    _migrate()
    call_command("createcachetable")
    call_command("secure_database")
    call_command("load_demo")
    print(WHO_CAN_SIGN_IN, flush=True)
    call_command("who_can_sign_in")
    return 0


def _migrate() -> None:
    call_command("check", databases=[connection.alias], tags=[Tags.database], verbosity=0)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False)
    else:
        executor.check_replacements()  # as migrate does: what stands for migrations that ran has run


if __name__ == "__main__":
    sys.exit(main())
