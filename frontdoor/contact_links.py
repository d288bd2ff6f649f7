"""What later apps do with a contact, as links on its page: each registers what it offers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from frontdoor.models import Contact


@dataclass(frozen=True)
class ContactLink:
    """A link on a contact's page; ``is_act`` is drawn as a button among what can be done."""

    label: str
    url: str
    is_act: bool = False


Offer = Callable[[Contact, Any], Iterable[ContactLink]]
_offers: list[Offer] = []


def register(offer: Offer) -> Offer:
    """Add a function of (contact, worker) that gives the links this worker may follow."""
    _offers.append(offer)
    return offer


def of(contact: Contact, worker: Any) -> list[ContactLink]:
    """Every link on a contact for a worker who has opened it."""
    return [link for offer in _offers for link in offer(contact, worker)]
