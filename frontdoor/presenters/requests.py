"""A request to ask agencies without consent as its decider and its reviewer read it, with what is thin about it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from frontdoor import contact_links, presenters
from frontdoor.models import ConsentOverride
from frontdoor.models.override_choices import Asked, Ground, LegalBasis, OverrideReason

NOTHING = "None recorded"
SHORT = 40
MEETING = "Strategy meeting"


def told(override: ConsentOverride, worker: Any) -> list[dict[str, str]]:
    """A request as questions and answers, in the order of the form, with a link to its meeting for who may open it."""
    rows = [
        ("What it rests on", override.get_ground_display()),
        ("Children", ", ".join(child.full_name for child in override.children.all())),
        ("Agencies", ", ".join(agency.name for agency in override.agencies.all())),
        ("Exactly what they are asked", override.questions),
        ("Whether a parent was asked", override.get_asked_display()),
        ("Attempts", _attempts(override) or NOTHING),
        *_ground(override),
        ("Facts relied on", override.facts),
        *_weighed(override),
        ("Legal basis", override.get_legal_basis_display() or "Not recorded"),
        ("Advice taken", override.advice or NOTHING),
        ("What the child wants", override.child_view or "Not recorded"),
    ]
    links = _links(override, worker)
    return [{"key": key, "value": value, **links.get(key, {})} for key, value in rows]


def turned_down(override: ConsentOverride) -> list[dict[str, str]]:
    """What was refused or found not justified before on the same contact, by whom and why, for whoever decides."""
    rows = ConsentOverride.objects.turned_down(override).select_related("requested_by", "decided_by", "reviewed_by")
    return [
        {
            "key": f"Asked by {row.requested_by.get_full_name()} on {presenters.moment(row.requested_at)}",
            "value": "\n".join(_turned_down(row)),
            "url": reverse("override", args=[row.pk]),
            "action": "Read it",
            "hidden": f"request {row.pk}",
        }
        for row in rows
    ]


def _turned_down(row: ConsentOverride) -> list[str]:
    said = [f"{row.get_decision_display()}, {row.decided_by.get_full_name()}: {row.decision_reason}"]
    if row.reviewed_by is not None:
        said.append(f"{row.get_review_result_display()}, {row.reviewed_by.get_full_name()}: {row.review_words}")
    return said


def _links(override: ConsentOverride, worker: Any) -> dict[str, dict[str, str]]:
    strategy = getattr(override, "strategy", None)
    link = contact_links.meeting(override.contact, worker, strategy.meeting_number) if strategy else None
    return {MEETING: {"url": link.url, "action": "Read its record", "hidden": link.label}} if link else {}


def _attempts(override: ConsentOverride) -> str:
    return "\n".join(
        f"{presenters.moment(datetime.fromisoformat(attempt['at']))}, {attempt['means']}: {attempt['whom']}"
        for attempt in override.attempts
    )


def _ground(override: ConsentOverride) -> list[tuple[str, str]]:
    if override.ground == Ground.SECTION_47:
        return _section_47(override)
    if override.ground == Ground.COURT:
        return _order(override)
    given = [
        f"{label}: {override.evidence[code]}" if override.evidence.get(code) else label
        for code, label in reasons(override)
    ]
    return [("Reasons", "\n".join(given)), *_acts_now(override)]


def _acts_now(override: ConsentOverride) -> list[tuple[str, str]]:
    """What is done at once, where delay is the reason."""
    if not override.acts_now:
        return []
    if override.called_at is not None:
        what = f"{presenters.moment(override.called_at)}, reference {override.call_reference}"
    else:
        what = f"number {override.acts_now_id}"
    return [("What is done at once", f"{override.get_acts_now_display()}: {what}")]


def _section_47(override: ConsentOverride) -> list[tuple[str, str]]:
    strategy = getattr(override, "strategy", None)
    if strategy is None:
        return [("Strategy meeting", NOTHING)]
    led_by = ("Led by", strategy.led_by.get_full_name())
    if strategy.meeting_number is not None:
        return [(MEETING, f"Number {strategy.meeting_number}, held {presenters.moment(strategy.held_at)}"), led_by]
    return [
        ("Strategy discussion", f"{presenters.moment(strategy.held_at)}, {strategy.held_where}"),
        led_by,
        ("For the police", strategy.police),
        ("For health", strategy.health),
        ("What it decided", strategy.get_outcome_display()),
    ]


def _order(override: ConsentOverride) -> list[tuple[str, str]]:
    order = getattr(override, "order", None)
    if order is None:
        return [("Court order", NOTHING)]
    until = f", until {order.ends_on:%-d %B %Y}" if order.ends_on else ""
    return [
        ("Court order", f"{order.named}, number {order.number}"),
        ("Made by", f"{order.court} on {order.made_on:%-d %B %Y}{until}"),
        ("What it compels to be shared", order.compels),
    ]


def _weighed(override: ConsentOverride) -> list[tuple[str, str]]:
    concern = "No"
    if override.overriding_concern:
        pace = "immediate" if override.immediate else "likely, not immediate"
        concern = f"Yes: {override.get_harm_display().lower()}, {pace}"
    if override.ground != Ground.CONCERN:
        return [("Harm suspected", capfirst(concern.removeprefix("Yes: ")))] if override.overriding_concern else []
    return [
        ("Likely harm if a parent is asked", override.harm_if_sought),
        ("Likely harm if agencies are not asked", override.harm_if_not_shared),
        ("Over-riding child protection concern", concern),
        ("Lesser step considered", override.less_intrusive),
    ]


def reasons(override: ConsentOverride) -> list[tuple[str, str]]:
    """The coded reasons of a request, each with its words; one that the law decides has none but its ground."""
    if override.ground != Ground.CONCERN:
        return [("", override.get_ground_display())]
    labels = dict(ConsentOverride._meta.get_field("reason_codes").base_field.flatchoices)
    return [(code, str(labels[code])) for code in override.reason_codes]


def thin(override: ConsentOverride) -> list[str]:
    """What a decider is told is missing or short in a request that the rules let through (2.3). Nothing is decided."""
    found = []
    if override.asked == Asked.NOT_ASKED and override.ground == Ground.CONCERN:
        found.append("nobody has been asked.")
    if override.asked != Asked.NOT_ASKED and not override.attempts:
        found.append("it does not say who asked, when and how; only an answer is recorded on the contact.")
    if override.ground == Ground.CONCERN:
        texts = (override.harm_if_sought, override.harm_if_not_shared, override.less_intrusive)
        if any(len(text.strip()) < SHORT for text in texts):
            found.append("the harm on either side, or the lesser step, is told in fewer than 40 characters.")
        if override.overriding_concern and not override.immediate and OverrideReason.O4 in override.reason_codes:
            found.append("it says that delay puts the child at risk, and that the harm is not immediate.")
    if override.legal_basis in {LegalBasis.CRIME, LegalBasis.COURT} and not override.advice.strip():
        found.append("no advice of the police or a lawyer is recorded.")
    if not override.child_view.strip():
        found.append("what the child wants is not recorded.")
    return found
