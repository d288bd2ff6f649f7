"""Whoever has declared a tie to a family decides nothing about it and asks nobody about it (reliability.md 2.1)."""

from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

HAS_A_TIE = (
    "You have declared a tie to a child on this contact or to an adult of the family. Somebody else must do this."
)


def has_a_tie(worker: str, contact: str) -> str:
    """SQL: the worker in column ``worker`` has declared a tie to a child on a contact, or to an adult around one."""
    return f"""EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest tie
            JOIN frontdoor_contactchild named ON named.contact_id = {contact}
            WHERE tie.worker_id = {worker} AND (tie.person_id = named.child_id OR EXISTS (
                SELECT 1 FROM frontdoor_relationship r
                WHERE r.child_id = named.child_id AND r.adult_id = tie.person_id)))"""  # noqa: S608 - ours


def without_a_tie(name: str, *signers: str, operation: Any = pgtrigger.Insert) -> pgtrigger.Trigger:
    """A trigger that refuses a row about a contact which somebody with a tie signs in one of the columns ``signers``.

    On an update only a signature that is new is asked about.
    """
    signed = " OR ".join(
        f"(TG_OP = 'INSERT' OR NEW.{signer} IS DISTINCT FROM OLD.{signer})"
        f" AND {has_a_tie(f'NEW.{signer}', 'NEW.contact_id')}"
        for signer in signers
    )
    return refuses(name, sentence=HAS_A_TIE, operation=operation, when=f"NOT {BRINGING_IN} AND ({signed})")
