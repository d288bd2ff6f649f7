"""The front door's jobs: each takes ids and makes one call."""

from celery import shared_task
from django.utils import timezone

from frontdoor.core import outbox


@shared_task(ignore_result=True)
def deliver(message_id: int) -> None:
    """Let one outbox message take effect, once however often it is handed over."""
    outbox.deliver(message_id, now=timezone.now())
