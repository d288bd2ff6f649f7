"""A child's family: who belongs to it, who lives where, and the drawing of it all."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontdoor import family as families
from frontdoor.actions import protection
from frontdoor.core import idempotency
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm, render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.permissions import may
from frontdoor.family import Family
from frontdoor.genogram.drawing import draw
from frontdoor.genogram.words import told
from frontdoor.models import Person, Relationship
from frontdoor.permissions import EDIT_FAMILY, PROPOSE_MERGE, PROTECT_ADDRESS, VIEW_PERSON
from frontdoor.presenters import family as words
from frontdoor.views.refusals import put_on

_PERSON = Openable(Person.objects.visible_to, people=lambda row: [row.pk])


def opened(request: HttpRequest, person_id: int) -> Person:
    """The child for whoever may see the record, its opening in the ledger; Http404 otherwise."""
    return _PERSON.opened(request, pk=person_id)


def family_of(request: HttpRequest, child: Person) -> Family:
    """The child's family as the worker may see it; that they were read is written for everybody in it."""
    found = families.of(child, worker=request.user, on=request.today)
    people = {person.pk for person in found.named()} | {row.child_id for row in found.elsewhere}
    looked_through(request, listing=Relationship, people=people)
    return found


def one_of(rows: list[Any], key: int) -> Any:
    """The row of a family with an id; Http404 where there is none, so that what is hidden does not exist."""
    found = next((row for row in rows if row.pk == key), None)
    if found is None:
        raise Http404
    return found


def acted(request: HttpRequest, form: Any, act: Callable[[], Any]) -> bool:
    """Whether the act behind a valid form was done, once however often it is sent; a refusal stands on the form."""
    try:
        key = form.cleaned_data.get("submission_key")
        if key is None:
            act()
        else:
            idempotency.once(key=key, by=request.user, act=act)
    except ValidationError as refusal:
        put_on(form, refusal)
        return False
    return True


def form_page(request: HttpRequest, child: Person, form: GovukForm, **page: Any) -> HttpResponse:
    """A form about the family; ``page`` has title and button, and perhaps words, a warning or the differences."""
    return render_form(request, "frontdoor/family/form.html", {"child": child, "form": form, **page})


@require_safe
@door(VIEW_PERSON)
def family(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page."""
    child = opened(request, person_id)
    found = family_of(request, child)
    graph = words.graph(found)
    homes = words.homes(found)
    for home in homes:
        home["may_see"] = home["protected"] and protection.may_see(request.user, home["id"])
    return render(
        request,
        "frontdoor/family/family.html",
        {
            "child": child,
            "adults": words.adults(found, current=True),
            "adults_before": words.adults(found, current=False),
            "siblings": words.siblings(found),
            "partnerships": words.partnerships(found),
            "homes": homes,
            "household": [words.who(found, key) for key in found.children_of_household if key in found.people],
            "without_home": words.without_home(found),
            "before": words.lived_before(found),
            "elsewhere": words.elsewhere(found),
            "drawing": draw(graph),
            "told": told(graph),
            "may_edit": may(request.user, EDIT_FAMILY),
            "may_compare": may(request.user, PROPOSE_MERGE),
            "may_protect": may(request.user, PROTECT_ADDRESS),
        },
    )
