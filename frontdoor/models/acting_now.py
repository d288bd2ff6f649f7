"""What stands behind reason O4: a strategy discussion, an emergency power, or a call to the police or the ambulance.

``override_rules.ACTS_AT_ONCE`` for Python; discussions and powers are read over the children of the contact.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from frontdoor.models.contacts import Contact
from frontdoor.models.override_choices import ActsNow
from frontdoor.models.override_rules import LEAST_CALL_REFERENCE


@dataclass(frozen=True)
class Act:
    """What is done at once: its kind, the number of its record or the call's time and reference."""

    kind: str = ""
    number: int | None = None
    called_at: datetime | None = None
    reference: str = ""

    def columns(self) -> dict[str, object]:
        """As the row keeps it."""
        return {
            "acts_now": self.kind,
            "acts_now_id": self.number,
            "called_at": self.called_at,
            "call_reference": self.reference,
        }


NO_ACT = Act()


def recorded(contact: Contact) -> dict[tuple[str, int], datetime]:
    """The strategy discussions and emergency powers in force of the children of a contact, each with its moment."""
    meeting = "child__strategy_children__meeting"
    meetings = contact.about.filter(
        child__strategy_children__left_out_reason="",
        child__strategy_children__meeting__isnull=False,
        child__strategy_children__meeting__called_off_at__isnull=True,
    ).values_list(meeting, f"{meeting}__planned_at")
    powers = contact.about.filter(
        child__emergency_powers__isnull=False, child__emergency_powers__ended_at__isnull=True
    ).values_list("child__emergency_powers", "child__emergency_powers__started_at")
    return {
        (kind.value, number): at
        for kind, rows in ((ActsNow.STRATEGY, meetings), (ActsNow.POWER, powers))
        for number, at in rows.order_by()
    }


def is_whole(act: Act, contact: Contact, *, requested_at: datetime) -> bool:
    """Whether an act exists for a child of the contact, or a call is told with its time and its reference."""
    if act.kind == ActsNow.CALL:
        told = len(act.reference.strip()) >= LEAST_CALL_REFERENCE and re.search("[0-9]", act.reference)
        return bool(told) and act.called_at is not None and act.called_at <= requested_at
    return (act.kind, act.number) in recorded(contact)
