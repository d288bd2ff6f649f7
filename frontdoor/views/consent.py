"""Recording consent on a contact."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import consent
from frontdoor.core import idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.permissions import may
from frontdoor.forms.consent import ConsentForm
from frontdoor.permissions import RECORD_CONSENT, REQUEST_OVERRIDE, VIEW_CONTACTS
from frontdoor.presenters.consent import consent_positions, next_steps
from frontdoor.presenters.positions import KINDS, answers_of
from frontdoor.views.contact import opened


@require_http_methods(["GET", "HEAD", "POST"])
@door(RECORD_CONSENT)
def record(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Ask what came of asking, for one or more children."""
    contact = opened(request, contact_id)
    form = ConsentForm(request.POST or None, contact=contact, today=request.today, now=request.now)
    if form.is_valid():
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: consent.record(by=request.user, now=request.now, contact=contact, **form.answer())[0],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Consent is recorded.")
            if form.without_responsibility():
                messages.warning(
                    request,
                    "Parental responsibility is not recorded for the adult who answered. "
                    "Find out before agencies are asked.",
                )
            return redirect("contact", contact.pk)
    context = {
        "form": form,
        "contact": contact,
        "positions": consent_positions(contact, request.now),
        "may_ask": bool(may(request.user, REQUEST_OVERRIDE)),
    }
    return render_form(request, "frontdoor/consent/record.html", context)


@require_safe
@door(VIEW_CONTACTS)
def positions(request: HttpRequest, contact_id: int) -> HttpResponse:
    """For each child who of the family said what to which kind of consent, since when, and everything before it."""
    contact = opened(request, contact_id)
    stands = consent_positions(contact, request.now)
    steps = next_steps(contact, stands, request.user, on=request.today)
    context = {
        "contact": contact,
        "families": answers_of(contact, request.now),
        "kinds": [kind.label for kind in KINDS],
        "steps": [step for step in steps if step.url != request.path],
    }
    return render(request, "frontdoor/consent/positions.html", context)
