"""Writing what a plan says: needs, outcomes, actions; and the check that speaks while an action is typed."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from cases import owners, smart_plans
from cases.actions import plan_content as acts
from cases.forms import plans as forms
from cases.models import PlanAction, PlanChild, PlanDocument, PlanNeed, PlanOutcome
from cases.models.exemplars import ExemplarPart
from cases.permissions import WRITE_PLAN
from cases.smart import Finding
from cases.views.plans import form_page, opened, to_write
from cases.views.sending import send
from frontdoor import sight
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE
from frontdoor.views.unfinished import draft_of, taken_up

OUTCOME_DRAFT, ACTION_DRAFT, CHANGE_DRAFT = "plan_outcome", "plan_action", "plan_action_change"
SEEN = "seen"


def _needs(request: HttpRequest) -> QuerySet:
    return PlanNeed.objects.visible_to(request.user).select_related("part__child")


def _outcomes(request: HttpRequest) -> QuerySet:
    return PlanOutcome.objects.visible_to(request.user).select_related("need__part__child", "need__part__document")


def _actions(request: HttpRequest) -> QuerySet:
    rows = PlanAction.objects.visible_to(request.user)
    return rows.select_related("outcome__need__part__child", "agency")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def need_new(request: HttpRequest, part_id: int) -> HttpResponse:
    """What one child needs."""
    part = get_object_or_404(PlanChild.objects.visible_to(request.user).select_related("child"), pk=part_id)
    document = to_write(request, part.document_id)
    form = forms.NeedForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.add_need(by=request.user, now=request.now, part_id=part.pk, **form.answer())  # noqa: E731
        if send(request, form, act, "Added. Now say what will be different for the child."):
            return redirect("plan", document.pk)
    return form_page(request, document, form, "Add a need", intro=part.child.full_name, button="Add this need")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """A need written anew."""
    row = get_object_or_404(_needs(request), pk=need_id)
    document = to_write(request, row.part.document_id)
    initial = {name: getattr(row, name) for name in ("words", "grade", "source", "lowered_reason", "version")}
    kind = forms.AssessedNeedForm if row.assessed_id else forms.ChangeNeedForm
    form = kind(request.POST or None, initial=initial | {"other_source": row.source_words})
    if form.is_valid():
        act = lambda: acts.change_need(  # noqa: E731
            by=request.user,
            now=request.now,
            need_id=row.pk,
            version=form.cleaned_data["version"],
            **form.answer(),
        )
        if send(request, form, act, "Saved."):
            return redirect("plan", document.pk)
    return form_page(request, document, form, "Change a need", intro=row.part.child.full_name)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def need_out(request: HttpRequest, need_id: int) -> HttpResponse:
    """A need taken out of the plan."""
    row = get_object_or_404(_needs(request), pk=need_id)
    return _take_out(request, row, to_write(request, row.part.document_id), "Take a need out of the plan")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def outcome_out(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """An outcome taken out of the plan."""
    row = get_object_or_404(_outcomes(request), pk=outcome_id)
    return _take_out(request, row, to_write(request, row.need.part.document_id), "Take an outcome out of the plan")


def _take_out(request: HttpRequest, row: Any, document: PlanDocument, title: str) -> HttpResponse:
    form = forms.TakeOutForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        act = lambda: acts.take_out(by=request.user, now=request.now, row=row, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Taken out. It stays in the history."):
            return redirect("plan", document.pk)
    return form_page(request, document, form, title, intro=row.words, button="Take it out", warns=True)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def outcome_new(request: HttpRequest, need_id: int) -> HttpResponse:
    """What will be different for the child of a need."""
    row = get_object_or_404(_needs(request), pk=need_id)
    document = to_write(request, row.part.document_id)
    draft = draft_of(request.user, OUTCOME_DRAFT, row.pk)
    form = taken_up(forms.OutcomeForm(request.POST or None), draft)
    act = lambda: acts.add_outcome(by=request.user, now=request.now, need_id=row.pk, **form.answer())  # noqa: E731
    if form.is_valid():
        warned = _spoken_of(request, [one.sentence for one in smart_plans.s4(form.cleaned_data["words"])])
        if not warned and send(request, form, act, "Added. Now say who does what for it."):
            drafts.discard(worker=request.user, form=OUTCOME_DRAFT, subject_id=row.pk)
            return redirect("plan", document.pk)
        if warned:
            return _warn(request, document, form, "Add an outcome", warned, intro=_about(row), checks=True)
    more = {"draft_form": OUTCOME_DRAFT, "subject_id": row.pk, "saved_at": draft and draft.updated_at}
    shown = {"intro": _about(row), "examples": ExemplarPart.OUTCOME, "checks": True}
    return form_page(request, document, form, "Add an outcome", **shown, **more)


def _about(row: PlanNeed) -> str:
    return f"{row.part.child.full_name} needs: {row.words}"


def _spoken_of(request: HttpRequest, sentences: list[str]) -> list[str]:
    """What is only warned of, once: sent again, it is agreed."""
    return [] if SEEN in request.POST else sentences


def _warn(
    request: HttpRequest, document: PlanDocument, form: Any, title: str, warned: list[str], **more: Any
) -> HttpResponse:
    response = form_page(request, document, form, title, warned=warned, **more)
    response.status_code = UNPROCESSABLE
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def outcome(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """An outcome written anew."""
    row = get_object_or_404(_outcomes(request), pk=outcome_id)
    document = to_write(request, row.need.part.document_id)
    initial = {name: getattr(row, name) for name in ("words", "scale_at_start", "version")}
    form = forms.ChangeOutcomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        act = lambda: acts.change_outcome(  # noqa: E731
            by=request.user,
            now=request.now,
            outcome_id=row.pk,
            version=form.cleaned_data["version"],
            **form.answer(),
        )
        if send(request, form, act, "Saved."):
            return redirect("plan", document.pk)
    shown = {"intro": _about(row.need), "examples": ExemplarPart.OUTCOME, "checks": True}
    return form_page(request, document, form, "Change an outcome", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def action_new(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """Agree who does what for an outcome. What the rules warn of is shown once; sent again, it is agreed."""
    row = get_object_or_404(_outcomes(request), pk=outcome_id)
    document = to_write(request, row.need.part.document_id)
    form = _action_form(request, forms.PlanActionForm, row.need.part)
    act = lambda: acts.add_action(  # noqa: E731
        by=request.user, now=request.now, on=request.today, outcome_id=row.pk, written=form.answer()
    )
    draft = (ACTION_DRAFT, row.pk)
    return _write_action(request, document, form, act, draft, title="Add an action", outcome=row)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def action(request: HttpRequest, plan_action_id: int) -> HttpResponse:
    """An action written anew."""
    row = get_object_or_404(_actions(request), pk=plan_action_id)
    document = to_write(request, row.outcome.need.part.document_id)
    part = row.outcome.need.part
    form = _action_form(request, forms.ChangePlanActionForm, part, initial=forms.as_asked(row))
    act = lambda: acts.change_action(  # noqa: E731
        by=request.user,
        now=request.now,
        on=request.today,
        action_id=row.pk,
        version=form.cleaned_data["version"],
        written=form.answer(),
    )
    draft = (CHANGE_DRAFT, row.pk)
    return _write_action(
        request, document, form, act, draft, title="Change an action", outcome=row.outcome, was_due_on=row.due_on
    )


def _action_form(request: HttpRequest, kind: Any, part: PlanChild, **given: Any) -> Any:
    return kind(
        request.POST or None,
        colleagues=sight.staff(request.today),
        child=part.child,
        people=owners.listed(owners.of_plan(part.document).linkable_by(request.user)),
        today=request.today,
        now=request.now,
        **given,
    )


def _findings(
    request: HttpRequest, document: PlanDocument, form: Any, was_due_on: Any = None
) -> list[tuple[str, Finding]]:
    """What the rules say of an action as it is typed, each by the question it is about."""
    found = acts.findings(form.answer(), document=document, on=request.today, was_due_on=was_due_on)
    return [(form.field_of(column), finding) for column, finding in found]


def _write_action(
    request: HttpRequest,
    document: PlanDocument,
    form: Any,
    act: Callable[[], Any],
    kept: tuple[str, int],
    *,
    title: str,
    outcome: PlanOutcome,
    was_due_on: Any = None,
) -> HttpResponse:
    draft = draft_of(request.user, *kept)
    taken_up(form, draft)
    intro = f"So that: {outcome.words}"
    more: dict[str, Any] = {"draft_form": kept[0], "subject_id": kept[1], "saved_at": draft and draft.updated_at}
    if form.is_bound:
        form.is_valid()
        found = _findings(request, document, form, was_due_on)
        for name, finding in found:
            if finding.blocks and not form.has_error(name):
                form.add_error(name, finding.sentence)
        warned = [] if form.errors else _spoken_of(request, [finding.sentence for _, finding in found])
        if warned:
            return _warn(request, document, form, title, warned, intro=intro, checks=True, **more)
        if not form.errors and send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=kept[0], subject_id=kept[1])
            return redirect("plan", document.pk)
    return form_page(request, document, form, title, intro=intro, examples=ExemplarPart.ACTION, checks=True, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_PLAN)
def action_done(request: HttpRequest, plan_action_id: int) -> HttpResponse:
    """That an action is done or no longer needed."""
    row = get_object_or_404(_actions(request), pk=plan_action_id)
    document = opened(request, row.outcome.need.part.document_id)
    form = forms.FinishForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.finish(  # noqa: E731
            by=request.user, on=request.today, action_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Recorded."):
            return redirect("plan", document.pk)
    return form_page(request, document, form, "What came of an action", intro=f"{row.what} {row.who}.")


@require_POST
@door(WRITE_PLAN)
def check(request: HttpRequest, plan_id: int) -> JsonResponse:
    """What the rules say of what is typed so far; nothing of it is kept. A question left empty is not spoken of."""
    document = to_write(request, plan_id)
    typed = request.POST
    found: list[tuple[str, Finding]] = []
    if "what" in typed:
        form = _action_form(request, forms.PlanActionForm, document.parts.in_order()[0])
        form.is_valid()
        found = _findings(request, document, form)
    elif "scale_at_start" in typed:
        found = [("words", finding) for finding in smart_plans.s4(typed.get("words", ""))]
    elif "contingency" in typed:
        given = typed.get("contingency", "")
        found = [("contingency", one) for one in smart_plans.s8(given, request.today)]
    said = [
        {"field": name, "blocks": finding.blocks, "sentence": finding.sentence}
        for name, finding in found
        if any(typed.get(part, "").strip() for part in (name, f"{name}_day", f"{name}_month", f"{name}_year"))
    ]
    return JsonResponse({"said": said})
