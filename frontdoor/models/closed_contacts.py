"""A contact that a manager closed with no further action takes no new request: what is new is a new contact."""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

CLOSED_WITHOUT_ACTION = (
    "This contact was decided with no further action, so nothing more is asked on it. "
    "Record what is new as a new contact."
)


def not_on_a_closed_contact(name: str) -> pgtrigger.Trigger:
    """A trigger for a row with a ``contact``: refused where every child of it was decided with no further action."""
    return refuses(
        name,
        sentence=CLOSED_WITHOUT_ACTION,
        operation=pgtrigger.Insert,
        when=f"""
            NOT {BRINGING_IN} AND EXISTS (
                SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id
                WHERE d.contact_id = NEW.contact_id
                HAVING bool_and(o.outcome = 'NFA'))
        """,  # noqa: S608 - no value of a user stands in this text
    )
