"""A contact goes back to the referrer once, to ask for what is missing; it stays open and its clock runs on."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.core.timescales import AGENCY_REPLY
from frontdoor.models.check_wording import never_investigates
from frontdoor.models.contacts import DECIDED, Contact, Rag
from frontdoor.models.decisions import ChildOutcome, Outcome
from frontdoor.models.feedback import Told
from frontdoor.models.return_reasons import ReturnReason
from frontdoor.models.signing import signed_in_person
from frontdoor.models.ties import without_a_tie

ANSWER_BY_WHEN = "Say by when the referrer is asked to answer."
REASON_WANTED = "Choose why the contact goes back to the referrer"
MISSING_TOO_SHORT = "Say in at least 20 characters what the referrer is asked for."
RETURNED_ONCE = "This contact has been returned once. Decide it with what is known."
NOT_READ = "A registered social worker must read this contact for risk before it goes back to the referrer."
RISK_INDICATED = "Risk is indicated, so this contact does not go back to the referrer. Act on what is known."
NOBODY_TO_ASK = "Nobody knows who told us, so nobody can be asked."
ANSWERED_ONCE = "This has been answered already. Ring the front door with what is new, or complete the contact itself."
NO_ANSWER = "Write what the referrer answered."
ANSWERED_TOO_LATE = "This contact was decided before the answer came. Ring the front door with what is new."
ANSWERED_TOO_EARLY = "An answer comes after the question was put."
NOT_THE_REFERRER = "Only whoever sent this contact, or the front door, can answer what was asked about it."

_AFTER_READING = refuses(
    "return_after_reading_for_risk",
    sentence=NOT_READ,
    operation=pgtrigger.Insert,
    when="""
        NOT EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.triaged_at <= NEW.returned_at)
    """,
)

_WITHOUT_RISK = refuses(
    "return_without_a_risk",
    sentence=RISK_INDICATED,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM frontdoor_riskflag r WHERE r.contact_id = NEW.contact_id)
        OR EXISTS (
            SELECT 1 FROM frontdoor_contact c
            WHERE c.id = NEW.contact_id AND (c.immediate_danger OR c.rag = '{Rag.RED.value}'))
    """,  # noqa: S608 - no user's text
)

_BEFORE_THE_DECISION = refuses(
    "return_before_the_decision",
    sentence=DECIDED,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN}
        AND EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id AND c.decided_at IS NOT NULL)
    """,  # noqa: S608 - no user's text
)


_CODED = refuses(
    "return_has_a_reason",
    sentence=REASON_WANTED,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND NEW.reason = ''",
)

_BY_WHEN = refuses(
    "return_says_by_when",
    sentence=ANSWER_BY_WHEN,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND NEW.answer_due_at IS NULL",
)

REPLY_CLOCK = Clock(AGENCY_REPLY.code, started="returned_at", due="answer_due_at", finished="answered_at")
"""A referrer who is asked has as long as an agency that is asked (T36), and never longer than the decision has."""


class ContactReturnQuerySet(RecordQuerySet):
    """What referrers were asked for."""

    def waiting(self) -> "ContactReturnQuerySet":
        """Not answered, and the contact is still to be decided."""
        return self.filter(answer__isnull=True, contact__decided_at__isnull=True)

    def answered(self) -> "ContactReturnQuerySet":
        return self.filter(answer__isnull=False)


class ContactReturn(EventRecord):
    """What a manager asked the referrer for (domain.md 3.2 RET, C13): once, after triage, never where risk is seen.

    Nothing of the contact changes by it: it is decided by the time that was promised, with or without an answer.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, related_name="sent_back", error_messages={"unique": RETURNED_ONCE}
    )
    reason = models.CharField(
        "why it goes back",
        max_length=9,
        choices=ReturnReason.choices,
        default="",
        error_messages={"blank": REASON_WANTED},
    )
    missing = models.TextField("what the referrer is asked for")
    how = models.CharField("how the referrer was asked", max_length=6, choices=Told.choices)
    returned_at = models.DateTimeField()
    answer_due_at = models.DateTimeField("when an answer is due", null=True, editable=False)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ContactReturnQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="return_says_what_is_missing",
                condition=at_least("missing", 20),
                violation_error_message=MISSING_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="return_answer_due_later",
                condition=Q(answer_due_at__gt=F("returned_at")),
                violation_error_message=ANSWER_BY_WHEN,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            _CODED,
            _BY_WHEN,
            _AFTER_READING,
            _WITHOUT_RISK,
            _BEFORE_THE_DECISION,
            without_a_tie("return_without_a_tie", "returned_by_id"),
            signed_in_person("return_signed_in_person", "returned_by_id"),
            never_investigates("return_asks_what_is_known", "missing"),
        ]

    def __str__(self) -> str:
        return f"return {self.pk}"

    @property
    def answered(self) -> "ReturnAnswer | None":
        """What the referrer answered, if they have."""
        return getattr(self, "answer", None)

    @property
    def answered_at(self) -> datetime | None:
        """When they did."""
        return self.answered.answered_at if self.answered else None


def went_back(*, by: datetime | None = None) -> Q:
    """Contacts that were returned to their referrer, by a moment or at all, those of the former system included."""
    returned = ContactReturn.objects.filter(contact_id=OuterRef("pk"))
    if by is not None:
        returned = returned.filter(returned_at__lte=by)
    of_the_past = ChildOutcome.objects.filter(decision__contact_id=OuterRef("pk"), outcome=Outcome.RETURNED)
    return Q(Exists(returned)) | Q(Exists(of_the_past))


def reason_given(*, by: Any) -> Subquery:
    """Why a contact went back, by a moment: the code of ReturnReason, "" from before there were codes."""
    returned = ContactReturn.objects.filter(contact_id=OuterRef("pk"), returned_at__lte=by)
    return Subquery(returned.values("reason")[:1])


_BEFORE_A_DECISION = refuses(
    "answer_before_the_decision",
    sentence=ANSWERED_TOO_LATE,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN}
        AND EXISTS (
            SELECT 1 FROM frontdoor_contactreturn r JOIN frontdoor_contact c ON c.id = r.contact_id
            WHERE r.id = NEW.sent_back_id AND c.decided_at IS NOT NULL)
    """,  # noqa: S608 - no user's text
)

_AFTER_THE_QUESTION = refuses(
    "answer_after_the_question",
    sentence=ANSWERED_TOO_EARLY,
    operation=pgtrigger.Insert,
    when="""
        EXISTS (SELECT 1 FROM frontdoor_contactreturn r
                WHERE r.id = NEW.sent_back_id AND r.returned_at > NEW.answered_at)
    """,
)

_BY_THE_REFERRER = refuses(
    "answer_by_the_referrer_or_the_desk",
    sentence=NOT_THE_REFERRER,
    operation=pgtrigger.Insert,
    when="""
        EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.answered_by_id AND w.agency_id IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_contactreturn r
            JOIN frontdoor_partnerreferral p ON p.contact_id = r.contact_id
            JOIN workforce_worker w ON w.id = p.sent_by_id AND w.agency_id = p.agency_id
            WHERE r.id = NEW.sent_back_id AND w.id = NEW.answered_by_id)
    """,
)


_SIGNED = signed_in_person("answer_signed_in_person", "answered_by_id")


class ReturnAnswer(EventRecord):
    """What the referrer answered: written by themselves on the partners' pages, or by whoever they told."""

    sent_back = models.OneToOneField(
        ContactReturn, on_delete=models.PROTECT, related_name="answer", error_messages={"unique": ANSWERED_ONCE}
    )
    words = models.TextField("what the referrer answered", error_messages={"blank": NO_ANSWER})
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="answer_says_something", condition=at_least("words", 1), violation_error_message=NO_ANSWER
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, _BEFORE_A_DECISION, _AFTER_THE_QUESTION, _BY_THE_REFERRER, _SIGNED]

    def __str__(self) -> str:
        return f"answer {self.pk}"
