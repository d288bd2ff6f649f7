"""How we work with children: the trend of each promise since a chosen day, and the rows behind each share."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.forms.answers import asked_days
from audits.indicators import rates
from audits.indicators.children import ASSESSED, PRACTICE
from audits.indicators.measures import Measure
from audits.permissions import VIEW_LEADERS_BOARD
from audits.presenters.practice import Subject, rate, read, subjects
from audits.views.answers import compared
from frontdoor import presenters as words
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import day_in_words, narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.views.exports import READ_UP_TO, taken_out

BY_KEY = {measure.key: measure for measure in PRACTICE}
IN_TIME, LATE, ALL = "in_time", "late", "all"
HEADS = ("What", "Children", "Day", "Done")


@require_safe
@door(VIEW_LEADERS_BOARD)
def practice(request: HttpRequest) -> HttpResponse:
    """K16, K18 to K20, K22 and K27 before and since a day, and their weeks. ``?format=csv`` saves the weeks."""
    said = {
        "title": "How we work with children",
        "heading": "How we work with children",
        "weeks_of": "The weeks with their rows",
        "rate": rate(rates.enquiries(reader=request.user, on=request.today)),
    }
    return compared(request, PRACTICE, name="practice-by-week", **said)


@narrowed_by(
    measure=("Indicator", {measure.key: measure.indicator.name for measure in PRACTICE}),
    since=("From", day_in_words),
    until=("Before", day_in_words),
    which=("Show", {IN_TIME: "Only what counts", LATE: "Only the others"}),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_LEADERS_BOARD)
def listed(request: HttpRequest) -> HttpResponse:
    """The rows behind a share: ``?measure=``, the days ``?since=`` up to but without ``?until=``, and
    ``?which=all``, ``in_time`` or ``late``."""
    asked = request.GET
    measure = BY_KEY.get(asked.get("measure", ""), ASSESSED)
    window = asked_days(asked, request.today)
    rows = _rows(measure, request, measure.fell_due(measure.of(request.user), window, at=request.now))
    if asked.get("format") == "csv":
        found = subjects(list(rows[:READ_UP_TO]))
        return taken_out(
            request,
            listing=rows.model,
            people={person for _, subject in found for person in subject.people},
            name=f"{measure.key.replace('_', '-')}-listed",
            heads=HEADS,
            rows=(_cells(measure, row, subject) for row, subject in found),
        )
    page = page_of(rows, asked.get("page"))
    found = subjects(list(page.rows))
    looked_through(request, listing=rows.model, people={person for _, subject in found for person in subject.people})
    days = policy.calendar(around=request.today)
    context = {
        "page": page,
        "lines": [
            (row, subject, words.due(measure.clock(row), row, now=request.now, calendar=days)) for row, subject in found
        ],
        "window": window,
        "indicator": measure.indicator,
        "promised": measure.words.of == "Fell due",
        "said": f"{measure.indicator.name}: {_said(measure, asked.get('which', ALL))}",
    }
    return render(request, "audits/practice/listed.html", context)


def _rows(measure: Measure, request: HttpRequest, rows: QuerySet) -> QuerySet:
    which = request.GET.get("which", ALL)
    if which == IN_TIME:
        rows = rows.filter(measure.in_time)
    elif which == LATE:
        rows = rows.exclude(measure.in_time)
    return read(rows).order_by("promise", "pk")


def _said(measure: Measure, which: str) -> str:
    of = measure.words
    return {IN_TIME: of.had, LATE: of.others}.get(which, of.of).lower()


def _cells(measure: Measure, row: Any, subject: Subject) -> tuple[object, ...]:
    done = getattr(row, measure.finished)
    return (
        subject.words,
        subject.names,
        *(words.moment(at) if hasattr(at, "hour") else at for at in (row.promise, done)),
    )
