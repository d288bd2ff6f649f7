"""Good examples of what stands in assessments and plans, without a word by which the family could be known (L46)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.assessment_family import FamilyAssessment
from cases.models.exemplar_rules import BY_ANOTHER, EXEMPLAR_RULES
from cases.models.plans import PlanDocument
from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, VersionedRecord
from frontdoor.models.signing import signed_in_person

TEXT_TOO_SHORT = "Write in at least 40 characters what the example says."
WHY_GOOD = "Say in at least 20 characters what makes it good."
WHY_OUT = "Say in at least 10 characters why it is taken out."
ONE_SOURCE = "A good example comes from one assessment or one plan."


class ExemplarPart(models.TextChoices):
    """What a passage is an example of."""

    LIFE = "life", "How this child lives"
    NEEDS = "needs", "Developmental needs"
    PARENTING = "parenting", "Parenting as this child lives with it"
    SURROUNDINGS = "surroundings", "Family and surroundings"
    RISK = "risk", "Risk statement"
    CONCLUSION = "conclusion", "Analysis and outcome"
    OUTCOME = "outcome", "What will be different for a child"
    ACTION = "action", "An action of a plan"


class ExemplarQuerySet(TrackedQuerySet):
    """Good examples by where they stand."""

    def published(self) -> "ExemplarQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def waiting(self) -> "ExemplarQuerySet":
        """Put forward and not decided."""
        return self.filter(published_at__isnull=True, withdrawn_at__isnull=True)

    def of_part(self, part: str) -> "ExemplarQuerySet":
        """Of one part, or of all where none is named."""
        return self.filter(part=part) if part else self

    def newest(self) -> "ExemplarQuerySet":
        return self.select_related("proposed_by", "published_by").order_by("-pk")

    def visible_to(self, worker: Any) -> "ExemplarQuerySet":
        """What is published everybody with cases may read; the rest whoever may read what it was taken from."""
        if not access.handles_cases(worker):
            return self.none()
        families = FamilyAssessment.objects.visible_to(worker)
        return self.filter(
            Q(published_at__isnull=False, withdrawn_at__isnull=True)
            | Q(family__in=families)
            | Q(plan__in=PlanDocument.objects.visible_to(worker))
        )


class Exemplar(VersionedRecord):
    """One passage that shows how it is done well. It is rewritten until nobody can be known from it."""

    part = models.CharField("what it is an example of", max_length=12, choices=ExemplarPart.choices)
    family = models.ForeignKey(
        FamilyAssessment, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars"
    )
    plan = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="exemplars")
    text = models.TextField("the example")
    why = models.TextField("what makes it good")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_reason = models.TextField("why it is taken out", blank=True, editable=False)

    objects = ExemplarQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [
            models.Index(fields=["part", "-id"], name="exemplar_part", condition=Q(withdrawn_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="exemplar_says_something",
                condition=at_least("text", 40),
                violation_error_message=TEXT_TOO_SHORT,
            ),
            models.CheckConstraint(
                name="exemplar_says_why", condition=at_least("why", 20), violation_error_message=WHY_GOOD
            ),
            models.CheckConstraint(
                name="exemplar_of_one_source",
                condition=Q(family__isnull=True, plan__isnull=False) | Q(family__isnull=False, plan__isnull=True),
                violation_error_message=ONE_SOURCE,
            ),
            models.CheckConstraint(
                name="exemplar_published_by_somebody", condition=both_or_neither("published_at", "published_by")
            ),
            models.CheckConstraint(
                name="exemplar_published_by_another",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("proposed_by")),
                violation_error_message=BY_ANOTHER,
            ),
            models.CheckConstraint(
                name="exemplar_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & at_least("withdrawn_reason", 10),
                violation_error_message=WHY_OUT,
            ),
        ]
        triggers = [
            *VersionedRecord.Meta.triggers,
            signed_in_person("exemplar_withdrawn_signed_in_person", "withdrawn_by_id"),
            *EXEMPLAR_RULES,
        ]

    def __str__(self) -> str:
        return f"good example {self.pk}"
