"""Asking a referrer for what is missing, and keeping what they answer: the contact goes back once and stays open."""

from datetime import datetime
from typing import Any

from frontdoor import letter_words
from frontdoor.actions import partner_status
from frontdoor.actions.feedback import NO_ADDRESS, NOBODY_TO_TELL, may_be_mailed
from frontdoor.actions.ties import check_no_tie
from frontdoor.actions.triage import open_contact
from frontdoor.core import outbox, policy, versions
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timescales import AGENCY_REPLY
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, ContactReturn, PartnerReferral, ReturnAnswer
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE, found_in, names_on
from frontdoor.models.contacts import DECIDED, Rag
from frontdoor.models.feedback import Told
from frontdoor.models.returns import (
    ANSWERED_ONCE,
    ANSWERED_TOO_LATE,
    NOBODY_TO_ASK,
    NOT_READ,
    RETURNED_ONCE,
    RISK_INDICATED,
)
from frontdoor.permissions import DECIDE_CONTACT, RECORD_CONTACT, REFER

TOPIC = "return.send"
NAMES_LEAVE = "What is asked leaves this building and names nobody: the referrer has the reference. Take out: {}."
NOTHING_ASKED = "Nothing was asked about this contact, so there is nothing to answer."


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


def answer_due_at(contact: Contact, at: datetime) -> datetime:
    """By when a referrer asked at a moment is to answer: as an agency is (T36), and before the decision is due."""
    today = london_date(at)
    reply = policy.period(AGENCY_REPLY, on=today).due_at(at, policy.calendar(around=today))
    decision = contact.decision_due_at
    return reply if decision is None or decision <= at else min(reply, decision)


@action
def give_back(*, contact_id: int, reason: str, missing: str, how: str, by: Any, at: datetime) -> ContactReturn:
    """Ask the referrer for what is missing, by e-mail at once, or note how they were asked. No clock stops.

    ``reason`` is one of ReturnReason. Raises AlreadyDecided, NotPossible with what stands against it, and Refused for
    anybody but a manager. Words that leave, by e-mail or on the partners' pages, name nobody.
    """
    contact = open_contact(contact_id=contact_id, version=None, by=by)
    require(by, DECIDE_CONTACT, contact)
    check_no_tie(by=by, contact_id=contact.pk)
    if against := why_not(contact):
        raise NotPossible(against)
    if how == Told.EMAIL and not may_be_mailed(contact):
        raise NotPossible(NO_ADDRESS, field="how")
    leaves = how == Told.EMAIL or hasattr(contact, "partner_referral")
    if found_in([missing], names_on(contact.pk)):
        raise NotPossible(NOT_TO_INVESTIGATE, field="missing")
    if leaves and (named := letter_words.named_in(contact, missing)):
        raise NotPossible(NAMES_LEAVE.format(" and ".join(named)), field="missing")
    row = ContactReturn(
        contact=contact,
        reason=reason,
        missing=missing,
        how=how,
        returned_at=at,
        returned_by=by,
        answer_due_at=answer_due_at(contact, at),
    )
    row.full_clean()
    row.save()
    if how == Told.EMAIL:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{row.pk}", return_id=row.pk)
    partner_status.announce(contact)
    return row


@action
def answer(*, contact_id: int, words: str, by: Any, at: datetime) -> ReturnAnswer:
    """Note what the referrer answered to somebody of the front door. Raises AlreadyDecided, NotPossible."""
    require(by, RECORD_CONTACT)
    return _answered(open_contact(contact_id=contact_id, version=None, by=by), words=words, by=by, at=at)


@action
def answer_own(*, public_id: str, words: str, by: Any, at: datetime) -> ReturnAnswer:
    """Answer what was asked about a referral of one's own. Raises NotPossible, PartnerReferral.DoesNotExist."""
    require(by, REFER)
    referral = PartnerReferral.objects.own(by).get(public_id=public_id)
    contact = versions.lock(Contact.objects.all(), referral.contact_id)
    if contact.decided_at is not None:
        raise NotPossible(ANSWERED_TOO_LATE)
    return _answered(contact, words=words, by=by, at=at)


@action
def answer_by_system(*, contact_id: int, words: str, by: Any, at: datetime) -> ReturnAnswer:
    """Take in what a partner's system answers about a contact that a system of the same agency sent.

    ``by`` is the system's own worker. Raises NotPossible.
    """
    contact = versions.lock(Contact.objects.all(), contact_id)
    if contact.decided_at is not None:
        raise NotPossible(ANSWERED_TOO_LATE)
    return _answered(contact, words=words, by=by, at=at)


def _answered(contact: Contact, *, words: str, by: Any, at: datetime) -> ReturnAnswer:
    asked = ContactReturn.objects.filter(contact=contact).select_related("answer").first()
    if asked is None:
        raise NotPossible(NOTHING_ASKED)
    if hasattr(asked, "answer"):
        raise NotPossible(ANSWERED_ONCE)
    row = ReturnAnswer(sent_back=asked, words=words, answered_at=at, answered_by=by)
    row.full_clean()
    row.save()
    partner_status.announce(contact)
    return row
