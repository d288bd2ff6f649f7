"""Writing down that a referrer disagrees, and answering it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import presenters
from frontdoor.actions import challenges, feedback
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.forms.feedback import AnswerForm, ChallengeForm
from frontdoor.models import FeedbackChallenge
from frontdoor.models.feedback import CHALLENGE_CLOCK
from frontdoor.permissions import ANSWER_CHALLENGE, GIVE_FEEDBACK, VIEW_CONTACTS
from frontdoor.views.contact import opened
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import unsent


@require_http_methods(["GET", "HEAD", "POST"])
@door(GIVE_FEEDBACK)
def record(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What the referrer disagrees with."""
    contact = opened(request, contact_id, "feedback")
    told = getattr(contact, "feedback", None)
    if told is None or told.finished_on is None:
        raise Http404
    form = ChallengeForm(request.POST or None)
    if form.is_valid():
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: challenges.record(
                    by=request.user, at=request.now, feedback=told, words=form.cleaned_data["words"]
                ),
            )
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The challenge is recorded. A manager who did not decide answers it.")
            return redirect("contact_feedback", contact_id=contact.pk)
    return render_form(request, "frontdoor/challenge_new.html", {"contact": contact, "form": form})


_CHALLENGE = Openable(
    lambda viewer: FeedbackChallenge.objects.visible_to(viewer).select_related(
        "feedback__contact__decided_by", "recorded_by", "answered_by"
    ),
    people=lambda row: row.feedback.contact.about.values_list("child_id", flat=True),
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def challenge(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """One challenge: read by whoever may see the contact, answered by a manager who did not decide it."""
    row = _CHALLENGE.opened(request, pk=challenge_id)
    answer = may(request.user, ANSWER_CHALLENGE, row)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(request.user, ANSWER_CHALLENGE, row)
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("result", "answer", "asks_nobody")}
            try:
                once(
                    key=form.cleaned_data["submission_key"],
                    by=request.user,
                    act=lambda: challenges.answer(by=request.user, at=request.now, challenge=row, **given),
                )
            except ValidationError as refusal:
                put_on(form, refusal)
            else:
                messages.success(request, "Your answer is recorded. Tell the referrer what it says.")
                return redirect("challenge", row.pk)
    calendar = policy.calendar(around=request.today)
    context = {
        "challenge": row,
        "contact": row.feedback.contact,
        "form": form,
        "found": feedback.asking_words(row.feedback.contact, form["answer"].value() or "") if form.errors else [],
        "may_answer": row.answered_on is None and bool(answer),
        "unsent": unsent(form, "answer") if row.answered_on else "",
        "why_not": getattr(answer, "reason", ""),
        "due": presenters.due(CHALLENGE_CLOCK, row, now=request.now, calendar=calendar),
    }
    return render_form(request, "frontdoor/challenge.html", context)


@require_safe
@door(VIEW_CONTACTS)
def owed(request: HttpRequest) -> HttpResponse:
    """Challenges that wait for an answer, by the day it is due. ``?late=on`` shows the overdue alone."""
    rows = FeedbackChallenge.objects.visible_to(request.user).owed()
    if "mine" in request.GET:
        rows = rows.not_decided_by(request.user)
    if "late" in request.GET:
        rows = rows.overdue(request.today)
    page = page_of(
        rows.select_related("feedback__contact__agency", "recorded_by").order_by("due_on", "pk"),
        request.GET.get("page"),
    )
    calendar = policy.calendar(around=request.today)
    shown = [(row, presenters.due(CHALLENGE_CLOCK, row, now=request.now, calendar=calendar)) for row in page.rows]
    return render(request, "frontdoor/challenges.html", {"page": page, "rows": shown})
