"""That a worker's caseload was noticed above a limit; the caseload itself is always counted, never stored."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from frontdoor.core.records import Record, RecordQuerySet
from workforce.models.workers import Worker


class CaseloadLevel(models.TextChoices):
    """How far above (domain.md 7.3); the numbers stand in the policy periods."""

    AMBER = "amber", "Above the comfortable limit"
    RED = "red", "Above the limit"
    CRITICAL = "critical", "Far above the limit"
    ALARM = "alarm", "Alarm to the director"


class CaseloadFlagQuerySet(RecordQuerySet):
    def standing(self) -> "CaseloadFlagQuerySet":
        """Noticed and not cleared yet."""
        return self.filter(cleared_on__isnull=True)

    def visible_to(self, worker: Any) -> "CaseloadFlagQuerySet":
        """One's own, those of the team one manages, or all."""
        return self.filter(worker__in=Worker.objects.visible_to(worker))

    def heaviest_first(self) -> "CaseloadFlagQuerySet":
        """In the order of how much must change, with worker and team."""
        return self.select_related("worker__team").order_by("-children", "noticed_on", "pk")


class CaseloadFlag(Record):
    """One worker above one limit, from the day it was noticed to the day it was no longer so."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="caseload_flags")
    level = models.CharField(max_length=8, choices=CaseloadLevel.choices)
    children = models.PositiveIntegerField("children when noticed")
    limit = models.PositiveIntegerField("limit for this worker's hours")
    noticed_on = models.DateField()
    cleared_on = models.DateField(null=True)

    objects = CaseloadFlagQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "level"], name="caseload_flag_once", condition=Q(cleared_on__isnull=True)
            ),
            models.CheckConstraint(
                name="caseload_flag_cleared_after",
                condition=Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("noticed_on")),
            ),
        ]

    @property
    def words(self) -> str:
        """Since when it stands and what ends it."""
        return (
            f"{self.get_level_display()} since {self.noticed_on:%-d %B %Y}. "
            f"Ends when this worker leads {self.limit} children or fewer."
        )

    def __str__(self) -> str:
        return f"caseload flag {self.pk}"
