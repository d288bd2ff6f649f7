"""The continuum of need: levels belong to a scheme, schemes have dates, old contacts keep theirs."""

from django.db import models

from frontdoor.core.records import TrackedRecord


class ThresholdScheme(TrackedRecord):
    """One published version of the local threshold document."""

    name = models.CharField(max_length=120)
    valid_from = models.DateField(unique=True)

    class Meta(TrackedRecord.Meta):
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name


class ThresholdLevel(TrackedRecord):
    """One level of a scheme; ``statutory`` levels call for social care."""

    scheme = models.ForeignKey(ThresholdScheme, on_delete=models.PROTECT, related_name="levels")
    code = models.CharField(max_length=4)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    statutory = models.BooleanField(default=False)

    class Meta(TrackedRecord.Meta):
        ordering = ["scheme_id", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="threshold_level_once")]

    def __str__(self) -> str:
        return f"Level {self.code}: {self.label}"
