"""What must leave the process is written in the transaction of the act and relayed afterwards.

A web request never touches the broker. The relay alone calls ``.delay()``; the delivery takes effect once for each
message, however often it is dispatched, because its effect row is unique (reliability.md 3.1).
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

BACK_OFF = (timedelta(seconds=15), timedelta(seconds=60), timedelta(minutes=5))
MOST_ATTEMPTS = 50

Handler = Callable[[dict[str, Any], datetime], None]
_handlers: dict[str, Handler] = {}


class OutboxMessage(models.Model):
    """One thing to do after the act: a topic and ids, never names or texts."""

    topic = models.CharField(max_length=63)
    payload = models.JSONField()
    key = models.CharField(max_length=120, unique=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    next_attempt_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="outbox_waiting", condition=Q(delivered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class OutboxEffect(models.Model):
    """That a message has taken effect; one-to-one, so a second delivery changes nothing."""

    message = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT)
    at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"effect of {self.message_id}"


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that delivers messages of a topic; it runs in a transaction of its own."""

    def register(handler: Handler) -> Handler:
        _handlers[topic] = handler
        return handler

    return register


def put(*, topic: str, key: str, **payload: Any) -> None:
    """Write a message; the same ``key`` twice is one message. Call inside an action."""
    put_each(topic=topic, payloads={key: payload})


def put_each(*, topic: str, payloads: dict[str, dict[str, Any]]) -> None:
    """Write one message for each key, in one statement; keys that were written before stay as they are."""
    messages = [OutboxMessage(topic=topic, key=key, payload=payload) for key, payload in payloads.items()]
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def dispatch(send: Callable[[int], Any], *, most: int = 100) -> int:
    """Hand waiting messages to ``send``, again after a back-off while they are not delivered. Returns how many.

    Raises whatever ``send`` raises: then nothing of this batch is marked, and the next round takes it up.
    """
    with transaction.atomic():
        waiting = list(
            OutboxMessage.objects.filter(delivered_at=None, next_attempt_at__lte=Now(), attempts__lt=MOST_ATTEMPTS)
            .order_by("next_attempt_at", "pk")
            .select_for_update(skip_locked=True, no_key=True)[:most]
        )
        for message in waiting:
            send(message.pk)
            wait = BACK_OFF[min(message.attempts, len(BACK_OFF) - 1)]
            OutboxMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1, next_attempt_at=Now() + wait)
    return len(waiting)


def deliver(message_id: int, *, now: datetime) -> bool:
    """Let a message take effect; False when it already has. An unknown topic is a fault of ours and raises KeyError."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update(no_key=True).get(pk=message_id)
        if message.delivered_at is not None:
            return False
        OutboxEffect.objects.create(message=message)
        _handlers[message.topic](message.payload, now)
        message.delivered_at = now
        message.save(update_fields=["delivered_at"])
    return True


def take_up_again(topics: Iterable[str]) -> int:
    """Let messages of some topics that were tried as often as any is be tried anew. Returns how many."""
    given_up = OutboxMessage.objects.filter(topic__in=topics, delivered_at=None, attempts__gte=MOST_ATTEMPTS)
    return given_up.update(attempts=0, next_attempt_at=Now())


def remove_delivered(moment: datetime) -> int:
    """Remove the messages that were delivered before a moment, with their effects; one never delivered stays."""
    with transaction.atomic():
        delivered = OutboxMessage.objects.filter(delivered_at__lt=moment)
        OutboxEffect.objects.filter(message__in=delivered).delete()
        return delivered.delete()[0]
