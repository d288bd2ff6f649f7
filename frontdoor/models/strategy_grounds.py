"""The strategy meetings on which section 47 can rest: about this contact, signed, and decided on an enquiry (C04).

``enquiry_over.started`` says the same as SQL. Meetings belong to another app: they are read over the children.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q

from frontdoor.models.contacts import Contact
from frontdoor.models.decisions import enquiry_over
from frontdoor.models.enquiry_over import FOR

_MEETING = "child__strategy_children__meeting"


@dataclass(frozen=True)
class StartingMeeting:
    """A meeting that started enquiries: its number, when it was held, who chaired it, and about which children."""

    number: int
    held_at: datetime
    chair_id: int
    children: frozenset[int]


def starting(contact: Contact) -> dict[int, StartingMeeting]:
    """The meetings by number, each with the children whose enquiry is not over. One query."""
    of_contact = Q(**{f"{_MEETING}__contact": contact.pk}) | Q(**{f"{_MEETING}__referral__contact": contact.pk})
    signed = Q(**{f"{_MEETING}__signed_at__isnull": False, f"{_MEETING}__called_off_at__isnull": True})
    rows = contact.about.filter(of_contact, signed, child__strategy_children__decision=FOR)
    rows = rows.annotate(number=F(_MEETING), met_at=F(f"{_MEETING}__held_at"), chair=F(f"{_MEETING}__chair"))
    stands = ~enquiry_over(child=OuterRef("child"), contact=contact.pk, since=OuterRef("met_at"))
    children: dict[tuple[int, datetime, int], set[int]] = defaultdict(set)
    for number, met_at, chair, child in (
        rows.filter(stands).order_by("number").values_list("number", "met_at", "chair", "child")
    ):
        children[number, met_at, chair].add(child)
    return {key[0]: StartingMeeting(*key, frozenset(found)) for key, found in children.items()}
