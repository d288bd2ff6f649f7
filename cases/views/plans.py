"""A child's plan on one page; starting, authorising and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import plan_receivers, plans
from cases.actions import plans as acts
from cases.forms import plans as forms
from cases.models import CoreGroup, Plan, PlanDocument
from cases.permissions import AUDIT_PLAN, AUTHORISE_PLAN, PROPOSE_EXEMPLAR, START_PLAN, VIEW_CASES, WRITE_PLAN
from cases.presenters import plans as presenters_plans
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar
from frontdoor.models import Referral
from frontdoor.views.unfinished import draft_of, taken_up

CONTINGENCY_DRAFT = "plan_contingency"


_PLAN = Openable(
    lambda viewer: PlanDocument.objects.visible_to(viewer).select_related(
        "started_by", "proposed_by", "authorised_by", "sent_back_by"
    ),
    people=lambda row: row.parts.values_list("child_id", flat=True),
)
_CASE = Openable(
    lambda viewer: Referral.objects.open().visible_to(viewer).select_related("child", "team"),
    people=lambda row: [row.child_id],
)


def opened(request: HttpRequest, plan_id: int) -> PlanDocument:
    """The plan for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _PLAN.opened(request, pk=plan_id)


def to_write(request: HttpRequest, plan_id: int) -> PlanDocument:
    """As ``opened``, for whoever may write it; Refused otherwise."""
    document = opened(request, plan_id)
    require(request.user, WRITE_PLAN, document)
    return document


def form_page(request: HttpRequest, document: PlanDocument, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about a plan; ``more`` may hold an ``intro``, the words of the ``button``, a draft, what to check."""
    context = {"plan": document, "form": form, "title": title, "button": "Save"} | more
    return render_form(request, "cases/plans/form.html", context)


@require_safe
@door(VIEW_CASES)
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The whole plan: by child what it needs, what will be different, and who does what by when."""
    document = opened(request, plan_id)
    read, days = plans.read(document), calendar(around=request.today)
    is_over = not read.children
    waiting = None if is_over else plans.due_next(document)
    may_write = bool(may(request.user, WRITE_PLAN, document)) and not is_over
    is_changed = plans.changed_since_authorised(document)
    context = {
        "plan": document,
        "state": presenters_plans.state_of(document, is_changed=is_changed, is_over=is_over),
        "review": presenters_plans.review_due(waiting, now=request.now, calendar=days),
        "core_group": waiting if isinstance(waiting, CoreGroup) else None,
        "facts": presenters_plans.facts(read),
        "children": [presenters_plans.child(one, now=request.now, calendar=days) for one in read.children],
        "lacking": plans.lacking(read, on=request.today),
        "audit_prompt": presenters_plans.audit_prompt(read) if may(request.user, AUDIT_PLAN) else "",
        "reviews": document.reviews.held(),
        "versions": document.versions.in_order(),
        "receivers": plan_receivers.of(document, viewer=request.user) if document.authorised_at else [],
        "may_write": may_write,
        "may_show_others": bool(may(request.user, PROPOSE_EXEMPLAR)),
        "may_propose": may_write and document.proposed_at is None and (is_changed or document.authorised_at is None),
        "may_decide": document.proposed_at is not None and bool(may(request.user, AUTHORISE_PLAN, document)),
        "may_end": document.kind == Plan.Kind.CHILD_IN_NEED and not is_over and _may_end(request, document),
    }
    return render(request, "cases/plans/plan.html", context)


def _may_end(request: HttpRequest, document: PlanDocument) -> bool:
    parts = document.parts.standing().select_related("plan__referral")
    return any(may(request.user, START_PLAN, part.plan.referral) for part in parts)


def _sent(request: HttpRequest) -> Any:
    """The answers; a form of boxes alone may be sent with none ticked."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
@door(START_PLAN)
def start(request: HttpRequest, referral_id: int) -> HttpResponse:
    """A manager starts a child in need plan for the child of a case, and for others of its home."""
    referral = _CASE.opened(request, pk=referral_id)
    require(request.user, START_PLAN, referral)
    found = plans.without_plan(plans.offered(referral, worker=request.user, on=request.today))
    offered = [(row.pk, row.child) for row in found if may(request.user, START_PLAN, row)]
    form = forms.StartPlanForm(_sent(request), offered=offered) if offered else None
    if form is not None and form.is_valid():
        started: list[PlanDocument] = []
        act = lambda: started.append(  # noqa: E731
            acts.start(by=request.user, now=request.now, referral_ids=form.chosen, reason=form.cleaned_data["reason"])
        )
        if send(request, form, act, "The plan has started. Now write what each child needs."):
            return redirect("plan", started[0].pk)
    context = {"form": form, "referral": referral, "title": "Start a child in need plan", "button": "Start this plan"}
    return render_form(request, "cases/plans/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def begin(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Begin to write the plan of a child who is under one, with others of its home under the same kind."""
    referral = _CASE.opened(request, pk=referral_id)
    kind = referral.plans.filter(ended_on__isnull=True).values_list("kind", flat=True).first() or ""
    found = plans.not_written(plans.offered(referral, worker=request.user, on=request.today), kind=kind)
    form = forms.OverChildrenForm(_sent(request), offered=forms.over_periods(found)) if found else None
    if form is not None and form.is_valid():
        begun: list[PlanDocument] = []
        act = lambda: begun.append(acts.begin(by=request.user, now=request.now, period_ids=form.chosen))  # noqa: E731
        if send(request, form, act, "Now write what each child needs."):
            return redirect("plan", begun[0].pk)
    context = {"form": form, "referral": referral, "title": "Write a child's plan", "button": "Begin this plan"}
    return render_form(request, "cases/plans/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def contingency(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What happens if nothing changes, and by when."""
    document = to_write(request, plan_id)
    draft = draft_of(request.user, CONTINGENCY_DRAFT, document.pk)
    initial = {name: getattr(document, name) for name in ("contingency", "contingency_due_on", "version")}
    form = forms.ContingencyForm(request.POST or None, initial=initial, today=request.today, now=request.now)
    taken_up(form, draft)
    if form.is_valid():
        act = lambda: acts.write_contingency(  # noqa: E731
            by=request.user, now=request.now, on=request.today, plan_id=document.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=CONTINGENCY_DRAFT, subject_id=document.pk)
            return redirect("plan", document.pk)
    more = {"draft_form": CONTINGENCY_DRAFT, "subject_id": document.pk, "saved_at": draft and draft.updated_at}
    return form_page(request, document, form, "If nothing changes", checks=True, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask a manager to authorise the plan, once nothing is lacking."""
    document = to_write(request, plan_id)
    refused: list[str] = []
    if request.method == "POST":
        try:
            acts.take_in(by=request.user, now=request.now, plan_id=document.pk)
            acts.propose(by=request.user, now=request.now, on=request.today, plan_id=document.pk)
        except ValidationError as refusal:
            refused = list(refusal.messages)
        else:
            messages.success(request, "The plan waits for a manager. A change to it withdraws the request.")
            return redirect("plan", document.pk)
    lacking = plans.lacking(plans.read(document), on=request.today)
    context = {"plan": document, "lacking": lacking, "refused": refused}
    return render(request, "cases/plans/propose.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door(AUTHORISE_PLAN)
def decide(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A manager who did not write the plan authorises it, or sends it back."""
    document = opened(request, plan_id)
    require(request.user, AUTHORISE_PLAN, document)
    initial = {"version": document.version}
    form = forms.DecidePlanForm(request.POST or None, initial=initial) if document.proposed_at else None
    if form is not None and form.is_valid():
        given = form.cleaned_data
        shared = {"by": request.user, "now": request.now, "plan_id": document.pk, "version": given["version"]}
        acted = {
            forms.AUTHORISE: ("The plan is authorised.", lambda: acts.authorise(on=request.today, **shared)),
            forms.SEND_BACK: ("The plan is sent back.", lambda: acts.send_back(reason=given["reason"], **shared)),
        }
        done, act = acted[given["decision"]]
        if send(request, form, act, done):
            return redirect("plan", document.pk)
    read, days = plans.read(document), calendar(around=request.today)
    context = {
        "plan": document,
        "form": form,
        "children": [presenters_plans.child(one, now=request.now, calendar=days) for one in read.children],
        "facts": presenters_plans.facts(read),
        "lacking": plans.lacking(read, on=request.today),
    }
    return render_form(request, "cases/plans/decide.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(START_PLAN)
def end(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A manager ends the child in need plan of some of its children."""
    document = opened(request, plan_id)
    if document.kind != Plan.Kind.CHILD_IN_NEED:
        raise Http404
    parts = list(document.parts.standing().in_order().select_related("plan__referral"))
    for part in parts:
        require(request.user, START_PLAN, part.plan.referral)
    form = forms.EndPlanForm(_sent(request), offered=forms.over_parts(parts))
    if form.is_valid():
        act = lambda: acts.end(  # noqa: E731
            by=request.user,
            on=request.today,
            plan_id=document.pk,
            part_ids=form.chosen,
            reason=form.cleaned_data["reason"],
        )
        if send(request, form, act, "The plan has ended."):
            return redirect("plan", document.pk)
    return form_page(request, document, form, "End the plan", button="End the plan", warns=True)
