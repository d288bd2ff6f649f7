"""Looking back at past contacts: the list, a new one, its worklist and report, and one contact of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.actions import look_backs
from audits.forms.look_backs import FindingForm, HandOnForm, LookBackForm
from audits.models import LookBack, LookBackItem
from audits.models.look_backs import Finding
from audits.permissions import START_LOOK_BACK, WORK_LOOK_BACK
from frontdoor import presenters
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.permissions import SAY_WHO_SEES
from frontdoor.views.exports import READ_UP_TO, taken_out

HEADS = (
    "Contact",
    "Received",
    "Told by",
    "Decided by",
    "Found",
    "Why",
    "To put right",
    "By whom",
    "By when",
    "Seen by",
)
WRITTEN = ("finding", "found", "action", "action_owner", "action_due_on")


@narrowed_by(show=("Show", {"yours": "Handed to you"}))
@require_safe
@door(WORK_LOOK_BACK)
def listed(request: HttpRequest) -> HttpResponse:
    """Every look-back with how much of it is left, the newest first; ``?show=yours`` those handed to the reader."""
    rows = LookBack.objects.newest_first()
    if request.GET.get("show") == "yours":
        rows = rows.handed_to(request.user)
    context = {"page": page_of(rows, request.GET.get("page")), "may_start": may(request.user, START_LOOK_BACK)}
    return render(request, "audits/look_backs/list.html", context)


@require_safe
@door(SAY_WHO_SEES)
def names(request: HttpRequest) -> HttpResponse:
    """Restricted records on which the reader is named and whoever looks back at a contact about them is not yet."""
    rows = LookBackItem.objects.waiting_for_a_name(request.user).select_related("look_back__handed_to")
    return render(request, "audits/look_backs/names.html", {"page": page_of(rows, request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
@door(START_LOOK_BACK)
def start(request: HttpRequest) -> HttpResponse:
    """Pick contacts by criteria."""
    form = LookBackForm(request.POST or None, on=request.today)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            made = once(
                key=answers["submission_key"],
                by=request.user,
                act=lambda: look_backs.start(
                    by=request.user,
                    at=request.now,
                    name=answers["name"],
                    purpose=answers["purpose"],
                    criteria=form.criteria(),
                ),
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("look_back", made)
    return render_form(request, "audits/look_backs/start.html", {"form": form})


def _look_back(look_back_id: int) -> LookBack:
    row = LookBack.objects.newest_first().filter(pk=look_back_id).first()
    if row is None:
        raise Http404
    return row


def _about(rows: Iterable[LookBackItem]) -> set[int]:
    """The children of the contacts of a worklist."""
    return {about.child_id for item in rows for about in item.contact.about.all()}


@narrowed_by(show=("Show", {"todo": "Still to do", **dict(Finding.choices)}))
@require_http_methods(["GET", "HEAD", "POST"])
@door(WORK_LOOK_BACK)
def look_back(request: HttpRequest, look_back_id: int) -> HttpResponse:
    """The worklist, its totals, and the report as a file. ``?show=`` a finding, or ``todo``, narrows it."""
    row = _look_back(look_back_id)
    items = LookBackItem.objects.visible_to(request.user).of(row.pk)
    totals = items.totals()
    shown = request.GET.get("show", "")
    if shown in (*Finding.values, "todo"):
        items = items.filter(finding="" if shown == "todo" else shown)
    items = items.select_related("contact__agency", "contact__decided_by", "looked_by", "action_owner")
    items = items.prefetch_related("contact__about")
    if request.GET.get("format") == "csv":
        rows = list(items[:READ_UP_TO])
        return taken_out(
            request, listing=LookBackItem, people=_about(rows), name="look-back", heads=HEADS, rows=map(_cells, rows)
        )
    page = page_of(items, request.GET.get("page"))
    looked_through(request, listing=LookBackItem, people=_about(page.rows))
    lines = [("todo", "Still to do", totals.get("", 0)), *((v, w, totals.get(v, 0)) for v, w in Finding.choices)]
    hidden, leads = _hidden(row, totals), may(request.user, START_LOOK_BACK)
    context = {
        "look_back": row,
        "page": page,
        "rows": [(item, presenters.told_by(item.contact)) for item in page.rows],
        "totals": [{"label": words, "url": f"?show={value}", "count": count} for value, words, count in lines],
        "total": sum(totals.values()),
        **hidden,
        "may_close": row.closed_at is None and not row.to_do and leads,
        "may_hand_on": row.closed_at is None and hidden["hidden_to_do"] and leads,
    }
    return render(request, "audits/look_backs/look_back.html", context)


def _cells(item: LookBackItem) -> tuple[Any, ...]:
    return (
        item.contact.reference,
        presenters.moment(item.contact.received_at),
        presenters.told_by(item.contact),
        item.contact.decided_by.get_full_name() if item.contact.decided_by else "Not decided yet",
        item.get_finding_display() or "Still to do",
        item.found,
        item.action,
        item.action_owner.get_full_name() if item.action_owner else "",
        item.action_due_on,
        item.looked_by.get_full_name() if item.looked_by else "",
    )


_ITEM = Openable(
    lambda viewer: LookBackItem.objects.visible_to(viewer).select_related(
        "look_back", "contact__agency", "contact__decided_by", "contact__decision"
    ),
    people=lambda row: row.contact.about.values_list("child_id", flat=True),
    by=["look_back_id", "contact_id"],
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WORK_LOOK_BACK)
def look(request: HttpRequest, look_back_id: int, contact_id: int) -> HttpResponse:
    """One contact of a look-back, and what was found."""
    item = _ITEM.opened(request, look_back_id=look_back_id, contact_id=contact_id)
    form = FindingForm(request.POST or None, on=request.today, initial={name: getattr(item, name) for name in WRITTEN})
    if form.is_valid():
        try:
            look_backs.record(by=request.user, at=request.now, item_id=item.pk, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"What you found on contact {item.contact.reference} is recorded.")
            return redirect("look_back", look_back_id)
    context = {
        "item": item,
        "form": form,
        "told_by": presenters.told_by(item.contact),
        "decision": getattr(item.contact, "decision", None),
    }
    return render_form(request, "audits/look_backs/look.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(START_LOOK_BACK)
def hand_on(request: HttpRequest, look_back_id: int) -> HttpResponse:
    """Say who looks at the contacts that are hidden from the reader."""
    row = _look_back(look_back_id)
    form = HandOnForm(request.POST or None, workers=look_backs.lookers(request.today))
    if form.is_valid():
        worker = form.cleaned_data["worker"]
        try:
            look_backs.hand_on(by=request.user, at=request.now, look_back_id=row.pk, worker=worker)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            words = f"They are with {worker.get_full_name()}. The managers named on the restricted records are asked."
            messages.success(request, words)
            return redirect("look_back", row.pk)
    totals = LookBackItem.objects.visible_to(request.user).of(row.pk).totals()
    context = {"look_back": row, "form": form, **_hidden(row, totals)}
    return render_form(request, "audits/look_backs/hand_on.html", context)


def _hidden(row: LookBack, totals: Mapping[str, int]) -> dict[str, int]:
    """How many contacts of a look-back are hidden from the reader, beside the ``totals`` of the others, and how many of
    those are still to do: no more is told of them."""
    return {"hidden": row.total - sum(totals.values()), "hidden_to_do": row.to_do - totals.get("", 0)}


@require_POST
@door(START_LOOK_BACK)
def close(request: HttpRequest, look_back_id: int) -> HttpResponse:
    """Close a look-back once nothing is left to do."""
    row = _look_back(look_back_id)
    try:
        look_backs.close(by=request.user, at=request.now, look_back_id=row.pk)
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, "The look-back is closed.")
    return redirect("look_back", row.pk)
