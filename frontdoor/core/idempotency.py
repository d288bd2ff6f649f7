"""A form sent twice is one act: the second sending gets the first one's answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now


class SubmittedFormQuerySet(models.QuerySet["SubmittedForm"]):
    def used_before(self, moment: datetime) -> "SubmittedFormQuerySet":
        return self.filter(at__lt=moment)


class SubmittedForm(models.Model):
    """The key of a form that has been acted on, and where its answer is."""

    key = models.UUIDField(primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SubmittedFormQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.key)


class SomebodyElsesForm(ValueError):
    """A form key that another worker has already used."""


def once(*, key: UUID, by: Any, act: Callable[[], models.Model | None]) -> int | None:
    """Run ``act`` the first time ``key`` is seen and return its row's id; afterwards return the same id and do nothing.

    A sending that arrives while the first is still under way waits for it. Raises SomebodyElsesForm.
    """
    with transaction.atomic():
        made = SubmittedForm.objects.bulk_create([SubmittedForm(key=key, worker=by)], ignore_conflicts=True)
        form = SubmittedForm.objects.select_for_update(no_key=True).get(pk=made[0].pk)
        if form.worker_id != by.pk:
            raise SomebodyElsesForm
        if form.answer is None:
            row = act()
            form.answer = row.pk if row is not None else 0
            form.save(update_fields=["answer"])
        return form.answer
