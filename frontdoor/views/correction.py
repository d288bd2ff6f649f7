"""Correcting when a contact was received."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor.actions import corrections
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.forms.correction import ReceivedForm
from frontdoor.permissions import CORRECT_RECEIVED
from frontdoor.views.contact import clocks_of, opened
from frontdoor.views.refusals import put_on


@require_http_methods(["GET", "POST"])
@door(CORRECT_RECEIVED)
def correct_received(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The right moment and why; what it moves is said beside it."""
    contact = opened(request, contact_id)
    stands = {"version": contact.version, "received_at": contact.received_at}
    form = ReceivedForm(request.POST or None, initial=stands, today=request.today, now=request.now)
    if form.is_valid():
        given = form.cleaned_data
        try:
            once(
                key=given["submission_key"],
                by=request.user,
                act=lambda: corrections.correct_received(
                    contact_id=contact.pk,
                    version=given["version"],
                    received_at=given["received_at"],
                    reason=given["reason"],
                    by=request.user,
                    at=request.now,
                ),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The moment has been corrected, and the clocks are counted anew from it.")
            return redirect("contact", contact_id=contact.pk)
    context = {"contact": contact, "form": form, "clocks": clocks_of(contact, request)}
    return render_form(request, "frontdoor/contact/correct_received.html", context)
