"""Rules across rows, as triggers that refuse with the same sentence that the form shows."""

from typing import Any

import pgtrigger

TODAY_SQL = "(clock_timestamp() AT TIME ZONE 'Europe/London')::date"


def refuses(
    name: str, *, sentence: str, when: str, operation: Any, first: str = "", declare: Any = None
) -> pgtrigger.Trigger:
    """A trigger that refuses a row where the SQL condition ``when`` holds; ``first`` runs before it is asked.

    Neither text ever holds a value that a user typed.
    """
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
