"""Lists that leave as a file: what for, with whose approval, and what became of each."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import exports, record_use
from frontdoor.actions.exports import Listed
from frontdoor.core import sending
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.middleware import door_of
from frontdoor.core.narrowing import in_words
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import Permission, may, require
from frontdoor.forms.exports import DecideExportForm, PurposeForm
from frontdoor.models import Export
from frontdoor.models.exports import ALONE_UP_TO, APPROVED_FOR, MOST_LINES, NOT_YOUR_OWN, TOO_LONG, ExportDecision
from frontdoor.models.search_alerts import SearchAlertKind
from frontdoor.permissions import APPROVE_EXPORTS, TAKE_LISTS_OUT
from frontdoor.views.unfinished import unsent

READ_UP_TO = MOST_LINES + 1
"""How many rows a list reads for its file: one more than may leave, so that nothing is left out in silence."""

FORBIDDEN = 403
WAITING, ANSWERED, MINE, EVERYBODYS = "waiting", "answered", "mine", "all"
SHOWN = {WAITING: "To approve", ANSWERED: "Yours, answered", MINE: "Yours", EVERYBODYS: "Everybody's"}
FOR_APPROVERS = {WAITING, EVERYBODYS}


def taken_out(
    request: HttpRequest,
    *,
    listing: type[Model],
    people: Iterable[int],
    name: str,
    heads: Iterable[str],
    rows: Iterable[Any],
    unknown: int = 0,
) -> HttpResponse:
    """A list of people as a CSV file, for a view whose door takes GET and POST.

    Read, the page asks what the list is for; sent, the file is the answer, or above fifty people a request to somebody
    else. What left stands in the ledger before it goes. ``people`` are the ids of those the list is about, ``unknown``
    how many more it names, ``listing`` the table it lists.
    """
    lines = list(rows)
    listed = Listed(
        listing=listing,
        name=name,
        address=request.get_full_path(),
        people=frozenset(people),
        lines=len(lines),
        unknown=unknown,
    )
    if request.method != "POST":
        return _asked(request, listed, PurposeForm())
    form = PurposeForm(None if "export" in request.POST else request.POST)
    try:
        if not form.is_bound:
            row = _approved(request, listed)
        elif not form.is_valid():
            return _asked(request, listed, form)
        elif "ask" in request.POST:
            return _sent_on(request, listed, form)
        else:
            row = exports.take_out(by=request.user, at=request.now, listed=listed, purpose=form.cleaned_data["purpose"])
    except ValidationError as refusal:
        return _stopped(request, listed, form, refusal)
    sending.leads_to(reverse("export", args=[row.pk]))
    return csv_response(name=name, heads=list(heads), rows=lines, mark=_mark(row))


def _approved(request: HttpRequest, listed: Listed) -> Export:
    number = request.POST["export"]
    row = _row(request, int(number)) if number.isascii() and number.isdigit() else None
    if row is None or row.requested_by_id != request.user.pk:
        raise exports.NotApproved
    return exports.take_approved(by=request.user, at=request.now, export=row, listed=listed)


def _sent_on(request: HttpRequest, listed: Listed, form: PurposeForm) -> HttpResponse:
    row = exports.ask(by=request.user, at=request.now, listed=listed, purpose=form.cleaned_data["purpose"])
    messages.success(request, "Your request is with the service managers and senior leaders.")
    return redirect("export", row.pk)


def _stopped(request: HttpRequest, listed: Listed, form: PurposeForm, refusal: ValidationError) -> HttpResponse:
    """No file. An attempt past the approval is told to whoever answers for the worker."""
    if not isinstance(refusal, exports.NotApproved):
        if form.is_bound:
            form.refuse(refusal)
        return _asked(request, listed, form)
    record_use.notice_once_an_hour(by=request.user, now=request.now, kind=SearchAlertKind.EXPORT)
    return _asked(request, listed, form, why_not=refusal.reason, status=FORBIDDEN)


def _asked(
    request: HttpRequest, listed: Listed, form: PurposeForm, *, why_not: str = "", status: int | None = None
) -> HttpResponse:
    context = {
        "listed": listed,
        "title": Export(name=listed.name).title,
        "form": form,
        "why_not": why_not,
        "alone_up_to": ALONE_UP_TO,
        "too_long": TOO_LONG if listed.is_too_long else "",
        "back": _page_of(listed.address),
    }
    response = render_form(request, "frontdoor/exports/ask.html", context)
    response.status_code = status or response.status_code
    return response


def _filters(address: str) -> QueryDict:
    """What narrows the list at an address."""
    filters = QueryDict(urlsplit(address).query, mutable=True)
    for name in ("format", "as"):
        filters.pop(name, None)
    return filters


def _page_of(address: str) -> str:
    """Where the list of a file stands as a page."""
    path, filters = urlsplit(address).path, _filters(address)
    return f"{path}?{filters.urlencode()}" if filters else path


def _may_read(worker: Any, address: str) -> bool:
    """Whether the door of the list at an address opens to a worker."""
    key = door_of(resolve(urlsplit(address).path).func)
    return isinstance(key, Permission) and bool(may(worker, key))


def _mark(row: Export) -> str:
    """The last line of a file: whose it is, since when, what for."""
    local = timezone.localtime(row.taken_at)
    approved = f", approved by {row.decided_by.get_full_name()}" if row.decided_by else ""
    name = row.requested_by.get_full_name()
    return f"Taken out by {name} on {local:%-d %B %Y at %H:%M}{approved}. For: {row.purpose}"


def _row(request: HttpRequest, export_id: int) -> Export | None:
    seen = Export.objects.visible_to(request.user).select_related("requested_by", "decided_by")
    return next(iter(seen.filter(pk=export_id)), None)


@door(TAKE_LISTS_OUT)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Lists that wait for an answer, that were answered, and that left; ``?show=`` which of them."""
    approver = bool(may(request.user, APPROVE_EXPORTS))
    shown = {key: label for key, label in SHOWN.items() if approver or key not in FOR_APPROVERS}
    usual = next(iter(shown)) if approver else MINE
    show = asked if (asked := request.GET.get("show", "")) in shown else usual
    seen, own = Export.objects.visible_to(request.user), Export.objects.of(request.user)
    rows = {
        WAITING: seen.waiting_for(request.user),
        ANSWERED: own.answered_since(request.now - APPROVED_FOR),
        MINE: own,
        EVERYBODYS: seen.newest_first(),
    }[show]
    page = page_of(rows.select_related("requested_by", "decided_by"), request.GET.get("page"))
    items = [
        {"label": label, "url": f"?show={key}", "is_current": key == show, "count": None}
        for key, label in shown.items()
    ]
    lines = [(row, _state(row, request)) for row in page.rows]
    context = {"page": page, "rows": lines, "items": items, "query": request.GET}
    return render(request, "frontdoor/exports/list.html", context)


def _state(row: Export, request: HttpRequest) -> dict[str, str]:
    """What became of a list, as a tag says it."""
    if row.taken_at is not None:
        return {"words": "Taken out", "colour": "grey"}
    if row.decided_at is None:
        return {"words": "Waiting", "colour": "yellow"}
    if row.is_open(request.now):
        return {"words": "Approved", "colour": "green"}
    if row.decision == ExportDecision.APPROVED:
        return {"words": "Ran out", "colour": "grey"}
    return {"words": "Refused", "colour": "red"}


@door(TAKE_LISTS_OUT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """One list: who asks and what for, the answer, and for the asker the way to the file."""
    row = _row(request, export_id)
    if row is None:
        raise Http404
    form = DecideExportForm(request.POST or None)
    if request.method == "POST":
        require(request.user, APPROVE_EXPORTS, row)
        if form.is_valid():
            answers = {name: form.cleaned_data[name] for name in ("decision", "reason")}
            try:
                exports.decide(by=request.user, at=request.now, export=row, **answers)
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "Your answer is recorded.")
                return redirect("export", row.pk)
    waits, own = row.decided_at is None and row.taken_at is None, row.requested_by_id == request.user.pk
    approver = bool(may(request.user, APPROVE_EXPORTS))
    context = {
        "export": row,
        "form": form,
        "state": _state(row, request),
        "may_decide": waits and approver and not own,
        "unsent": "" if waits else unsent(form, "reason"),
        "why_not": NOT_YOUR_OWN if waits and own else "",
        "narrowed": in_words(resolve(urlsplit(row.address).path).func, _filters(row.address)),
        "see_url": _page_of(row.address) if _may_read(request.user, row.address) else "",
        "may_take": own and row.is_open(request.now),
    }
    return render_form(request, "frontdoor/exports/export.html", context)
