"""Asking a referrer for what is missing: the contact goes back once and stays open."""

from datetime import datetime
from typing import Any

from frontdoor.actions.feedback import NOBODY_TO_TELL
from frontdoor.actions.triage import open_contact
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.models import Contact, ContactReturn
from frontdoor.models.contacts import DECIDED, Rag
from frontdoor.models.returns import NOBODY_TO_ASK, NOT_READ, RETURNED_ONCE, RISK_INDICATED
from frontdoor.permissions import DECIDE_CONTACT


def why_not(contact: Contact) -> str:
    """The sentence that stands against returning a contact; empty where nothing does (domain.md 3.2 RET, C13)."""
    if contact.decided_at is not None:
        return DECIDED
    if contact.triaged_at is None:
        return NOT_READ
    if contact.immediate_danger or contact.rag == Rag.RED or contact.risk_flags.exists():
        return RISK_INDICATED
    if hasattr(contact, "sent_back"):
        return RETURNED_ONCE
    return NOBODY_TO_ASK if contact.source_code in NOBODY_TO_TELL else ""


@action
def give_back(*, contact_id: int, missing: str, how: str, by: Any, at: datetime) -> ContactReturn:
    """Note what the referrer was asked for, and how. No clock of the contact stops.

    Raises AlreadyDecided, NotPossible with what stands against it, and Refused for anybody but a manager.
    """
    contact = open_contact(contact_id=contact_id, version=None, by=by)
    require(by, DECIDE_CONTACT, contact)
    if against := why_not(contact):
        raise NotPossible(against)
    row = ContactReturn(contact=contact, missing=missing, how=how, returned_at=at, returned_by=by)
    row.full_clean()
    row.save()
    return row
