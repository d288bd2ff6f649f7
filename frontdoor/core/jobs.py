"""The nightly jobs: each period runs once, however many schedulers ask, and everyone can see when it last did."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now

PATIENCE = "300s"


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def latest_of(self, name: str) -> "JobRun | None":
        """The run that covers the latest day, or None when the job has never run."""
        return self.filter(name=name, finished_at__isnull=False).order_by("-on").first()


class JobRun(models.Model):
    """That a job has been done for a day, and what it found."""

    name = models.CharField(max_length=63)
    on = models.DateField()
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "on"], name="job_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


def _take_time() -> None:
    """A page has seconds; a night's work, and waiting for the same work under way elsewhere, may take minutes."""
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "lock_timeout"):
            cursor.execute("SELECT set_config(%s, %s, true)", [limit, PATIENCE])


def run(*, name: str, on: date, now: Callable[[], datetime], job: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do ``job`` for the day and keep what it returns; a second run the same day does it again on the same row.

    The row is locked meanwhile, so a second scheduler waits and then finds nothing new.
    """
    with transaction.atomic():
        _take_time()
        JobRun.objects.bulk_create([JobRun(name=name, on=on)], ignore_conflicts=True)
        row = JobRun.objects.select_for_update(no_key=True).get(name=name, on=on)
        row.result = job()
        row.finished_at = now()
        row.save(update_fields=["result", "finished_at"])
    return row.result
