"""How records were used, to look into, for those who answer for the worker."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import record_use
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.pages import page_of
from frontdoor.forms.search import LookIntoForm
from frontdoor.models import SearchAlert
from frontdoor.permissions import LOOK_INTO_SEARCHES
from frontdoor.views.family import acted
from frontdoor.views.unfinished import unsent

SHOWN = {"waiting": "To look into", "done": "Looked into"}


@door(LOOK_INTO_SEARCHES)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; ``?show=done`` what was found."""
    show = request.GET.get("show", "waiting")
    alerts = SearchAlert.objects.visible_to(request.user)
    rows = alerts.looked_into() if show == "done" else alerts.waiting()
    items = [
        {"label": label, "url": f"?show={key}", "is_current": key == show, "count": None}
        for key, label in SHOWN.items()
    ]
    page = page_of(rows.select_related("worker", "looked_by"), request.GET.get("page"))
    return render(request, "frontdoor/search/alerts.html", {"page": page, "items": items, "query": request.GET})


@door(LOOK_INTO_SEARCHES)
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One of them, and what somebody found."""
    alerts = SearchAlert.objects.visible_to(request.user).select_related("worker", "looked_by")
    row = next(iter(alerts.filter(pk=alert_id)), None)
    if row is None:
        raise Http404
    form = LookIntoForm(request.POST or None)
    if form.is_valid() and acted(
        request,
        form,
        lambda: record_use.look_into(by=request.user, at=request.now, alert=row, found=form.cleaned_data["found"]),
    ):
        messages.success(request, "What you found is recorded.")
        return redirect("search_alerts")
    too_late = unsent(form, "found") if row.looked_at else ""
    return render_form(request, "frontdoor/search/alert.html", {"alert": row, "form": form, "unsent": too_late})
