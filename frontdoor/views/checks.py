"""Asking agencies, and recording what they answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import presenters
from frontdoor.actions import checks
from frontdoor.core import idempotency, policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import open_record, taken_out
from frontdoor.forms.check import CheckForm, ReplyForm
from frontdoor.forms.consent_lists import CHECK_SORTS, CheckFilters
from frontdoor.models import AgencyCheck
from frontdoor.models.checks import NO_CONSENT, REPLY_CLOCK
from frontdoor.permissions import RECORD_REPLY, REQUEST_CHECK, VIEW_CONTACTS
from frontdoor.presenters_consent import consent_positions, next_steps
from frontdoor.views.contact import opened

ROWS = 25
QUESTION_RECORDED = "The question is recorded. Agencies with an e-mail address are told to expect it. Ring the others."


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_CHECK)
def request_check(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Put a question to agencies, where consent stands; below, the questions already put."""
    contact = opened(request, contact_id)
    form = CheckForm(request.POST or None, contact=contact, today=request.today, now=request.now)
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
            messages.success(
                request,
                QUESTION_RECORDED,
            )
            return redirect("check_request", contact.pk)
    calendar = policy.calendar(around=request.today)
    asked = contact.checks.select_related("agency", "child").order_by(
        F("replied_on").asc(nulls_first=True), "due_on", "pk"
    )
    positions = consent_positions(contact, request.now)
    context = {
        "form": form,
        "contact": contact,
        "positions": positions,
        "refusal": "" if any(position.may_ask_agencies for position in positions) else NO_CONSENT,
        "steps": next_steps(contact, positions, request.user),
        "asked": [
            {"check": check, "due": presenters.due(REPLY_CLOCK, check, now=request.now, calendar=calendar)}
            for check in asked
        ],
    }
    return render_form(request, "frontdoor/consent/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_REPLY)
def reply(request: HttpRequest, check_id: int) -> HttpResponse:
    """What an agency answered."""
    check = open_record(
        request,
        AgencyCheck.objects.visible_to(request.user).select_related("agency", "child", "contact"),
        people=lambda found: [found.child_id],
        pk=check_id,
    )
    form = ReplyForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        try:
            checks.record_reply(by=request.user, on=request.today, check=check, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The reply is recorded.")
            return redirect("check_request", check.contact_id)
    return render_form(request, "frontdoor/consent/reply.html", {"form": form, "check": check})


@require_safe
@door(VIEW_CONTACTS)
def check_list(request: HttpRequest) -> HttpResponse:
    """Questions without an answer, the longest due first; ``?late=1`` and ``?mine=1`` narrow them."""
    filters = CheckFilters(request.GET)
    waiting = AgencyCheck.objects.visible_to(request.user).waiting()
    rows = filters.narrow(waiting, worker=request.user, now=request.now)
    rows = rows.select_related("agency", "child", "requested_by", "contact")
    rows = rows.order_by(*CHECK_SORTS.get(request.GET.get("sort", ""), CHECK_SORTS["due"]))
    if request.GET.get("as") == "csv":
        return taken_out(
            request,
            listing=AgencyCheck,
            people=(row.child_id for row in rows),
            name="questions-to-agencies",
            heads=["Agency", "Contact", "Asked by", "Asked on", "Due on"],
            rows=(
                [row.agency.name, row.contact_id, row.requested_by.get_full_name(), row.requested_on, row.due_on]
                for row in rows
            ),
        )
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    calendar = policy.calendar(around=request.today)
    shown = [
        {"check": row, "due": presenters.due(REPLY_CLOCK, row, now=request.now, calendar=calendar)} for row in page
    ]
    context = {
        "page": page,
        "rows": shown,
        "query": request.GET,
        "filters": filters,
        "is_narrowed": bool(filters.chosen()),
    }
    return render(request, "frontdoor/consent/checks.html", context)
