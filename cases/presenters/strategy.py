"""Strategy meetings turned into the words that pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.models import (
    Section47,
    StrategyAction,
    StrategyChild,
    StrategyInformation,
    StrategyInvitation,
    StrategyMeeting,
)
from cases.models.strategy import CIRCULATED_CLOCK, HELD_CLOCK, PARTS, StrategyDecision
from cases.models.strategy_actions import ACTION_CLOCK
from cases.presenters import meetings as presenters_meetings
from cases.strategy import Missing
from frontdoor.core.timescales import Period
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.models import Contact
from frontdoor.models.check_replies import Said
from frontdoor.presenters import Due, due, long_day, moment

LIST_HEADS = ("Meeting", "Children", "Chair", "Planned", "Held by", "Held", "Record out by", "Where it stands")


@dataclass(frozen=True)
class Line:
    """One meeting on a list."""

    reference: str
    url: str
    children: str
    chair: str
    planned_at: datetime
    state: str
    colour: str
    to_hold: Due | None
    to_send: Due | None
    people: list[int]


@dataclass(frozen=True)
class Speaker:
    """One person invited, with everything that came from there, fact and opinion apart."""

    invitation: StrategyInvitation
    attendance: str
    colour: str
    facts: list[StrategyInformation]
    opinions: list[StrategyInformation]
    chased: str
    form: Any = None
    saved_at: datetime | None = None
    is_open: bool = False


def state_of(meeting: StrategyMeeting) -> tuple[str, str]:
    """Where a meeting stands, and the colour of its tag."""
    if meeting.called_off_at:
        return "Called off", "grey"
    if meeting.circulated_at:
        return "Record with everybody", "green"
    if meeting.signed_at:
        return "Signed, to be sent", "blue"
    if meeting.held_at:
        return "Held, to be signed", "yellow"
    return "To be held", "blue"


def names(children: Iterable[StrategyChild]) -> str:
    """The children whom a meeting is about."""
    return ", ".join(row.child.full_name for row in children if not row.left_out_reason)


def clocks(meeting: StrategyMeeting, *, now: datetime, calendar: WorkingCalendar) -> list[tuple[str, Due]]:
    """The promises that have started: to hold the meeting (T08), to have the record out (T09)."""
    if meeting.called_off_at:
        return []
    named = [("Meeting held", HELD_CLOCK), ("Record with everybody", CIRCULATED_CLOCK)]
    found = [(name, due(clock, meeting, now=now, calendar=calendar)) for name, clock in named]
    return [(name, promise) for name, promise in found if promise is not None]


def line(meeting: StrategyMeeting, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A meeting with its children read, for a list."""
    children = list(meeting.children.all())
    promises = dict(clocks(meeting, now=now, calendar=calendar))
    state, colour = state_of(meeting)
    return Line(
        reference=meeting.reference,
        url=reverse("strategy", args=[meeting.pk]),
        children=names(children),
        chair=meeting.chair.get_full_name(),
        planned_at=meeting.planned_at,
        state=state,
        colour=colour,
        to_hold=promises.get("Meeting held"),
        to_send=promises.get("Record with everybody"),
        people=[row.child_id for row in children],
    )


def cells(row: Line) -> tuple[Any, ...]:
    """A line as its file holds it."""
    held = row.to_hold.words if row.to_hold else ""
    sent = row.to_send.words if row.to_send else ""
    held_by = row.to_hold.due if row.to_hold else None
    return (row.reference, row.children, row.chair, row.planned_at, held_by, held, sent, row.state)


def facts_of(meeting: StrategyMeeting) -> list[dict[str, str]]:
    """How the meeting came to be, as questions and answers."""
    held = moment(meeting.held_at) if meeting.held_at else ""
    again = long_day(meeting.reconvene_due_on) if meeting.reconvene_due_on else ""
    return rows(
        ("Why now", meeting.reason),
        ("Reasonable cause", moment(meeting.cause_at)),
        ("Immediate danger", "Yes: to be held the same day" if meeting.immediate else "No"),
        ("Convened", f"{moment(meeting.convened_at)} by {meeting.convened_by.get_full_name()}"),
        ("Planned", f"{moment(meeting.planned_at)}, {meeting.place}"),
        ("Chair", meeting.chair.get_full_name()),
        ("Held", held),
        ("Decided without police, health or chair", meeting.alone_reason),
        ("Held again", again),
        ("Not invited", meeting.missing_reason),
        ("Called off", meeting.called_off_reason),
    )


def record_of(meeting: StrategyMeeting) -> list[dict[str, str]]:
    """What the meeting has written about all its children."""
    pairs = []
    for name in PARTS:
        column = meeting._meta.get_field(name)
        shown = getattr(meeting, f"get_{name}_display")() if column.choices else getattr(meeting, name)
        label = str(column.verbose_name)
        pairs.append((label[:1].upper() + label[1:], shown))
    return rows(*pairs)


def section_of(row: StrategyChild) -> list[dict[str, str]]:
    """A child's own section, and what was decided about it."""
    if row.left_out_reason:
        return rows(("Why", row.left_out_reason))
    unwritten = "Not written yet"
    signed = ""
    if row.decided_by and row.decided_at:
        signed = f"{row.decision_reason}\n{row.decided_by.get_full_name()}, {moment(row.decided_at)}"
    return rows(
        ("What the child says, or lives with", row.account or unwritten),
        ("Where the child is now, and with whom", row.whereabouts or unwritten),
        ("Risk to this child", row.risk or unwritten),
        ("Why it was decided so", signed),
    )


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Those of the pairs that have an answer, for a summary list."""
    return [{"key": key, "value": value, "url": "", "action": "", "hidden": ""} for key, value in pairs if value]


def speakers(invited: Iterable[StrategyInvitation], lines: Sequence[StrategyInformation]) -> list[Speaker]:
    """Everybody invited, with what each said; a line that was corrected is shown with its correction."""
    found = []
    for row in invited:
        own = [said for said in lines if said.invitation_id == row.pk and said.corrects_id is None]
        came = presenters_meetings.invited(row)
        found.append(
            Speaker(
                invitation=row,
                attendance=came.attendance,
                colour=came.colour,
                facts=[said for said in own if said.said == Said.FACT],
                opinions=[said for said in own if said.said == Said.OPINION],
                chased=came.chased,
            )
        )
    return found


def actions(agreed: Iterable[StrategyAction], *, now: datetime, calendar: WorkingCalendar) -> list[tuple[Any, Due]]:
    """Each action with where its promise stands."""
    found = [(row, due(ACTION_CLOCK, row, now=now, calendar=calendar)) for row in agreed]
    return [(row, promise) for row, promise in found if promise is not None]


@dataclass(frozen=True)
class Step:
    """One thing that is done or stands open before the chair can sign."""

    title: str
    is_done: bool
    words: str = ""
    url: str = ""
    lacking: list[str] = field(default_factory=list)


def steps(meeting: StrategyMeeting, missing: Missing) -> list[Step]:
    """What the record needs, each with where it is done."""
    own = [meeting.pk]
    quorum = missing.is_quorate or bool(meeting.alone_reason)
    alone = "The chair goes on without them and meets again." if meeting.alone_reason and missing.quorum else ""
    return [
        Step("Who came", not missing.attendance, url="#invited", lacking=missing.attendance),
        Step("Chair, police and health are there", quorum, alone, reverse("strategy_alone", args=own), missing.quorum),
        Step("Each child's own section", not missing.sections, url="#children", lacking=missing.sections),
        Step("A decision about each child", not missing.decisions, url="#children", lacking=missing.decisions),
        Step("The record", not missing.parts, url=reverse("strategy_record", args=own), lacking=missing.parts),
        Step("At least one action", not missing.actions, url=reverse("strategy_action_new", args=own)),
    ]


def decision_words(row: StrategyChild) -> tuple[str, str]:
    """What is decided about a child, and the colour of its tag."""
    if not row.decision:
        return "Not decided yet", "grey"
    decided = StrategyDecision(row.decision)
    return str(decided.label), "red" if decided == StrategyDecision.SECTION_47 else "green"


def with_form(speaker: Speaker, form: Any, saved_at: datetime | None, *, is_open: bool) -> Speaker:
    """The same with a box to write in; open where something is written in it already."""
    return replace(speaker, form=form, saved_at=saved_at, is_open=is_open or saved_at is not None)


@dataclass(frozen=True)
class AtMeeting:
    """One child on the page of a meeting; ``enquiry`` is what the decision led to, if it was started.

    Who takes part need not know the child otherwise: ``may_open`` says whether the reader may open its record.
    """

    row: StrategyChild
    decided: str
    colour: str
    section: list[dict[str, str]]
    enquiry: Section47 | None
    may_open: bool


def at_meeting(row: StrategyChild, *, may_open: bool) -> AtMeeting:
    """A child with its section and decision, and the enquiry that came of it; all of it read before."""
    decided, colour = decision_words(row)
    return AtMeeting(row, decided, colour, section_of(row), getattr(row, "enquiry", None), may_open)


def since_decided(contact: Contact, *, allowed: Period, now: datetime, calendar: WorkingCalendar) -> Due | None:
    """Where the time for holding a meeting stands that nobody has convened: ``allowed`` from the decision (T08)."""
    assert contact.decided_at is not None, "A meeting is owed once the contact is decided."
    owed = StrategyMeeting(cause_at=contact.decided_at, due_at=allowed.due_at(contact.decided_at, calendar))
    return due(HELD_CLOCK, owed, now=now, calendar=calendar)
