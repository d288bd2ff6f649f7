"""What was done and who looked, provable years later: ids only, no names, written in the transaction of the act.

Changes are written by database triggers, so no road (save, bulk, raw SQL, a job) goes round them.
A view of a person's record is written by ``consulted``; a page whose event cannot be written is not served.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Now

from frontdoor.core import acting
from frontdoor.core.prepared import ask


class Verb(models.TextChoices):
    """The six verbs of the data-protection logging duty, and two of our own."""

    COLLECT = "collect", "recorded"
    ALTER = "alter", "changed"
    CONSULT = "consult", "looked at"
    DISCLOSE = "disclose", "disclosed"
    COMBINE = "combine", "combined"
    ERASE = "erase", "erased"
    DECIDE = "decide", "decided"
    GRANT = "grant", "granted"


_THIS_TRANSACTION = Cast(
    Cast(models.Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
    models.BigIntegerField(),
)


class LedgerEvent(models.Model):
    """One thing that one worker did, to which row, about which people. Append-only; no keys, so nothing blocks it."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    transaction_id = models.BigIntegerField(editable=False, null=True, db_default=_THIS_TRANSACTION)
    actor_id = models.BigIntegerField()
    verb = models.CharField(max_length=8, choices=Verb.choices)
    subject = models.CharField(max_length=63)
    subject_id = models.BigIntegerField()
    person_ids = ArrayField(models.BigIntegerField(), default=list)
    basis = models.CharField(max_length=63, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    digest = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="ledger_subject"),
            models.Index(fields=["actor_id", "at"], name="ledger_actor"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ledger_is_append_only",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The ledger can only be added to.' USING ERRCODE = 'check_violation';",
            ),
            pgtrigger.Trigger(
                # Those written by our own triggers carry the database's time and transaction already.
                condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
                name="ledger_stamp",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    NEW.at := clock_timestamp();
                    NEW.transaction_id := pg_current_xact_id()::text::bigint;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.subject_id}"


SEARCH = "search"
NOBODY = "Every change names the worker who makes it."


def _written(verb: Verb, operation: Any, transition: str) -> pgtrigger.Trigger:
    referencing = {"old": transition} if verb == Verb.ERASE else {"new": transition}
    return pgtrigger.Trigger(
        name=f"ledger_{verb.value}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**referencing),
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM {transition}) THEN
                RETURN NULL;
            END IF;
            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN
                RAISE EXCEPTION '{NOBODY}' USING ERRCODE = 'insufficient_privilege';
            END IF;
            INSERT INTO frontdoor_ledgerevent
                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)
            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, '{verb.value}', TG_TABLE_NAME,
                   (facts->>'id')::bigint,
                   array_remove(ARRAY[
                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,
                       (facts->>'person_id')::bigint,
                       (facts->>'child_id')::bigint], NULL),
                   '', '', sha256(convert_to(facts::text, 'UTF8'))
            FROM (SELECT to_jsonb(t) AS facts FROM {transition} t OFFSET 0) written;
            RETURN NULL;
        """,  # noqa: S608 - no value of a user stands in this text
    )


def write_triggers() -> list[pgtrigger.Trigger]:
    """The three triggers that write every change of a table to the ledger and refuse a change by nobody."""
    return [
        _written(Verb.COLLECT, pgtrigger.Insert, "new_rows"),
        _written(Verb.ALTER, pgtrigger.Update, "new_rows"),
        _written(Verb.ERASE, pgtrigger.Delete, "old_rows"),
    ]


def consulted(*, by: Any, subject: models.Model, person_ids: list[int], basis: str = "") -> None:
    """Write that ``by`` looked at ``subject``, before anything of it is shown, and on what basis of its own if any."""
    _write(Verb.CONSULT, subject._meta.db_table, subject.pk, person_ids, basis, by=by)


def looked_through(*, by: Any, listing: type[models.Model], person_ids: list[int]) -> None:
    """Write that ``by`` read a list that tells of these people."""
    _write(Verb.CONSULT, listing._meta.db_table, 0, person_ids, "list", by=by)


def granted(*, subject: models.Model, person_ids: list[int], basis: str) -> None:
    """Write that the acting worker opened people's records to somebody, and on what basis."""
    _write(Verb.GRANT, subject._meta.db_table, subject.pk, person_ids, basis)


def disclosed(
    *, listing: type[models.Model], person_ids: list[int], subject_id: int = 0, basis: str = "export"
) -> None:
    """Write that the acting worker took a list, or one row's file, about these people out of the system."""
    _write(Verb.DISCLOSE, listing._meta.db_table, subject_id, person_ids, basis)


def combined(*, subject: models.Model, person_ids: list[int], basis: str) -> None:
    """Write that the acting worker joined people's records, or parted them again."""
    _write(Verb.COMBINE, subject._meta.db_table, subject.pk, person_ids, basis)


def searched(*, person_ids: list[int], basis: str = "") -> None:
    """Write that the acting worker searched, and whom the results named; nobody's record counts as opened by it."""
    _write(Verb.CONSULT, SEARCH, 0, person_ids, basis)


_INTO = """
    INSERT INTO frontdoor_ledgerevent (actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)
"""
SEARCHES = """
    SELECT count(*) FILTER (WHERE at >= %(later)s::timestamptz) AS often,
           coalesce(sum(cardinality(person_ids)), 0) AS named
    FROM frontdoor_ledgerevent
    WHERE actor_id = %(actor)s::bigint AND at >= %(earlier)s::timestamptz AND subject = 'search' AND basis = ''
"""
"""How often %(actor)s has searched since %(later)s, and how many rows the results named since %(earlier)s."""
SEARCH_OF = f"{_INTO} SELECT %(actor)s::bigint, '{Verb.CONSULT.value}', '{SEARCH}', 0, {{people}}, '', '', ''"
"""What ``searched`` writes, as a part of the statement that finds ``people``."""


def searched_since(earlier: datetime, later: datetime, *, by: Any) -> tuple[int, int]:
    """How often a worker has searched since ``later``, and how many rows the results named since ``earlier``."""
    ((often, rows),) = ask(SEARCHES, {"actor": by.pk, "earlier": earlier, "later": later})
    return often, rows


_OPENED = """
    SELECT worker, passed.at
    FROM unnest(%(workers)s::bigint[]) AS worker, LATERAL (
        SELECT min(event.at) AS at
        FROM frontdoor_ledgerevent event
        WHERE event.actor_id = worker AND event.at >= %(since)s::timestamptz AND event.at < %(until)s::timestamptz
          AND event.verb = 'consult' AND event.subject_id > 0
        GROUP BY event.subject, event.subject_id
        ORDER BY min(event.at) OFFSET %(most)s::bigint LIMIT 1
    ) AS passed
"""


def opened_more_than(
    most: int, *, workers: Iterable[int], since: datetime, until: datetime
) -> list[tuple[int, datetime]]:
    """Those of ``workers`` who opened more than so many different records, each with the moment of the one too many."""
    return ask(_OPENED, {"most": most, "workers": sorted(workers), "since": since, "until": until})


_LINE = f"""{_INTO}
    VALUES (%(actor)s::bigint, %(verb)s::text, %(subject)s::text, %(subject_id)s::bigint, %(people)s::bigint[],
            %(basis)s::text, '', '')
    RETURNING id
"""
"""Planned ahead: every page that shows somebody writes one."""


def _write(verb: Verb, subject: str, subject_id: int, person_ids: list[int], basis: str, *, by: Any = None) -> None:
    values = {"verb": verb.value, "subject": subject, "subject_id": subject_id, "people": person_ids, "basis": basis}
    ask(_LINE, values | {"actor": (by or acting.current()).pk})
