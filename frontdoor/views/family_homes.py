"""Who lives where: a new home, moving in, moving out, the whole household moving; and an address that is secret."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from frontdoor.actions import households, protection
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce
from frontdoor.core.permissions import Refused
from frontdoor.family import Family, Home
from frontdoor.forms.homes import JoinForm, LeaveForm, MoveForm, NameForm, NewHomeForm, ProtectForm
from frontdoor.models import Person
from frontdoor.models.households import NO_ADDRESS
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.permissions import EDIT_FAMILY, PROTECT_ADDRESS, VIEW_PERSON
from frontdoor.views.family import acted, family_of, form_page, opened

WHOLE_HOUSEHOLD = "The address changes for everybody who lives in this home."


def _born(people: list[Person]) -> list[Person]:
    return [person for person in people if person.birth_date_known != BirthDateKnown.UNBORN]


def _home(family: Family, household_id: int) -> Home:
    """A home of the child now; Http404 for any other."""
    for home in family.homes_now():
        if home.household.pk == household_id:
            return home
    raise Http404


def _clock(request: HttpRequest) -> dict[str, Any]:
    return {"today": request.today, "now": request.now}


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def new_home(request: HttpRequest, person_id: int) -> HttpResponse:
    """A home that is not recorded yet, of the child with others or of others of the family."""
    child = opened(request, person_id)
    people = _born(family_of(request, child).named())
    form = NewHomeForm(request.POST or None, people=people, **_clock(request))
    if form.is_valid() and acted(
        request,
        form,
        lambda: households.found(
            by=request.user,
            on=request.today,
            people=form.chosen_people(),
            since=form.cleaned_data["day"],
            address=form.address(),
        ),
    ):
        messages.success(request, "The home is recorded.")
        return redirect("family", child.pk)
    words = "Leave the address empty if it is the one recorded already."
    return form_page(request, child, form, title="Record a home", words=words, button="Save this home")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def join(request: HttpRequest, person_id: int, household_id: int) -> HttpResponse:
    """Somebody of the family who moves in."""
    child = opened(request, person_id)
    family = family_of(request, child)
    there = {member.person_id for member in _home(family, household_id).living(request.today)}
    people = [person for person in _born(family.named()) if person.pk not in there]
    form = JoinForm(request.POST or None, people=people, **_clock(request))
    if form.is_valid() and acted(
        request,
        form,
        lambda: households.join(by=request.user, on=request.today, household_id=household_id, **form.answer()),
    ):
        messages.success(request, "Recorded.")
        return redirect("family", child.pk)
    words = "If the person is not in this list, add the person to the family first."
    return form_page(request, child, form, title="Somebody moves in", words=words, button="Save")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def leave(request: HttpRequest, person_id: int, member_id: int) -> HttpResponse:
    """Somebody who moves out."""
    child = opened(request, person_id)
    family = family_of(request, child)
    member = next(
        (row for home in family.homes_now() for row in home.living(request.today) if row.pk == member_id), None
    )
    if member is None or family.people[member.person_id].is_masked:
        raise Http404
    form = LeaveForm(request.POST or None, **_clock(request))
    if form.is_valid() and acted(
        request,
        form,
        lambda: households.leave(by=request.user, on=request.today, member_id=member.pk, day=form.cleaned_data["day"]),
    ):
        messages.success(request, "Recorded.")
        return redirect("family", child.pk)
    return form_page(request, child, form, title="Moved out", about=member.person.full_name, button="Save")


@require_http_methods(["GET", "HEAD", "POST"])
@door(EDIT_FAMILY)
def move(request: HttpRequest, person_id: int, household_id: int) -> HttpResponse:
    """A new address for the whole household."""
    child = opened(request, person_id)
    home = _home(family_of(request, child), household_id).household
    dwelling = households.Dwelling(households.place_of(home))
    form = MoveForm(request.POST or None, initial={"version": dwelling.version}, **_clock(request))
    if form.is_valid() and acted(
        request,
        form,
        lambda: households.move(
            by=request.user,
            on=request.today,
            household_id=household_id,
            version=form.cleaned_data["version"],
            day=form.cleaned_data["day"],
            address=form.address(),
        ),
    ):
        messages.success(request, "The new address is recorded for everybody in the home.")
        return redirect("family", child.pk)
    shown: dict[str, Any] = {"title": "Change the address", "words": WHOLE_HOUSEHOLD, "button": "Save the address"}
    if form.is_stale:
        shown["differences"] = _both_addresses(form, households.place_of(home))
    return form_page(request, child, form, **shown)


def _both_addresses(form: MoveForm, place: Any) -> list[dict[str, str]]:
    """Where somebody else has recorded that they live, or that it is protected, beside what was typed."""
    typed = form.cleaned_data
    yours = NO_ADDRESS if typed["no_fixed_address"] else ", ".join(filter(None, [typed["lines"], typed["postcode"]]))
    return [{"label": "Address", "theirs": place.in_words if place else "", "yours": yours}]


@require_http_methods(["GET", "HEAD", "POST"])
@door(PROTECT_ADDRESS)
def protect(request: HttpRequest, person_id: int, household_id: int) -> HttpResponse:
    """Keep an address secret from everybody who is not named; for a protected one, end that."""
    child = opened(request, person_id)
    home = _home(family_of(request, child), household_id).household
    if home.protected:
        form: Any = SubmittedOnce(request.POST or None)
        if form.is_valid():
            _try(request, lambda: protection.lift(by=request.user, household_id=home.pk), "The address is open again.")
            return redirect("family", child.pk)
        return render(request, "frontdoor/family/lift.html", {"child": child, "home": home, "form": form})
    form = ProtectForm(request.POST or None)
    if form.is_valid() and acted(
        request,
        form,
        lambda: protection.protect(
            by=request.user, at=request.now, household_id=home.pk, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, "The address is protected. Name those who may see it.")
        return redirect("address_name", child.pk, home.pk)
    words = (
        "Nobody will see the address, you included, but those whom a manager names. "
        "It is no longer found by a search. Texts that were typed before are not changed."
    )
    return form_page(request, child, form, title="Protect this address", words=words, button="Protect the address")


def _try(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, done)


@require_http_methods(["GET", "HEAD", "POST"])
@door(PROTECT_ADDRESS)
def name(request: HttpRequest, person_id: int, household_id: int) -> HttpResponse:
    """Open a protected address to a worker by name."""
    child = opened(request, person_id)
    home = _home(family_of(request, child), household_id).household
    workers = get_user_model().objects.in_post(request.today).exclude(pk=request.user.pk).order_by("family_name", "pk")
    form = NameForm(request.POST or None, workers=workers, **_clock(request))
    if form.is_valid():
        named = {key: form.cleaned_data[key] for key in ("worker", "reason", "last_day")}
        act = {"by": request.user, "at": request.now, "household_id": home.pk} | named
        if acted(request, form, lambda: protection.name(**act)):
            messages.success(request, "This worker may see the address now.")
            return redirect("family", child.pk)
    return form_page(request, child, form, title="Who may see the address", button="Let this worker see it")


@require_POST
@door(VIEW_PERSON)
def reveal(request: HttpRequest, person_id: int, household_id: int) -> HttpResponse:
    """A protected address for somebody who was named. It is written down before it is shown."""
    child = opened(request, person_id)
    home = _home(family_of(request, child), household_id).household
    try:
        address = protection.reveal(by=request.user, household_id=home.pk)
    except NotPossible as refusal:
        raise Refused(refusal.reason) from refusal
    return render(request, "frontdoor/family/revealed.html", {"child": child, "address": address})
