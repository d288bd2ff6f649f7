"""Side by side with the previous assessment, sharing with the family, and the version for the child."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import coverage
from cases.actions import assessment_after as after
from cases.actions import assessment_signing as signing
from cases.actions.assessment_families import has_leave
from cases.forms.assessment_signing import ChildVersionForm, ShareForm
from cases.models import Assessment, ChildVersion, FamilyAssessment
from cases.models.assessment_gaps import OF_EACH_CHILD
from cases.papers.assessment import TITLES
from cases.permissions import ASSESS, AUTHORISE_ASSESSMENT, VIEW_CASES
from cases.views.assessment_family import form_page, opened
from cases.views.assessment_sections import draft_of_document, writer
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.views.unfinished import taken_up

TITLES_OF_PARTS = OF_EACH_CHILD | {
    "harm": "Harm",
    "protective": "What protects the child",
    "unknowns": "What is not known",
}
COPIED = "Copied, and marked as copied. Change what is different now."
MIME = "application/pdf"


def _name(request: HttpRequest, family: FamilyAssessment, child_id: int) -> str:
    """The child's name, where the document is about a child whom the worker may know; Http404 otherwise."""
    covered = coverage.of(family, on=request.today, viewer=request.user)
    if child_id not in covered.child_ids or child_id not in covered.people:
        raise Http404
    return covered.name(child_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def previous(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """What the previous assessment said of a child beside what this one says; a text can be copied over."""
    family = opened(request, family_id)
    name = _name(request, family, child_id)
    source = after.previous_of(family, child_id)
    if source is not None and not Assessment.objects.visible_to(request.user).filter(pk=source.pk).exists():
        source = None
    if request.method == "POST":
        _copy(request, family, child_id)
        return redirect("assessed_previous", family.pk, child_id)
    then = after.texts_of(source) if source else {}
    now = after.texts_now(family, child_id)
    parts = [
        {
            "name": part,
            "title": TITLES_OF_PARTS[part],
            "then": then.get(part, ""),
            "now": now[part][0],
            "version": now[part][1],
        }
        for part in after.COPYABLE
    ]
    context = {
        "family": family,
        "name": name,
        "child_id": child_id,
        "source": source,
        "words": then.get("words", ""),
        "parts": parts,
        "may_copy": has_leave(request.user, ASSESS, family) and family.is_open,
    }
    return render(request, "cases/assessment/previous.html", context)


def _copy(request: HttpRequest, family: FamilyAssessment, child_id: int) -> None:
    version = request.POST.get("version", "")
    try:
        after.copy(
            by=request.user,
            on=request.today,
            family_id=family.pk,
            child_id=child_id,
            part=request.POST.get("part", ""),
            version=int(version) if version.isdecimal() else 0,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, COPIED)


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def share(request: HttpRequest, family_id: int) -> HttpResponse:
    """Record that somebody was given the assessment, how, and what they said."""
    family = writer(request, family_id)
    covered = coverage.of(family, on=request.today, viewer=request.user)
    people = [(one, covered.name(one)) for one in sorted(signing.receivers(family)) if one in covered.people]
    form = ShareForm(
        request.POST or None,
        people=people,
        untold=signing.untold(family),
        may_refuse=has_leave(request.user, AUTHORISE_ASSESSMENT, family),
        today=request.today,
        now=request.now,
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        act = lambda: signing.share(  # noqa: E731
            by=request.user, on=request.today, family_id=family.pk, person_id=int(given.pop("person")), **given
        )
        if send(request, form, act, "It is recorded with whom the assessment was shared."):
            return redirect("family_assessment", family.pk)
    return form_page(request, family, form, "With whom was it shared?")


@require_http_methods(["GET", "HEAD", "POST"])
@door(ASSESS)
def version(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """The assessment in plain words for one child."""
    family = writer(request, family_id)
    name = _name(request, family, child_id)
    row = coverage.row_of(family, ChildVersion, child_id=child_id)
    if request.method != "POST" and not family.assessments.filter(finished_on=None).exists():
        return _finished(request, family, child_id, row)
    initial: dict[str, Any] = {part: getattr(row, part) for part in after.VERSION} if row else {}
    initial |= {"version": row.version if row else 0, "family": family.pk}
    draft = draft_of_document(request, family, "version", child_id)
    form = taken_up(ChildVersionForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: after.write_version(  # noqa: E731
            by=request.user,
            on=request.today,
            family_id=family.pk,
            child_id=child_id,
            version=given["version"],
            written={part: given[part] for part in after.VERSION},
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form="assessed_version", subject_id=child_id)
            return redirect("child_version", family.pk, child_id)
    more = {"draft_form": "assessed_version", "subject_id": child_id, "saved_at": draft and draft.updated_at}
    printed = reverse("child_version_print", args=[family.pk, child_id]) if row else ""
    return form_page(request, family, form, "Version for the child", intro=name, printed=printed, **more)


def _finished(request: HttpRequest, family: FamilyAssessment, child_id: int, row: ChildVersion | None) -> HttpResponse:
    """Nothing is written any more: to what was written, or back with the reason."""
    if row is not None:
        return redirect("child_version_print", family.pk, child_id)
    messages.info(request, after.FINISHED)
    return redirect("family_assessment", family.pk)


@dataclass(frozen=True)
class Told:
    """What was written for a child: the document it is of, the child's name, whom to ask."""

    family: FamilyAssessment
    name: str
    row: ChildVersion
    worker: str


def opened_version(request: HttpRequest, family_id: int, child_id: int) -> Told:
    """The version for a child for whoever may see it, its opening in the ledger; Http404 otherwise."""
    family = opened(request, family_id)
    name = _name(request, family, child_id)
    row = coverage.row_of(family, ChildVersion, child_id=child_id)
    if row is None:
        raise Http404
    return Told(family, name, row, family.opened_by.get_full_name())


@require_safe
@door(VIEW_CASES)
def version_print(request: HttpRequest, family_id: int, child_id: int) -> HttpResponse:
    """The child's version as a page to read together."""
    told = opened_version(request, family_id, child_id)
    parts = [(title, getattr(told.row, part)) for part, title in TITLES.items() if getattr(told.row, part).strip()]
    paper = reverse("child_version_paper", args=[family_id, child_id])
    context = {"family": told.family, "name": told.name, "worker": told.worker, "told": parts, "paper": paper}
    return render(request, "cases/assessment/version.html", context)
