"""How consent was dispensed with on contacts, side by side, whichever way it was done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from audits.indicators.dispensation import dispensings, ground_words
from frontdoor.models import ConsentEvent, Contact
from frontdoor.presenters import moment


@dataclass
class Dispensing:
    """One decision by which consent was dispensed with on a contact, for one child or more."""

    url: str
    at: datetime
    signer: str
    asker: str
    grounds: list[str]
    facts: list[str]
    lesser: str
    review: str
    without_concern: bool = False
    children: set[int] = field(default_factory=set)


def side_by_side(contacts: Iterable[Contact]) -> list[tuple[Contact, list[Dispensing]]]:
    """Each contact with its decisions, the newest first; one query."""
    listed = list(contacts)
    events = dispensings(Contact.objects.filter(pk__in=[contact.pk for contact in listed]))
    events = events.select_related(
        "recorded_by", "override__requested_by", "override__reviewed_by", "override__order", "override__strategy"
    )
    found: dict[int, dict[tuple[object, ...], Dispensing]] = defaultdict(dict)
    for event in events.order_by("-happened_at", "-pk"):
        one = (event.override_id, event.status, event.recorded_by_id, event.happened_at)
        row = found[event.contact_id].setdefault(one, _requested(event) if event.override else _recorded(event))
        row.children.add(event.child_id)
    return [(contact, list(found[contact.pk].values())) for contact in listed]


def _requested(event: ConsentEvent) -> Dispensing:
    request = event.override
    return Dispensing(
        url=reverse("override", args=[request.pk]),
        at=event.happened_at,
        signer=event.recorded_by.get_full_name(),
        asker=request.requested_by.get_full_name(),
        grounds=[ground_words(code) for code in request.reason_codes or [event.status]],
        facts=[*_rests_on(request), request.facts],
        lesser=request.less_intrusive,
        review=f"{moment(request.reviewed_at)}, {request.reviewed_by.get_full_name()}" if request.reviewed_at else "",
        without_concern=not request.overriding_concern,
    )


def _rests_on(request: Any) -> list[str]:
    """The order of a court or the strategy meeting, in a line or two."""
    if order := getattr(request, "order", None):
        return [f"{order.named}, number {order.number}, {order.court}", order.compels]
    strategy = getattr(request, "strategy", None)
    if strategy and strategy.meeting_number is not None:
        return [f"Strategy meeting {strategy.meeting_number}, held {moment(strategy.held_at)}"]
    if strategy:
        return [f"Strategy discussion {moment(strategy.held_at)}: {strategy.police}; {strategy.health}"]
    return []


def _recorded(event: ConsentEvent) -> Dispensing:
    """What was recorded before two people had to sign it."""
    return Dispensing(
        url=reverse("consent_positions", args=[event.contact_id]),
        at=event.happened_at,
        signer=event.recorded_by.get_full_name(),
        asker="",
        grounds=[ground_words(event.status)],
        facts=[event.words],
        lesser="",
        review="",
    )
