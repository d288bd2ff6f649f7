"""Reviewing decisions to ask without consent, and seeing that what was wrong is put right."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import presenters
from frontdoor.actions import override_reviews as reviews
from frontdoor.actions import overrides
from frontdoor.core import idempotency, policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.permissions import may, require
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER, SOCIAL_WORKER
from frontdoor.forms.after_override import DoneForm, ReviewForm
from frontdoor.models import ConsentOverride, OverrideRemedy, Person
from frontdoor.models.overrides import REVIEW_CLOCK
from frontdoor.models.remedies import REMEDY_CLOCK
from frontdoor.permissions import PUT_RIGHT, REVIEW_OVERRIDE, VERIFY_REMEDY
from frontdoor.presenters import requests
from frontdoor.views.consent_lists import LATE_ONLY, Listing, listed
from frontdoor.views.unfinished import draft_of, taken_up, unsent

OWNERS = (SOCIAL_WORKER.code, PRACTICE_MANAGER.code, SERVICE_MANAGER.code)

TO_REVIEW = Listing(
    title="Decisions without consent to review",
    empty="No decision waits for your review",
    name="consent-reviews",
    url_name="override_review",
    first=lambda row: f"Contact {row.contact.reference}",
    heads=("Contact", "Children", "Reasons", "Asked by", "Decided by"),
    cells=lambda row: [
        str(len(row.children.all())),
        "; ".join(reason for _, reason in requests.reasons(row)),
        row.requested_by.get_full_name(),
        row.decided_by.get_full_name(),
    ],
    clock=REVIEW_CLOCK,
    children=lambda row: [child.pk for child in row.children.all()],
)
TO_PUT_RIGHT = Listing(
    title="What is to be put right after a review",
    empty="Nothing is to be put right",
    name="consent-remedies",
    url_name="override_remedy",
    first=lambda row: f"Contact {row.override.contact.reference}",
    heads=("Contact", "What", "Who", "State"),
    cells=lambda row: [
        row.what[:120],
        row.owner.get_full_name(),
        "Done, to be checked by another person" if row.done_on else "To be done",
    ],
    clock=REMEDY_CLOCK,
    children=lambda row: [child.pk for child in row.override.children.all()],
)


@narrowed_by(late=LATE_ONLY)
@require_http_methods(["GET", "HEAD", "POST"])
@door(REVIEW_OVERRIDE)
def queue(request: HttpRequest) -> HttpResponse:
    """Decisions that wait for a third person, the first due first; the reader's own are reviewed by somebody else."""
    rows = ConsentOverride.objects.visible_to(request.user).for_reviewer(request.user)
    rows = rows.select_related("contact", "requested_by", "decided_by").prefetch_related("children")
    return listed(request, TO_REVIEW, rows, late=lambda found: found.review_overdue(request.now))


def _owners(request: HttpRequest, override: ConsentOverride) -> Any:
    """Whoever can be given something to put right: not the manager who made the decision."""
    staff = get_user_model().objects
    first, *others = (staff.holding(role, request.today) for role in OWNERS)
    return reduce(or_, others, first).exclude(pk=override.decided_by_id).order_by("family_name", "given_names", "pk")


def _requests(viewer: Any) -> QuerySet[ConsentOverride]:
    return ConsentOverride.objects.visible_to(viewer).select_related(
        "contact", "requested_by", "decided_by", "reviewed_by", "remedy", "strategy__led_by", "order"
    )


_OVERRIDE = Openable(_requests, people=lambda row: row.covered_children.values_list("child_id", flat=True))
_REMEDY = Openable(
    lambda viewer: OverrideRemedy.objects.visible_to(viewer).select_related(
        "override__contact", "owner", "set_by", "done_by", "verified_by"
    ),
    people=lambda row: row.override.covered_children.values_list("child_id", flat=True),
)


@require_http_methods(["GET", "HEAD", "POST"])
@door(REVIEW_OVERRIDE)
def review(request: HttpRequest, override_id: int) -> HttpResponse:
    """The request and the decision side by side, with the warnings, and a third person's signature."""
    row = _OVERRIDE.opened(request, pk=override_id)
    answer = may(request.user, REVIEW_OVERRIDE, row)
    draft = draft_of(request.user, reviews.DRAFT_FORM, row.pk)
    form = ReviewForm(request.POST or None, owners=_owners(request, row))
    taken_up(form, draft)
    if request.method == "POST":
        require(request.user, REVIEW_OVERRIDE, row)
        if form.is_valid():
            try:
                idempotency.once(
                    key=form.cleaned_data["submission_key"],
                    by=request.user,
                    act=lambda: reviews.review(by=request.user, now=request.now, override=row, **form.answer()),
                )
            except ValidationError as refusal:
                form.refuse(refusal)
                row = _requests(request.user).get(pk=row.pk)
            else:
                messages.success(request, "Your review is recorded and signed in your name.")
                return redirect("override", row.pk)
    context = {
        "override": row,
        "form": form,
        "saved_at": draft and draft.updated_at,
        "unsent": _written(form) if form.is_bound or draft else "",
        "may_review": row.decided_at is not None and row.reviewed_at is None and bool(answer),
        "why_not": getattr(answer, "reason", ""),
        "told": requests.told(row, request.user),
        "thin": requests.thin(row),
        "warnings": overrides.not_acceptable(row),
        "asked_before": ConsentOverride.objects.asked_by_within(row, days=90).count(),
        "due": presenters.due(REVIEW_CLOCK, row, now=request.now, calendar=policy.calendar(around=request.today)),
    }
    return render_form(request, "frontdoor/consent/review.html", context)


def _written(form: ReviewForm) -> str:
    return "\n\n".join(filter(None, (form[name].value() for name in ("words", "remedy"))))


@narrowed_by(late=LATE_ONLY)
@require_http_methods(["GET", "HEAD", "POST"])
@door(PUT_RIGHT)
def remedies(request: HttpRequest) -> HttpResponse:
    """What is to be put right, the first due first."""
    rows = OverrideRemedy.objects.visible_to(request.user).open().select_related("override__contact", "owner")
    rows = rows.prefetch_related(Prefetch("override__children", Person.objects.order_by("pk")))
    return listed(request, TO_PUT_RIGHT, rows, late=lambda found: found.overdue(request.today))


@require_http_methods(["GET", "HEAD", "POST"])
@door(PUT_RIGHT)
def remedy(request: HttpRequest, remedy_id: int) -> HttpResponse:
    """One thing to put right: whoever does it says so, and another person checks it (``verify`` in what was sent)."""
    row = _REMEDY.opened(request, pk=remedy_id)
    form = DoneForm(request.POST if request.method == "POST" and "verify" not in request.POST else None)
    if request.method == "POST" and _acted(request, row, form):
        return redirect("override_remedy", row.pk)
    context = {
        "remedy": row,
        "form": form,
        "unsent": unsent(form, "words") if row.done_on else "",
        "may_verify": bool(row.done_on and not row.verified_on and may(request.user, VERIFY_REMEDY, row)),
        "due": presenters.due(REMEDY_CLOCK, row, now=request.now, calendar=policy.calendar(around=request.today)),
    }
    return render_form(request, "frontdoor/consent/remedy.html", context)


def _acted(request: HttpRequest, row: Any, form: DoneForm) -> bool:
    try:
        if "verify" in request.POST:
            require(request.user, VERIFY_REMEDY, row)
            reviews.verify(by=request.user, on=request.today, remedy=row)
            messages.success(request, "It is recorded that you saw it done.")
            return True
        if form.is_valid():
            reviews.done(by=request.user, on=request.today, remedy=row, words=form.cleaned_data["words"])
            messages.success(request, "It is recorded as done. Another person checks it.")
            return True
    except ValidationError as refusal:
        if form.is_bound:
            form.refuse(refusal)
            return False
        messages.warning(request, " ".join(refusal.messages))
        return True
    return False
