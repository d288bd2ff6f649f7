"""Lists of plans and of what they say is to be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases import listing
from cases.forms.plan_lists import PlanActionFilters, PlanFilters
from cases.models import PlanAction, PlanDocument
from cases.permissions import VIEW_CASES
from cases.presenters import plans as words
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.policy import calendar
from frontdoor.views.exports import READ_UP_TO, taken_out


@require_http_methods(["GET", "HEAD", "POST"])
@narrowed_by(lambda asked: PlanFilters(asked, teams=listing.teams()))
@door(VIEW_CASES)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans of children whose records the reader may open; as a file too."""
    filters = PlanFilters(request.GET, teams=listing.teams())
    rows = filters.narrow(request.user, on=request.today)
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = [words.line(row, now=request.now, calendar=days) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=PlanDocument,
            people=[person for row in found for person in row.people],
            name="plans",
            heads=words.LIST_HEADS,
            rows=map(words.cells, found),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = [words.line(row, now=request.now, calendar=days) for row in page.rows]
    looked_through(request, listing=PlanDocument, people=(person for row in shown for person in row.people))
    return render(request, "cases/plans/list.html", {"filters": filters, "page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@narrowed_by(lambda asked: PlanActionFilters(asked, teams=listing.teams()))
@door(VIEW_CASES)
def action_list(request: HttpRequest) -> HttpResponse:
    """What plans say is to be done, the earliest due first; as a file too."""
    filters = PlanActionFilters(request.GET, teams=listing.teams())
    rows = filters.narrow(request.user, on=request.today)
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=PlanAction,
            people=[row.outcome.need.part.child_id for row in found],
            name="plan-actions",
            heads=words.ACTION_HEADS,
            rows=map(words.action_cells, words.actions(found, now=request.now, calendar=days)),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = words.actions(page.rows, now=request.now, calendar=days)
    looked_through(request, listing=PlanAction, people=(row.outcome.need.part.child_id for row in page.rows))
    return render(request, "cases/plans/actions.html", {"filters": filters, "page": page, "rows": shown})
