"""The workforce's jobs: each takes ids and ISO dates and makes one call."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from workforce.actions import flags
from workforce.models import Worker


@shared_task(ignore_result=True)
def flag_high_caseloads(on: str | None = None) -> None:
    """Flag the caseloads of a day (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    flags.flag_high_caseloads(by=Worker.objects.the_system(), on=day, now=timezone.now)
