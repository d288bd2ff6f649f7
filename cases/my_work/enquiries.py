"""Section 47 enquiries and emergency powers on the first page: the worker's own, and what waits for a manager."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from cases import enquiries
from cases.enquiries import START_CLOCK
from cases.models import EmergencyPower, Section47
from cases.models.emergency import CONFIRM_CLOCK, POWER_CLOCK
from cases.models.enquiries import OUTCOME_CLOCK
from cases.permissions import CONFIRM_POWER, DECIDE_ENQUIRY, NOTE_POWER, WORK_ON_ENQUIRY
from frontdoor.core.access import Viewer
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.together import Moment
from frontdoor.models import Person
from frontdoor.presenters import due

CHILD = {name: F(f"child__{name}") for name in ("given_names", "family_name")}


def _named(rows: QuerySet) -> QuerySet:
    return rows.annotate(**CHILD)


def _item(row: Any, at: Reading, *, clock: Any, url: str) -> WorkItem:
    promise = due(clock, row, now=at.now, calendar=at.days)
    return WorkItem(
        title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
        url=url,
        due_words=promise.words[:1].upper() + promise.words[1:] if promise else "",
        state=promise.state if promise else "",
        people=frozenset({row.child_id}),
    )


def _enquiry(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=OUTCOME_CLOCK, url=reverse("enquiry", args=[row.pk]))


def _power(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=POWER_CLOCK, url=reverse("emergency_powers", args=[row.child_id]))


def _to_confirm(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=CONFIRM_CLOCK, url=reverse("emergency_powers", args=[row.child_id]))


def _confirmable(viewer: Viewer, at: Moment) -> QuerySet:
    return EmergencyPower.objects.visible_to(viewer).confirmable_by(viewer).order_by("confirm_due_at", "pk")


def _of_team(phrase: Callable[[Any, Moment], QuerySet]) -> Callable[[Viewer, Moment], QuerySet]:
    def rows(viewer: Viewer, at: Moment) -> QuerySet:
        return phrase(Section47.objects.of_own_team(viewer), at).order_by("outcome_due_on", "pk")

    return rows


def _start(row: Any, at: Reading) -> WorkItem:
    return _item(row, at, clock=START_CLOCK, url=reverse("strategy", args=[row.meeting_id]))


def _to_start(title: str, whose: str) -> Block:
    return Block(
        title=title,
        order=2,
        rows=lambda viewer, at: enquiries.to_start(viewer, whose=whose),
        lines=_named,
        item=_start,
        url=lambda worker: address("enquiry_list", show="start", whose=whose),
        empty="none waits.",
    )


blocks(
    WORK_ON_ENQUIRY,
    _to_start("My section 47 enquiries to start", enquiries.LED),
    Block(
        title="My section 47 enquiries",
        order=9,
        rows=lambda viewer, at: (
            Section47.objects.visible_to(viewer).led_by(viewer).open().order_by("outcome_due_on", "pk")
        ),
        lines=_named,
        item=_enquiry,
        url=lambda worker: address("enquiry_list", show="open", whose="mine"),
        empty="none is open.",
    ),
)
blocks(
    DECIDE_ENQUIRY,
    _to_start("Section 47 enquiries to start", enquiries.TEAM),
    Block(
        title="Section 47 outcomes to authorise",
        order=13,
        rows=_of_team(lambda rows, at: rows.to_authorise()),
        lines=_named,
        item=_enquiry,
        url=lambda worker: address("enquiry_list", show="authorise", whose="team"),
        empty="none waits for you.",
    ),
    Block(
        title="Late section 47 enquiries",
        order=14,
        rows=_of_team(lambda rows, at: rows.late(at.today)),
        lines=_named,
        item=_enquiry,
        url=lambda worker: address("enquiry_list", show="late", whose="team"),
        empty="none is late.",
    ),
)
blocks(
    CONFIRM_POWER,
    Block(
        title="Emergency powers to confirm",
        order=4,
        rows=_confirmable,
        lines=_named,
        item=_to_confirm,
        url=lambda worker: address("emergency_list"),
        empty="none waits.",
    ),
)
blocks(
    NOTE_POWER,
    Block(
        title="Emergency powers in force",
        order=4,
        rows=lambda viewer, at: EmergencyPower.objects.visible_to(viewer).in_force().order_by("due_at", "pk"),
        lines=_named,
        item=_power,
        url=lambda worker: address("emergency_list"),
        empty="none is.",
    ),
)
