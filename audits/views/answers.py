"""How we answer those who tell us of children: the trend since a chosen day, and the rows behind each share."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits import board
from audits.forms.answers import SinceForm, asked_days
from audits.indicators.front_door import ANSWERS, DECIDED_IN_TIME
from audits.indicators.measures import Measure
from audits.indicators.trend import MINIMUM, Trend, trends, windows
from audits.indicators.windows import last_weeks
from audits.permissions import VIEW_LEADERS_BOARD
from frontdoor import presenters as words
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.pages import page_of
from frontdoor.models import Contact
from frontdoor.permissions import VIEW_CONTACTS

MOST_EXPORTED = 5_000
WEEK_HEADS = (
    "Measure",
    "Week from",
    "Fell due",
    "In time",
    "Not in time",
    "Per cent in time",
    "Lower limit",
    "Upper limit",
)
DUE_HEADS = ("Contact", "Urgency", "Received", "Due", "Done")
BY_KEY = {measure.key: measure for measure in ANSWERS}


@require_safe
@door(VIEW_LEADERS_BOARD)
def answers(request: HttpRequest) -> HttpResponse:
    """K02, K03 and K09 before and since a day (L55), and their weeks. ``?format=csv`` saves the weeks."""
    said = {
        "title": "How we answer agencies",
        "heading": "How we answer those who tell us of children",
        "weeks_of": "The weeks with their contacts",
    }
    return compared(request, ANSWERS, name="answers-by-week", **said)


def compared(request: HttpRequest, measures: Sequence[Measure], *, name: str, **said: str) -> HttpResponse:
    """A page of measures before and since the day that its address names; ``said`` are the words of the page."""
    asked = any(request.GET.get(f"since_{part}") for part in ("day", "month", "year"))
    form = SinceForm(request.GET if asked else None, today=request.today)
    since: date | None = last_weeks(request.today).since
    if asked:
        form.is_valid()
        since = form.cleaned_data.get("since")
    found = trends(request.user, measures, since=since, at=request.now) if since else []
    if found and request.GET.get("format") == "csv":
        return csv_response(name=name, heads=WEEK_HEADS, rows=_week_cells(found))
    context: dict[str, Any] = {"form": form, "asked": request.GET, "minimum": MINIMUM, **said}
    if since:
        before, after = windows(since, request.today)
        context |= {"before": before, "after": after, "trends": [_trend(trend) for trend in found]}
    return render(request, "audits/answers/trend.html", context)


def _trend(trend: Trend) -> dict[str, Any]:
    measure = trend.measure
    return {
        "indicator": measure.indicator,
        "words": measure.words,
        "key": measure.key,
        "caption": f"{measure.key}-weeks",
        "sides": [board.side(measure, period) for period in (trend.before, trend.after)],
        "verdict": verdict(trend),
        "tone": "worse" if trend.is_worse else "",
        "fallen": trend.fallen,
        "risen": trend.risen,
        "points": [
            {"label": words.short_day(week.starts_on), "value": week.per_cent, "limits": week.limits}
            for week in trend.weeks
        ],
        "weeks": [board.side(measure, week) for week in reversed(trend.weeks)],
    }


def verdict(trend: Trend) -> str:
    """What may be said of a difference, and nothing else."""
    if trend.few is not None:
        when = "before" if trend.few is trend.before else "since"
        return f"Too few to say: {trend.few.due} {trend.measure.words.of.lower()} {when}, and {MINIMUM} are needed."
    if not trend.differs:
        return "No more than chance explains."
    if trend.measure.indicator.is_watched:
        return f"{'Lower' if trend.is_lower else 'Higher'}, by more than chance explains."
    return f"{'Worse' if trend.is_worse else 'Better'}, by more than chance explains."


def _week_cells(found: list[Trend]) -> list[tuple[object, ...]]:
    return [
        (
            f"{trend.measure.indicator.code} {trend.measure.indicator.name}",
            week.starts_on,
            week.due,
            week.in_time,
            week.not_in_time,
            week.per_cent,
            *((round(week.limits.lower, 1), round(week.limits.upper, 1)) if week.limits else ("", "")),
        )
        for trend in found
        for week in trend.weeks
    ]


@require_safe
@door(VIEW_CONTACTS)
def listed(request: HttpRequest) -> HttpResponse:
    """The contacts behind a share: ``?measure=``, the days ``?since=`` up to but without ``?until=``, and
    ``?which=all``, ``in_time`` or ``late``."""
    measure = BY_KEY.get(request.GET.get("measure", ""), DECIDED_IN_TIME)
    window, which = asked_days(request.GET, request.today), request.GET.get("which", "all")
    rows = measure.fell_due(measure.of(request.user), window, at=request.now)
    if which == "in_time":
        rows = rows.filter(measure.in_time)
    elif which == "late":
        rows = rows.exclude(measure.in_time)
    rows = rows.order_by("promise", "pk")
    if measure.contact:
        rows = rows.select_related(measure.contact)
    if request.GET.get("format") == "csv":
        cells = (_due_cells(measure, row) for row in rows[:MOST_EXPORTED])
        return csv_response(name="contacts-that-fell-due", heads=DUE_HEADS, rows=cells)
    page = page_of(rows, request.GET.get("page"))
    days = policy.calendar(around=request.today)
    context = {
        "page": page,
        "rows": [
            (_contact(measure, row), words.due(measure.clock(row), row, now=request.now, calendar=days))
            for row in page.rows
        ],
        "window": window,
        "which": which,
        "indicator": measure.indicator,
    }
    return render(request, "audits/answers/listed.html", context)


def _contact(measure: Measure, row: Any) -> Contact:
    return getattr(row, measure.contact) if measure.contact else row


def _due_cells(measure: Measure, row: Any) -> tuple[object, ...]:
    contact, clock = _contact(measure, row), measure.clock(row)
    due, done = getattr(row, clock.due), getattr(row, clock.finished)
    urgency = contact.urgency_words
    return (contact.reference, urgency, words.moment(contact.received_at), *(_when(at) for at in (due, done)))


def _when(at: date | datetime | None) -> object:
    return words.moment(at) if isinstance(at, datetime) else at
