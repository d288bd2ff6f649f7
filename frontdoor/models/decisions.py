"""What a manager decided about a contact, child by child, and what the referrer is told."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models.brought_in import marked_by_an_import
from frontdoor.models.consent_rules import FAMILY_IS_TOLD, NO_AND_BELOW_THRESHOLD, READ_FOR_RISK
from frontdoor.models.contacts import Contact
from frontdoor.models.decision_rules import (
    ANALYSIS_TOO_SHORT,
    DECISION_IS_WHOLE,
    HISTORY_TOO_SHORT,
    OUTCOME_IS_PROPORTIONATE,
    OUTCOME_OF_ITS_DECIDER,
    SIGNED_BY_ITS_DECIDER,
)
from frontdoor.models.people import Person
from frontdoor.models.threshold import ANOTHER_SCHEME, ThresholdLevel, scheme_on
from frontdoor.models.ties import DECIDES_WITH_A_TIE, without_a_tie

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
DECIDES_NOTHING = frozenset({Outcome.RETURNED})
"""Stands on contacts of the past alone: a contact that goes back today stays open (domain.md 3.2)."""
CANNOT_WAIT = frozenset({Outcome.REFERRAL_STRATEGY, Outcome.EMERGENCY})
"""Outcomes that may be decided before the record is complete (domain.md L65)."""
IN_HASTE = CANNOT_WAIT | {Outcome.REFERRAL, Outcome.OPEN_CASE}
"""What an urgent decision can come to for each child: it closes nothing, and excuses the first two alone (L19, L65)."""
ASKS_ASSESSMENT = frozenset({Outcome.REFERRAL, Outcome.REFERRAL_STRATEGY})
"""Outcomes before which is asked what an assessment will change, and which lesser step was tried (domain.md L19)."""


class Decision(EventRecord):
    """One manager's decision on one contact: the analysis that all its children share.

    An ``urgent`` one may leave out everything but outcome and reason; what it leaves out is owed as its completion.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    urgent = models.BooleanField("decided at once, the rest of the record follows", default=False)
    history_considered = models.TextField("what the history tells us", blank=True)
    analysis = models.TextField(blank=True)
    immediate_danger = models.BooleanField("a child is in immediate danger now", null=True, blank=True)
    danger_steps = models.TextField("what was done about it", blank=True)
    lived_experience = models.TextField("what the children say, and what their day is like", blank=True)
    missing = models.TextField("what is missing", blank=True)
    would_change = models.TextField("what would change our mind", blank=True)
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    class Meta(EventRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="decision_has_an_analysis",
                condition=Q(urgent=True) | at_least("analysis", 40),
                violation_error_message=ANALYSIS_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="decision_considers_history",
                condition=Q(urgent=True) | at_least("history_considered", 10),
                violation_error_message=HISTORY_TOO_SHORT,
            ),
        ]
        triggers = [
            *EventRecord.Meta.triggers,
            *DECISION_IS_WHOLE,
            SIGNED_BY_ITS_DECIDER,
            without_a_tie(
                "decision_signed_without_a_tie", "decided_by_id", sentence=DECIDES_WITH_A_TIE, only="NOT NEW.urgent"
            ),
            READ_FOR_RISK,
            FAMILY_IS_TOLD,
            marked_by_an_import("decision"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class ChildOutcomeQuerySet(RecordQuerySet):
    """What was decided, child by child."""

    def with_a_claim(self) -> "ChildOutcomeQuerySet":
        """Those whose referrer named a level."""
        return self.filter(decision__contact__claimed_level__isnull=False)

    def decided_otherwise(self) -> "ChildOutcomeQuerySet":
        """The level decided is not the level that the referrer claimed: raw material of K08 (domain.md 3.1)."""
        return self.with_a_claim().exclude(level=F("decision__contact__claimed_level"))

    def with_signs(self) -> "ChildOutcomeQuerySet":
        """Each with its child, its level, and under ``signs`` the indicators that its level rests on."""
        rows = self.select_related("child", "level").order_by("pk")
        indicators = ChildOutcome._meta.get_field("indicators").related_model.objects.select_related("indicator")
        return rows.prefetch_related(Prefetch("indicators", indicators.order_by("pk"), to_attr="signs"))

    def close_without_action(self, contact: Contact) -> bool:
        """Whether a contact was decided, and for each of its children with no further action."""
        decided = set(self.filter(decision__contact=contact).order_by().values_list("outcome", flat=True))
        return decided == {Outcome.NO_FURTHER_ACTION}

    def visible_to(self, worker: Any) -> "ChildOutcomeQuerySet":
        """Outcomes of the contacts that this worker may open."""
        return self.filter(decision__contact__in=Contact.objects.visible_to(worker))


class ChildOutcome(EventRecord):
    """What was decided for one child of the contact, at which level and why."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="outcomes")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_outcomes")
    level = models.ForeignKey(ThresholdLevel, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=5, choices=Outcome.choices)
    reason = models.TextField()
    assessment_changes = models.TextField("what an assessment will change for this child", blank=True)
    lesser_step = models.TextField("which lesser step was tried, or why none was", blank=True)
    why_not_early_help = models.TextField("why this could not be early help", blank=True)
    threshold_statement = models.TextField("reasonable cause to suspect significant harm", blank=True)
    help_service = models.CharField("which early help service", max_length=120, blank=True)
    help_accepted = models.BooleanField("whether the family accepts it", null=True, blank=True)

    objects = ChildOutcomeQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "child"], name="outcome_once_a_child"),
            models.CheckConstraint(
                name="outcome_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=REASON_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="outcome_help_is_of_early_help",
                condition=Q(outcome=Outcome.EARLY_HELP) | Q(help_service="", help_accepted__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["outcome"], name="outcome_code")]
        triggers = [
            *EventRecord.Meta.triggers,
            *OUTCOME_IS_PROPORTIONATE,
            OUTCOME_OF_ITS_DECIDER,
            NO_AND_BELOW_THRESHOLD,
            refuses(
                "outcome_level_of_the_day",
                sentence=ANOTHER_SCHEME,
                operation=pgtrigger.Insert,
                when=f"""
                    NOT EXISTS (
                        SELECT 1 FROM frontdoor_decision d JOIN frontdoor_contact c ON c.id = d.contact_id
                        JOIN frontdoor_thresholdlevel l ON l.id = NEW.level_id AND NOT l.left_out
                        WHERE d.id = NEW.decision_id
                        AND l.scheme_id = {scheme_on("(c.received_at AT TIME ZONE 'Europe/London')::date")})
                """,  # noqa: S608 - no user's text
            ),
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"

    @property
    def weighed(self) -> list[tuple[str, str]]:
        """Each question that the outcome had to answer, with its answer."""
        names = ("threshold_statement", "assessment_changes", "lesser_step", "why_not_early_help")
        said = [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in names]
        if self.help_service:
            accepted = "The family accepts it." if self.help_accepted else "The family does not accept it."
            said.append(("early help service", f"{self.help_service}. {accepted}"))
        return [(question[:1].upper() + question[1:], answer) for question, answer in said if answer]
