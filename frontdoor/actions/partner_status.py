"""Telling the sender's system that a referral has moved on, in the transaction of whatever moved it."""

from frontdoor.core import outbox
from frontdoor.models import Contact
from frontdoor.partner_status import status_of

TOPIC = "partner.status"


def announce(contact: Contact) -> None:
    """Send the status of a contact to the system that sent it, once for each status; nothing for any other contact."""
    referral = getattr(contact, "partner_referral", None)
    if referral is not None and referral.client_id is not None:
        status = status_of(contact)
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{referral.pk}:{status}", referral_id=referral.pk, status=status)
