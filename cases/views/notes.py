"""Case notes: written about the children of a home, read, and corrected by another note."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import presenters, standing
from cases.actions import notes
from cases.forms.visits import NoteForm
from cases.models import CaseNote, VisitRecord
from cases.permissions import VIEW_CASES, WRITE_NOTE
from cases.presenters import visits as presenters_visits
from cases.views.visits import at_home
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable, opened
from frontdoor.core.permissions import may
from frontdoor.core.policy import calendar
from frontdoor.models import Person
from frontdoor.views.unfinished import draft_of, taken_up

DRAFT, CORRECTION, VISIT_CORRECTION = "case_note", "note_correction", "visit_correction"


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_NOTE)
def note_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write a note about a child and others of the home."""
    child = opened(
        request, standing.for_record(person_id, worker=request.user, on=request.today), people=lambda row: [row.pk]
    )
    people = Person.objects.visible_to(request.user).filter(pk__in=[one.pk for one in at_home(request, child)])
    form, draft = _form(request, people, DRAFT, child.pk)
    if form.is_valid() and _written(request, form):
        drafts.discard(worker=request.user, form=DRAFT, subject_id=child.pk)
        messages.success(request, "The note is recorded.")
        return redirect("person", child.pk)
    context = {
        "child": presenters.banner(child, now=request.now, calendar=calendar(around=request.today)),
        "back": {"name": "Child's record", "to": "person", "pk": child.pk},
        "draft_form": DRAFT,
    }
    return _answer(request, form, draft, child.pk, context)


@require_safe
@door(VIEW_CASES)
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """One note, what it corrects, and what corrects it."""
    context = told(request, opened_note(request, note_id))
    return render(request, "cases/note.html", context | {"may_correct": bool(may(request.user, WRITE_NOTE))})


def told(request: HttpRequest, row: CaseNote) -> dict[str, Any]:
    """A note, the children it is about as far as the reader may open them, and its corrections."""
    (shown,) = presenters_visits.notes([row])
    corrections = row.corrections.select_related("written_by").order_by("pk")
    return {
        "note": shown,
        "children": presenters_visits.children_of(row, request.user),
        "corrections": presenters_visits.notes(corrections),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_NOTE)
def note_correct(request: HttpRequest, note_id: int) -> HttpResponse:
    """Correct a note by another one; both stay."""
    row = opened_note(request, note_id)
    return _correct(request, row, CORRECTION, "note", row.kind, corrects=row)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_NOTE)
def visit_correct(request: HttpRequest, record_id: int) -> HttpResponse:
    """Correct what was written of a visit by a note; both stay."""
    row = _VISIT.opened(request, pk=record_id)
    return _correct(request, row, VISIT_CORRECTION, "visit", "other", corrects_visit=row)


def _people(row: Any) -> Any:
    return row.children.values_list("child_id", flat=True)


_VISIT = Openable(VisitRecord.objects.visible_to, people=_people)
_NOTE = Openable(
    lambda viewer: CaseNote.objects.visible_to(viewer).select_related("written_by", "corrects", "corrects_visit"),
    people=_people,
)


def opened_note(request: HttpRequest, note_id: int) -> CaseNote:
    """The note for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _NOTE.opened(request, pk=note_id)


def _correct(request: HttpRequest, row: Any, draft_form: str, page: str, kind: str, **corrects: Any) -> HttpResponse:
    people = Person.objects.visible_to(request.user).filter(pk__in=_people(row))
    form, draft = _form(request, people, draft_form, row.pk)
    if draft is None:
        form.initial |= {"happened_at": row.happened_at, "kind": kind, "children": [one.pk for one in people]}
    if form.is_valid() and _written(request, form, **corrects):
        drafts.discard(worker=request.user, form=draft_form, subject_id=row.pk)
        messages.success(request, "The correction is recorded. What it corrects stays readable.")
        return redirect(page, row.pk)
    context = {"back": {"name": "Back", "to": page, "pk": row.pk}, "corrects": row, "draft_form": draft_form}
    return _answer(request, form, draft, row.pk, context)


def _form(request: HttpRequest, people: Any, draft_form: str, subject_id: int) -> tuple[NoteForm, Any]:
    draft = draft_of(request.user, draft_form, subject_id)
    sent = request.POST if request.method == "POST" else None
    form = NoteForm(sent, people=people, roles=request.user.roles, today=request.today, now=request.now)
    taken_up(form, draft)
    return form, draft


def _written(request: HttpRequest, form: NoteForm, **corrects: Any) -> bool:
    try:
        once(
            key=form.cleaned_data["submission_key"],
            by=request.user,
            act=lambda: notes.write(by=request.user, now=request.now, **form.answers(), **corrects),
        )
    except ValidationError as refused:
        form.refuse(refused)
        return False
    return True


def _answer(request: HttpRequest, form: NoteForm, draft: Any, subject_id: int, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "subject_id": subject_id, "draft_saved_at": draft.updated_at if draft else None}
    return render_form(request, "cases/note_form.html", context)
