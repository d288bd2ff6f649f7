"""Acknowledging a contact, telling the referrer what was decided, and the letter in which it is told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import letters, presenters
from frontdoor.actions import feedback
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import file_taken_out
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.forms.feedback import AcknowledgeForm, FeedbackForm
from frontdoor.models import Acknowledgement, FeedbackChallenge, ReferrerFeedback
from frontdoor.models.agencies import PRIVATE_PEOPLE
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK, CHALLENGE_CLOCK, FEEDBACK_CLOCK, Told
from frontdoor.permissions import GIVE_FEEDBACK, VIEW_CONTACTS
from frontdoor.views.contact import clocks_of, opened
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import draft_of, taken_up


def _listed(request: HttpRequest, rows: Any, clock: Any, *, act: str, **words: str) -> HttpResponse:
    """A row opens the ``act`` for whoever may do it, and for a reader the contact."""
    page = page_of(rows.select_related("contact__agency").order_by(clock.due, "pk"), request.GET.get("page"))
    calendar = policy.calendar(around=request.today)
    shown = [
        (row.contact, presenters.told_by(row.contact), presenters.due(clock, row, now=request.now, calendar=calendar))
        for row in page.rows
    ]
    opens = act if may(request.user, GIVE_FEEDBACK) else "contact"
    return render(request, "frontdoor/feedback_owed.html", words | {"page": page, "rows": shown, "opens": opens})


@require_safe
@door(VIEW_CONTACTS)
def owed(request: HttpRequest) -> HttpResponse:
    """Everybody who is to be told what was decided, by the day it is due. ``?late=on`` shows the overdue alone."""
    rows = ReferrerFeedback.objects.visible_to(request.user).owed()
    if "late" in request.GET:
        rows = rows.overdue(request.today)
    words = {"title": "Referrers to tell", "nothing": "Every referrer has been told"}
    return _listed(request, rows, FEEDBACK_CLOCK, act="contact_feedback", **words)


@require_safe
@door(VIEW_CONTACTS)
def to_acknowledge(request: HttpRequest) -> HttpResponse:
    """Everybody who does not know yet that the contact arrived. ``?late=on`` shows the overdue alone."""
    rows = Acknowledgement.objects.visible_to(request.user).owed()
    if "late" in request.GET:
        rows = rows.overdue(request.now)
    words = {"title": "Referrers to acknowledge", "nothing": "Every referrer knows that the contact arrived"}
    return _listed(request, rows, ACKNOWLEDGEMENT_CLOCK, act="contact_acknowledge", **words)


@require_http_methods(["GET", "HEAD", "POST"])
@door(GIVE_FEEDBACK)
def acknowledge(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Record that the referrer knows that the contact arrived."""
    contact = opened(request, contact_id, "acknowledgement__told_by")
    row = getattr(contact, "acknowledgement", None)
    if row is None:
        raise Http404
    form = AcknowledgeForm(request.POST or None)
    if form.is_valid():
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: feedback.acknowledge(
                    contact_id=contact.pk, how=form.cleaned_data["how"], by=request.user, at=request.now
                ),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "It is recorded that the referrer knows that the contact arrived.")
            return redirect("contact", contact_id=contact.pk)
    context = {"contact": contact, "owed": row, "form": form, "clocks": clocks_of(contact, request)}
    return render_form(request, "frontdoor/acknowledge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(GIVE_FEEDBACK)
def tell(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Read the drafted words, change them, and tell them; nothing is sent before."""
    contact = opened(request, contact_id, "feedback__told_by")
    answer = getattr(contact, "feedback", None)
    if answer is None:
        raise Http404
    draft = draft_of(request.user, feedback.DRAFT_FORM, contact.pk)
    form = FeedbackForm(
        request.POST or None,
        initial={"words": answer.words},
        may_be_mailed=feedback.may_be_mailed(contact),
    )
    taken_up(form, draft)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("words", "how", "names_may_be_told", "asks_nobody")}
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: feedback.tell(contact_id=contact.pk, by=request.user, at=request.now, **told),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
            answer.refresh_from_db()
        else:
            messages.success(request, "It is recorded that the referrer has been told.")
            return redirect("contact_feedback", contact_id=contact.pk)
    calendar = policy.calendar(around=request.today)
    challenges = FeedbackChallenge.objects.about(answer)
    context = {
        "contact": contact,
        "owed": answer,
        "form": form,
        "saved_at": draft and draft.updated_at,
        "found": feedback.asking_words(contact, form["words"].value() or "") if form.errors else [],
        "unsent": (form["words"].value() or "") if form.is_bound or draft else "",
        "clocks": clocks_of(contact, request),
        "is_private": contact.source_code in PRIVATE_PEOPLE,
        "is_letter": answer.how == Told.LETTER,
        "challenges": [
            (row, presenters.due(CHALLENGE_CLOCK, row, now=request.now, calendar=calendar)) for row in challenges
        ],
    }
    return render_form(request, "frontdoor/feedback.html", context)


@require_safe
@door(GIVE_FEEDBACK)
def letter(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The letter exactly as it was told, as a PDF to print or to send by secure mail."""
    contact = opened(request, contact_id, "feedback")
    answer = getattr(contact, "feedback", None)
    if answer is None or answer.told_at is None:
        raise Http404
    written = letters.letter(
        authority=policy.authority(),
        to=[line for line in (contact.referrer_name, presenters.told_by(contact)) if line],
        reference=contact.referrers_reference,
        written_at=answer.told_at,
        words=answer.words,
    )
    return file_taken_out(
        request,
        subject=answer,
        people=contact.about.values_list("child_id", flat=True),
        name=f"letter-{contact.reference}.pdf",
        body=written,
        mime="application/pdf",
    )
