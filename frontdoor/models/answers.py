"""What the family says, as SQL for the triggers that ask it; ``consent`` says the same of its statuses.

An answer is a yes or a no; of each person the last one counts. A yes stays with the contact on which it was asked for,
a no counts on every contact of its child that was open beside it (docs/adr/0014).
"""

from frontdoor.core.records import BRINGING_IN

YES = "'GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'"
NO = "'REFUSED', 'WITHDRAWN'"
ANSWER = f"{YES}, {NO}"


def giver(event: str) -> str:
    """SQL: whose answer an event is: the adult's, or the young person's own."""
    return f"coalesce({event}.given_by_id, {event}.child_id)"


def counts_on(event: str, contact: str) -> str:
    """SQL: an answer counts on a contact: its own, or a no on one that was open when this came in, or said since.

    What is brought in was asked before the family said what it says now: there each contact stands for itself.
    """
    return f"""({event}.contact_id = {contact} OR {event}.status IN ({NO}) AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_contact here JOIN frontdoor_contact there ON there.id = {event}.contact_id
            WHERE here.id = {contact} AND ({event}.happened_at >= here.received_at
                OR there.legacy_key IS NULL AND coalesce(there.decided_at >= here.received_at, true))))"""  # noqa: S608 - columns


def later(event: str, other: str) -> str:
    """SQL: an event happened after another; of two of one moment, the one that was written last."""
    return f"({event}.happened_at, {event}.id) > ({other}.happened_at, {other}.id)"


def latest_answers(child: str, kind: str, contact: str) -> str:
    """SQL: of each person of the family the last answer of a kind about a child that counts on a contact."""
    return f"""(
                SELECT DISTINCT ON ({giver("e")}) e.* FROM frontdoor_consentevent e
                WHERE e.child_id = {child} AND e.kind = {kind} AND e.status IN ({ANSWER}) AND {counts_on("e", contact)}
                ORDER BY {giver("e")}, e.happened_at DESC, e.id DESC)"""  # noqa: S608 - columns


def is_answered(event: str) -> str:
    """SQL: a manager decided on this no itself that the agreement of another carries in spite of it."""
    return f"""EXISTS (
                SELECT 1 FROM frontdoor_consentmatter m WHERE m.refusal_id = {event}.id AND m.decision = 'rely')"""  # noqa: S608 - a column


def contact_in_turn(contact: str) -> str:
    """SQL: hold a contact's row, so that what is written about its consent and what is asked on it wait in turn."""
    return f"PERFORM 1 FROM frontdoor_contact held WHERE held.id = {contact} FOR NO KEY UPDATE;"  # noqa: S608 - a column


def child_in_turn(child: str) -> str:
    """SQL: hold a child's row after its contact's: a no on one contact stops what is asked on another."""
    return f"PERFORM 1 FROM frontdoor_person held WHERE held.id = {child} FOR NO KEY UPDATE;"  # noqa: S608 - a column
