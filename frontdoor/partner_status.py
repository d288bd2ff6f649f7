"""What a partner hears of a referral: where it stands and what the referrer is told, and nothing else.

Nothing here depends on who the children are or what else is known about them.
"""

from dataclasses import dataclass
from datetime import datetime

from frontdoor.models import Contact, PartnerReferral

RECEIVED, LOOKED_AT, DECIDED = "received", "being_looked_at", "decided"
COLOURS = {RECEIVED: "grey", LOOKED_AT: "blue", DECIDED: "green"}
IN_WORDS = {RECEIVED: "Received", LOOKED_AT: "Being looked at", DECIDED: "Decided"}


@dataclass(frozen=True)
class Standing:
    """One referral as its sender sees it. ``told`` is empty until the referrer has been told, or is being told."""

    referral: PartnerReferral
    status: str
    received_at: datetime
    decided_at: datetime | None
    told: str

    @property
    def words(self) -> str:
        return IN_WORDS[self.status]

    @property
    def colour(self) -> str:
        """Of the tag on a page."""
        return COLOURS[self.status]


def status_of(contact: Contact) -> str:
    """Where a contact stands, for whoever sent it."""
    if contact.decided_at is not None:
        return DECIDED
    return LOOKED_AT if contact.taken_at is not None or contact.triaged_at is not None else RECEIVED


def standing(referral: PartnerReferral) -> Standing:
    """A referral read with ``contact`` and ``contact__feedback``."""
    contact = referral.contact
    answer = getattr(contact, "feedback", None)
    told = answer.words if answer is not None and answer.finished_on is not None else ""
    return Standing(
        referral=referral,
        status=status_of(contact),
        received_at=contact.received_at,
        decided_at=contact.decided_at,
        told=told,
    )
