"""How long children wait: from the first concern to help, from the referral to a finished assessment; and for whom."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.forms.answers import asked_days
from audits.indicators.pace import FEW, FEWEST, HELP, PACES, Pace, last_months, months, together
from audits.indicators.windows import Window
from audits.permissions import VIEW_LEADERS_BOARD
from cases.models import Assessment
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import day_in_words, narrowed_by
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.views.exports import READ_UP_TO, taken_out

DONE, WAITING = "done", "waiting"
MONTH_HEADS = ("Measure", "Month from", "Ended", "Half within", "Nine of ten within", "Counted in")
HEADS = ("Child", "Team", "From", "To")


@require_safe
@door(VIEW_LEADERS_BOARD)
def pace(request: HttpRequest) -> HttpResponse:
    """K40 and K22 month by month, those who still wait first (L02). ``?format=csv`` saves the months."""
    window = last_months(request.today)
    found = [(one, one.by_month(request.user, window)) for one in PACES.values()]
    if request.GET.get("format") == "csv":
        cells = [
            (f"{one.code} {one.name}", month, lengths.count, lengths.median, lengths.most, one.unit)
            for one, by_month in found
            for month, lengths in by_month.items()
        ]
        return csv_response(name="pace-by-month", heads=MONTH_HEADS, rows=cells)
    shown = [_shown(request, one, by_month, window) for one, by_month in found]
    return render(request, "audits/pace/page.html", {"window": window, "paces": shown, "fewest": FEWEST, "few": FEW})


def _shown(request: HttpRequest, one: Pace, by_month: Any, window: Window) -> dict[str, Any]:
    return {
        "pace": one,
        "all": together(by_month.values()),
        "all_url": _rows(one, window),
        "waiting": one.waiting(request.user, request.today).count(),
        "waiting_url": address("pace_listed", measure=one.key, which=WAITING),
        "months": [(month, by_month[month.since], _rows(one, month)) for month in reversed(months(window))],
    }


def _rows(one: Pace, window: Window) -> str:
    return address("pace_listed", measure=one.key, since=window.since, until=window.until)


@narrowed_by(
    measure=("Measure", {key: one.name for key, one in PACES.items()}),
    since=("From", day_in_words),
    until=("Before", day_in_words),
    which=("Show", {WAITING: "Only those that still wait"}),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_LEADERS_BOARD)
def listed(request: HttpRequest) -> HttpResponse:
    """The rows of a number: ``?measure=``, ``?since=`` up to but without ``?until=``; or ``?which=waiting``, those that
    wait today, the longest first."""
    asked = request.GET
    one = PACES.get(asked.get("measure", ""), HELP)
    waits = asked.get("which") == WAITING
    window = asked_days(asked, request.today)
    rows = _read(one, one.waiting(request.user, request.today) if waits else one.rows(request.user, window))
    if asked.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=rows.model,
            people=(row.child_id for row in found),
            name=f"pace-{one.key}",
            heads=HEADS,
            rows=((row.child.full_name, row.team_name, row.began, row.ended) for row in found),
        )
    page = page_of(rows, asked.get("page"))
    looked_through(request, listing=rows.model, people=(row.child_id for row in page.rows))
    context = {
        "page": page,
        "pace": one,
        "window": window,
        "waits": waits,
        "said": f"{one.name}: {one.waiting_words if waits else 'ended'}",
        "of_assessments": rows.model is Assessment,
    }
    return render(request, "audits/pace/listed.html", context)


def _read(one: Pace, rows: QuerySet) -> QuerySet:
    team = F("referral__team__name" if rows.model is Assessment else "team__name")
    rows = rows.select_related("child").annotate(began=F(one.began), ended=F(one.ended), team_name=team)
    return rows.order_by("began", "pk")
