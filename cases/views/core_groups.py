"""Reviews and core groups of protection plans that are due, and a plan that ends without a conference."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import meetings, presenters, standing
from cases.actions import core_groups as acts
from cases.forms.conference_lists import CoreGroupFilters, ReviewFilters
from cases.forms.conferences import CoreGroupForm, EndPlanForm, PlanGroupForm
from cases.models import CoreGroup, Plan
from cases.permissions import END_PLAN, VIEW_CASES, WRITE_CORE_GROUP
from cases.presenters import conferences as words
from cases.presenters.meetings import invited
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.unfinished import draft_of, taken_up

GROUP_DRAFT = "core_group"
REVIEW_HEADS = ("Child", "Team", "Category", "Plan since", "Review due", "Stands")
GROUP_HEADS = ("Child", "Team", "Planned", "Core group due", "Stands")


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def review_list(request: HttpRequest) -> HttpResponse:
    """Protection plans by the day of their next review conference (T15, T16)."""
    filters = ReviewFilters(request.GET)
    rows = filters.narrow(Plan.objects.visible_to(request.user), worker=request.user, on=request.today)
    rows = rows.select_related("child", "referral__team")
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = words.reviews_owed(rows[:READ_UP_TO], now=request.now, calendar=days)
        return taken_out(
            request,
            listing=Plan,
            people=[owed.child_id for owed in found],
            name="review-conferences",
            heads=REVIEW_HEADS,
            rows=(
                (owed.name, owed.team, owed.planned, owed.row.started_on, owed.due.due, owed.due.words)
                for owed in found
            ),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = words.reviews_owed(page.rows, now=request.now, calendar=days)
    looked_through(request, listing=Plan, people=(owed.child_id for owed in shown))
    return render(request, "cases/conferences/reviews.html", {"filters": filters, "page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def core_group_list(request: HttpRequest) -> HttpResponse:
    """Core groups that are still to be held (T13, T14)."""
    filters = CoreGroupFilters(request.GET)
    rows = filters.narrow(CoreGroup.objects.visible_to(request.user), worker=request.user, on=request.today)
    rows = rows.select_related("plan__child", "plan__referral__team")
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = words.groups_owed(rows[:READ_UP_TO], now=request.now, calendar=days)
        return taken_out(
            request,
            listing=CoreGroup,
            people=[owed.child_id for owed in found],
            name="core-groups",
            heads=GROUP_HEADS,
            rows=((owed.name, owed.team, owed.planned, owed.due.due, owed.due.words) for owed in found),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = words.groups_owed(page.rows, now=request.now, calendar=days)
    looked_through(request, listing=CoreGroup, people=(owed.child_id for owed in shown))
    return render(request, "cases/conferences/core_groups.html", {"filters": filters, "page": page, "rows": shown})


_GROUP = Openable(
    lambda viewer: CoreGroup.objects.visible_to(viewer).select_related("plan__referral", "plan__child", "held_by"),
    people=lambda row: [row.plan.child_id],
)
_PROTECTION = Openable(
    lambda viewer: Plan.objects.running().visible_to(viewer).select_related("referral", "child"),
    people=lambda row: [row.child_id],
)


def opened(request: HttpRequest, group_id: int) -> CoreGroup:
    """The core group for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _GROUP.opened(request, pk=group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def core_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """A core group: written while it is held, read afterwards."""
    row = opened(request, group_id)
    draft = draft_of(request.user, GROUP_DRAFT, row.pk)
    writes = row.held_on is None and row.plan.ended_on is None and bool(may(request.user, WRITE_CORE_GROUP, row))
    form: Any = None
    if writes or request.method == "POST":
        require(request.user, WRITE_CORE_GROUP, row)
        form = CoreGroupForm(
            request.POST or None, initial={"version": row.version}, today=request.today, now=request.now
        )
        taken_up(form, draft)
    if form is not None and form.is_valid():
        act = lambda: acts.hold_group(  # noqa: E731
            by=request.user, on=request.today, now=request.now, group_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved. The next core group is promised."):
            drafts.discard(worker=request.user, form=GROUP_DRAFT, subject_id=row.pk)
            return redirect("core_group", row.pk)
    days = calendar(around=request.today)
    child = standing.of_child(row.plan.child_id, worker=request.user, on=request.today)
    context = {
        "group": row,
        "child": presenters.banner(child, now=request.now, calendar=days),
        "owed": words.groups_owed([row], now=request.now, calendar=days)[0],
        "before": CoreGroup.objects.of(row.plan),
        "invited": [invited(one) for one in row.invitations.in_order().prefetch_related("chasers")],
        "plan": meetings.document_of(row),
        "is_reviewed": meetings.is_reviewed(row, row.held_on or request.today),
        "again": bool(writes and meetings.of_the_group_before(row)),
        "facts": words.group_facts(row),
        "form": form,
        "draft_form": GROUP_DRAFT,
        "saved_at": draft and draft.updated_at,
    }
    return render_form(request, "cases/conferences/core_group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CORE_GROUP)
def core_group_plan(request: HttpRequest, group_id: int) -> HttpResponse:
    """For which day the next core group is planned."""
    row = opened(request, group_id)
    require(request.user, WRITE_CORE_GROUP, row)
    initial = {"planned_on": row.planned_on, "version": row.version}
    form = PlanGroupForm(request.POST or None, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.plan_group(by=request.user, group_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Saved. Tell everybody who comes."):
            return redirect("core_group", row.pk)
    back = {"back": reverse("core_group", args=[row.pk]), "back_words": "Core group"}
    context = back | {"form": form, "title": "Plan the core group", "button": "Save"}
    return render_form(request, "cases/meeting_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(END_PLAN)
def protection_end(request: HttpRequest, protection_id: int) -> HttpResponse:
    """End a protection plan without a review conference."""
    row = _PROTECTION.opened(request, pk=protection_id)
    require(request.user, END_PLAN, row)
    form = EndPlanForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.end_otherwise(  # noqa: E731
            by=request.user, on=request.today, plan_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "The plan has ended."):
            return redirect("person", row.child_id)
    intro = f"{row.child.full_name}. Every other protection plan ends at a review conference."
    back = {"back": reverse("person", args=[row.child_id]), "back_words": "Child's record"}
    context = back | {"form": form, "title": "End the plan without a conference", "button": "End the plan"}
    return render_form(request, "cases/meeting_form.html", context | {"intro": intro, "warns": True})
