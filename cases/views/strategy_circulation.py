"""The signed record goes to everybody who took part; and how agencies come to meetings."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import presenters_strategy as words
from cases import strategy_attendance as attendance
from cases import strategy_record
from cases.actions import strategy_circulation as acts
from cases.actions import strategy_missed
from cases.forms.strategy_lists import MissedFilters, PeriodForm
from cases.forms.strategy_people import SendForm, TakeUpForm
from cases.models import MissedTwice, StrategyMeeting
from cases.permissions import TAKE_UP_MISSED, VIEW_CASES, WRITE_STRATEGY
from cases.views.sending import send
from cases.views.strategy import opened
from cases.views.strategy_people import invitation_of
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.looking import file_taken_out
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.policy import authority, calendar

PDF = "application/pdf"
HEADS = ("Agency", "Discipline", "Invited", "Attended", "Sent information", "Sent apologies", "Silent", "Took part %")


@require_safe
@door(VIEW_CASES)
def circulation(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """To whom the record went, and to whom it still has to go."""
    row = opened(request, meeting_id)
    invited = list(row.invitations.in_order().select_related("copy__sent_by"))
    wanted = set(row.invitations.outside_who_took_part().values_list("pk", flat=True))
    days = calendar(around=request.today)
    context = {
        "meeting": row,
        "clocks": words.clocks(row, now=request.now, calendar=days),
        "rows": [(one, getattr(one, "copy", None), one.pk in wanted) for one in invited],
        "may_send": bool(may(request.user, WRITE_STRATEGY)) and row.signed_at is not None,
    }
    return render(request, "cases/strategy/circulation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def send_copy(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Give the record to one person."""
    row, meeting = invitation_of(request, invitation_id)
    form = SendForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.send(  # noqa: E731
            by=request.user, now=request.now, invitation_id=row.pk, how=form.cleaned_data["how"]
        )
        if send(request, form, act, "It is recorded that the record went out."):
            return redirect("strategy_circulation", meeting.pk)
    return render_form(request, "cases/strategy/send.html", {"meeting": meeting, "form": form, "invitation": row})


@require_safe
@door(WRITE_STRATEGY)
def copy(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The record as a PDF for one person; each time it is drawn stands in the ledger."""
    row, meeting = invitation_of(request, invitation_id)
    if meeting.signed_at is None:
        raise Http404
    return file_taken_out(
        request,
        subject=meeting,
        people=meeting.children.values_list("child_id", flat=True),
        name=f"strategy-meeting-{meeting.reference}-{row.pk}.pdf",
        body=strategy_record.record(authority=authority(), meeting=meeting, to=row),
        mime=PDF,
    )


@require_safe
@door(VIEW_CASES)
def attendance_list(request: HttpRequest) -> HttpResponse:
    """How agencies come to meetings. ``?format=csv`` saves the figures, which name nobody."""
    period = PeriodForm(request.GET)
    since = period.since(request.now)
    meetings = StrategyMeeting.objects.visible_to(request.user)
    agencies = attendance.by_agency(meetings, since=since)
    if request.GET.get("format") == "csv":
        return csv_response(name="strategy-attendance", heads=HEADS, rows=map(_cells, agencies))
    held, alone = attendance.quorate(meetings, since=since)
    context: dict[str, Any] = {
        "filters": period,
        "since": since,
        "held": held,
        "alone": alone,
        "disciplines": attendance.by_discipline(meetings, since=since),
        "agencies": agencies,
        "fewest": attendance.FEWEST_FOR_A_RATE,
        "waiting": MissedTwice.objects.waiting().count(),
    }
    return render(request, "cases/strategy/attendance.html", context)


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
    return render(request, "cases/strategy/missed_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(TAKE_UP_MISSED)
def take_up(request: HttpRequest, missed_id: int) -> HttpResponse:
    """Take up with an agency that it missed two meetings one after the other."""
    row = get_object_or_404(MissedTwice.objects.with_meetings(), pk=missed_id)
    form = TakeUpForm(request.POST or None) if row.taken_up_at is None else None
    if form is not None and form.is_valid():
        act = lambda: strategy_missed.take_up(  # noqa: E731
            by=request.user, now=request.now, missed_id=row.pk, words=form.cleaned_data["words"]
        )
        if send(request, form, act, "Recorded."):
            return redirect("strategy_missed_list")
    return render_form(request, "cases/strategy/missed.html", {"missed": row, "form": form})
