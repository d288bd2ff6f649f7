"""The cases' jobs: each takes ISO dates and makes one call."""

from datetime import date

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone

from cases.actions import flags, record_chasers, seen_due


@shared_task(ignore_result=True)
def flag_overdue(on: str | None = None) -> None:
    """Flag the assessments overdue on a day (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    flags.flag_overdue(by=get_user_model().objects.the_system(), on=day, now=timezone.now)


@shared_task(ignore_result=True)
def catch_up_seen_due(on: str | None = None) -> None:
    """Write by when children are to be seen, as at a day (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    seen_due.catch_up_with_all(by=get_user_model().objects.the_system(), on=day, now=timezone.now)


@shared_task(ignore_result=True)
def chase_records(on: str | None = None) -> None:
    """Remind chairs of records that are to be out on a day (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    record_chasers.chase_records(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
