"""Writing that is not finished: kept on the server as it is typed, and given back after anything that interrupts it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class DraftQuerySet(models.QuerySet):
    """Drafts belong to the worker who types them, and to nobody else."""

    def of(self, worker: Any) -> "DraftQuerySet":
        return self.filter(worker=worker).order_by("-updated_at")


class Draft(models.Model):
    """One unfinished form of one worker; ``subject_id`` is the record it is about, 0 for a new one.

    A draft is deleted when its form is submitted, so a submitted draft never comes back.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=63)
    subject_id = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "form", "subject_id"], name="draft_one_a_form", condition=~Q(subject_id=0)
            )
        ]
        indexes = [models.Index(fields=["worker", "-updated_at"], name="draft_worker")]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"


class HeldSubmission(models.Model):
    """What somebody sent after the session had ended; only the same worker gets it back, after signing in."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    held_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"held {self.pk}"


def keep(*, worker: Any, form: str, subject_id: int, data: dict[str, Any], now: datetime) -> Draft:
    """Store what has been typed so far about an existing record."""
    draft, _ = Draft.objects.update_or_create(
        worker=worker, form=form, subject_id=subject_id, defaults={"data": data, "updated_at": now}
    )
    return draft


def discard(*, worker: Any, form: str, subject_id: int) -> None:
    """Forget a draft, because its form was submitted or its writer says so."""
    Draft.objects.filter(worker=worker, form=form, subject_id=subject_id).delete()
