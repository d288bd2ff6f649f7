"""When a contact was received, put right: a wrongly typed time would let its clocks run wrong for ever."""

from datetime import datetime
from typing import Any

from frontdoor.actions import feedback
from frontdoor.actions.triage import open_contact
from frontdoor.core import promises
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import EARLIEST, LONDON, london_date
from frontdoor.models import Contact, Person, ReceivedCorrection
from frontdoor.models.birth_dates import LONG_BEFORE_BIRTH
from frontdoor.models.contacts import RECEIVED_TOO_EARLY
from frontdoor.models.corrections import FUTURE, SAME
from frontdoor.permissions import CORRECT_RECEIVED


@action
def correct_received(
    *, contact_id: int, version: int, received_at: datetime, reason: str, by: Any, at: datetime
) -> Contact:
    """Say when an undecided contact was received, and work out anew what was promised from then (T01, T02, T03).

    The earlier moment and due moments stay readable in the versions, the reason in the correction. Raises
    AlreadyDecided, Stale, and NotPossible for a moment in the future, before 2000, after the contact was
    triaged, or long before a child's known date of birth.
    """
    require(by, CORRECT_RECEIVED)
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    if received_at == contact.received_at:
        raise NotPossible(SAME, field="received_at")
    if received_at > at:
        raise NotPossible(FUTURE, field="received_at")
    if london_date(received_at) < EARLIEST:
        raise NotPossible(RECEIVED_TOO_EARLY, field="received_at")
    if contact.triaged_at is not None and received_at > contact.triaged_at:
        triaged = f"{contact.triaged_at.astimezone(LONDON):%-d %B %Y at %H:%M}"
        raise NotPossible(f"The urgency was set on {triaged}. It came in before that.", field="received_at")
    children = Person.objects.filter(contacts__contact=contact)
    if any(child.was_born_long_after(london_date(received_at)) for child in children):
        raise NotPossible(LONG_BEFORE_BIRTH, field="received_at")
    correction = ReceivedCorrection(
        contact=contact,
        before=contact.received_at,
        after=received_at,
        reason=reason,
        corrected_at=at,
        corrected_by=by,
    )
    correction.full_clean()
    correction.save()
    contact.received_at = received_at
    for column, due in promises.counted_anew(contact).items():
        setattr(contact, column, due)
    contact.full_clean()
    contact.save()
    feedback.receipt_corrected(contact)
    return contact
