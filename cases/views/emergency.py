"""Emergency powers over a child: noted, confirmed, extended, ended."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import presenters, standing
from cases.actions import emergency as acts
from cases.forms.enquiries import ConfirmPowerForm, EndPowerForm, ExtendForm, PowerForm
from cases.models import EmergencyPower
from cases.models.emergency import PowerKind
from cases.permissions import CONFIRM_POWER, NOTE_POWER, VIEW_CASES
from cases.presenters import enquiries as words
from cases.views.openings import CHILD
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar


@require_safe
@door(VIEW_CASES)
def in_force(request: HttpRequest) -> HttpResponse:
    """Every power in force that this worker may see, the one that ends first at the top."""
    rows = (
        EmergencyPower.objects.visible_to(request.user)
        .in_force()
        .select_related("child", "confirmed_by")
        .order_by("due_at", "pk")
    )
    page = page_of(rows, request.GET.get("page"))
    days = calendar(around=request.today)
    context = {"page": page, "rows": [words.power(row, now=request.now, calendar=days) for row in page.rows]}
    return render(request, "cases/enquiries/in_force.html", context)


_POWER = Openable(EmergencyPower.objects.visible_to, people=lambda row: [row.child_id])


@require_http_methods(["GET", "HEAD", "POST"])
@door(NOTE_POWER)
def powers(request: HttpRequest, person_id: int) -> HttpResponse:
    """The powers over a child, and a new one."""
    child = CHILD.opened(request, pk=person_id)
    form = PowerForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.note(by=request.user, now=request.now, child=child, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "The power is noted with the time at which it ends."):
            return redirect("emergency_powers", child.pk)
    return _page(request, child.pk, form, title="Emergency powers", button="Note this power")


def opened(request: HttpRequest, power_id: int) -> EmergencyPower:
    """A power for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _POWER.opened(request, pk=power_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CONFIRM_POWER)
def confirm(request: HttpRequest, power_id: int) -> HttpResponse:
    """A manager other than who noted a power stands behind it."""
    row = opened(request, power_id)
    require(request.user, CONFIRM_POWER, row)
    form = ConfirmPowerForm(request.POST or None, initial={"reference": row.reference})
    if form.is_valid():
        act = lambda: acts.confirm(by=request.user, now=request.now, power_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Confirmed. An assessment can rest on it while it is in force."):
            return redirect("emergency_powers", row.child_id)
    return _page(request, row.child_id, form, title=f"Confirm the {_named(row)}", button="Confirm this power")


@require_http_methods(["GET", "HEAD", "POST"])
@door(NOTE_POWER)
def end(request: HttpRequest, power_id: int) -> HttpResponse:
    """How and when a power ended."""
    row = opened(request, power_id)
    form = EndPowerForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.end(by=request.user, now=request.now, power_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Recorded."):
            return redirect("emergency_powers", row.child_id)
    title = f"End of the {_named(row)}"
    return _page(request, row.child_id, form, title=title, button="Record the end")


@require_http_methods(["GET", "HEAD", "POST"])
@door(NOTE_POWER)
def extend(request: HttpRequest, power_id: int) -> HttpResponse:
    """A court extended an order."""
    row = opened(request, power_id)
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.extend(by=request.user, now=request.now, power_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Recorded."):
            return redirect("emergency_powers", row.child_id)
    return _page(request, row.child_id, form, title="The order is extended", button="Record the extension")


def _named(row: EmergencyPower) -> str:
    return "police protection" if row.kind == PowerKind.POLICE else "emergency protection order"


def _page(request: HttpRequest, person_id: int, form: Any, *, title: str, button: str) -> HttpResponse:
    days = calendar(around=request.today)
    child = standing.of_child(person_id, worker=request.user, on=request.today)
    rows = [
        words.power(row, now=request.now, calendar=days) | {"may_confirm": may(request.user, CONFIRM_POWER, row)}
        for row in EmergencyPower.objects.of(person_id)
    ]
    context = {
        "form": form,
        "title": title,
        "button": button,
        "powers": rows,
        "child": presenters.banner(child, now=request.now, calendar=days),
    }
    return render_form(request, "cases/enquiries/powers.html", context)
