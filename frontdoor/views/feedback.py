"""Telling the referrer what was decided, by voice, and writing down that it was done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import presenters
from frontdoor.actions import feedback
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.pages import page_of
from frontdoor.forms.feedback import FeedbackForm
from frontdoor.models import ReferrerFeedback
from frontdoor.models.decisions import FEEDBACK_CLOCK
from frontdoor.permissions import GIVE_FEEDBACK
from frontdoor.views.contact import clocks_of, opened
from frontdoor.views.refusals import put_on


@require_safe
@door(GIVE_FEEDBACK)
def owed(request: HttpRequest) -> HttpResponse:
    """Everybody who is to be told by voice, by the day it is due. ``?late=on`` shows the overdue alone."""
    rows = ReferrerFeedback.objects.visible_to(request.user).to_be_told_by_voice()
    if "late" in request.GET:
        rows = rows.overdue(request.today)
    page = page_of(rows.select_related("contact__agency").order_by("due_on", "pk"), request.GET.get("page"))
    calendar = policy.calendar(around=request.today)
    return render(
        request,
        "frontdoor/feedback_owed.html",
        {
            "page": page,
            "rows": [
                (
                    row.contact,
                    presenters.told_by(row.contact),
                    presenters.due(FEEDBACK_CLOCK, row, now=request.now, calendar=calendar),
                )
                for row in page.rows
            ],
        },
    )


@require_http_methods(["GET", "POST"])
@door(GIVE_FEEDBACK)
def tell(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Read the drafted words, ring, and record what was said."""
    contact = opened(request, contact_id, "feedback__told_by")
    answer = getattr(contact, "feedback", None)
    if answer is None:
        raise Http404
    form = FeedbackForm(request.POST or None, initial={"words": answer.words})
    if form.is_valid():
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: feedback.tell(
                    contact_id=contact.pk, words=form.cleaned_data["words"], by=request.user, at=request.now
                ),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "It is recorded that the referrer has been told.")
            return redirect("contact", contact_id=contact.pk)
    context = {"contact": contact, "owed": answer, "form": form, "clocks": clocks_of(contact, request)}
    return render_form(request, "frontdoor/feedback.html", context)
