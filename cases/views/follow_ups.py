"""Return home interviews and private fostering visits: what is owed, recorded, held, called off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import presenters, standing
from cases.actions import follow_ups as acts
from cases.forms.follow_ups import CallOffFollowUpForm, FollowUpForm, HoldFollowUpForm
from cases.models import FollowUp
from cases.permissions import CALL_OFF_FOLLOW_UP, VIEW_CASES, WRITE_FOLLOW_UP
from cases.presenters import follow_ups as words
from cases.views.openings import CHILD
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar

_FOLLOW_UP = Openable(
    lambda viewer: FollowUp.objects.visible_to(viewer).select_related(
        "child", "recorded_by", "done_by", "called_off_by"
    ),
    people=lambda row: [row.child_id],
)


@require_safe
@door(VIEW_CASES)
def owed(request: HttpRequest) -> HttpResponse:
    """Every one that is owed of the children whom this worker may see, the one that is due first at the top."""
    rows = FollowUp.objects.visible_to(request.user).owed()
    rows = rows.select_related("child", "recorded_by", "done_by", "called_off_by").order_by("due_at", "pk")
    page, days = page_of(rows, request.GET.get("page")), calendar(around=request.today)
    shown = [words.follow_up(row, now=request.now, calendar=days) for row in page.rows]
    looked_through(request, listing=FollowUp, people=(row.child_id for row in page.rows))
    return render(request, "cases/follow_ups/list.html", {"page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_FOLLOW_UP)
def of_child(request: HttpRequest, person_id: int) -> HttpResponse:
    """Those about a child, and a new report."""
    child = CHILD.opened(request, pk=person_id)
    form = FollowUpForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.owe(by=request.user, now=request.now, child=child, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Recorded, with the time by which the child is spoken with."):
            return redirect("follow_ups", child.pk)
    return _page(request, child.pk, form, title="After going missing, and private fostering", button="Record this")


def opened(request: HttpRequest, follow_up_id: int) -> FollowUp:
    """One for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _FOLLOW_UP.opened(request, pk=follow_up_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_FOLLOW_UP)
def hold(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """When it took place, and what the child said."""
    row = opened(request, follow_up_id)
    form = HoldFollowUpForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.hold(  # noqa: E731
            by=request.user, now=request.now, follow_up_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Recorded."):
            return redirect("follow_ups", row.child_id)
    return _page(request, row.child_id, form, title=row.get_kind_display(), button="Record that it took place")


@require_http_methods(["GET", "HEAD", "POST"])
@door(CALL_OFF_FOLLOW_UP)
def call_off(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """A manager decides that it does not take place."""
    row = opened(request, follow_up_id)
    form = CallOffFollowUpForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.call_off(  # noqa: E731
            by=request.user, now=request.now, follow_up_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Called off."):
            return redirect("follow_ups", row.child_id)
    return _page(
        request, row.child_id, form, title=f"{row.get_kind_display()} does not take place", button="Call it off"
    )


def _page(request: HttpRequest, person_id: int, form: Any, *, title: str, button: str) -> HttpResponse:
    days = calendar(around=request.today)
    child = standing.of_child(person_id, worker=request.user, on=request.today)
    rows = [words.follow_up(row, now=request.now, calendar=days) for row in FollowUp.objects.of(person_id)]
    context = {
        "form": form,
        "title": title,
        "button": button,
        "follow_ups": rows,
        "may_call_off": bool(may(request.user, CALL_OFF_FOLLOW_UP)),
        "child": presenters.banner(child, now=request.now, calendar=days),
    }
    return render_form(request, "cases/follow_ups/child.html", context)
