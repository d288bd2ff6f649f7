"""Asking that section 47 or a court order makes consent unnecessary; a manager other than the asker signs it (C04)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontdoor import contact_links
from frontdoor.actions import grounds
from frontdoor.core import idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.forms.grounds import CourtOrderForm, GroundForm, Section47Form
from frontdoor.models import ConsentOverride, Contact
from frontdoor.models.strategy_grounds import starting, why_none
from frontdoor.permissions import REQUEST_OVERRIDE
from frontdoor.views.contact import opened
from frontdoor.views.unfinished import draft_of, taken_up


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_OVERRIDE)
def section_47(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The strategy meeting that started a section 47 enquiry, and what agencies are asked on it."""
    contact = opened(request, contact_id)
    form = Section47Form(
        request.POST or None,
        contact=contact,
        meetings=starting(contact),
        today=request.today,
        now=request.now,
    )
    title = "Section 47: ask that consent is not needed"
    if form.family and not form.meetings and request.method != "POST":
        return _no_meeting(request, contact, title)
    return _asked(request, contact, form, grounds.section_47, title=title, draft_form=grounds.SECTION_47_DRAFT)


def _no_meeting(request: HttpRequest, contact: Contact, title: str) -> HttpResponse:
    """Said before anything is typed: on which meeting it can rest, and where one is convened or its record signed."""
    context = {
        "contact": contact,
        "title": title,
        "refused": why_none(contact),
        "meetings": [link for link in contact_links.of(contact, request.user) if link.is_meeting],
    }
    return render(request, "frontdoor/consent/no_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REQUEST_OVERRIDE)
def court_order(request: HttpRequest, contact_id: int) -> HttpResponse:
    """An order of a court that compels somebody to share, and what agencies are asked on it."""
    contact = opened(request, contact_id)
    form = CourtOrderForm(request.POST or None, contact=contact, today=request.today, now=request.now)
    title = "Court order: ask that consent is not needed"
    return _asked(request, contact, form, grounds.court_order, title=title, draft_form=grounds.COURT_DRAFT)


def _asked(
    request: HttpRequest,
    contact: Contact,
    form: GroundForm,
    act: Callable[..., ConsentOverride],
    *,
    title: str,
    draft_form: str,
) -> HttpResponse:
    draft = draft_of(request.user, draft_form, contact.pk)
    taken_up(form, draft)
    if form.is_valid():
        wanted: dict[str, Any] = form.answer()
        try:
            made = idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: act(by=request.user, now=request.now, contact=contact, **wanted),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Your request has gone to the managers who decide on consent.")
            return redirect("override", made)
    context = {
        "form": form,
        "contact": contact,
        "title": title,
        "saved_at": draft and draft.updated_at,
        "draft_url": reverse("draft_save", args=[draft_form, contact.pk]),
    }
    return render_form(request, "frontdoor/consent/ground_form.html", context)
