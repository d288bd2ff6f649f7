"""The front door's jobs: each takes ids and ISO dates and makes one call."""

import secrets
from datetime import date

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone

from frontdoor.actions import attachments, check_reminders, contact_reviews, documents, hand_over, record_use
from frontdoor.actions import housekeeping as tidying
from frontdoor.core import outbox

SEEDS = 1_000_000


@shared_task(ignore_result=True)
def deliver(message_id: int) -> None:
    """Let one outbox message take effect, once however often it is handed over."""
    outbox.deliver(message_id, now=timezone.now())


@shared_task(ignore_result=True)
def draw_second_ratings(on: str | None = None) -> None:
    """Draw the samples of the weeks that ended before a day (ISO; today in London when none is given)."""
    contact_reviews.draw_second_ratings(
        by=get_user_model().objects.the_system(),
        on=date.fromisoformat(on) if on else timezone.localdate(),
        now=timezone.now,
        seed=lambda: secrets.randbelow(SEEDS),
    )


@shared_task(ignore_result=True)
def chase_agencies(on: str | None = None) -> None:
    """Remind agencies of the requests that are or will soon be due (``on`` is ISO; today in London when none)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    check_reminders.remind(by=get_user_model().objects.the_system(), on=day, now=timezone.now)


@shared_task(ignore_result=True)
def notice_many_views(on: str | None = None) -> None:
    """Notice who opened very many records on a day or the day before (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    record_use.notice_many_views(by=get_user_model().objects.the_system(), on=day, now=timezone.now)


@shared_task(ignore_result=True)
def scan_again() -> None:
    """Ask the malware scanner anew about documents that it did not answer for however often it was asked."""
    outbox.take_up_again([attachments.TOPIC, documents.TOPIC])


@shared_task(ignore_result=True)
def housekeeping(on: str | None = None) -> None:
    """Remove working data no longer needed on a day (ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    tidying.housekeeping(by=get_user_model().objects.the_system(), on=day, now=timezone.now)


@shared_task(ignore_result=True)
def announce_hand_over(on: str | None = None) -> None:
    """Tell the front door's managers what the night hands over (a day in ISO; today in London when none is given)."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    hand_over.announce(by=get_user_model().objects.the_system(), on=day, now=timezone.now)
