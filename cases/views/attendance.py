"""How agencies come to meetings, and those that missed two in a row."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import attendance
from cases.actions import missed as acts
from cases.forms.invitations import AttendanceForm, MissedFilters, TakeUpForm
from cases.models import MissedTwice
from cases.permissions import TAKE_UP_MISSED, VIEW_CASES
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may

HEADS = ("Agency", "Discipline", "Invited", "Attended", "Sent information", "Sent apologies", "Silent", "Took part %")


@require_safe
@door(VIEW_CASES)
def attendance_list(request: HttpRequest) -> HttpResponse:
    """How agencies come to meetings. ``?format=csv`` saves the figures, which name nobody."""
    chosen = AttendanceForm(request.GET)
    since, kinds = chosen.since(request.now), chosen.kinds()
    agencies = attendance.by_agency(kinds, request.user, since=since)
    if request.GET.get("format") == "csv":
        return csv_response(name="attendance", heads=HEADS, rows=map(_cells, agencies))
    context: dict[str, Any] = {
        "filters": chosen,
        "since": since,
        "held": attendance.held(kinds, request.user, since=since),
        "disciplines": attendance.by_discipline(kinds, request.user, since=since),
        "agencies": agencies,
        "fewest": attendance.FEWEST_FOR_A_RATE,
        "waiting": MissedTwice.objects.waiting().count(),
    }
    return render(request, "cases/meetings/attendance.html", context)


def _cells(row: attendance.Row) -> tuple[Any, ...]:
    counts = row.counts
    numbers = (counts.invited, counts.attended, counts.information, counts.apologies, counts.silent)
    return (row.name, row.discipline.replace("_", " "), *numbers, "" if counts.rate is None else counts.rate)


@require_safe
@door(VIEW_CASES)
def missed_list(request: HttpRequest) -> HttpResponse:
    """Agencies that missed two meetings one after the other, and what was agreed with them."""
    filters = MissedFilters(request.GET)
    rows = filters.narrow(MissedTwice.objects.in_order(), worker=request.user)
    context = {
        "filters": filters,
        "page": page_of(rows, request.GET.get("page")),
        "may_take_up": bool(may(request.user, TAKE_UP_MISSED)),
    }
    return render(request, "cases/meetings/missed_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(TAKE_UP_MISSED)
def take_up(request: HttpRequest, missed_id: int) -> HttpResponse:
    """Take up with an agency that it missed two meetings one after the other."""
    row = get_object_or_404(MissedTwice.objects.with_meetings(), pk=missed_id)
    form = TakeUpForm(request.POST or None) if row.taken_up_at is None else None
    if form is not None and form.is_valid():
        act = lambda: acts.take_up(  # noqa: E731
            by=request.user, now=request.now, missed_id=row.pk, words=form.cleaned_data["words"]
        )
        if send(request, form, act, "Recorded."):
            return redirect("missed_list")
    ends = [attendance.missed(end, viewer=request.user) for end in (row.first, row.second)]
    return render_form(request, "cases/meetings/missed.html", {"missed": row, "ends": ends, "form": form})
