"""The rules that many tables share, in the words that a new database gets.

They stand here a second time because what runs later may change, in migrations of its own.
"""

from typing import Any

import pgtrigger

from frontdoor.core.version_triggers import version_triggers

STAMP = pgtrigger.Trigger(
    name="recorded_at_is_the_databases",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF TG_OP = 'INSERT' THEN NEW.recorded_at := clock_timestamp(); ELSE NEW.recorded_at := OLD.recorded_at; END IF;
        RETURN NEW;
    """,
)

ONCE = pgtrigger.Trigger(
    name="is_written_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="RAISE EXCEPTION 'This entry cannot be changed. Add a new one.' USING ERRCODE = 'check_violation';",
)

COUNTED_UP = pgtrigger.Trigger(
    name="version_goes_up_by_one",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'Somebody else has changed this since you opened it.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

VERSIONS = version_triggers(
    """
    INSERT INTO {versions} ({columns}, history_type, history_date, history_user_id, history_change_reason)
    SELECT {values}, '{kind}', clock_timestamp(),
           nullif(current_setting('frontdoor.actor', true), '')::bigint,
           nullif(current_setting('frontdoor.change_reason', true), '')
    FROM new_rows written;
    RETURN NULL;
"""
)


def _ledger(verb: str, operation: pgtrigger.Operation, rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"ledger_{verb}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**{rows.removesuffix("_rows"): rows}),
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM {rows}) THEN
                RETURN NULL;
            END IF;
            IF coalesce(current_setting('frontdoor.actor', true), '') = '' THEN
                RAISE EXCEPTION 'Every change names the worker who makes it.' USING ERRCODE = 'insufficient_privilege';
            END IF;
            INSERT INTO frontdoor_ledgerevent
                (at, actor_id, verb, subject, subject_id, person_ids, basis, request_id, digest)
            SELECT clock_timestamp(), current_setting('frontdoor.actor')::bigint, '{verb}', TG_TABLE_NAME,
                   (facts->>'id')::bigint,
                   array_remove(ARRAY[
                       CASE WHEN TG_TABLE_NAME = 'frontdoor_person' THEN (facts->>'id')::bigint END,
                       (facts->>'person_id')::bigint,
                       (facts->>'child_id')::bigint], NULL),
                   '', '', sha256(convert_to(facts::text, 'UTF8'))
            FROM (SELECT to_jsonb(t) AS facts FROM {rows} t OFFSET 0) written;
            RETURN NULL;
        """,
    )


LEDGER = [
    _ledger("collect", pgtrigger.Insert, "new_rows"),
    _ledger("alter", pgtrigger.Update, "new_rows"),
    _ledger("erase", pgtrigger.Delete, "old_rows"),
]

RECORDED = [STAMP, *LEDGER]
WRITTEN_ONCE = [STAMP, ONCE, *LEDGER]
TRACKED = [STAMP, *LEDGER, *VERSIONS]
VERSIONED = [STAMP, COUNTED_UP, *LEDGER, *VERSIONS]


def refuses(
    name: str, *, sentence: str, when: str, operation: pgtrigger.Operation, first: str = "", declare: Any = None
) -> pgtrigger.Trigger:
    """A rule that refuses a row where ``when`` holds, with a sentence that people read."""
    words = sentence.replace("'", "''")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=declare,
        func=f"""
            {first}
            IF {when} THEN
                RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )
