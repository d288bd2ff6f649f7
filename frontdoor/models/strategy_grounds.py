"""The strategy meetings on which section 47 can rest: about this contact, signed, and decided on an enquiry (C04).

It stands while that enquiry can begin or goes on. ``enquiry_over`` says the same as SQL. Meetings and enquiries belong
to another app: they are reached over the child.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from frontdoor.models.consent import ConsentEvent, ConsentStatus
from frontdoor.models.contacts import Contact
from frontdoor.models.enquiry_over import AGAINST, FOR
from frontdoor.models.ground_rules import S47_IS_OVER, S47_NOT_DECIDED, S47_RAN_OUT
from frontdoor.models.people import Person


@dataclass(frozen=True)
class StartingMeeting:
    """A meeting that started enquiries: its number, when it was held, who chaired it, and about which children."""

    number: int
    held_at: datetime
    chair_id: int
    children: frozenset[int]


def _of_children(relation: str) -> Any:
    """The rows of a later app that stand behind a relation of children."""
    return Person._meta.get_field(relation).related_model.objects  # type: ignore[union-attr]


def decided_on(contact: Any) -> Any:
    """The children at signed meetings about a contact, by key or slot, or about its case, whose enquiry was decided on.

    Each with ``over``: whether that enquiry has ended, or the discussion held last decided against one; and with
    ``carries_until``: the last day of a meeting that was held without its quorum, and not again.
    """
    rows = _signed(contact).filter(decision=FOR).annotate(held_at=F("meeting__held_at"), concerned=_key(contact))
    return rows.with_last_day().annotate(over=ExpressionWrapper(_over(), output_field=BooleanField()))


def pursued(contact: Any) -> Any:
    """Of those the ones whose enquiry can begin or goes on, as ``enquiry_over.pursued``."""
    return decided_on(contact).filter(over=False).carrying()


def _key(contact: Any) -> Any:
    return ExpressionWrapper(
        contact if isinstance(contact, OuterRef) else Value(contact), output_field=Contact._meta.pk.__class__()
    )


def _signed(contact: Any) -> Any:
    about = Q(meeting__contact=contact) | Q(meeting__referral__contact=contact)
    return _of_children("strategy_children").filter(
        about, meeting__signed_at__isnull=False, meeting__called_off_at__isnull=True
    )


def _over() -> Q:
    """As ``enquiry_over.over``, of a child at a meeting held at ``held_at``, for the contact ``concerned``."""
    of_child = {"child_id": OuterRef("child_id")}
    enquiries = _of_children("enquiries").filter(**of_child)
    has_ended = Q(Exists(enquiries.ended_since(OuterRef("held_at")))) & ~Q(Exists(enquiries.going_on()))
    closed = ConsentEvent.objects.filter(
        **of_child,
        contact=OuterRef("concerned"),
        status=ConsentStatus.GROUND_ENDED,
        happened_at__gt=OuterRef("held_at"),
    )
    said = _signed(OuterRef("concerned")).filter(**of_child, decision__gt="", meeting__held_at__gte=OuterRef("held_at"))
    last = said.order_by("-meeting__held_at", "-meeting").values("decision")[:1]
    return has_ended | Q(Exists(closed)) | Q(Exact(Coalesce(Subquery(last), Value("")), Value(AGAINST)))


def starting(contact: Contact) -> dict[int, StartingMeeting]:
    """The meetings by number, each with the children whose enquiry it still carries. One query."""
    about = contact.about.values("child_id")
    rows = pursued(contact.pk).filter(child_id__in=about).order_by("meeting_id", "child_id")
    children: dict[tuple[int, datetime, int], set[int]] = defaultdict(set)
    for number, held_at, chair, child in rows.values_list("meeting_id", "held_at", "meeting__chair_id", "child_id"):
        children[number, held_at, chair].add(child)
    return {key[0]: StartingMeeting(*key, frozenset(found)) for key, found in children.items()}


def why_no_ground(contact: Contact, *, meeting: int | None, children: Collection[int]) -> str:
    """Why section 47 cannot rest on a meeting for children by key, in the sentence of the row; empty where it can."""
    rows = decided_on(contact.pk).filter(meeting_id=meeting, child_id__in=children)
    found = dict(rows.values_list("child_id", "over"))
    if not children or not set(children) <= found.keys():
        return S47_NOT_DECIDED
    if any(found.values()):
        return S47_IS_OVER
    return "" if rows.carrying().count() == len(found) else S47_RAN_OUT


def last_day(contact: Contact, *, meeting: int, children: Collection[int]) -> date | None:
    """The last day on which what rests on a meeting stands for children by key, if it was held without its quorum."""
    rows = decided_on(contact.pk).filter(meeting_id=meeting, child_id__in=children)
    day: date | None = rows.aggregate(day=Min("carries_until"))["day"]
    return day


def why_none(contact: Contact) -> str:
    """Why no meeting of a contact is offered, where ``starting`` has none."""
    decided = decided_on(contact.pk)
    if decided.filter(over=False).exists():
        return S47_RAN_OUT
    return S47_IS_OVER if decided.exists() else S47_NOT_DECIDED
