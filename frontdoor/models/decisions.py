"""What a manager decided about a contact, child by child, and what the referrer is told."""

from django.conf import settings
from django.db import models

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord
from frontdoor.models.contacts import Contact
from frontdoor.models.people import Person
from frontdoor.models.threshold import ThresholdLevel

ANALYSIS_TOO_SHORT = "Write the analysis in at least 40 characters."
HISTORY_TOO_SHORT = "Say what the history tells us, in at least 10 characters."
REASON_TOO_SHORT = "Give the reason in at least 20 characters."


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
