"""Give the serving role exactly the rights it needs and no way round a rule; run by the owner after each migration."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from frontdoor.core.ledger import LedgerEvent
from frontdoor.core.outbox import OutboxEffect
from frontdoor.core.records import EventRecord, Record

READ = "SELECT"
ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ADD_AND_REMOVE = "SELECT, INSERT, DELETE"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"

# pgtrigger lets any session name triggers that it will not run (SET pgtrigger.ignore). No session of the serving role
# may: only what runs as the owner of the tables, as the function does that moves rows from one person to another.
OWNER = "SELECT quote_literal(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = 'frontdoor_person'::regclass"
NO_RULE_IS_IGNORED = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        SELECT current_user = {owner} AND trigger_name = ANY (
            coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[])
    $$
"""


def rights(model: type[models.Model]) -> str:
    """What the serving role may do with a table: events are added, records changed, only working data deleted."""
    if issubclass(model, OutboxEffect):
        return ADD_AND_REMOVE
    if issubclass(model, (LedgerEvent, EventRecord)) or hasattr(model, "history_type"):
        return ADD
    return CHANGE if issubclass(model, Record) else EVERYTHING


class Command(BaseCommand):
    help = "Grant the serving database role its rights, table by table, and close the way round the triggers."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role = connection.ops.quote_name(settings.SERVING_DATABASE_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(OWNER)
            cursor.execute(NO_RULE_IS_IGNORED.format(owner=cursor.fetchone()[0]))
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT {READ} ON ALL TABLES IN SCHEMA public TO {role}")
            for model in apps.get_models(include_auto_created=True):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"GRANT {rights(model)} ON {table} TO {role}")
            for cache in settings.CACHES.values():
                if cache["BACKEND"].endswith("DatabaseCache"):
                    table = connection.ops.quote_name(cache["LOCATION"])
                    cursor.execute(f"GRANT {EVERYTHING} ON {table} TO {role}")
