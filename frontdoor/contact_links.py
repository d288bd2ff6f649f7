"""What later apps do with a contact, as links on its page: each registers what it offers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from frontdoor.models import Contact


@dataclass(frozen=True)
class ContactLink:
    """A link on a contact's page; ``is_act`` is drawn as a button among what can be done.

    ``is_meeting``: to a strategy meeting, by its number, or to convening one.
    """

    label: str
    url: str
    is_act: bool = False
    is_meeting: bool = False
    number: int | None = None


Offer = Callable[[Contact, Any], Iterable[ContactLink]]
_offers: list[Offer] = []


def register(offer: Offer) -> Offer:
    """Add a function of (contact, worker) that gives the links this worker may follow."""
    _offers.append(offer)
    return offer


def of(contact: Contact, worker: Any) -> list[ContactLink]:
    """Every link on a contact for a worker who has opened it."""
    return [link for offer in _offers for link in offer(contact, worker)]


def meeting(contact: Contact, worker: Any, number: int | None) -> ContactLink | None:
    """The link to a strategy meeting of a contact by its number, for a worker who may open it."""
    found = (link for link in of(contact, worker) if link.is_meeting and link.number == number is not None)
    return next(found, None)
