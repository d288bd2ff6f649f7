"""Children's plans turned into the words that pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cases import smart_plans
from cases.models import CoreGroup, PlanAction, PlanDocument, PlanReview
from cases.models.plan_content import ACTION_CLOCK, DRIFT, ActionResult, Grade
from cases.models.plan_reviews import REVIEW_CLOCK
from cases.plans import ChildRead, NeedRead, OutcomeRead, PlanRead
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import Due, due, long_day, moment

GRADE_COLOURS = {Grade.HIGH: "red", Grade.MEDIUM: "yellow", Grade.LOW: "grey"}
RESULT_COLOURS = {ActionResult.DONE: "green", ActionResult.NOT_DONE: "red", ActionResult.NOT_NEEDED: "grey"}
LIST_HEADS = ("Plan", "Children", "Kind", "Begun", "Where it stands", "Review by", "Review")
ACTION_HEADS = ("Child", "What is done", "Who", "By when", "Where it stands", "Carried on by reviews", "Plan")


@dataclass(frozen=True)
class ActionShown:
    """One action with where it stands."""

    row: PlanAction
    due: Due | None
    result: str
    colour: str
    carried: str
    is_drift: bool
    child: str = ""
    plan_id: int = 0


@dataclass(frozen=True)
class OutcomeShown:
    """One outcome with where the child stood at each look."""

    row: Any
    start: int
    latest: str
    track: str
    actions: list[ActionShown]


@dataclass(frozen=True)
class NeedShown:
    """One need with its grade as a tag."""

    row: Any
    grade: str
    colour: str
    source: str
    outcomes: list[OutcomeShown]


@dataclass(frozen=True)
class ChildShown:
    """One child's part of the page."""

    part: Any
    name: str
    url: str
    needs: list[NeedShown]


def state_of(document: PlanDocument, *, is_changed: bool, is_over: bool) -> tuple[str, str]:
    """Where a plan stands, and the colour of its tag."""
    if is_over:
        return "Ended", "grey"
    if document.proposed_at:
        return "Waits for a manager", "yellow"
    if document.authorised_at is None:
        return "Sent back" if document.sent_back_at else "Being written", "blue"
    return ("Changed since it was authorised", "yellow") if is_changed else ("Authorised", "green")


def _carried(times: int) -> str:
    return {0: "", 1: "Carried on by 1 review"}.get(times, f"Carried on by {times} reviews")


def action(row: PlanAction, *, now: datetime, calendar: WorkingCalendar) -> ActionShown:
    """An action, read with how often it was carried on."""
    times = getattr(row, "carried", None) or 0
    return ActionShown(
        row=row,
        due=due(ACTION_CLOCK, row, now=now, calendar=calendar) if row.result in ("", ActionResult.DONE) else None,
        result=str(row.get_result_display()),
        colour=RESULT_COLOURS.get(ActionResult(row.result), "grey") if row.result else "",
        carried=_carried(times),
        is_drift=times >= DRIFT and row.finished_on is None,
    )


def listed_action(row: PlanAction, *, now: datetime, calendar: WorkingCalendar) -> ActionShown:
    """An action on a list, with whom it is for."""
    part = row.outcome.need.part
    shown = action(row, now=now, calendar=calendar)
    return ActionShown(**vars(shown) | {"child": part.child.full_name, "plan_id": part.document_id})


def action_cells(shown: ActionShown) -> tuple[Any, ...]:
    """A line of the list of actions as its file holds it."""
    row, stands = shown.row, shown.result or (shown.due.words if shown.due else "")
    return (shown.child, row.what, row.who, row.due_on, stands, shown.carried, f"L{shown.plan_id}")


def _outcome(read: OutcomeRead, *, now: datetime, calendar: WorkingCalendar) -> OutcomeShown:
    numbers = [read.row.scale_at_start, *(scale for _, scale in read.scales)]
    latest = f"{read.latest[1]} on {long_day(read.latest[0])}" if read.latest else "Not reviewed yet"
    return OutcomeShown(
        row=read.row,
        start=read.row.scale_at_start,
        latest=latest,
        track=", then ".join(map(str, numbers)),
        actions=[action(row, now=now, calendar=calendar) for row in read.actions],
    )


def _need(read: NeedRead, *, now: datetime, calendar: WorkingCalendar) -> NeedShown:
    row = read.row
    return NeedShown(
        row=row,
        grade=f"{row.get_grade_display()} need",
        colour=GRADE_COLOURS[Grade(row.grade)],
        source=row.source_words or str(row.get_source_display()),
        outcomes=[_outcome(one, now=now, calendar=calendar) for one in read.outcomes],
    )


def child(read: ChildRead, *, now: datetime, calendar: WorkingCalendar) -> ChildShown:
    """One child's part: what it needs, what will be different, and who does what by when."""
    person = read.part.child
    needs = [_need(one, now=now, calendar=calendar) for one in read.needs]
    return ChildShown(read.part, person.full_name, reverse("person", args=[person.pk]), needs)


def facts(plan: PlanRead) -> list[dict[str, str]]:
    """How the plan came about and how it is shared out."""
    document = plan.document
    share = plan.share_for_parents
    of_all = f"{round(share * 100)} per cent of {len(plan.actions)}" if share is not None else ""
    pairs = [
        ("Kind", str(document.get_kind_display())),
        ("Begun", f"{long_day(document.started_on)} by {document.started_by.get_full_name()}"),
        ("Actions for parents alone", of_all),
        ("Waits for a manager since", _signed(document.proposed_at, document.proposed_by)),
        ("Sent back", _signed(document.sent_back_at, document.sent_back_by)),
        ("What has to be changed", document.sent_back_reason),
        ("Last authorised", _signed(document.authorised_at, document.authorised_by)),
    ]
    return [{"key": key, "value": value} for key, value in pairs if value]


def audit_prompt(plan: PlanRead) -> str:
    """What whoever audits the plan is asked about it, or nothing (L52)."""
    return smart_plans.audit_prompt(plan.share_for_parents)


def _signed(at: datetime | None, by: Any) -> str:
    return f"{moment(at)} by {by.get_full_name()}" if at is not None and by is not None else ""


def review_due(review: PlanReview | CoreGroup | None, *, now: datetime, calendar: WorkingCalendar) -> Due | None:
    """Where the promise of the next review, or of the core group that is one, stands (T20, T14)."""
    return due(REVIEW_CLOCK, review, now=now, calendar=calendar) if review else None


@dataclass(frozen=True)
class Line:
    """One plan on a list."""

    reference: str
    url: str
    children: str
    kind: str
    started_on: date
    state: str
    colour: str
    review: Due | None
    people: list[int]


def line(document: Any, *, now: datetime, calendar: WorkingCalendar) -> Line:
    """A plan with its children and its next review read, for a list (``cases.plan_lists``)."""
    parts = list(document.parts.all())
    standing = [part for part in parts if part.plan.ended_on is None]
    state, colour = state_of(document, is_changed=document.is_changed, is_over=not standing)
    promised = PlanReview(counted_from=document.review_from, due_on=document.review_by)
    waiting = promised if standing and document.review_by else None
    return Line(
        reference=document.reference,
        url=reverse("plan", args=[document.pk]),
        children=", ".join(part.child.full_name for part in parts),
        kind=str(document.get_kind_display()),
        started_on=document.started_on,
        state=state,
        colour=colour,
        review=review_due(waiting, now=now, calendar=calendar),
        people=[part.child_id for part in parts],
    )


def cells(row: Line) -> tuple[Any, ...]:
    """A line as its file holds it."""
    by, stands = (row.review.due, row.review.words) if row.review else (None, "")
    return (row.reference, row.children, row.kind, row.started_on, row.state, by, stands)


def actions(rows: Iterable[PlanAction], *, now: datetime, calendar: WorkingCalendar) -> list[ActionShown]:
    """Actions on a list."""
    return [listed_action(row, now=now, calendar=calendar) for row in rows]
