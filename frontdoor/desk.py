"""How the desk stands: open contacts by urgency and how long the oldest has waited (K04)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from frontdoor.models.contacts import ContactQuerySet, Rag, overdue_q

NOT_TRIAGED = "none"
URGENCIES = (
    (Rag.RED.value, "red", "Red"),
    ("", NOT_TRIAGED, "Not triaged"),
    (Rag.AMBER.value, "amber", "Amber"),
    (Rag.GREEN.value, "green", "Green"),
)


@dataclass(frozen=True)
class Urgency:
    """The open contacts of one urgency; ``key`` is what the queue's filter calls it."""

    key: str
    name: str
    open: int
    overdue: int
    oldest: datetime | None


def by_urgency(contacts: ContactQuerySet, at: datetime) -> list[Urgency]:
    """The open ones of ``contacts`` by urgency, the most urgent first; one query."""
    counted = (
        contacts.open()
        .order_by()
        .values("rag")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=overdue_q(at)), oldest=Min("received_at"))
    )
    rows = {row["rag"]: row for row in counted}
    return [
        Urgency(key, name, row["open"], row["overdue"], row["oldest"])
        if (row := rows.get(rag))
        else Urgency(key, name, 0, 0, None)
        for rag, key, name in URGENCIES
    ]
