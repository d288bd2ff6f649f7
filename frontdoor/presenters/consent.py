"""Where consent stands, in words, with what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from frontdoor import presenters
from frontdoor.core.permissions import Permission, may
from frontdoor.models import (
    ChildOutcome,
    ConsentEvent,
    ConsentMatter,
    ConsentOverride,
    Contact,
    FamilyTelling,
    OverrideChild,
    Person,
)
from frontdoor.models.consent import AGREED, DECIDED_BY_TWO, SAID_BY_AN_ADULT, ConsentKind, ConsentStatus
from frontdoor.models.override_choices import ReviewResult
from frontdoor.models.positions import Stand, positions_of
from frontdoor.permissions import (
    RECORD_CONSENT,
    REFUSE_SHARING,
    REQUEST_CHECK,
    REQUEST_OVERRIDE,
    TELL_FAMILY,
    VIEW_CONTACTS,
)

NOTHING_RECORDED = "Not recorded"
DISAGREE = "The family disagrees: a manager decides"
IN_PART = "Only agencies that everybody agreed to"
ASK_THEM_AGAIN = "Agreed too long ago"
NO_HOLDER = "not recorded as holding parental responsibility now"
TAGS = {
    ConsentStatus.REFUSED: "refused",
    ConsentStatus.WITHDRAWN: "withdrawn",
    ConsentStatus.OVERRIDDEN: "overridden",
}


@dataclass(frozen=True)
class Standing:
    """One kind of consent for one child: what it says and whether it carries."""

    kind: str
    tag: str
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Position:
    """One child of a contact: where consent stands and what can be done with it."""

    child: Person
    checks: Standing
    service: Standing
    may_ask_agencies: bool
    may_offer_help: bool
    too_old: str = ""
    waiting: str = ""
    waiting_url: str = ""
    matters: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """Something that can be done next."""

    words: str
    url: str


def consent_positions(contact: Contact, at: datetime) -> list[Position]:
    """Each child of a contact with where consent stands at a moment; a fixed number of queries for any family."""
    stands = positions_of(contact, at=at)
    asked = {
        covered.child_id: covered.override
        for covered in OverrideChild.objects.filter(
            override__contact=contact, override__decided_at=None
        ).select_related("override__requested_by")
    }
    said = {event.pk for stand in stands.values() for event in stand.events}
    open_matters = {
        (matter.child_id, matter.refusal_id): matter
        for matter in ConsentMatter.objects.undecided().filter(refusal__in=said).order_by("-pk")
    }
    positions = []
    for about in contact.about.select_related("child").order_by("pk"):
        stand = stands.get((about.child_id, ConsentKind.CHECKS.value), Stand())
        service = stands.get((about.child_id, ConsentKind.SERVICE.value), Stand())
        waiting = asked.get(about.child_id)
        opened = [matter for (child_id, _), matter in open_matters.items() if child_id == about.child_id]
        positions.append(
            Position(
                child=about.child,
                checks=_standing(ConsentKind.CHECKS, stand, contact, at),
                service=_standing(ConsentKind.SERVICE, service, contact, at),
                too_old=stand.too_old(at) or service.too_old(at),
                may_ask_agencies=bool(stand.grounds(at)),
                may_offer_help=bool(service.grounds(at)),
                waiting=_waiting(waiting) if waiting else "",
                waiting_url=reverse("override", args=[waiting.pk]) if waiting else "",
                matters=[
                    (matter.get_cause_display(), reverse("consent_matter", args=[matter.pk])) for matter in opened
                ],
            )
        )
    return positions


def is_closed(contact: Contact) -> bool:
    """Whether nothing more is asked on a contact, because it was decided with no further action."""
    return contact.decided_at is not None and ChildOutcome.objects.close_without_action(contact)


def next_steps(contact: Contact, positions: Sequence[Position], worker: Any, *, on: date) -> list[Step]:
    """What this worker can do about consent on a contact, the safe way first."""
    closed = is_closed(contact)
    wanted: list[tuple[Permission, str, str, bool]] = [
        (
            REQUEST_CHECK,
            "Ask an agency for information",
            "check_request",
            not closed and any(p.may_ask_agencies for p in positions),
        ),
        (
            REQUEST_CHECK,
            "Ask an agency to offer early help",
            "check_request",
            not closed and any(p.may_offer_help for p in positions) and not any(p.may_ask_agencies for p in positions),
        ),
        (RECORD_CONSENT, "Record consent", "consent_record", True),
        (
            REQUEST_OVERRIDE,
            "Ask a manager to decide without consent",
            "override_request",
            not closed and not all(position.may_ask_agencies or position.waiting for position in positions),
        ),
        (VIEW_CONTACTS, "See each person's answers", "consent_positions", True),
        (REFUSE_SHARING, "Record that something was not shared", "sharing_refused", True),
    ]
    steps = [
        Step(words, reverse(name, args=[contact.pk]))
        for permission, words, name, fits in wanted
        if fits and may(worker, permission)
    ]
    return steps + (_families(contact, on) if may(worker, TELL_FAMILY) else [])


def _families(contact: Contact, on: date) -> list[Step]:
    """One step for each family to be told; where there are several, each says which decision it is about."""
    owed = list(FamilyTelling.objects.unsettled(contact, on=on).select_related("override").order_by("pk"))
    return [
        Step(
            f"Tell the family that {telling.get_of_display().lower()}"
            + (f" (decision of {presenters.moment(telling.override.decided_at)})" if len(owed) > 1 else ""),
            reverse("family_telling", args=[telling.pk]),
        )
        for telling in owed
    ]


def _standing(kind: ConsentKind, stand: Stand, here: Contact, at: datetime) -> Standing:
    if stand.disagree:
        said = [*stand.agreed, *stand.refused]
        return Standing(kind.label, "refused", DISAGREE, "; ".join(_said(event, here) for event in said))
    grounds = stand.grounds(at)
    event = grounds[0] if grounds else stand.latest
    if event is None:
        return Standing(kind.label, "none", NOTHING_RECORDED)
    if event.status in AGREED and grounds and stand.agree_in_part:
        return Standing(kind.label, "given", IN_PART, "; ".join(_said(other, here) for other in stand.agreed))
    words = event.get_status_display()
    old = stand.too_old(at)
    if old:
        return Standing(kind.label, "none", ASK_THEM_AGAIN, old)
    if event.status in DECIDED_BY_TWO and not grounds:
        what = "Override" if event.status == ConsentStatus.OVERRIDDEN else f"{words}: the decision"
        words = f"{what} was not justified" if _found_wrong(event) else f"{what} has run out"
        return Standing(kind.label, "none", words, _detail(event, here))
    tag = TAGS.get(ConsentStatus(event.status), "given" if grounds else "none")
    others = [f"also {_said(other, here)}" for other in grounds[1:]]
    return Standing(kind.label, tag, words, "; ".join([_detail(event, here), *others]))


def _found_wrong(event: ConsentEvent) -> bool:
    return event.override is not None and event.override.review_result == ReviewResult.NOT_JUSTIFIED


def _said(event: ConsentEvent, here: Contact) -> str:
    who = event.given_by.full_name if event.given_by else ""
    which = _named(event.agencies) if event.status == ConsentStatus.GIVEN_PARTIAL else ""
    return " ".join(
        filter(None, [event.get_status_display().lower(), who and f"by {who}", which, _elsewhere(event, here)])
    )


def _detail(event: ConsentEvent, here: Contact) -> str:
    parts = [presenters.moment(event.happened_at)]
    if event.override is not None and event.override.expires_at is not None:
        until = presenters.deadline(event.override.expires_at)
        parts = [f"by {event.recorded_by.get_full_name()}", *parts, f"until {until}", _named(event.override.agencies)]
    elif event.given_by is not None:
        parts.insert(0, f"by {event.given_by.full_name}")
    if event.status == ConsentStatus.GIVEN_PARTIAL:
        parts.append(_named(event.agencies))
    if event.status in SAID_BY_AN_ADULT and not event.is_by_a_holder:
        parts.append(NO_HOLDER)
    if elsewhere := _elsewhere(event, here):
        parts.append(elsewhere)
    return ", ".join(parts)


def _elsewhere(event: ConsentEvent, here: Contact) -> str:
    return "" if event.contact_id == here.pk else f"on contact {event.contact.reference}"


def _named(agencies: Any) -> str:
    return "for " + " and ".join(agency.name for agency in agencies.all())


def _waiting(override: ConsentOverride) -> str:
    asked = f"{override.requested_by.get_full_name()} asked on {presenters.moment(override.requested_at)}"
    return f"{asked} that a manager decides without consent."


def waited(override: ConsentOverride, now: datetime) -> str:
    """How long a request has waited: "2 hours 10 minutes", or whole days from two on."""
    length = now - override.requested_at
    return f"{length.days} days" if length >= timedelta(days=2) else presenters.span(length)
