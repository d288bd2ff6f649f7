"""Conferences, reviews and core groups turned into the words that pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.conferences import Missing
from cases.models import Conference, ConferenceChild, ConferenceInvitation, CoreGroup, Plan
from cases.models.conference_after import Paper
from cases.models.conferences import (
    HELD_CLOCK,
    LETTER_CLOCK,
    PARTS,
    RECORD_CLOCK,
    REPORT_CLOCK,
    UNDER_A_PLAN,
    ConferenceDecision,
)
from cases.models.core_groups import CORE_GROUP_CLOCK
from cases.models.protection import REVIEW_CLOCK
from cases.presenters import meetings as presenters_meetings
from cases.presenters.meetings import Invited
from cases.presenters.strategy import Step, rows
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import Due, due, long_day, moment

LIST_HEADS = ("Conference", "Kind", "Children", "Chair", "Planned", "Held by", "Held", "Letter", "Record", "Stands")
UNWRITTEN = "Not written yet"


@dataclass(frozen=True)
class Line:
    """One conference on a list."""

    reference: str
    kind: str
    url: str
    children: str
    chair: str
    planned_at: datetime
    state: str
    colour: str
    promises: dict[str, Due]
    people: list[int]


@dataclass(frozen=True)
class AtConference:
    """One child on the page of a conference."""

    row: ConferenceChild
    decided: str
    colour: str
    section: list[dict[str, str]]
    outline: list[Any]
    views: list[Any]


@dataclass(frozen=True)
class Owed:
    """What is due about one plan on a list: a review or a core group."""

    row: Any
    name: str
    child_id: int
    team: str
    due: Due
    planned: str


def state_of(conference: Conference) -> tuple[str, str]:
    """Where a conference stands, and the colour of its tag."""
    if conference.called_off_at:
        return "Called off", "grey"
    if conference.signed_at:
        sent = conference.letters_sent_on and conference.circulated_on
        return ("Record with everybody", "green") if sent else ("Signed, to be sent", "blue")
    if conference.held_on:
        return "Held, to be signed", "yellow"
    return "To be held", "blue"


def clocks(conference: Conference, *, now: datetime, calendar: WorkingCalendar) -> dict[str, Due]:
    """The promises that have started, by name: the conference, the decision letter, the record."""
    if conference.called_off_at:
        return {}
    named = {"Held": HELD_CLOCK, "Decision letter": LETTER_CLOCK, "Record": RECORD_CLOCK}
    found = {name: due(clock, conference, now=now, calendar=calendar) for name, clock in named.items()}
    return {name: promise for name, promise in found.items() if promise is not None}


def line(conference: Conference, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A conference with its children and chair read, for a list."""
    children = list(conference.children.all())
    state, colour = state_of(conference)
    return Line(
        reference=conference.reference,
        kind=str(conference.get_kind_display()),
        url=reverse("conference", args=[conference.pk]),
        children=", ".join(row.child.full_name for row in children),
        chair=conference.chair.get_full_name(),
        planned_at=conference.planned_at,
        state=state,
        colour=colour,
        promises=clocks(conference, now=now, calendar=calendar),
        people=[row.child_id for row in children],
    )


def cells(row: Line) -> tuple[Any, ...]:
    """A line as its file holds it."""
    said = [row.promises[name].words if name in row.promises else "" for name in ("Held", "Decision letter", "Record")]
    held_by = row.promises["Held"].due if "Held" in row.promises else None
    return (row.reference, row.kind, row.children, row.chair, row.planned_at, held_by, *said, row.state)


def facts_of(conference: Conference) -> list[dict[str, str]]:
    """How the conference came to be, as questions and answers."""
    again = long_day(conference.reconvene_due_on) if conference.reconvene_due_on else ""
    return rows(
        ("Kind", str(conference.get_kind_display())),
        ("Counted from", long_day(conference.counted_from)),
        ("Convened", f"{moment(conference.convened_at)} by {conference.convened_by.get_full_name()}"),
        ("Planned", f"{moment(conference.planned_at)}, {conference.place}"),
        ("Chair", conference.chair.get_full_name()),
        ("Reports shared with the family by", long_day(conference.reports_due_on)),
        ("Held", long_day(conference.held_on) if conference.held_on else ""),
        ("Decided without the quorum", conference.alone_reason),
        ("Held again", again),
        ("Called off", conference.called_off_reason),
    )


def record_of(conference: Conference) -> list[dict[str, str]]:
    """What the conference has written about all its children."""
    labels = [(str(conference._meta.get_field(name).verbose_name), getattr(conference, name)) for name in PARTS]
    return rows(*((label[:1].upper() + label[1:], words) for label, words in labels))


def decision_words(row: ConferenceChild) -> tuple[str, str]:
    """What is decided about a child, and the colour of its tag."""
    if not row.decision:
        return "Not decided yet", "grey"
    words = str(ConferenceDecision(row.decision).label)
    if row.decision not in UNDER_A_PLAN:
        return words, "green"
    return f"{words}: {row.get_category_display().lower()}", "red"


def section_of(row: ConferenceChild) -> list[dict[str, str]]:
    """A child's own section, and what was decided about it."""
    signed = ""
    if row.decided_by and row.decided_at:
        signed = f"{row.decision_reason}\n{row.decided_by.get_full_name()}, {moment(row.decided_at)}"
    return rows(
        ("How the child took part", row.get_participation_display() or UNWRITTEN),
        ("How the child was helped, and what the child said", row.participation_how),
        ("Danger", row.danger or UNWRITTEN),
        ("What protects the child", row.protective or UNWRITTEN),
        ("Why it was decided so", signed),
        ("Who did not agree", row.dissent),
        ("First core group", long_day(row.core_group_on) if row.core_group_on else ""),
        ("Next review conference", long_day(row.review_on) if row.review_on else ""),
        ("What follows", row.follows),
    )


def at_conference(row: ConferenceChild) -> AtConference:
    """A child with section, decision, outline plan and the agencies' views, all of it read before."""
    decided, colour = decision_words(row)
    return AtConference(row, decided, colour, section_of(row), list(row.outline.all()), list(row.opinions.all()))


def invited(row: ConferenceInvitation, *, now: datetime, calendar: WorkingCalendar) -> Invited:
    """Somebody invited, with where the report stands."""
    return presenters_meetings.invited(row, report=due(REPORT_CLOCK, row, now=now, calendar=calendar))


def steps(conference: Conference, missing: Missing) -> list[Step]:
    """What the record needs, each with where it is done; before it is held, what has to be ready by then."""
    own = [conference.pk]
    if not conference.held_on:
        invite = reverse("conference_invite", args=own)
        return [
            Step("Social care and two agencies are invited", not missing.uninvited, "", invite, missing.uninvited),
            Step("Family is asked", not missing.family, url=reverse("conference_ask_family", args=own)),
        ]
    alone = "The chair goes on without them." if conference.alone_reason and missing.quorum else ""
    quorum = not missing.quorum or bool(conference.alone_reason)
    return [
        Step("Family is asked", not missing.family, url=reverse("conference_ask_family", args=own)),
        Step("Who came", not missing.attendance, url="#invited", lacking=missing.attendance),
        Step(
            "Social care and two agencies are there",
            quorum,
            alone,
            reverse("conference_alone", args=own),
            missing.quorum,
        ),
        Step("Each child's own section", not missing.sections, url="#children", lacking=missing.sections),
        Step("What each agency thinks of each child", not missing.views, url="#children", lacking=missing.views),
        Step("A decision about each child", not missing.decisions, url="#children", lacking=missing.decisions),
        Step("An outline plan", not missing.outlines, url="#children", lacking=missing.outlines),
        Step("The record", not missing.parts, url=reverse("conference_record", args=own), lacking=missing.parts),
    ]


def reviews_owed(plans: Iterable[Plan], *, now: datetime, calendar: WorkingCalendar) -> list[Owed]:
    """Plans with child and team read, each with its next review."""
    found = ((plan, due(REVIEW_CLOCK, plan, now=now, calendar=calendar)) for plan in plans)
    return [
        _owed(plan, plan, promise, str(plan.get_latest_category_display()))
        for plan, promise in found
        if promise is not None
    ]


def _owed(row: Any, plan: Plan, promise: Due, planned: str) -> Owed:
    return Owed(row, plan.child.full_name, plan.child_id, plan.referral.team.name, promise, planned)


def groups_owed(groups: Iterable[CoreGroup], *, now: datetime, calendar: WorkingCalendar) -> list[Owed]:
    """Core groups with child and team read, each with its day."""
    found = ((group, due(CORE_GROUP_CLOCK, group, now=now, calendar=calendar)) for group in groups)
    return [
        _owed(group, group.plan, promise, long_day(group.planned_on) if group.planned_on else "Not planned yet")
        for group, promise in found
        if promise is not None
    ]


def group_facts(group: CoreGroup) -> list[dict[str, str]]:
    """What came of a core group, as questions and answers."""
    held = ""
    if group.held_on and group.held_by:
        held = f"{long_day(group.held_on)}, written by {group.held_by.get_full_name()}"
    return rows(
        ("Held", held),
        ("Who came", group.attended),
        ("The child's day", group.child_day),
        ("What became of the actions", group.progress),
    )


def copies_of(row: Any) -> dict[str, Any]:
    """The letter and the record that went to somebody, by kind, None where it did not; read before."""
    return dict.fromkeys(Paper.values) | {copy.paper: copy for copy in row.copies.all()}
