"""Recording that something an agency asked for was not shared."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor.actions import sharing
from frontdoor.core import idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.forms.after_override import SharingRefusedForm
from frontdoor.permissions import REFUSE_SHARING
from frontdoor.views.contact import opened


@require_http_methods(["GET", "HEAD", "POST"])
@door(REFUSE_SHARING)
def refused(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What was asked for and why it was not given; below, what was not shared before."""
    contact = opened(request, contact_id)
    form = SharingRefusedForm(request.POST or None, contact=contact, today=request.today, now=request.now)
    if form.is_valid():
        try:
            idempotency.once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: sharing.refuse(by=request.user, now=request.now, contact=contact, **form.answer()),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is recorded that this was not shared, and why.")
            return redirect("contact", contact.pk)
    before = contact.sharing_refusals.select_related("child", "agency", "refused_by").order_by("-refused_at", "-pk")
    return render_form(request, "frontdoor/consent/sharing.html", {"contact": contact, "form": form, "before": before})
