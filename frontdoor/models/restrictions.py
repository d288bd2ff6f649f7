"""Restricted records: who closed one and why, and the second manager who opened it again."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.models.people import Person
from frontdoor.models.sight_rules import (
    NOT_YOUR_OWN,
    RESTRICTED_BY_A_MANAGER,
    RESTRICTION_HIDES,
    RESTRICTION_KEPT,
    RESTRICTION_SIGNED,
    WHY_LIFTED,
    WHY_RESTRICTED,
)


class RestrictionQuerySet(TrackedQuerySet):
    """Why records are restricted, or were."""

    def open(self) -> "RestrictionQuerySet":
        """Those that nobody has lifted."""
        return self.filter(lifted_at__isnull=True)

    def of(self, person_id: int) -> "RestrictionQuerySet":
        """Those of one record, the latest first."""
        return self.filter(person_id=person_id).order_by("-restricted_at", "-pk")

    def visible_to(self, worker: Any) -> "RestrictionQuerySet":
        """Restrictions of records that the worker may open."""
        return self.filter(person__in=Person.objects.visible_to(worker))


class Restriction(TrackedRecord):
    """A record closed to all who are not named on it, by one manager at once, until a second one lifts it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=500, error_messages={"blank": WHY_RESTRICTED})
    restricted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    restricted_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, editable=False)
    lift_reason = models.CharField("why it was lifted", max_length=500, blank=True, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["restricted_at", "id"], name="restriction_open", condition=Q(lifted_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                name="restriction_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=WHY_RESTRICTED,
            ),
            models.CheckConstraint(
                name="restriction_lifted_whole",
                condition=both_or_neither("lifted_at", "lifted_by")
                & (Q(lifted_at__isnull=True) | at_least("lift_reason", 20)),
                violation_error_message=WHY_LIFTED,
            ),
            models.CheckConstraint(
                name="restriction_lifted_by_another",
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("restricted_by")),
                violation_error_message=NOT_YOUR_OWN,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            RESTRICTED_BY_A_MANAGER,
            RESTRICTION_SIGNED,
            RESTRICTION_KEPT,
            RESTRICTION_HIDES,
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"
