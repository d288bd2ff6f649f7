"""The pages on which the sections of a family's assessment are written, each short, each with a draft of its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import coverage
from cases.actions import assessment_families as families
from cases.actions import assessment_sections as sections
from cases.forms.assessment_family import (
    AdultForm,
    ConclusionForm,
    FlagsForm,
    HistoryForm,
    LeaveOutForm,
    LifeForm,
    NeedsForm,
    RiskForm,
)
from cases.forms.assessment_signing import SubmitForm
from cases.models import AdultSection, ChildConclusion, ChildRisk, ChildSection, FamilyAssessment
from cases.models.assessment_words import Domain
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT
from cases.presenters.assessment import SECTIONS
from cases.presenters.visits import days_seen
from cases.views.assessment_family import form_page, opened
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.views.unfinished import draft_of, taken_up

FORMS: dict[str, tuple[Any, Any]] = {
    "life": (LifeForm, ChildSection),
    "risk": (RiskForm, ChildRisk),
    "conclusion": (ConclusionForm, ChildConclusion),
}
SAVED = "Saved."


def draft_name(part: str) -> str:
    """What the drafts of a part are kept under."""
    return f"assessed_{part}"


def draft_of_document(
    request: HttpRequest, family: FamilyAssessment, part: str, subject_id: int
) -> drafts.Draft | None:
    """What this worker had begun to write in this very document."""
    draft = draft_of(request.user, draft_name(part), subject_id)
    is_here = draft is not None and draft.data.get("family") == [str(family.pk)]
    return draft if is_here else None


def _covered(request: HttpRequest, family: FamilyAssessment) -> coverage.Coverage:
    return coverage.of(family, on=request.today, viewer=request.user)


def _child(request: HttpRequest, family: FamilyAssessment, child_id: int) -> coverage.Coverage:
    """What a document covers, where this child is part of it and may be known to the worker; Http404 otherwise."""
    covered = _covered(request, family)
    if child_id not in covered.child_ids or child_id not in covered.people:
        raise Http404
    return covered


def writer(request: HttpRequest, family_id: int) -> FamilyAssessment:
    """The document for somebody who may write it. Raises Http404, Refused."""
    family = opened(request, family_id)
    families.require_leave(request.user, ASSESS, family)
    return family


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def child_part(request: HttpRequest, family_id: int, child_id: int, part: str) -> HttpResponse:
    """One part about one child."""
    family = writer(request, family_id)
    covered = _child(request, family, child_id)
    form_class, model = FORMS[part]
    row = coverage.row_of(family, model, child_id=child_id)
    names = sections.OF_A_CHILD[model]
    initial = {name: getattr(row, name) for name in names} if row else {}
    initial |= {"version": row.version if row else 0, "family": family.pk}
    draft = draft_of_document(request, family, part, child_id)
    form = taken_up(form_class(request.POST or None, initial=initial, today=request.today, now=request.now), draft)
    if "seen_on" in form.fields:
        form.fields["seen_on"].hint = days_seen(sections.days_seen(child_id))
    if form.is_valid():
        given = form.cleaned_data
        written = {name: given[name] for name in names}
        if not written.get("seen_on", True):
            written["seen_alone"] = None
        act = lambda: sections.write_child(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            model=model,
            child_id=child_id,
            version=given["version"],
            written=written,
        )
        if send(request, form, act, SAVED):
            drafts.discard(worker=request.user, form=draft_name(part), subject_id=child_id)
            return _onwards(request, family, child_id, part)
    return _page(request, family, form, name=covered.name(child_id), child_id=child_id, part=part, draft=draft)


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def child_needs(request: HttpRequest, family_id: int, child_id: int, part: str) -> HttpResponse:
    """The needs of one child in one domain."""
    family, domain = writer(request, family_id), Domain(part)
    covered = _child(request, family, child_id)
    rows = sections.needs_of(family, child_id, domain)
    initial = rows.stored | {"version": rows.version, "family": family.pk}
    draft = draft_of_document(request, family, part, child_id)
    form: Any = taken_up(NeedsForm(request.POST or None, initial=initial, domain=domain), draft)
    if form.is_valid():
        act = lambda: sections.grade(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            child_id=child_id,
            domain=domain,
            version=form.cleaned_data["version"],
            grades=form.grades,
        )
        if send(request, form, act, SAVED):
            drafts.discard(worker=request.user, form=draft_name(part), subject_id=child_id)
            return _onwards(request, family, child_id, part)
    return _page(request, family, form, name=covered.name(child_id), child_id=child_id, part=part, draft=draft)


def _onwards(request: HttpRequest, family: FamilyAssessment, child_id: int, part: str) -> HttpResponse:
    """Back to the document, or on to the child's next part where the writer asked for it."""
    names = list(SECTIONS)
    if "next" in request.POST and part != names[-1]:
        return redirect(f"assessed_{names[names.index(part) + 1]}", family.pk, child_id)
    return redirect(f"{reverse('family_assessment', args=[family.pk])}#child-{child_id}")


def _page(
    request: HttpRequest,
    family: FamilyAssessment,
    form: Any,
    *,
    name: str,
    child_id: int,
    part: str,
    draft: drafts.Draft | None,
) -> HttpResponse:
    steps = [
        {
            "label": title,
            "url": reverse(f"assessed_{one}", args=[family.pk, child_id]),
            "is_current": one == part,
        }
        for one, title in SECTIONS.items()
    ]
    return form_page(
        request,
        family,
        form,
        SECTIONS[part],
        intro=name,
        steps=steps,
        has_next=part != list(SECTIONS)[-1],
        previous=reverse("assessed_previous", args=[family.pk, child_id]),
        examples=f"{reverse('exemplar_list')}?part={part}",
        draft_form=draft_name(part),
        subject_id=child_id,
        saved_at=draft and draft.updated_at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def adult(request: HttpRequest, family_id: int, adult_id: int) -> HttpResponse:
    """What is written about one parent, carer or partner."""
    family = writer(request, family_id)
    covered = _covered(request, family)
    if adult_id not in covered.adult_ids or adult_id not in covered.people:
        raise Http404
    row = coverage.row_of(family, AdultSection, adult_id=adult_id)
    initial: dict[str, Any] = {name: getattr(row, name) for name in sections.ADULT} if row else {}
    initial |= {"version": row.version if row else 0, "family": family.pk}
    draft = draft_of_document(request, family, "adult", adult_id)
    form = taken_up(AdultForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: sections.write_adult(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            adult_id=adult_id,
            version=given["version"],
            written={name: given[name] for name in sections.ADULT},
        )
        if send(request, form, act, SAVED):
            drafts.discard(worker=request.user, form=draft_name("adult"), subject_id=adult_id)
            return redirect(f"{reverse('family_assessment', args=[family.pk])}#adults")
    more = {"draft_form": draft_name("adult"), "subject_id": adult_id, "saved_at": draft and draft.updated_at}
    return form_page(request, family, form, "A parent or carer", intro=covered.name(adult_id), **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def history(request: HttpRequest, family_id: int) -> HttpResponse:
    """What the system knows from before, and what each piece of it means now."""
    family = writer(request, family_id)
    things = coverage.things(family, _covered(request, family), viewer=request.user)
    initial: dict[str, Any] = {thing.key: thing.relevance for thing in things}
    initial |= {"version": sections.history_of(family).version, "family": family.pk}
    draft = draft_of_document(request, family, "history", family.pk)
    form: Any = taken_up(HistoryForm(request.POST or None, initial=initial, things=things), draft)
    if form.is_valid():
        answers = [(thing.part, thing.pk, text) for thing, text in form.answers if text != thing.relevance]
        act = lambda: sections.consider_all(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            version=form.cleaned_data["version"],
            answers=answers,
        )
        if send(request, form, act, SAVED):
            drafts.discard(worker=request.user, form=draft_name("history"), subject_id=family.pk)
            return redirect("family_assessment", family.pk)
    more = {"draft_form": draft_name("history"), "subject_id": family.pk, "saved_at": draft and draft.updated_at}
    return form_page(request, family, form, "Earlier work with these children", links=things, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def flags(request: HttpRequest, family_id: int) -> HttpResponse:
    """What was found about each risk raised at a contact."""
    family = writer(request, family_id)
    raised = coverage.flags(family, _covered(request, family))
    rows = sections.flags_of(family)
    initial: dict[str, Any] = rows.stored | {"version": rows.version, "family": family.pk}
    draft = draft_of_document(request, family, "flags", family.pk)
    form: Any = taken_up(FlagsForm(request.POST or None, initial=initial, flags=raised), draft)
    if form.is_valid():
        known = {(flag.pk, flag.found, flag.because) for flag in raised}
        answers = [answer for answer in form.answers if answer not in known]
        act = lambda: sections.answer_flags(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            version=form.cleaned_data["version"],
            answers=answers,
        )
        if send(request, form, act, SAVED):
            drafts.discard(worker=request.user, form=draft_name("flags"), subject_id=family.pk)
            return redirect("family_assessment", family.pk)
    more = {"draft_form": draft_name("flags"), "subject_id": family.pk, "saved_at": draft and draft.updated_at}
    return form_page(request, family, form, "Risks raised at a contact", **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(AUTHORISE_ASSESSMENT)
def left_out(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """A manager leaves a child of the household out."""
    family = opened(request, family_id)
    covered = _child(request, family, child_id)
    row = coverage.row_of(family, ChildSection, child_id=child_id)
    initial = {"version": row.version if row else 0, "reason": row.left_out_reason if row else ""}
    form = LeaveOutForm(request.POST or None, initial=initial)
    if form.is_valid():
        act = lambda: sections.leave_out(  # noqa: E731
            by=request.user, on=request.today, family_id=family.pk, child_id=child_id, **form.cleaned_data
        )
        if send(request, form, act, "The child is left out."):
            return redirect("family_assessment", family.pk)
    more = {"intro": covered.name(child_id), "button": "Leave this child out"}
    return form_page(request, family, form, "Leave this child out of the assessment", **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def taken_in(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """Take a child in who was left out."""
    family = writer(request, family_id)
    covered = _child(request, family, child_id)
    row = coverage.row_of(family, ChildSection, child_id=child_id)
    form = SubmitForm(request.POST or None, initial={"version": row.version if row else 0})
    if form.is_valid():
        act = lambda: sections.take_in(  # noqa: E731
            by=request.user, family_id=family.pk, child_id=child_id, **form.cleaned_data
        )
        if send(request, form, act, "The assessment answers for this child."):
            return redirect("family_assessment", family.pk)
    more = {"intro": covered.name(child_id), "button": "Take this child in"}
    return form_page(request, family, form, "Take this child in after all", **more)
