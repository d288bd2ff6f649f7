"""One reading of a workbook: its content, its report, and whether it has been brought in."""

import pgtrigger
from django.conf import settings
from django.db import models

from frontdoor.core.conditions import both_or_neither
from frontdoor.core.records import Record, RecordQuerySet
from frontdoor.core.refusals import refuses
from frontdoor.models.rights import AN_ADMINISTRATOR_ACTS, THE_SYSTEM_ACTS
from frontdoor.models.signing import signed_in_person

BY_AN_ADMINISTRATOR = "A system administrator brings a workbook in."


class ImportState(models.TextChoices):
    """How far it has come."""

    READING = "reading", "Being read"
    READ = "read", "Read, waiting for you"
    BRINGING_IN = "bringing_in", "Being brought in"
    BROUGHT_IN = "brought_in", "Brought in"
    FAILED = "failed", "Could not be read"


class ImportRunQuerySet(RecordQuerySet):
    """Runs without the weight of their files."""

    def without_content(self) -> "ImportRunQuerySet":
        kept = models.ExpressionWrapper(models.Q(content__isnull=False), output_field=models.BooleanField())
        return self.defer("content").annotate(has_content=kept).select_related("started_by", "brought_in_by")

    def newest(self) -> "ImportRunQuerySet":
        """The latest twenty, for the list."""
        return self.without_content().defer("content", "report").order_by("-started_at", "-pk")[:20]


class ImportRun(Record):
    """A workbook handed over by an administrator. The file itself is dropped once it has been brought in."""

    content = models.BinaryField(null=True, editable=False)
    digest = models.CharField(max_length=64)
    as_at = models.DateField("the day the workbook describes")
    state = models.CharField(max_length=11, choices=ImportState.choices, default=ImportState.READING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    brought_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    brought_in_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="import_brought_in_by_somebody", condition=both_or_neither("brought_in_at", "brought_in_by")
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="import_newest")]
        triggers = [
            *Record.Meta.triggers,
            signed_in_person("import_run_signed_in_person", "started_by_id", "brought_in_by_id"),
            refuses(
                "import_by_an_administrator",
                sentence=BY_AN_ADMINISTRATOR,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                when=f"NEW.state = 'bringing_in' AND NOT ({THE_SYSTEM_ACTS} OR {AN_ADMINISTRATOR_ACTS})",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"
