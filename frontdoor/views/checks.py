"""Requests to agencies: putting them, reading one, naming who owns the concern, closing, and the lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import checks
from frontdoor.core import drafts, idempotency, looking, policy
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.versions import Stale
from frontdoor.forms.check import FIRST_QUESTIONS, CheckForm, CloseForm, OwnerForm
from frontdoor.forms.check_lists import CHECK_SORTS, WEEKS, CheckFilters, asked_within
from frontdoor.forms.check_reply import rows_in, typed_into
from frontdoor.models import AgencyRequest, Contact
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.closed_contacts import CLOSED_WITHOUT_ACTION
from frontdoor.permissions import RECORD_REPLY, REQUEST_CHECK, VIEW_CONTACTS
from frontdoor.presenters import checks as presenters_checks
from frontdoor.presenters.consent import Position, consent_positions, is_closed, next_steps
from frontdoor.views.contact import opened
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import draft_of, taken_up

USUAL_WEEKS = "13"
ASKED = "The request is recorded. Agencies with an e-mail address are told to expect it. Ring the others."


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_CHECK)
def request_check(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Put questions to agencies, where consent stands; above, what was asked already."""
    contact = opened(request, contact_id)
    more = "more" in request.POST
    draft = draft_of(request.user, checks.DRAFT_FORM, contact.pk)
    typed = request.POST or drafts.as_post(draft.data if draft else {})
    about: dict[str, Any] = {
        "contact": contact,
        "worker": request.user,
        "today": request.today,
        "now": request.now,
        "questions": rows_in(typed, more=more) if typed else FIRST_QUESTIONS,
    }
    form = taken_up(CheckForm(None if more else request.POST or None, **about), draft)
    if more:
        form.initial = typed_into(form, request.POST)
    if form.is_valid():
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: checks.request(by=request.user, now=request.now, contact=contact, **form.answer())[0],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, ASKED)
            return redirect("check_request", contact.pk)
    positions = consent_positions(contact, request.now)
    context = {
        "form": form,
        "contact": contact,
        "saved_at": draft and draft.updated_at,
        "positions": positions,
        "refusal": _why_not(contact, positions),
        "steps": next_steps(contact, positions, request.user, on=request.today),
        "asked": presenters_checks.of_contact(contact, request.now),
    }
    return render_form(request, "frontdoor/checks/ask.html", context)


def _why_not(contact: Contact, positions: Sequence[Position]) -> str:
    """Why no agency can be asked anything on a contact now; empty where one can."""
    if is_closed(contact):
        return CLOSED_WITHOUT_ACTION
    if any(row.may_ask_agencies or row.may_offer_help for row in positions):
        return ""
    return next((row.too_old for row in positions if row.too_old), NO_CONSENT)


def opened_check(request: HttpRequest, request_id: int) -> AgencyRequest:
    """The request for whoever may see its contact, its opening in the ledger; Http404 otherwise."""
    seen = AgencyRequest.objects.visible_to(request.user).with_version()
    return looking.opened(
        request,
        presenters_checks.with_everything(seen).filter(pk=request_id)[:1],
        people=lambda found: [named.child_id for named in found.about.all()],
    )


@require_safe
@door(VIEW_CONTACTS)
def check(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what is asked, who was reminded, what came back, and what can be done with it."""
    row = opened_check(request, request_id)
    calendar = policy.calendar(around=request.today)
    (asked,) = presenters_checks.shown([row], now=request.now, calendar=calendar)
    waits = row.ended_at is None
    context = {
        "asked": asked,
        "may_answer": waits and bool(may(request.user, RECORD_REPLY)),
        "may_end": waits and bool(may(request.user, REQUEST_CHECK)),
        "may_name_owner": bool(may(request.user, REQUEST_CHECK)),
        "wants_owner": waits and row.owner_id is None and checks.needs_an_owner(row.contact),
    }
    return render(request, "frontdoor/checks/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_CHECK)
def close(request: HttpRequest, request_id: int) -> HttpResponse:
    """End a request that nobody answered, with the reason."""
    row = opened_check(request, request_id)
    if request.method != "POST" and row.ended_at is not None:
        return redirect("check", row.pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: checks.close(
                    by=request.user, now=request.now, check=row, reason=form.cleaned_data["reason"]
                ),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The request is closed without an answer.")
            return redirect("check", row.pk)
    context = {"form": form, "check": row, "title": "Close without an answer", "button": "Close the request"}
    return render_form(request, "frontdoor/checks/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_CHECK)
def name_owner(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say which registered social worker owns the concern."""
    row = opened_check(request, request_id)
    form = OwnerForm(request.POST or None, today=request.today, initial={"version": row.version})
    if form.is_valid():
        try:
            owner = form.workers[form.cleaned_data["owner"]]
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: checks.name_owner(
                    by=request.user, check=row, version=form.cleaned_data["version"], owner=owner
                ),
            )
        except Stale as stale:
            put_on(form, stale)
            form.differences = presenters_checks.owner_differences(form, stale.current, owner)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The owner of the concern is named.")
            return redirect("check", row.pk)
    context = {"form": form, "check": row, "title": "Name the owner of the concern", "button": "Name the owner"}
    return render_form(request, "frontdoor/checks/act.html", context)


@narrowed_by(CheckFilters)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def check_list(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the longest overdue first; ``?show=`` lists others, the rest of the query narrows them."""
    filters = CheckFilters(request.GET)
    rows = filters.narrow(AgencyRequest.objects.visible_to(request.user), worker=request.user, now=request.now)
    rows = rows.order_by(*CHECK_SORTS.get(request.GET.get("sort", ""), CHECK_SORTS["due"]))
    calendar = policy.calendar(around=request.today)
    if request.GET.get("as") == "csv":
        return _as_csv(request, rows)
    page = page_of(presenters_checks.with_everything(rows), request.GET.get("page"))
    looked_through(request, listing=AgencyRequest, people=_asked_about(page.rows))
    context = {
        "page": page,
        "rows": presenters_checks.shown(page.rows, now=request.now, calendar=calendar),
        "query": request.GET,
        "filters": filters,
        "is_narrowed": bool(filters.chosen()),
    }
    return render(request, "frontdoor/checks/list.html", context)


def _asked_about(rows: Iterable[AgencyRequest]) -> set[int]:
    """The children whom these requests name."""
    return {named.child_id for row in rows for named in row.about.all()}


def _as_csv(request: HttpRequest, rows: Any) -> HttpResponse:
    found = list(presenters_checks.with_everything(rows)[:READ_UP_TO])
    return taken_out(
        request,
        listing=AgencyRequest,
        people=_asked_about(found),
        name="requests-to-agencies",
        heads=["Request", "Agency", "Kind", "Contact", "Asked by", "Asked", "Due", "Ended", "How"],
        rows=(
            [
                row.reference,
                row.agency.name,
                row.get_kind_display(),
                row.contact.reference,
                row.requested_by.get_full_name(),
                row.requested_at,
                row.due_at,
                row.ended_at or "",
                row.get_ending_display(),
            ]
            for row in found
        ),
    )


@require_safe
@door(VIEW_CONTACTS)
def by_agency(request: HttpRequest) -> HttpResponse:
    """How each agency answers: each number opens the list that it counts. ``?weeks=`` says how far back."""
    wanted = request.GET.get("weeks", "")
    weeks = wanted if wanted in WEEKS else USUAL_WEEKS
    rows = asked_within(AgencyRequest.objects.visible_to(request.user), weeks, request.now).by_agency(request.now)
    if request.GET.get("as") == "csv":
        return csv_response(
            name="how-agencies-answer",
            heads=["Agency", "Asked", "Answered in time", "Answered late", "Chased", "Not answered"],
            rows=(
                [
                    row["agency__name"],
                    row["asked"],
                    row["in_time"],
                    row["late_answer"],
                    row["was_chased"],
                    row["unanswered"],
                ]
                for row in rows
            ),
        )
    page = page_of(rows, request.GET.get("page"))
    context = {"page": page, "rows": page.rows, "weeks": weeks, "choices": WEEKS.items(), "query": request.GET}
    return render(request, "frontdoor/checks/by_agency.html", context)
