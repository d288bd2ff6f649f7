"""Telling the sender's system that a referral has moved on, in the transaction of whatever moved it."""

from frontdoor.core import outbox
from frontdoor.models import Contact
from frontdoor.partner_status import LOOKED_AT, status_of

TOPIC = "partner.status"


def announce(contact: Contact) -> None:
    """Send the status of a contact to the system that sent it, once for each status; nothing for any other contact.

    A contact that was returned is looked at a second time once the answer is there: that is told again.
    """
    referral = getattr(contact, "partner_referral", None)
    if referral is not None and referral.client_id is not None:
        status = status_of(contact)
        again = ":again" if status == LOOKED_AT and hasattr(contact, "sent_back") else ""
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{referral.pk}:{status}{again}", referral_id=referral.pk, status=status)
