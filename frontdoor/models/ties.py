"""Whoever has declared a tie to a family opens nothing over it and judges nothing of it (reliability.md 2.1).

The rows that say so: what answers about consent come to, asking without consent with its review, telling the family
and what is put right, questions to agencies, the decision on the contact with its return and its completed record, and
whether an assessment goes on without agreement. What protects is never refused: a no, a withdrawal and the end of a
ground are written down by anybody, a contact is recorded and triaged by anybody, and what cannot wait is decided.
"""

from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

HAS_A_TIE = "You have declared a tie to a child or an adult of this family. Somebody else must do this."
DECIDES_WITH_A_TIE = (
    "You have declared a tie to a child or an adult of this family. Somebody else must decide this contact, unless "
    "section 47 or emergency action cannot wait."
)

OF_THE_CONTACT = "SELECT c.child_id FROM frontdoor_contactchild c WHERE c.contact_id = NEW.contact_id"
OF_THE_OVERRIDE = """SELECT c.child_id FROM frontdoor_contactchild c
                JOIN frontdoor_consentoverride o ON o.contact_id = c.contact_id WHERE o.id = NEW.override_id"""
OF_THE_DECISION = """SELECT c.child_id FROM frontdoor_contactchild c
                JOIN frontdoor_decision d ON d.contact_id = c.contact_id WHERE d.id = NEW.decision_id"""


def _has_a_tie(worker: str, children: str) -> str:
    """SQL: the worker in column ``worker`` has declared a tie to one of ``children``, or to an adult around one."""
    return f"""EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest tie JOIN ({children}) named ON true
            WHERE tie.worker_id = {worker} AND (tie.person_id = named.child_id OR EXISTS (
                SELECT 1 FROM frontdoor_relationship r
                WHERE r.child_id = named.child_id AND r.adult_id = tie.person_id)))"""  # noqa: S608 - ours


def without_a_tie(
    name: str,
    *signers: str,
    operation: Any = pgtrigger.Insert,
    children: str = OF_THE_CONTACT,
    sentence: str = HAS_A_TIE,
    only: str = "true",
) -> pgtrigger.Trigger:
    """A trigger that refuses a row about ``children`` which somebody with a tie signs in a column of ``signers``.

    ``children`` is SQL for ``child_id``, ``only`` for the rows that are asked. On an update only a signature that is
    new is asked about.
    """
    signed = " OR ".join(
        f"(TG_OP = 'INSERT' OR NEW.{signer} IS DISTINCT FROM OLD.{signer}) AND {_has_a_tie(f'NEW.{signer}', children)}"
        for signer in signers
    )
    return refuses(name, sentence=sentence, operation=operation, when=f"NOT {BRINGING_IN} AND {only} AND ({signed})")
