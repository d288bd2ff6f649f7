"""What the front door sends out, once the act that wrote it is safe in the database."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage

from frontdoor.actions import feedback
from frontdoor.core import outbox


@outbox.handles(feedback.TOPIC)
def send_feedback(payload: dict[str, Any], now: datetime) -> None:
    """Tell a referrer by e-mail what was decided. The subject says nothing about anybody."""
    system = get_user_model().objects.the_system()
    told = feedback.sent(feedback_id=payload["feedback_id"], by=system, at=now)
    if told is not None:
        EmailMessage(
            subject="Your contact with children's social care",
            body=told.words,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[told.contact.referrer_email],
        ).send()
