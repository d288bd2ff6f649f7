"""Reviewing referrals: the worklist, one contact's facts and code, and how far reviewers agree."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontdoor import agreement, known, presenters
from frontdoor.actions import contact_reviews
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import Denied, may
from frontdoor.forms.contact_review import ChangedReviewForm, ReviewForm, WorklistFilters
from frontdoor.models import Agency, Contact, ContactReview, ReviewDraw
from frontdoor.models.contact_reviews import (
    ALREADY_REVIEWED,
    ReviewStage,
    differing,
    not_reviewed_by,
    professional,
    to_rate_again,
    to_review,
)
from frontdoor.models.contacts import ContactQuerySet
from frontdoor.permissions import REVIEW_REFERRALS, VIEW_AGENCIES
from frontdoor.presenters.decision import what_it_stands_on
from frontdoor.views.contact import clocks_of
from frontdoor.views.exports import READ_UP_TO, taken_out

FIRST, SECOND, DIFFER = "first", "second", "differ"
SHOWN = {FIRST: "To review", SECOND: "To rate a second time", DIFFER: "Ratings that differ"}
HEADS = ("Contact", "Agency", "Urgency", "Received", "Decided")
RATE, CORRECT, AGREE = "rate", "correct", "agree"
ACTS = {RATE: contact_reviews.rate, CORRECT: contact_reviews.correct, AGREE: contact_reviews.agree}
DRAWS_SHOWN = 13


def _worklists(request: HttpRequest, filters: WorklistFilters) -> dict[str, ContactQuerySet]:
    seen = filters.narrow(Contact.objects.visible_to(request.user), at=request.now)
    return {
        FIRST: not_reviewed_by(to_review(seen), request.user),
        SECOND: not_reviewed_by(to_rate_again(seen), request.user),
        DIFFER: differing(seen),
    }


def _filters(request: HttpRequest, sent: Any) -> tuple[WorklistFilters, str]:
    show = sent.get("show", FIRST)
    return WorklistFilters(sent, agencies=Agency.objects.listed()), show if show in SHOWN else FIRST


@narrowed_by(lambda asked: WorklistFilters(asked, agencies=Agency.objects.listed()), show=("Show", SHOWN))
@require_http_methods(["GET", "HEAD", "POST"])
@door(REVIEW_REFERRALS)
def worklist(request: HttpRequest) -> HttpResponse:
    """Contacts that wait for this reviewer, the longest first: to review, to rate again, to agree on."""
    filters, show = _filters(request, request.GET)
    lists = _worklists(request, filters)
    rows = lists[show].select_related("agency").order_by("decided_at", "pk")
    if request.GET.get("format") == "csv":
        return _file(request, rows, show)
    chosen = filters.chosen()
    tiles = [
        {"label": label, "count": lists[name].count(), "url": address("review_list", show=name, **chosen)}
        for name, label in SHOWN.items()
    ]
    page = page_of(rows, request.GET.get("page"))
    context = {
        "filters": filters,
        "show": show,
        "title": SHOWN[show],
        "tiles": tiles,
        "page": page,
        "rows": page.rows,
        "chosen": chosen,
        "take_next": SubmittedOnce() if show != DIFFER else None,
    }
    return render(request, "frontdoor/reviews/worklist.html", context)


def _file(request: HttpRequest, rows: ContactQuerySet, show: str) -> HttpResponse:
    found = list(rows.prefetch_related("about")[:READ_UP_TO])
    return taken_out(
        request,
        listing=Contact,
        people=(about.child_id for row in found for about in row.about.all()),
        name=f"referrals-to-review-{show}",
        heads=HEADS,
        rows=(
            [
                row.reference,
                row.agency.name,
                row.get_rag_display(),
                presenters.moment(row.received_at),
                presenters.moment(row.decided_at),
            ]
            for row in found
        ),
    )


@require_POST
@door(REVIEW_REFERRALS)
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the longest waiting contact of the list as it is narrowed, and open it; pressing twice takes one."""
    filters, show = _filters(request, request.POST)
    form = SubmittedOnce(request.POST)
    back = redirect(address("review_list", show=show, **filters.chosen()))
    if not form.is_valid() or show == DIFFER:
        return back
    waiting = _worklists(request, filters)[show]
    taken = once(
        key=form.cleaned_data["submission_key"],
        by=request.user,
        act=lambda: contact_reviews.take_next(by=request.user, now=request.now, waiting=waiting),
    )
    if not taken:
        messages.info(request, "No contact is waiting here. Everything is reviewed or held by a colleague.")
        return back
    return redirect("contact_review", taken)


def _stands(contact: Contact, request: HttpRequest) -> tuple[str, list[ContactReview]]:
    """What this reviewer may do with a contact now, and the reviews that may be shown meanwhile."""
    reviews = list(contact.reviews.select_related("reviewed_by").order_by("reviewed_at", "pk"))
    stages = {review.stage for review in reviews}
    own = [review for review in reviews if review.reviewed_by_id == request.user.pk]
    if not reviews:
        return RATE, []
    if ReviewStage.SECOND in stages:
        return AGREE, reviews
    if hasattr(contact, "sampled") and not own:
        return RATE, []  # blind: the first code is shown only once the second is saved
    return (CORRECT, reviews) if own else ("", reviews)


_CONTACT = Openable(
    lambda viewer: professional(Contact.objects.visible_to(viewer)).select_related(
        "agency",
        "recorded_by",
        "sampled",
        "decision__decided_by",
        "decision__completion__finished_by",
        "feedback__told_by",
    ),
    people=lambda row: row.about.values_list("child_id", flat=True),
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REVIEW_REFERRALS)
def contact_review(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The facts of one contact in the order in which to weigh them, then the code."""
    row = _CONTACT.opened(request, pk=contact_id)
    answer = may(request.user, REVIEW_REFERRALS, row)
    doing, reviews = _stands(row, request)
    form = (ReviewForm if doing in {RATE, ""} else ChangedReviewForm)(request.POST or None)
    if form.is_valid():
        act = ACTS.get(doing, contact_reviews.rate)
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: act(by=request.user, now=request.now, contact=row, **form.answer()),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Your review is saved.")
            return redirect("contact_review", row.pk)
    decision = getattr(row, "decision", None)
    completion = getattr(decision, "completion", None)
    context = {
        "contact": row,
        "form": form,
        "doing": doing,
        "why_not": answer.reason if isinstance(answer, Denied) else "" if doing or form.is_bound else ALREADY_REVIEWED,
        "is_second": doing == RATE and hasattr(row, "sampled") and row.reviews.exists(),
        "reviews": reviews,
        "told": presenters.told(row),
        "clocks": clocks_of(row, request),
        "children": known.children_of(row, worker=request.user, on=request.today),
        "decision": decision,
        "outcomes": decision.outcomes.with_signs() if decision else [],
        "decided": what_it_stands_on(decision, completion) if decision else [],
        "completion": completion,
    }
    return render_form(request, "frontdoor/reviews/review.html", context)


@require_safe
@door(VIEW_AGENCIES)
def reviewers_agree(request: HttpRequest) -> HttpResponse:
    """How far two reviewers agree, over every contact rated twice, and the samples that were drawn."""
    pairs = agreement.pairs_of(ContactReview.objects.visible_to(request.user))
    return render(
        request,
        "frontdoor/reviews/agreement.html",
        {
            "agreement": agreement.of(pairs),
            "minimum": agreement.MINIMUM,
            "draws": ReviewDraw.objects.latest_with_counts()[:DRAWS_SHOWN],
        },
    )
