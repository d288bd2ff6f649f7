"""Who may say how urgent a contact is and who may decide it, and what danger starts: asked of the contact's row."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import MANAGERS, SOCIAL_WORKER
from frontdoor.models.birth_dates import RECEIVED_AFTER_CONCEPTION
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.rights import MOVES_DAYS, holds, is_not_the_actor

DANGER_IS_RED = "While a child is in danger the Red clock runs from the moment the contact came in."
NOT_A_TRIAGER = "Only a registered social worker can set how urgent a contact is, and signs it in person."
URGENCY_IS_SIGNED = (
    "How urgent a contact is changes only when a registered social worker sets it anew and signs it in person."
)
DUE_FOLLOWS = (
    "By when a contact is triaged and decided follows from its urgency, from when it was received and from the "
    "calendar. Set the urgency anew, or correct when it was received."
)
NOT_A_DECIDER = "Only a practice manager or a service manager can decide a contact, and signs it in person."


def _signed(
    name: str, *, sentence: str, moment: str, by: str, roles: tuple[str, ...], registered: bool = False
) -> pgtrigger.Trigger:
    number = f"SELECT 1 FROM workforce_worker w WHERE w.id = NEW.{by} AND w.registration_number <> ''"  # noqa: S608 - ours
    right = holds(f"NEW.{by}", *roles, at="clock_timestamp()")
    if registered:
        right += f" AND EXISTS ({number})"
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.UpdateOf(moment),
        when=f"""
            NEW.{moment} IS NOT NULL AND NEW.{moment} IS DISTINCT FROM OLD.{moment} AND NOT {BRINGING_IN}
            AND ({is_not_the_actor(f"NEW.{by}")} OR NOT ({right}))
        """,
    )


_DECIDERS = tuple(sorted(MANAGERS))
_PRACTITIONERS = (SOCIAL_WORKER.code, *_DECIDERS)

_SIGNED_ANEW = """(
            NEW.triaged_at IS NOT NULL AND OLD.triaged_at IS NULL
            OR NEW.rag_changed_at IS NOT NULL AND NEW.rag_changed_at IS DISTINCT FROM OLD.rag_changed_at)"""

_URGENCY_AND_DUE = [
    refuses(
        "contact_urgency_is_signed",
        sentence=URGENCY_IS_SIGNED,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND (
                OLD.triaged_at IS NOT NULL
                AND (NEW.triaged_at, NEW.triaged_by_id) IS DISTINCT FROM (OLD.triaged_at, OLD.triaged_by_id)
                OR OLD.rag_changed_at IS NOT NULL AND NEW.rag_changed_at IS NULL
                OR (NEW.rag, NEW.rag_reason, NEW.triaged_by_id, NEW.rag_changed_by_id)
                   IS DISTINCT FROM (OLD.rag, OLD.rag_reason, OLD.triaged_by_id, OLD.rag_changed_by_id)
                   AND NOT {_SIGNED_ANEW})
        """,
    ),
    refuses(
        "contact_due_follows_its_urgency",
        sentence=DUE_FOLLOWS,
        operation=pgtrigger.Update,
        when=f"""
            NOT {BRINGING_IN} AND NEW.received_at = OLD.received_at
            AND NOT EXISTS (SELECT 1 FROM frontdoor_bankholiday h WHERE h.recorded_at >= transaction_timestamp())
            AND (
                NEW.triage_due_at IS DISTINCT FROM OLD.triage_due_at
                AND NOT (OLD.triage_due_at IS NULL AND {MOVES_DAYS})
                OR NEW.decision_due_at IS DISTINCT FROM OLD.decision_due_at AND NOT {_SIGNED_ANEW})
        """,  # noqa: S608 - no value of a user stands in this text
    ),
]
"""Whoever signs is asked by the rules on the moments; a corrected receipt and a new closing day have their own rows."""

CONTACT_RULES = [
    *_URGENCY_AND_DUE,
    RECEIVED_AFTER_CONCEPTION,
    marked_by_an_import("contact"),
    refuses(
        "contact_in_danger_is_red",
        sentence=DANGER_IS_RED,
        operation=pgtrigger.Insert,
        when=f"""
            NEW.immediate_danger AND NEW.decision_due_at IS NULL AND NEW.legacy_key IS NULL AND NOT {BRINGING_IN}
        """,
    ),
    _signed(
        "contact_signed_by_triager",
        sentence=NOT_A_TRIAGER,
        moment="triaged_at",
        by="triaged_by_id",
        roles=_PRACTITIONERS,
        registered=True,
    ),
    _signed(
        "contact_signed_by_next_triager",
        sentence=NOT_A_TRIAGER,
        moment="rag_changed_at",
        by="rag_changed_by_id",
        roles=_PRACTITIONERS,
        registered=True,
    ),
    _signed(
        "contact_signed_by_decider",
        sentence=NOT_A_DECIDER,
        moment="decided_at",
        by="decided_by_id",
        roles=_DECIDERS,
    ),
]
