"""Returning a contact to its referrer for what is missing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor.actions import returns
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.forms.returns import ReturnForm
from frontdoor.permissions import DECIDE_CONTACT
from frontdoor.views.contact import clocks_of, opened
from frontdoor.views.refusals import put_on


@require_http_methods(["GET", "HEAD", "POST"])
@door(DECIDE_CONTACT)
def give_back(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What the referrer was asked for; the page says that the clock runs on, or why the contact stays here."""
    contact = opened(request, contact_id, "sent_back")
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            once(
                key=answers.pop("submission_key"),
                by=request.user,
                act=lambda: returns.give_back(contact_id=contact.pk, by=request.user, at=request.now, **answers),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "It is recorded what the referrer was asked for. The clock runs on.")
            return redirect("contact", contact_id=contact.pk)
    context = {
        "contact": contact,
        "form": form,
        "clocks": clocks_of(contact, request),
        "why_not": "" if form.is_bound else returns.why_not(contact),
    }
    return render_form(request, "frontdoor/contact/give_back.html", context)
