"""What a referrer is owed: an acknowledgement (T03), the outcome in plain words (T04), and an answer to a challenge."""

from datetime import date, datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.agencies import PRIVATE_PEOPLE
from frontdoor.models.check_wording import asks_in_sql
from frontdoor.models.contacts import Contact
from frontdoor.models.decisions import CANNOT_WAIT
from frontdoor.models.rights import manages, on_day
from frontdoor.models.signing import signed_in_person

ACKNOWLEDGEMENT_CLOCK = Clock("T03", started="started_at", due="due_at", finished="finished_at")
FEEDBACK_CLOCK = Clock("T04", started="started_on", due="due_on", finished="finished_on")
CHALLENGE_CLOCK = Clock("T37", started="started_on", due="due_on", finished="answered_on")

NOT_DATED = (
    "The bank holidays are not known far enough to work out when the referrer is told. Only section 47 and an "
    "emergency are decided all the same."
)
STAYS_AS_TOLD = "What a referrer was told is kept as it was told. Write another letter or record another call."
TOLD_WHOLE = "Say how the referrer was told, who told them and when."
ANOTHER_MANAGER = "A challenge is answered by a manager other than the one who decided the contact."
WHAT_IS_CHALLENGED = "Write what the referrer disagrees with, in at least 20 characters."
ANSWER_TOO_SHORT = "Write the answer to the challenge in at least 20 characters."
READ_BY_A_MANAGER = (
    "These words may ask the agency to do the work of social care, such as speaking to the child or finding something "
    "out. Change them, or ask a manager to read them and tell the referrer."
)
READ_IT_AGAIN = "Change the words, or select that they ask nobody to do the work of social care."


class Told(models.TextChoices):
    """How a referrer was told."""

    CALL = "call", "Telephone call or in person"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"


class AcknowledgementQuerySet(TrackedQuerySet):
    """Acknowledgements owed and given."""

    def owed(self) -> "AcknowledgementQuerySet":
        return self.filter(ACKNOWLEDGEMENT_CLOCK.open_q())

    def overdue(self, at: datetime) -> "AcknowledgementQuerySet":
        """Not given by the end of the next working day (T03)."""
        return self.filter(ACKNOWLEDGEMENT_CLOCK.overdue_q(at))

    def in_time(self) -> "AcknowledgementQuerySet":
        """Given by the end of the next working day (K09)."""
        return self.filter(ACKNOWLEDGEMENT_CLOCK.kept_q())

    def not_given(self) -> "AcknowledgementQuerySet":
        """Owed, dated or not yet."""
        return self.filter(finished_at__isnull=True)

    def undated(self) -> "AcknowledgementQuerySet":
        """Those of contacts that came in past the known bank holidays."""
        return self.filter(due_at__isnull=True)

    def visible_to(self, worker: Any) -> "AcknowledgementQuerySet":
        """Those of contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class Acknowledgement(TrackedRecord):
    """That the referrer is owed a sign that the contact has arrived, and when it was given."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="acknowledgement")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField("how the referrer was told", max_length=6, choices=Told.choices, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AcknowledgementQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [ACKNOWLEDGEMENT_CLOCK.index("ack"), models.Index(fields=["due_at"], name="ack_due")]
        constraints = [
            *ACKNOWLEDGEMENT_CLOCK.constraints("ack"),
            models.CheckConstraint(
                name="ack_given_whole",
                condition=both_or_neither("finished_at", "told_by")
                & (Q(finished_at__isnull=True, how="") | Q(finished_at__isnull=False) & ~Q(how="")),
                violation_error_message=TOLD_WHOLE,
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, signed_in_person("ack_signed_in_person", "told_by_id")]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class ReferrerFeedbackQuerySet(TrackedQuerySet):
    """Answers owed and given."""

    def owed(self) -> "ReferrerFeedbackQuerySet":
        """Not given yet, dated or not."""
        return self.filter(FEEDBACK_CLOCK.open_q() | Q(due_on__isnull=True, finished_on__isnull=True))

    def undated(self) -> "ReferrerFeedbackQuerySet":
        """Those of decisions that could not wait until the bank holidays were known."""
        return self.filter(due_on__isnull=True)

    def overdue(self, on: date) -> "ReferrerFeedbackQuerySet":
        """Not given by the promised day (T04)."""
        return self.filter(FEEDBACK_CLOCK.overdue_q(on))

    def in_time(self) -> "ReferrerFeedbackQuerySet":
        """Given by the promised day (K09)."""
        return self.filter(FEEDBACK_CLOCK.kept_q())

    def visible_to(self, worker: Any) -> "ReferrerFeedbackQuerySet":
        """Answers about contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


_PRIVATE = ", ".join(f"'{source.value}'" for source in sorted(PRIVATE_PEOPLE))

_CANNOT_WAIT = ", ".join(f"'{outcome.value}'" for outcome in sorted(CANNOT_WAIT))

_STAYS_AS_TOLD = refuses(
    "feedback_stays_as_told",
    sentence=STAYS_AS_TOLD,
    operation=pgtrigger.Update,
    when="""
        OLD.finished_on IS NOT NULL
        AND (NEW.words, NEW.how, NEW.told_by_id, NEW.told_at, NEW.finished_on, NEW.contact_id, NEW.asks_nobody)
        IS DISTINCT FROM
        (OLD.words, OLD.how, OLD.told_by_id, OLD.told_at, OLD.finished_on, OLD.contact_id, OLD.asks_nobody)
    """,
)


def _may_ask(words: str, contact: str, *, given: str) -> str:
    """SQL: words are told to an agency now and may ask it to do social care's work; ``given`` is the column of when."""
    return f"""
        NEW.{given} IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.{given} IS NULL) AND NOT {BRINGING_IN}
        AND EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = {contact} AND c.source_code NOT IN ({_PRIVATE}))
        AND {asks_in_sql(words, contact)}
    """  # noqa: S608 - no value of a user stands in this text


_LETTER_MAY_ASK = _may_ask("NEW.words", "NEW.contact_id", given="finished_on")
_ASKS_NOTHING = refuses(
    "feedback_asks_for_no_investigation",
    sentence=READ_BY_A_MANAGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"NOT {manages('NEW.told_by_id', at='NEW.told_at')} AND {_LETTER_MAY_ASK}",
)
_LETTER_READ_AGAIN = refuses(
    "feedback_read_again",
    sentence=READ_IT_AGAIN,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"NOT NEW.asks_nobody AND {_LETTER_MAY_ASK}",
)


_IS_DATED = refuses(
    "feedback_is_dated",
    sentence=NOT_DATED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.due_on IS NULL AND NOT {BRINGING_IN} AND NOT EXISTS (
            SELECT 1 FROM frontdoor_decision d JOIN frontdoor_childoutcome o ON o.decision_id = d.id
            WHERE d.contact_id = NEW.contact_id AND o.outcome IN ({_CANNOT_WAIT}))
    """,  # noqa: S608 - the codes of an enumeration
)


class ReferrerFeedback(TrackedRecord):
    """The outcome in words for the referrer: a draft until somebody tells it, then kept as it was told (T04)."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="feedback")
    words = models.TextField("what the referrer is told")
    started_on = models.DateField()
    due_on = models.DateField(null=True, editable=False)
    finished_on = models.DateField(null=True, blank=True)
    how = models.CharField("how the referrer was told", max_length=6, choices=Told.choices, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asks_nobody = models.BooleanField("read: these words ask nobody to investigate", default=False, editable=False)

    objects = ReferrerFeedbackQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "referrer feedback"
        indexes = [FEEDBACK_CLOCK.index("feedback"), models.Index(fields=["due_on"], name="feedback_due")]
        constraints = [
            *FEEDBACK_CLOCK.constraints("feedback"),
            models.CheckConstraint(
                name="feedback_given_by_somebody",
                condition=both_or_neither("finished_on", "told_by")
                & both_or_neither("finished_on", "told_at")
                & (Q(finished_on__isnull=True, how="") | Q(finished_on__isnull=False) & ~Q(how="")),
                violation_error_message=TOLD_WHOLE,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("feedback_signed_in_person", "told_by_id"),
            _IS_DATED,
            _STAYS_AS_TOLD,
            _ASKS_NOTHING,
            _LETTER_READ_AGAIN,
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class Result(models.TextChoices):
    """What came of a challenge."""

    STANDS = "stands", "The decision stands"
    AGAIN = "again", "The contact is looked at again"
    CHANGED = "changed", "The decision was changed"


class FeedbackChallengeQuerySet(TrackedQuerySet):
    """Challenges by referrers."""

    def owed(self) -> "FeedbackChallengeQuerySet":
        return self.filter(CHALLENGE_CLOCK.open_q())

    def overdue(self, on: date) -> "FeedbackChallengeQuerySet":
        """Not answered by the promised day (T37)."""
        return self.filter(CHALLENGE_CLOCK.overdue_q(on))

    def not_decided_by(self, worker: Any) -> "FeedbackChallengeQuerySet":
        """Those that this worker may answer: somebody else decided the contact."""
        return self.exclude(feedback__contact__decided_by_id=worker.pk)

    def about(self, feedback: "ReferrerFeedback") -> "FeedbackChallengeQuerySet":
        """Those against what one referrer was told, in their order."""
        return self.filter(feedback=feedback).select_related("recorded_by").order_by("started_on", "pk")

    def visible_to(self, worker: Any) -> "FeedbackChallengeQuerySet":
        """Those about contacts that this worker may open."""
        return self.filter(feedback__contact__in=Contact.objects.visible_to(worker))


_ANSWERED = on_day("NEW.answered_on")
_BY_ANOTHER_MANAGER = refuses(
    "challenge_answered_by_another_manager",
    sentence=ANOTHER_MANAGER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        NEW.answered_by_id IS NOT NULL AND (
            EXISTS (
                SELECT 1 FROM frontdoor_referrerfeedback f JOIN frontdoor_contact c ON c.id = f.contact_id
                WHERE f.id = NEW.feedback_id AND c.decided_by_id = NEW.answered_by_id)
            OR (NEW.answered_by_id, NEW.answered_on) IS DISTINCT FROM (OLD.answered_by_id, OLD.answered_on)
               AND NOT {manages("NEW.answered_by_id", at=_ANSWERED)})
    """,  # noqa: S608 - no value of a user stands in this text
)
_ITS_CONTACT = "(SELECT f.contact_id FROM frontdoor_referrerfeedback f WHERE f.id = NEW.feedback_id)"
_ANSWER_READ_AGAIN = refuses(
    "challenge_read_again",
    sentence=READ_IT_AGAIN,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"NOT NEW.asks_nobody AND {_may_ask('NEW.answer', _ITS_CONTACT, given='answered_on')}",
)


class FeedbackChallenge(TrackedRecord):
    """A referrer disagrees with what was decided; another manager than the decider looks at it and answers (T37)."""

    feedback = models.ForeignKey(ReferrerFeedback, on_delete=models.PROTECT, related_name="challenges")
    words = models.TextField("what the referrer disagrees with", error_messages={"blank": WHAT_IS_CHALLENGED})
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    result = models.CharField(max_length=7, choices=Result.choices, blank=True, editable=False)
    answer = models.TextField(blank=True, editable=False)
    asks_nobody = models.BooleanField("read: the answer asks nobody to investigate", default=False, editable=False)

    objects = FeedbackChallengeQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [CHALLENGE_CLOCK.index("challenge")]
        constraints = [
            *CHALLENGE_CLOCK.constraints("challenge"),
            models.CheckConstraint(
                name="challenge_says_what",
                condition=at_least("words", 20),
                violation_error_message=WHAT_IS_CHALLENGED,
            ),
            models.CheckConstraint(
                name="challenge_answered_whole",
                condition=both_or_neither("answered_on", "answered_by")
                & (
                    Q(answered_on__isnull=True, result="")
                    | Q(answered_on__isnull=False) & ~Q(result="") & at_least("answer", 20)
                ),
                violation_error_message=ANSWER_TOO_SHORT,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _BY_ANOTHER_MANAGER,
            _ANSWER_READ_AGAIN,
            signed_in_person("challenge_signed_in_person", "recorded_by_id", "answered_by_id"),
        ]

    def __str__(self) -> str:
        return f"challenge {self.pk}"
