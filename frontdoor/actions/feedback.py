"""The answer owed to whoever told us: a sign that it arrived, and what was decided, in words that name nobody.

Working Together wants the contact acknowledged (T03) and the referrer told of the outcome (T04). An acknowledgement
goes out by itself where an e-mail address is known. The outcome never does: somebody reads the draft, changes it and
sends it. The message is the text itself, without a name, so that one that goes astray tells nothing about a child; the
same text as a letter (PDF) is for post or for the authority's secure mail.
"""

from datetime import datetime
from typing import Any

from frontdoor import letter_words
from frontdoor.core import drafts, outbox, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.roles import MANAGERS
from frontdoor.core.timed import due_if_known, last_day_of
from frontdoor.core.timescales import FEEDBACK, REFERRAL_DECISION
from frontdoor.core.working_days import london_date
from frontdoor.models import Acknowledgement, Contact, ReferrerFeedback
from frontdoor.models.agencies import PRIVATE_PEOPLE, ReferralSource
from frontdoor.models.check_wording import found_in, names_on
from frontdoor.models.contacts import Method
from frontdoor.models.feedback import READ_BY_A_MANAGER, READ_IT_AGAIN, Told
from frontdoor.permissions import GIVE_FEEDBACK

DRAFT_FORM = "feedback"
TOPIC = "feedback.send"
ACKNOWLEDGE = "acknowledgement.send"
NOBODY_TO_TELL = frozenset({ReferralSource.ANONYMOUS, ReferralSource.UNKNOWN})
IN_THE_CALL = frozenset({Method.TELEPHONE, Method.IN_PERSON})

NO_ADDRESS = "No e-mail address is known, or the referrer is the child. Send a letter or ring."
NAMES_IN_MAIL = "An e-mail names nobody. Take out: {}."
NAMES_IN_WORDS = "These words name {}. Tick that this referrer may be told, or take them out."


class AlreadyTold(NotPossible):
    """A second answer to the same referrer."""

    sentence = "The referrer has already been told."


def may_be_mailed(contact: Contact) -> bool:
    """Whether a message of the system may go to the referrer: never to a child who told us."""
    return bool(contact.referrer_email) and contact.source_code != ReferralSource.SELF


def expect_acknowledgement(contact: Contact, *, by: Any, due_at: datetime | None) -> Acknowledgement | None:
    """Start the clock of the acknowledgement (T03) at receipt, inside the act that records the contact.

    Somebody on the telephone has it at once; where an address is known the message goes out by itself. None for a
    referrer whom nobody can reach.
    """
    if contact.source_code in NOBODY_TO_TELL:
        return None
    told = contact.method in IN_THE_CALL
    owed = Acknowledgement(
        contact=contact,
        started_at=contact.received_at,
        due_at=due_at,
        finished_at=contact.received_at if told else None,
        how=Told.CALL if told else "",
        told_by=by if told else None,
    )
    owed.full_clean(exclude=["contact"])
    owed.save()
    if not told and may_be_mailed(contact):
        outbox.put(topic=ACKNOWLEDGE, key=f"{ACKNOWLEDGE}:{owed.pk}", acknowledgement=owed.pk)
    return owed


def receipt_corrected(contact: Contact) -> None:
    """Let an acknowledgement that is still owed run from the corrected receipt, inside the act that corrects it."""
    for owed in Acknowledgement.objects.not_given().filter(contact=contact).select_for_update(no_key=True):
        day = london_date(contact.received_at)
        lasts = policy.period(REFERRAL_DECISION, on=day, team_id=contact.recorded_by.team_id)
        owed.started_at = contact.received_at
        owed.due_at = due_if_known(lasts, contact.received_at, policy.calendar(around=day))
        owed.full_clean()
        owed.save()


def _unacknowledged(rows: Any, **which: Any) -> Acknowledgement:
    owed = rows.select_for_update(of=("self",), no_key=True).select_related("contact").get(**which)
    if owed.finished_at is not None:
        raise AlreadyTold
    return owed


@action
def acknowledge(*, contact_id: int, how: str, by: Any, at: datetime) -> Acknowledgement:
    """Record that ``by`` let the referrer know that the contact arrived. Raises AlreadyTold."""
    require(by, GIVE_FEEDBACK)
    owed = _unacknowledged(Acknowledgement.objects.visible_to(by), contact_id=contact_id)
    return _acknowledged(owed, how=how, by=by, at=at)


@action
def acknowledged_by_mail(*, acknowledgement_id: int, by: Any, at: datetime) -> Acknowledgement | None:
    """Record that the message went out; None when somebody has told the referrer meanwhile."""
    try:
        owed = _unacknowledged(Acknowledgement.objects.all(), pk=acknowledgement_id)
    except AlreadyTold:
        return None
    return _acknowledged(owed, how=Told.EMAIL, by=by, at=at)


def _acknowledged(owed: Acknowledgement, *, how: str, by: Any, at: datetime) -> Acknowledgement:
    owed.finished_at, owed.how, owed.told_by = at, how, by
    owed.full_clean()
    owed.save()
    return owed


@action
def owe(*, contact: Contact, by: Any, at: datetime, cannot_wait: bool = False) -> ReferrerFeedback | None:
    """Note that the referrer is owed an answer by T04 and draft it; nothing is sent. None for an anonymous one.

    With ``cannot_wait`` its day may be unknown until the bank holidays are.
    """
    if contact.source_code in NOBODY_TO_TELL:
        return None
    today = london_date(at)
    owed = ReferrerFeedback(
        contact=contact,
        words=letter_words.draft(contact, today),
        started_on=today,
        due_on=last_day_of(
            policy.period(FEEDBACK, on=today), today, policy.calendar(around=today), cannot_wait=cannot_wait
        ),
    )
    owed.full_clean()
    owed.save()
    return owed


def asking_words(contact: Contact, words: str) -> list[str]:
    """The phrases with which an agency that referred may be asked to investigate (C14); none for a private person."""
    return [] if contact.source_code in PRIVATE_PEOPLE else found_in([words], names_on(contact.pk))


def check_wording(contact: Contact, words: str, *, by: Any, asks_nobody: bool, field: str) -> None:
    """Words to an agency that may ask it to investigate (C14) are given by a manager who has read that they do not.

    ``asks_nobody`` is that manager's word. Raises NotPossible, on ``field`` where a manager is to read them.
    """
    if not asking_words(contact, words):
        return
    if not MANAGERS & by.roles:
        raise NotPossible(READ_BY_A_MANAGER, field=field)
    if not asks_nobody:
        raise NotPossible(READ_IT_AGAIN, field="asks_nobody")


@action
def tell(
    *,
    contact_id: int,
    words: str,
    how: str,
    by: Any,
    at: datetime,
    names_may_be_told: bool = False,
    asks_nobody: bool = False,
) -> ReferrerFeedback:
    """Tell the referrer ``words``, or record that they were told; they are kept exactly so, with who and when.

    An e-mail that names a child, an adult or an address of the contact is refused; other ways need
    ``names_may_be_told``; ``asks_nobody`` as ``check_wording`` says. Raises AlreadyTold, NotPossible.
    """
    require(by, GIVE_FEEDBACK)
    rows = ReferrerFeedback.objects.visible_to(by).select_related("contact")
    owed = rows.select_for_update(of=("self",), no_key=True).get(contact_id=contact_id)
    if owed.finished_on is not None:
        raise AlreadyTold
    if how == Told.EMAIL and not may_be_mailed(owed.contact):
        raise NotPossible(NO_ADDRESS, field="how")
    check_wording(owed.contact, words, by=by, asks_nobody=asks_nobody, field="words")
    named = " and ".join(letter_words.named_in(owed.contact, words))
    if named and how == Told.EMAIL:
        raise NotPossible(NAMES_IN_MAIL.format(named), field="words")
    if named and not names_may_be_told:
        raise NotPossible(NAMES_IN_WORDS.format(named), field="names_may_be_told")
    owed.words, owed.how, owed.asks_nobody = words, how, asks_nobody
    owed.finished_on, owed.told_at, owed.told_by = london_date(at), at, by
    owed.full_clean()
    owed.save()
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=contact_id)
    if how == Told.EMAIL:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{owed.pk}", feedback_id=owed.pk)
    return owed
