"""What the family says, as SQL for the triggers that ask it; ``consent`` says the same of its statuses.

An answer is a yes or a no; of each person the last one counts (docs/adr/0014).
"""

YES = "'GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'"
NO = "'REFUSED', 'WITHDRAWN'"
ANSWER = f"{YES}, {NO}"


def giver(event: str) -> str:
    """SQL: whose answer an event is: the adult's, or the young person's own."""
    return f"coalesce({event}.given_by_id, {event}.child_id)"


def contact_in_turn(contact: str) -> str:
    """SQL: hold a contact's row, so that what is written about its consent and what is asked on it wait in turn."""
    return f"PERFORM 1 FROM frontdoor_contact held WHERE held.id = {contact} FOR NO KEY UPDATE;"  # noqa: S608 - a column
