"""Who is this: looking for a second record of a person, saying what two records are to each other, and a birth."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import same_person
from frontdoor.actions import births, identity, merging
from frontdoor.contact_answers import hit_rows
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may
from frontdoor.forms.identity import SAME, BirthForm, PairForm, beside, in_one_line
from frontdoor.models import IdentityLink, Person
from frontdoor.models.identity import LinkKind
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.permissions import DECIDE_MERGE, PROPOSE_MERGE, RECORD_BIRTH
from frontdoor.views.family import opened

_COMPARABLE = Openable(Person.objects.comparable_by, people=lambda row: [row.pk])


@door(PROPOSE_MERGE)
@require_safe
def same(request: HttpRequest, person_id: int) -> HttpResponse:
    """Records that may be the same person, the likeliest first, and what is already said about some."""
    worker = request.user
    person = _COMPARABLE.opened(request, pk=person_id)
    hits = same_person.others_like(person, by=worker)
    comparable = same_person.comparable(hits, worker)
    opens = same_person.opens_all(worker, person.pk)
    context = {
        "person": person,
        "rows": [row | {"may_compare": row["id"] in comparable} for row in hit_rows(hits, request.today)],
        "said": same_person.said(person, worker),
        "opens": opens,
        "child": None if opens else same_person.family_that_shows(person, worker),
    }
    return render(request, "frontdoor/identity/same.html", context)


@door(PROPOSE_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, person_id: int, second_id: int) -> HttpResponse:
    """Two records side by side, and what they are to each other."""
    if person_id == second_id:
        raise Http404
    one, other = _COMPARABLE.opened(request, pk=person_id), _COMPARABLE.opened(request, pk=second_id)
    against = same_person.against(one, other, request.user)
    form = PairForm(request.POST or None, one=one, other=other)
    if form.is_valid():
        try:
            if against and form.cleaned_data["what"] == SAME:
                raise ValidationError(against)
            return _said(request, form, one, other)
        except ValidationError as refused:
            form.refuse(refused)
    context = {
        "form": form,
        "one": one,
        "other": other,
        "rows": beside(one, other),
        "heads": [in_one_line(person) for person in (one, other)],
        "against": against,
        "link": IdentityLink.objects.between(one.pk, other.pk).select_related("said_by").first(),
        "moves": same_person.counts(one, other) if same_person.opens_all(request.user, one.pk, other.pk) else [],
    }
    return render_form(request, "frontdoor/identity/pair.html", context)


def _said(request: HttpRequest, form: PairForm, one: Person, other: Person) -> HttpResponse:
    what: Any = form.cleaned_data["what"]
    if what == SAME:
        made = merging.propose(by=request.user, now=request.now, **form.proposal())
        messages.success(request, "Your proposal waits for a manager.")
        return redirect("merge", made.pk)
    said = {"by": request.user, "now": request.now, "reason": form.cleaned_data["reason"]}
    link = IdentityLink.objects.between(one.pk, other.pk).known_two().first()
    if link is not None and what == LinkKind.POSSIBLE and may(request.user, DECIDE_MERGE):
        identity.correct(link=link, **said)
    else:
        identity.say(one=one, other=other, kind=what, **said)
    done = "Others can see now that these may be the same person." if what == LinkKind.POSSIBLE else None
    messages.success(request, done or "These are known to be two people from now on.")
    return redirect("person_same", one.pk)


@door(RECORD_BIRTH)
@require_http_methods(["GET", "HEAD", "POST"])
def birth(request: HttpRequest, person_id: int) -> HttpResponse:
    """Record that a child who was expected is born."""
    child = opened(request, person_id)
    form = BirthForm(request.POST or None, child=child, today=request.today, now=request.now)
    if form.is_valid():
        try:
            once(key=form.cleaned_data["submission_key"], by=request.user, act=lambda: _born(request, child, form))
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("person", child.pk)
    expected = child.birth_date_known == BirthDateKnown.UNBORN
    context = {"form": form, "child": child, "why_not": "" if expected or form.is_bound else births.NOT_UNBORN}
    return render_form(request, "frontdoor/identity/birth.html", context)


def _born(request: HttpRequest, child: Person, form: BirthForm) -> Person:
    born = births.record_birth(by=request.user, now=request.now, child=child, **form.answer())
    messages.success(request, "The birth is recorded." if len(born) == 1 else _several(born))
    return child


def _several(born: list[Person]) -> str:
    others = ", ".join(f"record {baby.pk}" for baby in born[1:])
    return f"The birth of {len(born)} babies is recorded. The others have records of their own: {others}."
