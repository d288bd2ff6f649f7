"""How consent was dispensed with on contacts, side by side, whichever way it was done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from audits.indicators.dispensation import dispensings, ground_words
from frontdoor.models import ConsentEvent, Contact
from frontdoor.models.consent import ConsentStatus
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
    events = events.select_related("recorded_by", "override__requested_by", "override__reviewed_by")
    found: dict[int, dict[tuple[object, ...], Dispensing]] = defaultdict(dict)
    for event in events.order_by("-happened_at", "-pk"):
        one = (event.override_id, event.status, event.recorded_by_id, event.happened_at)
        row = found[event.contact_id].setdefault(one, _overridden(event) if event.override else _recorded(event))
        row.children.add(event.child_id)
    return [(contact, list(found[contact.pk].values())) for contact in listed]


def _overridden(event: ConsentEvent) -> Dispensing:
    request = event.override
    return Dispensing(
        url=reverse("override", args=[request.pk]),
        at=event.happened_at,
        signer=event.recorded_by.get_full_name(),
        asker=request.requested_by.get_full_name(),
        grounds=[ground_words(code) for code in request.reason_codes],
        facts=[request.facts],
        lesser=request.less_intrusive,
        review=f"{moment(request.reviewed_at)}, {request.reviewed_by.get_full_name()}" if request.reviewed_at else "",
        without_concern=not request.overriding_concern,
    )


def _recorded(event: ConsentEvent) -> Dispensing:
    facts = [event.words]
    if event.status == ConsentStatus.NOT_NEEDED_COURT:
        facts = [event.order_named, f"{event.order_court}, {event.order_reference}", event.words]
    elif event.strategy_with:
        facts.append(f"Strategy discussion: {event.strategy_with}")
    return Dispensing(
        url=reverse("consent_positions", args=[event.contact_id]),
        at=event.happened_at,
        signer=event.recorded_by.get_full_name(),
        asker="",
        grounds=[ground_words(event.status)],
        facts=[fact for fact in facts if fact],
        lesser="",
        review="",
    )
