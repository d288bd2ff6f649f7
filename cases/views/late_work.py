"""Late work: what is late, whose it is, and with whom it lies."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases import drift, late_work, listing
from cases.forms.late_work import LateWorkForm
from cases.permissions import VIEW_CASES
from cases.presenters import late_work as words
from frontdoor.core.doors import door
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.policy import calendar
from frontdoor.core.together import Moment
from frontdoor.models import Referral
from frontdoor.views.exports import READ_UP_TO, taken_out


def _form(asked: QueryDict, default_team: str = listing.ALL_TEAMS) -> LateWorkForm:
    return LateWorkForm(asked, teams=listing.teams(), workers=drift.lead_workers(), default_team=default_team)


@narrowed_by(_form)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def late_list(request: HttpRequest) -> HttpResponse:
    """What is late, one's own team's first of all, the longest late standing first."""
    team = listing.own_team(request.user)
    asked: Any = request.GET.copy()
    asked.setdefault("team", team)
    form = _form(asked, team)
    chosen = form.chosen_filters
    chosen["team"] = None if chosen["team"] == listing.ALL_TEAMS else int(chosen["team"])
    rows, days = (
        late_work.late(request.user, Moment(request.now, request.today), **chosen),
        calendar(around=request.today),
    )
    if request.GET.get("format") == "csv":
        lines = [words.line(row, now=request.now, calendar=days) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=Referral,
            people=[line.child for line in lines if line.child],
            name="late-work",
            heads=words.HEADS,
            rows=map(words.cells, lines),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = [words.line(row, now=request.now, calendar=days) for row in page.rows]
    return render(request, "cases/late_work.html", {"filters": form, "page": page, "rows": shown})
