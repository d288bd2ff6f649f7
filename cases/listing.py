"""The lists of cases and assessments: what each filter means, once, for the list, its tile and its file."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from cases import agreement, standing
from cases.models import Assessment
from cases.models.assessments import ASSESSMENT_CLOCK, PLAN_CLOCK, AssessmentQuerySet
from frontdoor.core import access
from frontdoor.core.access import Viewer, looking
from frontdoor.core.pages import ROWS, Page, first_of, page_number, page_of
from frontdoor.core.prepared import Prepared, Slot
from frontdoor.models import Referral
from frontdoor.models.referrals import ALLOCATION_CLOCK, ReferralQuerySet

SOON = timedelta(days=7)
ALL_TEAMS = "all"
LATE = "late"
UNALLOCATED = "unallocated"
WAITING_TOO_LONG = "waiting"
NOT_STARTED = "not-started"
PLAN_LATE, PLAN_SOON = "plan-late", "plan-soon"
DUE_SOON = "soon"
AWAITING = "awaiting"
TO_CHECK = "check"
NO_AGREEMENT = "agreement"

CASE_ORDERS: dict[str, tuple[Any, ...]] = {
    "received": ("received_on", "pk"),
    "-received": ("-received_on", "-pk"),
    "name": ("child__sort_key", "pk"),
    "-name": ("-child__sort_key", "-pk"),
    "due": (F("assessment__due_on").asc(nulls_last=True), "pk"),
    "-due": (F("assessment__due_on").desc(nulls_last=True), "-pk"),
}
ASSESSMENT_ORDERS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "name": ("child__sort_key", "pk"),
    "-name": ("-child__sort_key", "-pk"),
}
CHILD = {
    name: F(f"child__{name}")
    for name in ("given_names", "family_name", "birth_date", "birth_date_known", "expected_birth_date")
}
LEAD_WORKER = {
    "worker_given_names": F("lead__worker__given_names"),
    "worker_family_name": F("lead__worker__family_name"),
}


def teams() -> list[tuple[int, str]]:
    """The teams that a list can be narrowed to."""
    model = Referral._meta.get_field("team").related_model
    return list(model.objects.in_use().values_list("pk", "name"))


def own_team(worker: Any) -> str:
    """The team whose work somebody starts from: his own, or all for those who oversee many or take calls."""
    return ALL_TEAMS if starts_from_all(worker) else str(worker.team_id)


def starts_from_all(worker: Any) -> bool:
    """Whether somebody starts from every team's work."""
    return worker.team_id is None or worker.works_at_front_door or access.sees_everything(worker)


def cases(*, viewer: Any, on: Any, team: str = ALL_TEAMS, lead: Any = None, show: str = "") -> ReferralQuerySet:
    """Open cases the viewer may open, of a team (its id) or all, led by one worker, only late or unallocated ones."""
    return _cases(viewer, on, team=None if team == ALL_TEAMS else team, own=_is_own(team, viewer), lead=lead, show=show)


def cases_to_start_from(*, viewer: Any, on: Any, show: str) -> ReferralQuerySet:
    """As ``cases``, of the viewer's ``own_team``."""
    return _cases(viewer, on, team=None, own=not starts_from_all(viewer), lead=None, show=show)


def _is_own(team: str, viewer: Any) -> bool:
    return team == str(viewer.team_id)


def _cases(viewer: Any, on: Any, *, team: Any, own: bool, lead: Any, show: str) -> ReferralQuerySet:
    if own:
        rows = Referral.objects.of_own_team(viewer)
    else:
        rows = Referral.objects.open().visible_to(viewer)
        rows = rows if team is None else rows.filter(team_id=team)
    rows = rows.annotate(
        assessment=FilteredRelation("assessments", condition=Q(assessments__finished_on__isnull=True)),
        lead=FilteredRelation("allocations", condition=Q(allocations__ended_on__isnull=True, allocations__role="lead")),
        plan=FilteredRelation("plans", condition=Q(plans__ended_on__isnull=True)),
    )
    if lead is not None:
        rows = rows.filter(lead__worker_id=lead)
    if show == UNALLOCATED:
        rows = rows.filter(allocated_on__isnull=True)
    elif show == WAITING_TOO_LONG:
        rows = rows.filter(ALLOCATION_CLOCK.overdue_q(on))
    elif show == NOT_STARTED:
        rows = rows.filter(standing.not_started())
    elif show == LATE:
        rows = rows.filter(ASSESSMENT_CLOCK.overdue_q(on, "assessment__"))
    elif show in (PLAN_LATE, PLAN_SOON):
        rows = rows.filter(_plan_not_agreed(on, late=show == PLAN_LATE))
    return rows


def _to_plan() -> AssessmentQuerySet:
    return Assessment.objects.to_plan().filter(referral_id=OuterRef("pk"))


def _plan_not_agreed(on: Any, *, late: bool) -> Q:
    """Cases whose child in need plan is past its day, or falls due in a week (T19)."""
    overdue = Q(Exists(_to_plan().filter(PLAN_CLOCK.overdue_q(on))))
    return overdue if late else Q(Exists(_to_plan().filter(PLAN_CLOCK.due_by_q(on + SOON)))) & ~overdue


def plan_rows(rows: QuerySet) -> QuerySet:
    """As ``case_rows``, with the days of the plan to be agreed that is due first, ``planned_on`` of it None."""
    first = _to_plan().order_by("plan_due_on", "pk")
    days = {name: Subquery(first.values(name)[:1]) for name in ("authorised_on", "plan_due_on", "planned_on")}
    return case_rows(rows, "received", **days)


def case_rows(rows: QuerySet, order: str, **more: Any) -> QuerySet:
    """What a line of the case list needs, in one of ``CASE_ORDERS``; ``more`` are expressions that a list adds."""
    joined = {
        "team_name": F("team__name"),
        "plan_kind": F("plan__kind"),
        "assessment_id": F("assessment__pk"),
        "referral_received_on": F("assessment__referral_received_on"),
        "due_on": F("assessment__due_on"),
        "finished_on": F("assessment__finished_on"),
        **CHILD,
        **LEAD_WORKER,
        **more,
    }
    own = ("pk", "child_id", "received_on", "allocation_due_on", "allocated_on")
    return rows.order_by(*CASE_ORDERS[order]).annotate(**joined).values_list(*own, *joined, named=True)


@dataclass(frozen=True)
class _Shape:
    """What the form of the list's query depends on; the values themselves are slots."""

    viewer: Viewer
    of_a_team: bool
    own: bool
    of_a_worker: bool
    show: str
    order: str


def _first_page(shape: _Shape, *, team: Slot, lead: Slot, today: Slot) -> QuerySet:
    rows = _cases(
        shape.viewer,
        today,
        team=team if shape.of_a_team else None,
        own=shape.own,
        lead=lead if shape.of_a_worker else None,
        show=shape.show,
    )
    return case_rows(rows, shape.order)[: ROWS + 1]


_FIRST_PAGE = Prepared(_first_page, team=BigIntegerField(), lead=BigIntegerField(), today=DateField())


def case_page(
    wanted: str | None, *, viewer: Any, on: date, order: str, team: str, lead: int | None = None, show: str = ""
) -> Page:
    """One page of the case list; the first one, which almost everybody reads, is planned ahead (docs/adr/0011)."""
    if page_number(wanted) > 1:
        return page_of(case_rows(cases(viewer=viewer, on=on, team=team, lead=lead, show=show), order), wanted)
    of_a_team = team != ALL_TEAMS
    shape = _Shape(Viewer.like(viewer), of_a_team, _is_own(team, viewer), lead is not None, show, order)
    values = {"team": int(team) if of_a_team else None, "lead": lead, "today": on}
    return first_of(_FIRST_PAGE.ask(shape, **looking(viewer), **values))


def assessments_to_start_from(*, viewer: Any, on: Any, show: str) -> AssessmentQuerySet:
    """As ``assessments``, of the viewer's ``own_team``."""
    return _assessments(viewer, on, team=None, own=not starts_from_all(viewer), lead=None, show=show)


def assessments(*, viewer: Any, on: Any, team: str = ALL_TEAMS, lead: Any = None, show: str = "") -> AssessmentQuerySet:
    """Open assessments the viewer may open: all, late, due in a week, awaiting authorisation, without agreement, or
    those that a manager has to look at within a week or had to before (T06)."""
    wanted = None if team == ALL_TEAMS else team
    return _assessments(viewer, on, team=wanted, own=_is_own(team, viewer), lead=lead, show=show)


def _assessments(viewer: Any, on: Any, *, team: Any, own: bool, lead: Any, show: str) -> AssessmentQuerySet:
    if own:
        rows = Assessment.objects.open().of_own_team(viewer)
    else:
        rows = Assessment.objects.open().visible_to(viewer)
        rows = rows if team is None else rows.filter(referral__team_id=team)
    if show == LATE:
        rows = rows.overdue(on)
    elif show == DUE_SOON:
        rows = rows.filter(ASSESSMENT_CLOCK.due_by_q(on + SOON)).exclude(ASSESSMENT_CLOCK.overdue_q(on))
    elif show == AWAITING:
        rows = rows.awaiting_authorisation()
    elif show == TO_CHECK:
        rows = rows.to_check(on + SOON)
    elif show == NO_AGREEMENT:
        rows = agreement.waiting(rows)
    rows = rows.annotate(
        lead=FilteredRelation(
            "child__allocations",
            condition=Q(child__allocations__ended_on__isnull=True, child__allocations__role="lead"),
        ),
        flag=FilteredRelation("flags", condition=Q(flags__cleared_on__isnull=True)),
    )
    if lead is not None:
        rows = rows.filter(lead__worker_id=lead)
    return rows


def assessment_rows(rows: QuerySet, order: str) -> QuerySet:
    """What a line of the assessment list needs, in one of ``ASSESSMENT_ORDERS``."""
    checked = {name: F(f"family__{name}") for name in ("check_from", "check_due_on", "checked_on")}
    joined = {"team_name": F("referral__team__name"), "noticed_on": F("flag__noticed_on"), **CHILD, **LEAD_WORKER}
    joined |= checked
    own = ("pk", "child_id", "referral_received_on", "due_on", "finished_on", "submitted_on", "authorised_on")
    return rows.order_by(*ASSESSMENT_ORDERS[order]).annotate(**joined).values_list(*own, *joined, named=True)
