"""Adding, changing and ending who is who in a child's family."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import presenters
from frontdoor.actions import details, relationships, search
from frontdoor.actions.people import NewPerson
from frontdoor.core.doors import door
from frontdoor.core.versions import Stale
from frontdoor.family import Family
from frontdoor.forms.family import (
    AddAdultForm,
    AddSiblingForm,
    ChangeAdultForm,
    ChangeTieForm,
    TieForm,
    WhoForm,
)
from frontdoor.forms.person import PersonForm
from frontdoor.models.relationships import PARENTS, PARTNERSHIPS, SIBLINGS
from frontdoor.permissions import EDIT_FAMILY
from frontdoor.presenters import family as words
from frontdoor.views.family import acted, family_of, form_page, one_of, opened
from frontdoor.views.refusals import differences

OFFERED = 8


def _chosen(request: HttpRequest, form: WhoForm, family: Family) -> int | NewPerson | None:
    """Who is meant: those recorded already are offered first, but for those who stand in the family."""
    wanted = form.wanted()
    if wanted.is_empty:
        return form.described()
    try:
        found = search.people(by=request.user, now=request.now, wanted=wanted)
    except search.TooManyRows as pause:
        form.add_error(None, pause.reason)
        return None
    hits = [hit for hit in found.hits if hit.match.is_likely and hit.person.pk not in family.people]
    return form.chosen([(hit.person.pk, _hit(hit.person, request)) for hit in hits[:OFFERED]])


def _hit(person: Any, request: HttpRequest) -> str:
    kind = "child" if person.is_child else "adult in a family"
    return f"{person.full_name}, {presenters.age(person, request.today)}, {kind}"


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def add_adult(request: HttpRequest, person_id: int) -> HttpResponse:
    """An adult in the child's life."""
    child = opened(request, person_id)
    form = AddAdultForm(request.POST or None, today=request.today, now=request.now)
    if form.is_valid():
        chosen = _chosen(request, form, family_of(request, child))
        if chosen is not None and acted(
            request,
            form,
            lambda: relationships.add_adult(
                by=request.user, on=request.today, child=child, who=chosen, standing=form.standing()
            ),
        ):
            messages.success(request, "The adult is recorded.")
            return redirect("family", child.pk)
    return form_page(request, child, form, title="Add an adult", button="Add this adult")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def add_sibling(request: HttpRequest, person_id: int) -> HttpResponse:
    """A brother or sister."""
    child = opened(request, person_id)
    family = family_of(request, child)
    parents = [row for row in family.relationships if row.kind in PARENTS]
    form = AddSiblingForm(request.POST or None, parents=parents, today=request.today, now=request.now)
    if form.is_valid():
        chosen = _chosen(request, form, family)
        if chosen is not None and acted(
            request,
            form,
            lambda: relationships.add_sibling(
                by=request.user,
                on=request.today,
                child=child,
                who=chosen,
                kind=form.cleaned_data["kind"],
                parents=form.shared(),
            ),
        ):
            messages.success(request, "The brother or sister is recorded. Record where this child lives too.")
            return redirect("family", child.pk)
    return form_page(request, child, form, title="Add a brother or sister", button="Add this child")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def add_tie(request: HttpRequest, person_id: int) -> HttpResponse:
    """Two people of the family who are or were partners."""
    child = opened(request, person_id)
    people = family_of(request, child).named()
    form = TieForm(request.POST or None, people=people, today=request.today, now=request.now)
    if form.is_valid() and acted(
        request, form, lambda: relationships.tie(by=request.user, on=request.today, **form.answer())
    ):
        messages.success(request, "Recorded.")
        return redirect("family", child.pk)
    return form_page(request, child, form, title="Add partners", button="Save")


STANDING = (
    "kind",
    "parental_responsibility",
    "responsibility_by",
    "responsibility_from",
    "responsibility_to",
    "started_on",
    "ended_on",
)
TIE = ("kind", "started_on", "ended_on")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def change_adult(request: HttpRequest, person_id: int, relationship_id: int) -> HttpResponse:
    """What an adult is to the child, corrected or ended; a stale save shows both."""
    child = opened(request, person_id)
    row = one_of(family_of(request, child).relationships, relationship_id)
    there = {name: getattr(row, name) for name in STANDING} | {"version": row.version}
    form = ChangeAdultForm(request.POST or None, initial=there, today=request.today, now=request.now)
    page = {"title": "Change or end", "about": row.adult.full_name, "button": "Save"}
    if form.is_valid():
        act = {"relationship_id": row.pk, "version": form.cleaned_data["version"], "standing": form.standing()}
        if acted(request, form, lambda: relationships.change(by=request.user, on=request.today, **act)):
            messages.success(request, "Saved.")
            return redirect("family", child.pk)
        page |= _both(form, row, asdict(form.standing()))
    return form_page(request, child, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def change_tie(request: HttpRequest, person_id: int, tie_id: int) -> HttpResponse:
    """What two people are to each other, corrected or ended."""
    child = opened(request, person_id)
    family = family_of(request, child)
    row = one_of(family.ties, tie_id)
    kinds = PARTNERSHIPS if row.kind in PARTNERSHIPS else SIBLINGS
    there = {name: getattr(row, name) for name in TIE} | {"version": row.version}
    form = ChangeTieForm(request.POST or None, kinds=kinds, initial=there, today=request.today, now=request.now)
    names = [words.name_of(family.people[key]) for key in (row.person_id, row.other_id)]
    page = {"title": "Change or end", "about": " and ".join(names), "button": "Save"}
    if form.is_valid():
        if acted(
            request,
            form,
            lambda: relationships.change_tie(by=request.user, on=request.today, tie_id=row.pk, **form.cleaned_data),
        ):
            messages.success(request, "Saved.")
            return redirect("family", child.pk)
        page |= _both(form, row, {name: form.cleaned_data[name] for name in TIE})
    return form_page(request, child, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def person_details(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """What is recorded of the child or of somebody of the family who may be named; a stale save shows both."""
    child = opened(request, person_id)
    person = one_of(family_of(request, child).named(), other_id)
    form = PersonForm(request.POST or None, initial=PersonForm.now_there(person), today=request.today, now=request.now)
    page = {"title": "Change details", "about": person.full_name, "button": "Save"}
    if form.is_valid():
        told = form.told()
        act = {"person_id": person.pk, "version": form.cleaned_data["version"], "told": told}
        if acted(request, form, lambda: details.amend_person(by=request.user, on=request.today, **act)):
            messages.success(request, "The details are saved.")
            return redirect("family", child.pk)
        page |= _both(form, person, told)
    return form_page(request, child, form, **page)


def _both(form: Any, row: Any, typed: dict[str, Any]) -> dict[str, Any]:
    """Where what somebody else saved meanwhile and what was typed differ, for a form refused as stale."""
    if Stale.sentence not in form.non_field_errors():
        return {}
    row.refresh_from_db()
    return {"differences": differences(form, row, typed)}
