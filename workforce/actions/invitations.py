"""The message with which somebody of a partner agency begins; it names the worker alone and carries no secret."""

from datetime import datetime

from frontdoor.core import outbox
from workforce.models import Worker

TOPIC = "partner.invite"


def send(worker: Worker, at: datetime) -> None:
    """Send an invitation, inside an act that is under way."""
    outbox.put(topic=TOPIC, key=f"{TOPIC}:{worker.pk}:{at.isoformat()}", worker_id=worker.pk)
