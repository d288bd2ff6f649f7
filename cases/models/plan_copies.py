"""The plan in the hands of a child, a parent or whoever else is to have it, copy by copy."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.plans import PlanChild, PlanDocument, PlanVersion
from frontdoor.core.conditions import at_least
from frontdoor.core.records import EventRecord, RecordQuerySet

WHO_GETS_IT = "Name the person who gets it, in at least 2 characters, and say what they are to the child."


class CopyFor(models.TextChoices):
    """What whoever gets a copy is to the child."""

    CHILD = "child", "The child"
    PARENT = "parent", "A parent or carer"
    FAMILY = "family", "Somebody else of the family"
    AGENCY = "agency", "Somebody of an agency"


class GivenHow(models.TextChoices):
    """How a copy left."""

    HANDED = "handed", "Printed and handed over"
    READ_OUT = "read_out", "Read out and talked through, and handed over"
    POST = "post", "By post"


class PlanCopyQuerySet(RecordQuerySet):
    """Copies that people were given."""

    def visible_to(self, worker: Any) -> "PlanCopyQuerySet":
        seen = PlanDocument.objects.visible_to(worker)
        return self.filter(version__document__in=seen).select_related("version__document", "part__child")

    def of_plan(self, plan_id: int) -> "PlanCopyQuerySet":
        """The latest first."""
        rows = self.filter(version__document_id=plan_id).select_related("version", "part__child", "given_by")
        return rows.order_by("-pk")


class PlanCopy(EventRecord):
    """That one person was given the plan of one child, or of all its children, as it was authorised."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="copies")
    part = models.ForeignKey(PlanChild, on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    given_to = models.CharField("name", max_length=120)
    kind = models.CharField("what they are to the child", max_length=6, choices=CopyFor.choices)
    how = models.CharField(max_length=8, choices=GivenHow.choices)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PlanCopyQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        verbose_name_plural = "plan copies"
        constraints = [
            models.CheckConstraint(
                name="plan_copy_names_somebody",
                condition=at_least("given_to", 2) & ~Q(kind=""),
                violation_error_message=WHO_GETS_IT,
            )
        ]

    def __str__(self) -> str:
        return f"plan copy {self.pk}"
