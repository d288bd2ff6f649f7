"""The lists of what waits about consent: one shape for decisions, reviews, remedies and families to be told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontdoor import presenters
from frontdoor.core import policy
from frontdoor.core.looking import looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.views.exports import READ_UP_TO, taken_out

LATE_ONLY = ("Show", {"1": "Only what is late"})


@dataclass(frozen=True)
class Listing:
    """What a list is called and how one of its rows is shown; ``cells`` gives the texts after the linked first one."""

    title: str
    empty: str
    name: str
    url_name: str
    first: Callable[[Any], str]
    heads: tuple[str, ...]
    cells: Callable[[Any], list[str]]
    clock: Clock
    children: Callable[[Any], Iterable[int]]


@dataclass(frozen=True)
class Line:
    """One row of such a list."""

    url: str
    first: str
    cells: list[str]
    due: presenters.Due | None


def listed(request: HttpRequest, listing: Listing, rows: Any, *, late: Any) -> HttpResponse:
    """The rows in their own order; ``?late=1`` keeps those that ``late`` narrows to, ``?as=csv`` saves them."""
    only_late = bool(request.GET.get("late"))
    rows = late(rows) if only_late else rows
    if request.GET.get("as") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=rows.model,
            people=(child for row in found for child in listing.children(row)),
            name=listing.name,
            heads=[*listing.heads, "Due"],
            rows=([listing.first(row), *listing.cells(row), getattr(row, listing.clock.due)] for row in found),
        )
    page = page_of(rows, request.GET.get("page"))
    looked_through(request, listing=rows.model, people=(child for row in page.rows for child in listing.children(row)))
    calendar = policy.calendar(around=request.today)
    context = {
        "listing": listing,
        "page": page,
        "rows": [_line(request, listing, row, calendar) for row in page.rows],
        "only_late": only_late,
        "query": request.GET,
    }
    return render(request, "frontdoor/consent/listed.html", context)


def _line(request: HttpRequest, listing: Listing, row: Any, calendar: WorkingCalendar) -> Line:
    return Line(
        url=reverse(listing.url_name, args=[row.pk]),
        first=listing.first(row),
        cells=listing.cells(row),
        due=presenters.due(listing.clock, row, now=request.now, calendar=calendar),
    )
