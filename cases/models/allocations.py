"""Who works with a child: every allocation is a row with its start, its end and why."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models import Person, Referral
from frontdoor.models.signing import signed_in_person

CONFLICTED = "This worker has a declared tie to the child or family and cannot be given this case."


class AllocationRole(models.TextChoices):
    """Lead counts towards caseload; a co-worker helps."""

    LEAD = "lead", "Lead worker"
    CO_WORKER = "co_worker", "Co-worker"


class AllocationQuerySet(TrackedQuerySet):
    def current(self) -> "AllocationQuerySet":
        """Not ended."""
        return self.filter(ended_on__isnull=True)

    def current_on(self, on: date) -> "AllocationQuerySet":
        """Begun by a day and not ended by it; the day of the end no longer counts."""
        return self.filter(started_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))

    def lead(self) -> "AllocationQuerySet":
        """Lead workers: what a caseload counts (domain.md 7.3)."""
        return self.filter(role=AllocationRole.LEAD)

    def of(self, worker: Any) -> "AllocationQuerySet":
        return self.filter(worker_id=worker.pk)


_WITHOUT_CONFLICT = refuses(
    "allocation_without_conflict",
    sentence=CONFLICTED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest c
            WHERE c.worker_id = NEW.worker_id AND (c.person_id = NEW.child_id OR c.person_id IN (
                SELECT r.adult_id FROM frontdoor_relationship r WHERE r.child_id = NEW.child_id)))
    """,
)


class Allocation(TrackedRecord):
    """One worker for one child's open case."""

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=9, choices=AllocationRole.choices, default=AllocationRole.LEAD)
    started_on = models.DateField()
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField("why this worker")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AllocationQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["worker", "child"], name="allocation_worker", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["referral"], name="allocation_referral"),
            models.Index(fields=["ended_on"], name="allocation_lead_end", condition=Q(role="lead")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                name="allocation_one_lead_a_child",
                condition=Q(ended_on__isnull=True, role="lead"),
                violation_error_message="This child already has a lead worker. End that allocation first.",
            ),
            models.CheckConstraint(
                name="allocation_ended_by_somebody",
                condition=both_or_neither("ended_on", "ended_by"),
            ),
            models.CheckConstraint(
                name="allocation_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message="An allocation cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="allocation_has_a_rationale",
                condition=at_least("rationale", 10),
                violation_error_message="Say in at least 10 characters why this worker.",
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("allocation_signed_in_person", "allocated_by_id"),
            _WITHOUT_CONFLICT,
        ]

    def __str__(self) -> str:
        return f"allocation {self.pk}"
