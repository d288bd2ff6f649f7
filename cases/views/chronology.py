"""The chronology: a child's or a family's story, searched, marked, and put on paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import presenters, standing
from cases.actions import notes
from cases.forms.chronology import COMPACT, FAMILY, ChronologyFilters, MarkForm, PrintForm
from cases.papers import chronology as chronology_paper
from cases.permissions import MARK_SIGNIFICANT, PRINT_CHRONOLOGY
from cases.views.printing import paper_taken_out, printing_of
from frontdoor.core import chronology, policy
from frontdoor.core.chronology import Entry
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import opened
from frontdoor.core.pages import page_number
from frontdoor.core.permissions import may
from frontdoor.models import Person
from frontdoor.permissions import VIEW_PERSON

WORDS = "chronology_words"
LONGEST = 200


@dataclass(frozen=True)
class Opened:
    """A child with those of its brothers and sisters whose record the reader may open; the others leave no trace."""

    child: Person
    names: Mapping[int, str]
    """Of the child and of each of them, by id; the child's own first."""


def _opened(request: HttpRequest, person_id: int, *, family: bool) -> Opened:
    """Open a child's story, or a family's; who was looked at is written down."""
    found = standing.for_record(person_id, worker=request.user, on=request.today)
    people = {row.pk: {row.pk: row.full_name} | (_siblings(row) if family else {}) for row in found}
    child = opened(request, found, people=lambda row: people[row.pk])
    return Opened(child, people[child.pk])


def _siblings(child: Person) -> dict[int, str]:
    return {one.person.pk: one.person.full_name for one in standing.siblings(child) if one.may_be_opened}


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_PERSON)
def story(request: HttpRequest, person_id: int) -> HttpResponse:
    """The story with its filters. The words looked for are sent by POST and wait in the session, not in the address."""
    filters = ChronologyFilters(request.GET)
    at = _opened(request, person_id, family=filters.of_the_family)
    if request.method == "POST":
        words = request.POST.get("words", "").replace("\x00", "").strip()[:LONGEST]
        request.session[WORDS] = {"person": person_id, "words": words}
        return redirect(request.get_full_path())
    kind, words = request.GET.get("kind", "").replace("\x00", ""), _words(request, person_id)
    found = chronology.of(
        list(at.names),
        request.user,
        category=kind,
        page=page_number(request.GET.get("page")),
        words=words,
        **filters.narrowed,
    )
    mark_url = reverse("chronology_mark", args=[at.child.pk]) if may(request.user, MARK_SIGNIFICANT) else ""
    context = {
        "person_id": at.child.pk,
        "child": presenters.banner(at.child, now=request.now, calendar=policy.calendar(around=request.today)),
        "filters": filters,
        "words": words,
        "kinds": presenters.kinds(found.counts, chosen=kind, query=request.GET),
        "kind": kind,
        "page": found.page,
        "entries": presenters.chronology(found.page.rows, names=_shown(at), mark_url=mark_url),
        "may_print": bool(may(request.user, PRINT_CHRONOLOGY)),
    }
    return render(request, "cases/chronology.html", context)


def _shown(at: Opened) -> Mapping[int, str]:
    """Whose an entry is, said where it could be somebody else's."""
    return at.names if len(at.names) > 1 else {}


def _words(request: HttpRequest, person_id: int) -> str:
    kept = request.session.get(WORDS, {})
    return str(kept["words"]) if kept.get("person") == person_id else ""


@require_http_methods(["GET", "HEAD", "POST"])
@door(MARK_SIGNIFICANT)
def mark(request: HttpRequest, person_id: int) -> HttpResponse:
    """Mark an entry of a child's story as significant, or take the mark back, and say why."""
    at = _opened(request, person_id, family=False)
    entry = _entry(request, at.child)
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            notes.mark(
                by=request.user,
                child=at.child,
                source=entry.source,
                row=entry.row,
                significant="unmark" not in request.POST,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The chronology is changed. Every mark stays in its history.")
            return redirect("chronology", at.child.pk)
    context = {
        "person_id": at.child.pk,
        "child": presenters.banner(at.child, now=request.now, calendar=policy.calendar(around=request.today)),
        "entries": presenters.chronology([entry]),
        "entry": entry,
        "history": notes.marks_of(at.child, entry.source, entry.row),
        "form": form,
    }
    return render_form(request, "cases/chronology_mark.html", context)


def _entry(request: HttpRequest, child: Person) -> Entry:
    row, source = request.GET.get("row", ""), request.GET.get("source", "").replace("\x00", "")
    number = int(row) if row.isascii() and row.isdigit() and len(row) < len(str(2**63)) else 0
    found = chronology.entry(child.pk, request.user, source=source, row=number)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@door(PRINT_CHRONOLOGY)
def on_paper(request: HttpRequest, person_id: int) -> HttpResponse:
    """Choose what goes on paper; the PDF is made and its leaving written down."""
    family = request.POST.get("whose") == FAMILY
    at = _opened(request, person_id, family=family)
    kinds = sorted(chronology.of(list(at.names), request.user).counts)
    form = PrintForm(request.POST if request.method == "POST" else None, kinds=kinds)
    if form.is_valid():
        answers = form.cleaned_data
        compact = answers["show"] == COMPACT
        most = chronology_paper.most(compact=compact)
        chosen = form.days() | {"significant": answers["significant"], "categories": answers["sections"]}
        found = chronology.of(list(at.names), request.user, events=most, oldest_first=True, **chosen)
        if found.page.is_last:
            body = chronology_paper.chronology(
                printing_of(request, form), people=at.names, entries=found.page.rows, chosen=chosen, compact=compact
            )
            name = f"chronology-{presenters.reference(at.child.pk)}"
            return paper_taken_out(request, form, subject=at.child, people=at.names, name=name, body=body)
        form.add_error(None, chronology_paper.TOO_LONG.format(most))
    context = {
        "person_id": at.child.pk,
        "child": presenters.banner(at.child, now=request.now, calendar=policy.calendar(around=request.today)),
        "form": form,
    }
    return render_form(request, "cases/chronology_print.html", context)
