"""Holding a review of a plan, and reading one that was held."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import plans
from cases.actions import plan_reviews as acts
from cases.forms.plan_reviews import ReviewForm
from cases.models import CoreGroup, PlanReview
from cases.permissions import VIEW_CASES, WRITE_PLAN
from cases.presenters.plans import review_due
from cases.views.plans import opened, to_write
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.policy import calendar
from frontdoor.views.unfinished import draft_of, taken_up

REVIEW_DRAFT = "plan_review"


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def review(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Walk through every child, outcome and action of a plan and say what became of it."""
    document = to_write(request, plan_id)
    read, promised = plans.read(document), plans.next_review(document)
    draft = draft_of(request.user, REVIEW_DRAFT, document.pk)
    form = ReviewForm(request.POST or None, plan=read, today=request.today, now=request.now) if promised else None
    if form is not None:
        taken_up(form, draft)
    if form is not None and form.is_valid():
        act = lambda: acts.hold(  # noqa: E731
            by=request.user, now=request.now, on=request.today, plan_id=document.pk, **form.answer()
        )
        if send(request, form, act, "The review is recorded, and the next one is promised."):
            drafts.discard(worker=request.user, form=REVIEW_DRAFT, subject_id=document.pk)
            group = plans.due_next(document)
            return redirect("core_group", group.pk) if isinstance(group, CoreGroup) else redirect("plan", document.pk)
    context = {
        "plan": document,
        "form": form,
        "due": review_due(plans.due_next(document), now=request.now, calendar=calendar(around=request.today)),
        "draft_form": REVIEW_DRAFT,
        "saved_at": draft and draft.updated_at,
    }
    return render_form(request, "cases/plans/review.html", context)


def opened_review(request: HttpRequest, review_id: int) -> PlanReview:
    """A review that was held, for whoever may see it, the opening of its plan in the ledger; Http404 otherwise."""
    row: PlanReview = get_object_or_404(PlanReview.objects.visible_to(request.user).held(), pk=review_id)
    row.document = opened(request, row.document_id)
    return row


@require_safe
@door(VIEW_CASES)
def held(request: HttpRequest, review_id: int) -> HttpResponse:
    """A review as it was held."""
    row = opened_review(request, review_id)
    context = {
        "plan": row.document,
        "review": row,
        "views": row.views.select_related("part__child").order_by("part__child__birth_date", "pk"),
        "scales": row.scales.select_related("outcome__need__part__child").order_by("pk"),
        "updates": row.updates.select_related("action__agency", "action__outcome__need__part__child").order_by("pk"),
    }
    return render(request, "cases/plans/held.html", context)
