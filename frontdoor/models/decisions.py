"""What a manager decided about a contact, child by child, and what the referrer is told."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.timed import Clock
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person
from frontdoor.models.threshold import ThresholdLevel

ANALYSIS_TOO_SHORT = "Write the analysis in at least 40 characters."
HISTORY_TOO_SHORT = "Say what the history tells us, in at least 10 characters."
REASON_TOO_SHORT = "Give the reason in at least 20 characters."

FEEDBACK_CLOCK = Clock("T04", started="started_on", due="due_on", finished="finished_on")


class Outcome(models.TextChoices):
    """What happens for one child (domain.md 3.2)."""

    NO_FURTHER_ACTION = "NFA", "No further action"
    ADVICE = "ADV", "Information, advice or signposting given"
    EARLY_HELP = "EHO", "Early help offered"
    OPEN_CASE = "OPEN", "Passed to the worker of an open case"
    REFERRAL = "REF17", "Referral for a child in need assessment (section 17)"
    REFERRAL_STRATEGY = "REF47", "Referral and strategy discussion (section 47)"
    EMERGENCY = "EMG", "Emergency action and strategy discussion"
    OTHER_AUTHORITY = "OLA", "Another authority's child"
    MISSING = "MIS", "Missing child notice handled"
    PRIVATE_FOSTERING = "PF", "Private fostering notification"
    ADOPTION = "ADO", "Non-agency adoption"
    RETURNED = "RET", "Returned to the referrer for missing information"


MAKES_REFERRAL = frozenset({Outcome.REFERRAL, Outcome.REFERRAL_STRATEGY, Outcome.EMERGENCY})


class Decision(EventRecord):
    """One manager's decision on one contact: the analysis that all its children share."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    history_considered = models.TextField("what the history tells us")
    analysis = models.TextField()
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="decision_has_an_analysis",
                condition=at_least("analysis", 40),
                violation_error_message=ANALYSIS_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="decision_considers_history",
                condition=at_least("history_considered", 10),
                violation_error_message=HISTORY_TOO_SHORT,
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class ChildOutcome(EventRecord):
    """What was decided for one child of the contact, at which level and why."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="outcomes")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_outcomes")
    level = models.ForeignKey(ThresholdLevel, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=5, choices=Outcome.choices)
    reason = models.TextField()

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "child"], name="outcome_once_a_child"),
            models.CheckConstraint(
                name="outcome_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=REASON_TOO_SHORT,
            ),
        ]
        indexes = [models.Index(fields=["outcome"], name="outcome_code")]

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class ReferrerFeedbackQuerySet(TrackedQuerySet):
    """Answers owed and given."""

    def owed(self) -> "ReferrerFeedbackQuerySet":
        """Not given yet."""
        return self.filter(FEEDBACK_CLOCK.open_q())

    def to_be_told_by_voice(self) -> "ReferrerFeedbackQuerySet":
        """Owed, and no message of the system will give it."""
        return self.owed().filter(by_email=False)

    def overdue(self, on: date) -> "ReferrerFeedbackQuerySet":
        """Not given by the promised day (T04)."""
        return self.filter(FEEDBACK_CLOCK.overdue_q(on))

    def visible_to(self, worker: Any) -> "ReferrerFeedbackQuerySet":
        """Answers about contacts that this worker may open."""
        return self.filter(contact__in=Contact.objects.visible_to(worker))


class ReferrerFeedback(TrackedRecord):
    """That the referrer is owed an answer, and when it was given (T04)."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="feedback")
    words = models.TextField("what the referrer is told")
    by_email = models.BooleanField(default=False)
    started_on = models.DateField()
    due_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReferrerFeedbackQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "referrer feedback"
        indexes = [FEEDBACK_CLOCK.index("feedback")]
        constraints = [
            *FEEDBACK_CLOCK.constraints("feedback"),
            models.CheckConstraint(
                name="feedback_given_by_somebody",
                condition=Q(finished_on__isnull=True, told_by__isnull=True)
                | Q(finished_on__isnull=False, told_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
