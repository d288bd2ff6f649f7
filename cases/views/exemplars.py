"""The library of good examples: read, put forward, published by a second person, taken out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import exemplars as acts
from cases.forms.exemplars import PUBLISH, DecideForm, ProposeForm
from cases.models import Exemplar
from cases.models.exemplars import ExemplarPart
from cases.permissions import PROPOSE_EXEMPLAR, PUBLISH_EXEMPLAR, TAKE_OUT_EXEMPLAR, VIEW_CASES
from cases.views.assessment_family import opened as opened_family
from cases.views.plans import opened as opened_plan
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.views.unfinished import draft_of, taken_up

FAMILY_DRAFT, PLAN_DRAFT = "exemplar_family", "exemplar_plan"
WAITING = "waiting"


@require_safe
@door(VIEW_CASES)
def exemplar_list(request: HttpRequest) -> HttpResponse:
    """What is published, the newest first, of one part or of all (``part``); or what waits (``show``)."""
    part, is_waiting = request.GET.get("part", ""), request.GET.get("show") == WAITING
    part = part if part in ExemplarPart.values else ""
    rows = Exemplar.objects.visible_to(request.user).of_part(part).newest()
    page = page_of(rows.waiting() if is_waiting else rows.published(), request.GET.get("page"))
    kept = "&show=waiting" if is_waiting else ""
    parts = [("", "All parts"), *ExemplarPart.choices]
    context = {
        "page": page,
        "is_waiting": is_waiting,
        "part": part,
        "parts": [{"label": label, "url": f"?part={code}{kept}", "is_current": code == part} for code, label in parts],
    }
    return render(request, "cases/exemplars/list.html", context)


def _page(request: HttpRequest, row: Exemplar, form: DecideForm | None) -> HttpResponse:
    return render_form(request, "cases/exemplars/exemplar.html", {"exemplar": row, "form": form})


def _form(request: HttpRequest, row: Exemplar) -> DecideForm | None:
    if row.withdrawn_at is not None or not may(request.user, TAKE_OUT_EXEMPLAR):
        return None
    may_publish = row.published_at is None and bool(may(request.user, PUBLISH_EXEMPLAR, row))
    return DecideForm(request.POST or None, may_publish=may_publish)


@require_safe
@door(VIEW_CASES)
def exemplar(request: HttpRequest, exemplar_id: int) -> HttpResponse:
    """One good example, and what may be decided about it."""
    row = get_object_or_404(Exemplar.objects.visible_to(request.user).newest(), pk=exemplar_id)
    return _page(request, row, _form(request, row))


@require_POST
@door(TAKE_OUT_EXEMPLAR)
def exemplar_decide(request: HttpRequest, exemplar_id: int) -> HttpResponse:
    """Publish it, or take it out."""
    row = get_object_or_404(Exemplar.objects.visible_to(request.user).newest(), pk=exemplar_id)
    form = _form(request, row)
    if form is None:
        return redirect("exemplar", row.pk)
    if form.is_valid():
        given: dict[str, Any] = {"by": request.user, "now": request.now, "exemplar_id": row.pk}
        is_published = form.cleaned_data["decision"] == PUBLISH
        reason = form.cleaned_data["reason"]
        act = lambda: acts.publish(**given) if is_published else acts.take_out(**given, reason=reason)  # noqa: E731
        if send(request, form, act, "Published." if is_published else "Taken out."):
            return redirect("exemplar_list")
    return _page(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@door(PROPOSE_EXEMPLAR)
def exemplar_of_family(request: HttpRequest, family_id: int) -> HttpResponse:
    """Put a passage of an assessment forward."""
    family = opened_family(request, family_id)
    return _propose(request, FAMILY_DRAFT, source={"family_id": family.pk}, about=f"Assessment {family.reference}")


@require_http_methods(["GET", "HEAD", "POST"])
@door(PROPOSE_EXEMPLAR)
def exemplar_of_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put a passage of a plan forward."""
    plan = opened_plan(request, plan_id)
    return _propose(request, PLAN_DRAFT, source={"plan_id": plan.pk}, about=f"Plan {plan.reference}")


def _propose(request: HttpRequest, draft_name: str, *, source: dict[str, int], about: str) -> HttpResponse:
    (subject_id,) = source.values()
    draft = draft_of(request.user, draft_name, subject_id)
    form = taken_up(ProposeForm(request.POST or None), draft)
    if form.is_valid():
        act = lambda: acts.propose(by=request.user, now=request.now, **source, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Put forward. Somebody else publishes it."):
            drafts.discard(worker=request.user, form=draft_name, subject_id=subject_id)
            return redirect("exemplar_list")
    saved_at = draft and draft.updated_at
    context = {"form": form, "about": about, "draft_form": draft_name, "subject_id": subject_id, "saved_at": saved_at}
    return render_form(request, "cases/exemplars/new.html", context)
