"""What the family says, as SQL for the triggers that ask it; ``consent`` says the same of its statuses.

An answer is a yes or a no; of each person the last one counts (docs/adr/0014).
"""

YES = "'GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'"
NO = "'REFUSED', 'WITHDRAWN'"
ANSWER = f"{YES}, {NO}"


def giver(event: str) -> str:
    """SQL: whose answer an event is: the adult's, or the young person's own."""
    return f"coalesce({event}.given_by_id, {event}.child_id)"
