"""The continuum of need: levels belong to a scheme, schemes have dates, old contacts keep theirs."""

from datetime import date

from django.db import models

from frontdoor.core.records import TrackedQuerySet, TrackedRecord


class ThresholdScheme(TrackedRecord):
    """One published version of the local threshold document."""

    name = models.CharField(max_length=120)
    valid_from = models.DateField(unique=True)

    class Meta(TrackedRecord.Meta):
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name


class ThresholdLevelQuerySet(TrackedQuerySet):
    def in_force(self, on: date) -> "ThresholdLevelQuerySet":
        """The levels of the scheme that applies on a day."""
        scheme = ThresholdScheme.objects.filter(valid_from__lte=on).order_by("-valid_from")
        return self.filter(scheme=scheme.values("pk")[:1])


class ThresholdLevel(TrackedRecord):
    """One level of a scheme; ``statutory`` levels call for social care."""

    scheme = models.ForeignKey(ThresholdScheme, on_delete=models.PROTECT, related_name="levels")
    code = models.CharField(max_length=4)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    statutory = models.BooleanField(default=False)

    objects = ThresholdLevelQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["scheme_id", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="threshold_level_once")]

    def __str__(self) -> str:
        return f"Level {self.code}: {self.label}"
