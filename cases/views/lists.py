"""The lists: cases, those without a worker, assessments, children to be seen; each narrowed, sorted, paged, saved."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases import listing, presenters, seeing
from cases.forms.lists import ASSESSMENTS_SHOWN, CASES_SHOWN, TO_BE_SEEN_SHOWN, ListForm
from cases.permissions import ALLOCATE, RECORD_VISIT, VIEW_CASES
from cases.presenters import visits as presenters_visits
from frontdoor import names_behind
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import Page, page_of
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.models import Referral
from frontdoor.views.exports import READ_UP_TO, taken_out

LEAD = ("Worker", names_behind.worker)


def _form(shown: list[tuple[str, str]]) -> Callable[[Any], ListForm]:
    return lambda asked: ListForm(asked, teams=listing.teams(), shown=shown, default_team=listing.ALL_TEAMS)


@narrowed_by(_form(CASES_SHOWN), worker=LEAD)
@door(VIEW_CASES)
def case_list(request: HttpRequest) -> HttpResponse:
    """Open cases, those of one's own team first."""
    form = _filters(request, CASES_SHOWN, default_team=listing.own_team(request.user))
    return _cases(request, form, CASES, show=form.chosen_filters["show"], default="-received")


@narrowed_by(_form([]))
@door(ALLOCATE)
def unallocated(request: HttpRequest) -> HttpResponse:
    """Accepted cases that wait for a worker, the longest wait first (T26)."""
    form = _filters(request, [], default_team=listing.own_team(request.user))
    return _cases(request, form, UNALLOCATED, show=listing.UNALLOCATED, default="received")


@narrowed_by(_form(ASSESSMENTS_SHOWN), worker=LEAD, late=("Show", {"1": "Late"}))
@door(VIEW_CASES)
def assessment_list(request: HttpRequest) -> HttpResponse:
    """Open assessments; ``?late=1`` is what the tiles of other pages link to."""
    asked: Any = request.GET.copy()
    if asked.pop("late", ["0"]) != ["0"]:
        asked["show"] = listing.LATE
    request.GET = asked
    form = _filters(request, ASSESSMENTS_SHOWN, default_team=listing.ALL_TEAMS)
    rows = listing.assessments(viewer=request.user, on=request.today, **form.chosen_filters)
    found = listing.assessment_rows(rows, _order(request, listing.ASSESSMENT_ORDERS, default="due"))
    if _as_file(request):
        return _file(request, found, ASSESSMENTS)
    return _answer(request, form, page_of(found, request.GET.get("page")), ASSESSMENTS)


@door(VIEW_CASES)
def seen_list(request: HttpRequest) -> HttpResponse:
    """Children to be seen, what is due first standing first (T05, T17, T18)."""
    form = _filters(request, TO_BE_SEEN_SHOWN, default_team=listing.own_team(request.user))
    rows = seeing.to_be_seen(viewer=request.user, on=request.today, **form.chosen_filters)
    found = seeing.seen_rows(rows, _order(request, seeing.ORDERS, default="due"))
    if _as_file(request):
        return _file(request, found, TO_BE_SEEN)
    return _answer(request, form, page_of(found, request.GET.get("page")), TO_BE_SEEN)


class Listing:
    """What is particular to one list: its template, how a row is shown, and its file."""

    def __init__(self, template: str, name: str, show: Callable[..., Any], heads: tuple[str, ...], cells: Any) -> None:
        self.template, self.name, self.show, self.heads, self.cells = template, name, show, heads, cells


CASES = Listing("cases/case_list.html", "cases", presenters.case_row, presenters.CASE_HEADS, presenters.case_cells)
UNALLOCATED = Listing(
    "cases/unallocated.html", "cases-to-allocate", presenters.case_row, presenters.CASE_HEADS, presenters.case_cells
)
ASSESSMENTS = Listing(
    "cases/assessment_list.html",
    "assessments",
    presenters.assessment_row,
    presenters.ASSESSMENT_HEADS,
    presenters.assessment_cells,
)

TO_BE_SEEN = Listing(
    "cases/seen_list.html",
    "children-to-be-seen",
    presenters_visits.seen_row,
    presenters_visits.SEEN_HEADS,
    presenters_visits.seen_cells,
)


def _filters(request: HttpRequest, shown: list[tuple[str, str]], *, default_team: str) -> ListForm:
    asked: Any = request.GET.copy()
    asked.setdefault("team", default_team)
    return ListForm(asked, teams=listing.teams(), shown=shown, default_team=default_team)


def _order(request: HttpRequest, orders: dict[str, Any], *, default: str) -> str:
    asked = request.GET.get("sort", default)
    return asked if asked in orders else default


def _cases(request: HttpRequest, form: ListForm, kind: Listing, *, show: str, default: str) -> HttpResponse:
    filters = form.chosen_filters | {"show": show, "viewer": request.user, "on": request.today}
    order = _order(request, listing.CASE_ORDERS, default=default)
    if _as_file(request):
        return _file(request, listing.case_rows(listing.cases(**filters), order), kind)
    return _answer(request, form, listing.case_page(request.GET.get("page"), order=order, **filters), kind)


def _as_file(request: HttpRequest) -> bool:
    return request.GET.get("format") == "csv"


def _answer(request: HttpRequest, form: ListForm, page: Page, kind: Listing) -> HttpResponse:
    days = calendar(around=request.today)
    looked_through(request, listing=Referral, people=(row.child_id for row in page.rows))
    context = {
        "filters": form,
        "page": page,
        "rows": [kind.show(row, now=request.now, calendar=days) for row in page.rows],
        "may_allocate": bool(may(request.user, ALLOCATE)),
        "may_visit": bool(may(request.user, RECORD_VISIT)),
    }
    return render(request, kind.template, context)


def _file(request: HttpRequest, rows: QuerySet, kind: Listing) -> HttpResponse:
    found, days = list(rows[:READ_UP_TO]), calendar(around=request.today)
    shown = (kind.cells(kind.show(row, now=request.now, calendar=days)) for row in found)
    people = [row.child_id for row in found]
    return taken_out(request, listing=Referral, people=people, name=kind.name, heads=kind.heads, rows=shown)
