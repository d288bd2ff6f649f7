"""What a partner hears of a referral: where it stands and what the referrer is told, and nothing else.

Nothing here depends on who the children are or what else is known about them.
"""

from dataclasses import dataclass
from datetime import datetime

from frontdoor import presenters
from frontdoor.models import Contact, PartnerReferral

RECEIVED, LOOKED_AT, RETURNED, DECIDED = "received", "being_looked_at", "returned", "decided"
STATUSES = (RECEIVED, LOOKED_AT, RETURNED, DECIDED)
COLOURS = {RECEIVED: "grey", LOOKED_AT: "blue", RETURNED: "purple", DECIDED: "green"}
IN_WORDS = {
    RECEIVED: "Received",
    LOOKED_AT: "Being looked at",
    RETURNED: "Returned: we need more from you",
    DECIDED: "Decided",
}
SHOWN = ("contact__feedback", "contact__sent_back__answer")
"""What a referral is read with, for ``standing``."""


@dataclass(frozen=True)
class Standing:
    """One referral as its sender sees it.

    ``told`` is empty until the referrer has been told, or is being told. ``asked`` is what the sender was asked for,
    ``answered`` what they answered; both empty where nothing was. ``answer_by`` is the first moment that is late.
    """

    referral: PartnerReferral
    status: str
    received_at: datetime
    decided_at: datetime | None
    told: str
    asked: str
    answered: str
    answer_by: datetime | None
    still_to_say: list[str]

    @property
    def is_returned(self) -> bool:
        """Whether an answer is waited for."""
        return self.status == RETURNED

    @property
    def answer_by_words(self) -> str:
        """The last moment in time for an answer; empty where none was named."""
        return presenters.by_when(self.answer_by) if self.answer_by else ""

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
    sent_back = getattr(contact, "sent_back", None)
    if sent_back is not None:
        return LOOKED_AT if hasattr(sent_back, "answer") else RETURNED
    return LOOKED_AT if contact.taken_at is not None or contact.triaged_at is not None else RECEIVED


def standing(referral: PartnerReferral) -> Standing:
    """A referral read with ``SHOWN``."""
    contact = referral.contact
    answer = getattr(contact, "feedback", None)
    told = answer.words if answer is not None and answer.finished_on is not None else ""
    sent_back = getattr(contact, "sent_back", None)
    return Standing(
        referral=referral,
        status=status_of(contact),
        received_at=contact.received_at,
        decided_at=contact.decided_at,
        told=told,
        asked=sent_back.missing if sent_back is not None else "",
        answered=sent_back.answer.words if sent_back is not None and hasattr(sent_back, "answer") else "",
        answer_by=sent_back.answer_due_at if sent_back is not None else None,
        still_to_say=contact.still_to_say if contact.is_open else [],
    )


def is_seen_by_referrer(contact: Contact) -> bool:
    """Whether the referrer sees the contact in the portal: a person sent it there, not a system through the API."""
    sent = getattr(contact, "partner_referral", None)
    return sent is not None and sent.sent_by_id is not None
