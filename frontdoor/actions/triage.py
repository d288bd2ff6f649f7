"""The desk: taking a contact on, and saying how urgent it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from frontdoor.actions import partner_status
from frontdoor.actions.evidence import Risk, raise_risks
from frontdoor.core import policy, versions
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timescales import DECISION_AMBER, DECISION_GREEN, DECISION_RED, Timescale
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact
from frontdoor.models.contacts import DECIDED, Rag
from frontdoor.permissions import DECIDE_CONTACT, TRIAGE_CONTACT

DECIDED_BY_WHEN: dict[str, Timescale] = {
    Rag.RED: DECISION_RED,
    Rag.AMBER: DECISION_AMBER,
    Rag.GREEN: DECISION_GREEN,
}


class AlreadyDecided(NotPossible):
    """An act on a contact that a manager has decided."""

    sentence = DECIDED


class TakenBySomebodyElse(NotPossible):
    """A colleague works on the contact."""

    def __init__(self, colleague: Any) -> None:
        super().__init__(f"{colleague.get_full_name()} has taken this contact.")


def open_contact(*, contact_id: int, version: int | None, by: Any) -> Contact:
    """The contact, locked, for an act that needs it undecided.

    Raises AlreadyDecided, Stale for another version, Contact.DoesNotExist where ``by`` may not see it.
    """
    contact = versions.lock(Contact.objects.visible_to(by), contact_id)
    if contact.decided_at is not None:
        raise AlreadyDecided
    if version is not None and contact.version != version:
        raise versions.Stale(contact)
    return contact


@action
def take_next(*, by: Any, at: datetime) -> Contact | None:
    """Take on the most pressing contact that is free and without an urgency; None when there is none.

    Two workers at once get two contacts: a row that a colleague is just taking is passed over.
    """
    require(by, TRIAGE_CONTACT)
    free = Contact.objects.visible_to(by).to_triage().free().in_queue_order()
    contact = free.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    return contact and _give(contact, to=by, at=at)


@action
def take(*, contact_id: int, by: Any, at: datetime) -> Contact:
    """Take one contact on; again is no change. Raises TakenBySomebodyElse, AlreadyDecided."""
    require(by, TRIAGE_CONTACT)
    contact = open_contact(contact_id=contact_id, version=None, by=by)
    if contact.taken_by_id == by.pk:
        return contact
    if contact.taken_by is not None:
        raise TakenBySomebodyElse(contact.taken_by)
    return _give(contact, to=by, at=at)


@action
def release(*, contact_id: int, by: Any, at: datetime) -> Contact:
    """Put a contact back for anybody to take: by who took it, or by who may decide it. Raises TakenBySomebodyElse."""
    require(by, TRIAGE_CONTACT)
    contact = open_contact(contact_id=contact_id, version=None, by=by)
    if contact.taken_by is not None and contact.taken_by_id != by.pk and not by.holds(DECIDE_CONTACT):
        raise TakenBySomebodyElse(contact.taken_by)
    return _give(contact, to=None, at=None)


def _give(contact: Contact, *, to: Any, at: datetime | None) -> Contact:
    contact.taken_by, contact.taken_at = to, at
    contact.full_clean()
    contact.save()
    if to is not None:
        partner_status.announce(contact)
    return contact


@action
def set_urgency(
    *, contact_id: int, version: int, rag: str, reason: str, by: Any, at: datetime, risks: Sequence[Risk] = ()
) -> Contact:
    """Say how urgent a contact is and start its decision clock (T02, counted from when it was received).

    The first urgency ends the triage clock (T01). A later one replaces it until the contact is decided; the clock then
    runs again from when it was received, and the versions keep the earlier one. ``risks`` are raised with it.
    Raises AlreadyDecided, Stale, NotPossible.
    """
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    require(by, TRIAGE_CONTACT, contact)
    if rag not in DECIDED_BY_WHEN:
        raise NotPossible("Choose how urgent this contact is.", field="rag")
    if not reason.strip():
        raise NotPossible("Say why this urgency.", field="rag_reason")
    received = london_date(contact.received_at)
    allowed = policy.period(DECIDED_BY_WHEN[rag], on=received)
    if contact.triaged_at is None:
        contact.triaged_at, contact.triaged_by = at, by
    else:
        contact.rag_changed_at, contact.rag_changed_by = at, by
    contact.rag, contact.rag_reason = rag, reason
    contact.decision_due_at = allowed.due_at(contact.received_at, policy.calendar(around=received))
    contact.full_clean()
    contact.save()
    partner_status.announce(contact)
    raise_risks(contact, risks, by=by, at=at)
    return contact
