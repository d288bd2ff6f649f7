"""The group on referrals: its meetings with an agenda from the figures, its actions and what came of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import appropriateness, referral_group
from frontdoor.actions import referral_group as acts
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import SubmittedOnce, render_form
from frontdoor.core.idempotency import once
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import Denied, may
from frontdoor.core.roles import SENIOR_LEADER
from frontdoor.forms.referral_group import WORKERS, ActionFilters, ActionForm, EvidenceForm, MeetingForm, MinutesForm
from frontdoor.models import Contact, GroupAction, GroupMeeting
from frontdoor.permissions import CHECK_GROUP_ACTION, FINISH_GROUP_ACTION, LEAD_GROUP, VIEW_AGENCIES
from frontdoor.presenters import agencies as words
from frontdoor.views.unfinished import unsent

ACTION_HEADS = ("Agency", "What", "Owner", "Agreed", "Due", "Done", "Checked")


def _send(request: HttpRequest, form: Any, act: Any, done: str) -> bool:
    """Run an act once for a valid form; True when it is done, False when the form says why not."""
    try:
        once(key=form.cleaned_data["submission_key"], by=request.user, act=act)
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, done)
    return True


@require_safe
@door(VIEW_AGENCIES)
def group(request: HttpRequest) -> HttpResponse:
    """Meetings, the latest first, and how the actions stand."""
    actions = GroupAction.objects.order_by("pk")
    context = {
        "meetings": page_of(GroupMeeting.objects.latest(), request.GET.get("page")),
        "figures": [
            ("open", actions.open().count()),
            ("overdue", actions.overdue(request.today).count()),
            ("to_check", actions.to_check().count()),
        ],
        "may_lead": bool(may(request.user, LEAD_GROUP)),
    }
    return render(request, "frontdoor/group/group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(LEAD_GROUP)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    leaders = WORKERS.objects.with_role(SENIOR_LEADER.code, request.today)
    form = MeetingForm(request.POST or None, leaders=leaders, today=request.today, now=request.now)
    if form.is_valid() and _send(
        request, form, lambda: acts.call(by=request.user, **form.answer()), "The meeting is called."
    ):
        return redirect("group")
    return render_form(request, "frontdoor/group/new.html", {"form": form, "title": "Call a meeting"})


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_AGENCIES)
def meeting(request: HttpRequest, group_meeting_id: int) -> HttpResponse:
    """One meeting: its agenda from the figures, its notes once written, its actions."""
    row = get_object_or_404(GroupMeeting.objects.select_related("led_by", "minuted_by"), pk=group_meeting_id)
    leads, is_sent = bool(may(request.user, LEAD_GROUP)), request.method == "POST"
    form = MinutesForm(request.POST or None) if leads and (is_sent or row.minuted_at is None) else None
    if form is not None and form.is_valid():
        act = lambda: acts.minute(by=request.user, now=request.now, meeting=row, **form.answer())  # noqa: E731
        if _send(request, form, act, "The notes are saved."):
            return redirect("group_meeting", row.pk)
    overdue = GroupAction.objects.overdue(request.today).with_people()
    context = {
        "meeting": row,
        "form": form,
        "unsent": unsent(form, "present", "discussed") if form is not None and row.minuted_at else "",
        "agenda": referral_group.agenda(row, request.user, request.now),
        "overdue": overdue,
        "actions": words.actions_with_due(row.actions.with_people(), request.now),
        "may_lead": leads,
    }
    return render_form(request, "frontdoor/group/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(LEAD_GROUP)
def action_new(request: HttpRequest, group_meeting_id: int) -> HttpResponse:
    """Agree an action at a meeting."""
    row = get_object_or_404(GroupMeeting, pk=group_meeting_id)
    workers = WORKERS.objects.in_post(request.today).order_by("family_name", "given_names")
    form = ActionForm(request.POST or None, workers=workers, today=request.today, now=request.now)
    if form.is_valid() and _send(
        request, form, lambda: acts.agree(by=request.user, meeting=row, **form.answer()), "The action is agreed."
    ):
        return redirect("group_meeting", row.pk)
    return render_form(request, "frontdoor/group/new.html", {"form": form, "title": "Agree an action", "meeting": row})


@require_safe
@door(VIEW_AGENCIES)
def action_list(request: HttpRequest) -> HttpResponse:
    """The group's actions; ``?state=overdue`` is what the leaders' page counts."""
    filters = ActionFilters(request.GET)
    rows = filters.narrow(GroupAction.objects.with_people(), on=request.today)
    if request.GET.get("format") == "csv":
        return csv_response(name="actions-with-agencies", heads=ACTION_HEADS, rows=map(_action_cells, rows))
    page = page_of(rows, request.GET.get("page"))
    context = {"filters": filters, "page": page, "rows": words.actions_with_due(page.rows, request.now)}
    return render(request, "frontdoor/group/actions.html", context)


def _action_cells(row: GroupAction) -> tuple[object, ...]:
    who = row.owner.get_full_name()
    return row.agency.name, row.what, who, row.started_on, row.due_on, row.finished_on, row.verified_on


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_AGENCIES)
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """One action: report it done, check it, and see the agency's referrals before and after."""
    row = get_object_or_404(GroupAction.objects.with_people(), pk=action_id)
    form, act, done = _next_step(request, row)
    if form is not None and form.is_valid() and _send(request, form, act(form), done):
        return redirect("group_action", row.pk)
    refusal = may(request.user, CHECK_GROUP_ACTION, row) if row.finished_on and not row.verified_on else None
    context = {
        "action": row,
        "form": form,
        "unsent": unsent(form, "evidence") if isinstance(form, EvidenceForm) and row.finished_on else "",
        "due": words.actions_with_due([row], request.now)[0][1],
        "why_not": refusal.reason if isinstance(refusal, Denied) else "",
        "effect": _effect(request, row),
    }
    return render_form(request, "frontdoor/group/action.html", context)


def _next_step(request: HttpRequest, row: GroupAction) -> tuple[Any, Any, str]:
    """Reporting it done, or checking it: what was sent as the one is never taken for the other."""
    data, by, on = request.POST or None, request.user, request.today
    reports = "evidence" in request.POST or row.finished_on is None
    if reports and may(by, FINISH_GROUP_ACTION, row):
        return (
            EvidenceForm(data),
            lambda form: lambda: acts.finish(by=by, on=on, group_action=row, evidence=form.cleaned_data["evidence"]),
            "The action is reported done. Somebody else checks it.",
        )
    if not reports and row.verified_on is None and may(by, CHECK_GROUP_ACTION, row):
        return (
            SubmittedOnce(data),
            lambda _: lambda: acts.verify(by=by, on=on, group_action=row),
            "The action is checked.",
        )
    return None, None, ""


def _effect(request: HttpRequest, row: GroupAction) -> dict[str, Any] | None:
    if row.finished_on is None:
        return None
    own = Contact.objects.visible_to(request.user).filter(agency_id=row.agency_id)
    (found,) = appropriateness.effects(own, [row.finished_on], weeks=appropriateness.EFFECT_WEEKS, at=request.now)
    return {"effect": found, "sides": words.effect_rows(found, row.agency_id)}
