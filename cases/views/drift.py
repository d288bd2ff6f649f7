"""The drift watch: the cases in which something stands still, each with why and what ends it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases import drift, listing
from cases.forms.drift import DriftForm
from cases.permissions import VIEW_CASES
from cases.presenters import drift as words
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.models import Referral
from frontdoor.views.exports import READ_UP_TO, taken_out

FIRST = "received"


def _form(asked: QueryDict, default_team: str = listing.ALL_TEAMS) -> DriftForm:
    return DriftForm(asked, teams=listing.teams(), workers=drift.lead_workers(), default_team=default_team)


@narrowed_by(_form)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def drift_list(request: HttpRequest) -> HttpResponse:
    """Cases that drift, those of one's own team first, the longest open standing first."""
    team = listing.own_team(request.user)
    asked: Any = request.GET.copy()
    asked.setdefault("team", team)
    form = _form(asked, team)
    rows = drift.cases(viewer=request.user, on=request.today, **form.chosen_filters)
    sort = request.GET.get("sort", FIRST)
    found = drift.case_rows(rows, sort if sort in listing.CASE_ORDERS else FIRST, on=request.today)
    if request.GET.get("format") == "csv":
        lines = [words.line(row, now=request.now, worker=request.user) for row in found[:READ_UP_TO]]
        return taken_out(
            request,
            listing=Referral,
            people=[line.child for line in lines],
            name="drift",
            heads=words.HEADS,
            rows=map(words.cells, lines),
        )
    page = page_of(found, request.GET.get("page"))
    shown = [words.line(row, now=request.now, worker=request.user) for row in page.rows]
    looked_through(request, listing=Referral, people=(line.child for line in shown))
    return render(request, "cases/drift.html", {"filters": form, "page": page, "rows": shown})
