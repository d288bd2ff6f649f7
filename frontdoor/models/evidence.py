"""What a decision stands on: history read, facts with sources, indicators of the level; and what it still owes."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, EventRecord, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.timed import Clock
from frontdoor.models.consent_rules import FAMILY_IS_TOLD_IN_THE_END
from frontdoor.models.contact_rules import NOT_A_DECIDER
from frontdoor.models.contacts import Contact
from frontdoor.models.decision_rules import HISTORY_UNREAD, INDICATOR_ELSEWHERE, NO_FACT, no_facts, unread_history
from frontdoor.models.decisions import ChildOutcome, Decision
from frontdoor.models.rights import is_not_the_actor, manages
from frontdoor.models.threshold import ThresholdIndicator
from frontdoor.models.ties import OF_THE_DECISION, without_a_tie

COMPLETION_CLOCK = Clock("T24", started="started_on", due="due_on", finished="finished_on")
ALREADY_COMPLETE = "The record of this decision is complete already."
NOT_COMPLETE = (
    "Write the summary of the history, what the children say, the analysis, what is missing and what would change it."
)


class HistoryKind(models.TextChoices):
    """What has to be read before a decision (domain.md 3.4)."""

    CONTACT = "contact", "Contact"
    PLAN = "plan", "Closed plan"


class Relevance(models.TextChoices):
    """What the reader makes of a piece of history. UNSEEN is never chosen: the system says it of what was hidden."""

    MATTERS = "matters", "Read: it matters now"
    LITTLE = "little", "Read: it matters little now"
    UNSEEN = "unseen", "Could not be opened by who decided"


class HistoryRead(EventRecord):
    """One earlier contact or closed plan that who decided has read. ``subject_id`` is its number."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="history_read")
    kind = models.CharField(max_length=7, choices=HistoryKind.choices)
    subject_id = models.BigIntegerField()
    happened_on = models.DateField()
    relevance = models.CharField(max_length=7, choices=Relevance.choices)

    class Meta(EventRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind", "subject_id"], name="history_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} read for decision {self.decision_id}"


class DecisionFact(EventRecord):
    """One thing that is known, and from whom; what the manager makes of it stands in the analysis."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="facts")
    position = models.PositiveSmallIntegerField()
    words = models.TextField("what is known")
    source = models.CharField("who says so", max_length=200)

    class Meta(EventRecord.Meta):
        ordering = ["decision_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="fact_place_once"),
            models.CheckConstraint(
                name="fact_has_a_source",
                condition=at_least("words", 3, words=1) & at_least("source", 2, words=1),
                violation_error_message=NO_FACT,
            ),
        ]

    def __str__(self) -> str:
        return f"fact {self.pk}"


class OutcomeIndicator(EventRecord):
    """One sign of the level decided for a child, found in this child's life."""

    outcome = models.ForeignKey(ChildOutcome, on_delete=models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(ThresholdIndicator, on_delete=models.PROTECT, related_name="+")

    class Meta(EventRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["outcome", "indicator"], name="outcome_indicator_once")]
        triggers = [
            *EventRecord.Meta.triggers,
            refuses(
                "outcome_indicator_of_its_level",
                sentence=INDICATOR_ELSEWHERE,
                operation=pgtrigger.Insert,
                when="""
                    NOT EXISTS (
                        SELECT 1 FROM frontdoor_childoutcome o
                        JOIN frontdoor_thresholdindicator i ON i.level_id = o.level_id AND NOT i.left_out
                        WHERE o.id = NEW.outcome_id AND i.id = NEW.indicator_id)
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"indicator {self.indicator_id} for outcome {self.outcome_id}"


class DecisionCompletionQuerySet(TrackedQuerySet):
    """Records that urgent decisions still owe."""

    def owed(self) -> "DecisionCompletionQuerySet":
        """Not completed yet, dated or not."""
        return self.filter(finished_on__isnull=True)

    def undated(self) -> "DecisionCompletionQuerySet":
        """Those of decisions that were made past the known bank holidays."""
        return self.filter(due_on__isnull=True)

    def overdue(self, on: date) -> "DecisionCompletionQuerySet":
        """Not completed by the promised day (T24)."""
        return self.filter(COMPLETION_CLOCK.overdue_q(on))

    def visible_to(self, worker: Any) -> "DecisionCompletionQuerySet":
        """Those of the contacts that this worker may open."""
        return self.filter(decision__contact__in=Contact.objects.visible_to(worker))


class DecisionCompletion(TrackedRecord):
    """What an urgent decision left out, owed from the day of the decision and written once."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="completion")
    started_on = models.DateField()
    due_on = models.DateField(null=True, editable=False)
    finished_on = models.DateField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history_considered = models.TextField("what the history tells us", blank=True)
    analysis = models.TextField(blank=True)
    lived_experience = models.TextField("what the children say, and what their day is like", blank=True)
    missing = models.TextField("what is missing", blank=True)
    would_change = models.TextField("what would change our mind", blank=True)

    objects = DecisionCompletionQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [COMPLETION_CLOCK.index("completion")]
        constraints = [
            *COMPLETION_CLOCK.constraints("completion"),
            models.CheckConstraint(
                name="completion_is_whole",
                condition=Q(finished_on__isnull=True, finished_by__isnull=True)
                | Q(finished_on__isnull=False, finished_by__isnull=False)
                & at_least("history_considered", 10)
                & at_least("analysis", 40)
                & at_least("lived_experience", 10)
                & at_least("missing", 10)
                & at_least("would_change", 10),
                violation_error_message=NOT_COMPLETE,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            FAMILY_IS_TOLD_IN_THE_END,
            refuses(
                "completion_on_history",
                sentence=HISTORY_UNREAD,
                operation=pgtrigger.Update,
                declare=[("this_contact", "bigint")],
                first="SELECT contact_id INTO this_contact FROM frontdoor_decision WHERE id = NEW.decision_id;",
                when=f"""
                    OLD.finished_on IS NULL AND NEW.finished_on IS NOT NULL
                    AND ({unread_history("this_contact", "NEW.decision_id")})
                """,
            ),
            refuses(
                "completion_on_facts",
                sentence=NO_FACT,
                operation=pgtrigger.Update,
                when=f"""
                    OLD.finished_on IS NULL AND NEW.finished_on IS NOT NULL AND {no_facts("NEW.decision_id")}
                """,
            ),
            refuses(
                "completion_signed_by_a_manager",
                sentence=NOT_A_DECIDER,
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=f"""
                    NOT {BRINGING_IN} AND NEW.finished_on IS NOT NULL AND OLD.finished_on IS NULL
                    AND ({is_not_the_actor("NEW.finished_by_id")}
                         OR NOT {manages("NEW.finished_by_id", at="clock_timestamp()")})
                """,
            ),
            without_a_tie(
                "completion_signed_without_a_tie",
                "finished_by_id",
                operation=pgtrigger.Update,
                children=OF_THE_DECISION,
            ),
            refuses(
                "completion_stays",
                sentence=ALREADY_COMPLETE,
                operation=pgtrigger.Update,
                when="""
                    OLD.finished_on IS NOT NULL
                    AND to_jsonb(NEW) - 'version' IS DISTINCT FROM to_jsonb(OLD) - 'version'
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"completion {self.pk}"
