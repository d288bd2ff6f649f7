"""Where consent stands, in words, with what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from frontdoor import presenters
from frontdoor.core.permissions import Permission, may
from frontdoor.models import ConsentEvent, ConsentOverride, Contact, OverrideChild, Person
from frontdoor.models.consent import ConsentKind, ConsentStatus
from frontdoor.permissions import RECORD_CONSENT, REQUEST_CHECK, REQUEST_OVERRIDE

NOTHING_RECORDED = "Not recorded"
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
    waiting: str = ""
    waiting_url: str = ""


@dataclass(frozen=True)
class Step:
    """Something that can be done next."""

    words: str
    url: str


def consent_positions(contact: Contact, at: datetime) -> list[Position]:
    """Each child of a contact with the latest event of both kinds at a moment; four queries however many children."""
    latest = {
        (event.child_id, event.kind): event
        for event in ConsentEvent.objects.filter(contact=contact, happened_at__lte=at)
        .order_by("child_id", "kind", "-happened_at", "-pk")
        .distinct("child_id", "kind")
        .select_related("given_by", "recorded_by", "override")
        .prefetch_related("agencies", "override__agencies")
    }
    asked = {
        covered.child_id: covered.override
        for covered in OverrideChild.objects.filter(
            override__contact=contact, override__decided_at=None
        ).select_related("override__requested_by")
    }
    positions = []
    for about in contact.about.select_related("child").order_by("pk"):
        event = latest.get((about.child_id, ConsentKind.CHECKS.value))
        waiting = asked.get(about.child_id)
        positions.append(
            Position(
                child=about.child,
                checks=_standing(ConsentKind.CHECKS, event, at),
                service=_standing(ConsentKind.SERVICE, latest.get((about.child_id, ConsentKind.SERVICE.value)), at),
                may_ask_agencies=event is not None and event.carries(at),
                waiting=_waiting(waiting) if waiting else "",
                waiting_url=reverse("override", args=[waiting.pk]) if waiting else "",
            )
        )
    return positions


def next_steps(contact: Contact, positions: Sequence[Position], worker: Any) -> list[Step]:
    """What this worker can do about consent on a contact, the safe way first."""
    wanted: list[tuple[Permission, str, str, bool]] = [
        (REQUEST_CHECK, "Ask an agency for information", "check_request", any(p.may_ask_agencies for p in positions)),
        (RECORD_CONSENT, "Record consent", "consent_record", True),
        (
            REQUEST_OVERRIDE,
            "Ask a manager to decide without consent",
            "override_request",
            not all(position.may_ask_agencies or position.waiting for position in positions),
        ),
    ]
    return [
        Step(words, reverse(name, args=[contact.pk]))
        for permission, words, name, fits in wanted
        if fits and may(worker, permission)
    ]


def _standing(kind: ConsentKind, event: ConsentEvent | None, at: datetime) -> Standing:
    if event is None:
        return Standing(kind.label, "none", NOTHING_RECORDED)
    carries = event.carries(at)
    tag = TAGS.get(ConsentStatus(event.status), "given" if carries else "none")
    words = event.get_status_display()
    parts = [presenters.moment(event.happened_at)]
    if event.override is not None and event.override.expires_at is not None:
        until = presenters.deadline(event.override.expires_at)
        words = words if carries else "Override has run out"
        tag = tag if carries else "none"
        parts = [f"by {event.recorded_by.get_full_name()}", *parts, f"until {until}", _named(event.override.agencies)]
    elif event.given_by is not None:
        parts.insert(0, f"by {event.given_by.full_name}")
    if event.status == ConsentStatus.GIVEN_PARTIAL:
        parts.append(_named(event.agencies))
    return Standing(kind.label, tag, words, ", ".join(parts))


def _named(agencies: Any) -> str:
    return "for " + " and ".join(agency.name for agency in agencies.all())


def _waiting(override: ConsentOverride) -> str:
    asked = f"{override.requested_by.get_full_name()} asked on {presenters.moment(override.requested_at)}"
    return f"{asked} that a manager decides without consent."


def waited(override: ConsentOverride, now: datetime) -> str:
    """How long a request has waited: "2 hours 10 minutes", or whole days from two on."""
    length = now - override.requested_at
    return f"{length.days} days" if length >= timedelta(days=2) else presenters.span(length)


def told(override: ConsentOverride) -> list[dict[str, str]]:
    """A request as questions and answers, in the order of the form."""
    reasons = [
        f"{label}: {override.evidence[code]}" if override.evidence.get(code) else label
        for code, label in _reason_labels(override)
    ]
    attempts = [
        f"{presenters.moment(datetime.fromisoformat(attempt['at']))}, {attempt['means']}: {attempt['whom']}"
        for attempt in override.attempts
    ]
    concern = "No"
    if override.overriding_concern:
        pace = "immediate" if override.immediate else "likely, not immediate"
        concern = f"Yes: {override.get_harm_display().lower()}, {pace}"
    rows = [
        ("Children", ", ".join(child.full_name for child in override.children.all())),
        ("Agencies", ", ".join(agency.name for agency in override.agencies.all())),
        ("Exactly what they are asked", override.questions),
        ("Whether a parent was asked", override.get_asked_display()),
        ("Attempts", "\n".join(attempts) or "None recorded"),
        ("Reasons", "\n".join(reasons)),
        ("Facts relied on", override.facts),
        ("Likely harm if a parent is asked", override.harm_if_sought),
        ("Likely harm if agencies are not asked", override.harm_if_not_shared),
        ("Over-riding child protection concern", concern),
        ("Lesser step considered", override.less_intrusive),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def _reason_labels(override: ConsentOverride) -> list[tuple[str, str]]:
    labels = dict(ConsentOverride._meta.get_field("reason_codes").base_field.flatchoices)
    return [(code, str(labels[code])) for code in override.reason_codes]
