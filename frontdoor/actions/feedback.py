"""The answer owed to whoever told us: what was decided, without anything about the family that is not theirs to know.

Working Together wants the referrer told of the outcome (T04). The words name nobody, so that a letter or a message
that goes astray tells nothing about a child.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from frontdoor.core import outbox, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.timescales import FEEDBACK
from frontdoor.core.working_days import london_date
from frontdoor.models import Authority, Contact, ReferrerFeedback
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.decisions import Outcome
from frontdoor.permissions import GIVE_FEEDBACK

TOPIC = "feedback.send"
NOBODY_TO_TELL = frozenset({ReferralSource.ANONYMOUS, ReferralSource.UNKNOWN})
PRIVATE_PEOPLE = frozenset(
    {ReferralSource.FAMILY, ReferralSource.ACQUAINTANCE, ReferralSource.SELF, ReferralSource.OTHER_INDIVIDUAL}
)

IN_WORDS = {
    Outcome.NO_FURTHER_ACTION: "We will take no further action.",
    Outcome.ADVICE: "We have given information or advice, or said which service can help.",
    Outcome.EARLY_HELP: "We are offering the family early help.",
    Outcome.OPEN_CASE: "The family already has a social worker, who now has what you told us.",
    Outcome.REFERRAL: "A social worker will make an assessment with the family.",
    Outcome.REFERRAL_STRATEGY: "A social worker will make enquiries with other agencies.",
    Outcome.EMERGENCY: "We are acting now to keep the child safe.",
    Outcome.OTHER_AUTHORITY: "Another authority is responsible. We have passed on what you told us.",
    Outcome.MISSING: "We have acted on the notice that a child was missing.",
    Outcome.PRIVATE_FOSTERING: "We will visit to look into the private fostering arrangement.",
    Outcome.ADOPTION: "We will follow the steps for an adoption without an agency.",
    Outcome.RETURNED: "We need more information from you before we can decide.",
}


class AlreadyTold(NotPossible):
    """A second answer to the same referrer."""

    sentence = "The referrer has already been told."


def _greeting(contact: Contact) -> str:
    told = f"{london_date(contact.received_at):%-d %B %Y}"
    sent = getattr(contact, "partner_referral", None)
    reference = sent.reference if sent else contact.reference
    return f"Thank you for telling us about your concern on {told}. Our reference is {reference}."


def _decided(contact: Contact) -> list[str]:
    outcomes = list(contact.decision.outcomes.select_related("level"))
    counted = Counter(outcome.outcome for outcome in outcomes)
    if len(counted) == 1:
        decided = [IN_WORDS[Outcome(outcomes[0].outcome)]]
    else:
        decided = [
            f"For {number} of {len(outcomes)} children: {IN_WORDS[Outcome(code)]}" for code, number in counted.items()
        ]
    levels = sorted({str(outcome.level) for outcome in outcomes})
    return [*decided, f"Level of need: {', '.join(levels)}."]


def draft(contact: Contact) -> str:
    """What the referrer of a decided contact is told: a professional the outcome, anyone else that we acted on it."""
    if contact.source_code in PRIVATE_PEOPLE:
        said = [
            "A manager has read what you told us and decided what happens next.",
            "We cannot tell you more, because what we know about a family is private to them.",
        ]
    else:
        said = ["A manager has decided what happens next.", *_decided(contact)]
    telephone = Authority.objects.values_list("telephone", flat=True).get(pk=1)
    call = f"call us on {telephone}" if telephone else "call us"
    said.append(f"If you disagree, if you know more, or if you are worried again, {call} and give the reference.")
    return "\n\n".join([_greeting(contact), "\n".join(said[:-1]), said[-1]])


@action
def owe(*, contact: Contact, by: Any, at: datetime) -> ReferrerFeedback | None:
    """Note that the referrer is owed an answer, by T04, and send it where an e-mail address is known.

    None for an anonymous referrer. A child who told us is never answered by a message of the system.
    """
    if contact.source_code in NOBODY_TO_TELL:
        return None
    today = london_date(at)
    owed = ReferrerFeedback(
        contact=contact,
        words=draft(contact),
        by_email=bool(contact.referrer_email) and contact.source_code != ReferralSource.SELF,
        started_on=today,
        due_on=policy.period(FEEDBACK, on=today).due_on(today, policy.calendar(around=today)),
    )
    owed.full_clean()
    owed.save()
    if owed.by_email:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{owed.pk}", feedback_id=owed.pk)
    return owed


def _owed(rows: Any, contact_id: int) -> ReferrerFeedback:
    owed = rows.select_for_update(of=("self",), no_key=True).get(contact_id=contact_id)
    if owed.finished_on is not None:
        raise AlreadyTold
    return owed


@action
def tell(*, contact_id: int, words: str, by: Any, at: datetime) -> ReferrerFeedback:
    """Record that ``by`` told the referrer ``words``, in person or by telephone. Raises AlreadyTold."""
    require(by, GIVE_FEEDBACK)
    owed = _owed(ReferrerFeedback.objects.visible_to(by), contact_id)
    owed.words, owed.by_email = words, False
    return _told(owed, by=by, at=at)


@action
def sent(*, feedback_id: int, by: Any, at: datetime) -> ReferrerFeedback | None:
    """Record that the message went out; None when somebody has told the referrer meanwhile."""
    owed = (
        ReferrerFeedback.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contact")
        .get(pk=feedback_id)
    )
    return _told(owed, by=by, at=at) if owed.finished_on is None else None


def _told(owed: ReferrerFeedback, *, by: Any, at: datetime) -> ReferrerFeedback:
    owed.finished_on, owed.told_by = london_date(at), by
    owed.full_clean()
    owed.save()
    return owed
