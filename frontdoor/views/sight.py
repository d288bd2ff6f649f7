"""Who can see a record: closing it, opening it again, naming workers on it, and declaring ties to a family."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import sight
from frontdoor.actions import sight as acts
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm, render_form
from frontdoor.core.looking import Openable
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.forms.sight import EndNamingForm, LiftForm, NameOnRecordForm, RestrictForm, TieForm
from frontdoor.models import Person
from frontdoor.permissions import DECLARE_TIE, NAME_UNSEEN, SAY_WHO_SEES
from frontdoor.views.family import acted, opened

CLOSED_TO_YOU = "From now on only those who are named see this record. You do not, until somebody names you."


def _page(request: HttpRequest, person: Person | None, form: GovukForm, **page: Any) -> HttpResponse:
    """A form about who sees a record; ``page`` has title and button, and perhaps words, a warning or a way back."""
    return render_form(request, "frontdoor/sight/form.html", {"person": person, "form": form, **page})


def _clock(request: HttpRequest) -> dict[str, Any]:
    return {"today": request.today, "now": request.now}


def _done(request: HttpRequest, form: Any, words: str, act: Callable[[], Any]) -> bool:
    if form.is_valid() and acted(request, form, act):
        messages.success(request, words)
        return True
    return False


def _signed(request: HttpRequest, person: Person) -> dict[str, Any]:
    return {"by": request.user, "at": request.now, "person_id": person.pk}


def _answers(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


@door(SAY_WHO_SEES)
@require_safe
def who_sees(request: HttpRequest, person_id: int) -> HttpResponse:
    """Whether the record is restricted and why, who is named on it, and who has a tie to the person."""
    person = opened(request, person_id)
    told = sight.told(person)
    own = any(row.restricted_by_id == request.user.pk for row in told["restrictions"])
    context = {"person": person, "may_lift": bool(told["restrictions"]) and not own, "own": own, **told}
    return render(request, "frontdoor/sight/who.html", context)


@door(SAY_WHO_SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close a record to all who are not named on it."""
    person = opened(request, person_id)
    others = sight.without_a_tie(sight.staff(request.today), person.pk).exclude(pk=request.user.pk)
    managers = sight.without_a_tie(sight.managers(request.today), person.pk).exclude(pk=request.user.pk)
    own_team = others.filter(team_id=request.user.team_id) if request.user.team_id else others.none()
    form = RestrictForm(request.POST or None, managers=managers, others=own_team, **_clock(request))
    if _done(
        request,
        form,
        "The record is restricted.",
        lambda: acts.restrict(**_signed(request, person), **_answers(form, "reason", "manager", "others", "last_day")),
    ):
        still = Person.objects.visible_to(request.user).filter(pk=person.pk).exists()
        return redirect("person_sight", person.pk) if still else redirect("my_work")
    return _page(request, person, form, title="Restrict this record", words=CLOSED_TO_YOU, button="Restrict the record")


@door(SAY_WHO_SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open a restricted record again, as the second manager."""
    person = opened(request, person_id)
    form = LiftForm(request.POST or None)
    if _done(
        request,
        form,
        "The restriction is lifted. Those who work with the family see the record again.",
        lambda: acts.lift(**_signed(request, person), **_answers(form, "reason")),
    ):
        return redirect("person_sight", person.pk)
    words = "Everybody who works with this family, or oversees it, will see the record again. Declared ties stay."
    return _page(request, person, form, title="Lift the restriction", words=words, button="Lift the restriction")


@door(SAY_WHO_SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name a worker on a restricted record."""
    person = opened(request, person_id)
    workers = sight.without_a_tie(sight.staff(request.today), person.pk).exclude(pk=request.user.pk)
    form = NameOnRecordForm(request.POST or None, workers=workers, **_clock(request))
    if _done(
        request,
        form,
        "This worker sees the record from now on.",
        lambda: acts.name(**_signed(request, person), **_answers(form, "worker", "reason", "last_day")),
    ):
        return redirect("person_sight", person.pk)
    words = "" if person.restricted else "This record is not restricted: nobody needs to be named on it."
    return _page(request, person, form, title="Name a worker on this record", words=words, button="Name this worker")


@door(SAY_WHO_SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def end_naming(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a name off a restricted record before its last day."""
    person = opened(request, person_id)
    named = [grant.worker_id for grant in sight.told(person)["named"]]
    form = EndNamingForm(request.POST or None, workers=sight.known(named))
    if _done(
        request,
        form,
        "The name is taken off. This worker does not see the record any more.",
        lambda: acts.end_naming(**_signed(request, person), **_answers(form, "worker", "reason")),
    ):
        still = Person.objects.visible_to(request.user).filter(pk=person.pk).exists()
        return redirect("person_sight", person.pk) if still else redirect("my_work")
    return _page(request, person, form, title="Take a name off this record", button="Take the name off")


_LINKABLE = Openable(Person.objects.linkable_by, people=lambda row: [row.pk])


@door(DECLARE_TIE)
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, person_id: int) -> HttpResponse:
    """Declare a tie to somebody: the record is hidden from whoever has it, at once and for good."""
    person = _LINKABLE.opened(request, pk=person_id)
    workers = acts.answers_for(request.user, request.today) if may(request.user, SAY_WHO_SEES) else None
    form = TieForm(request.POST or None, workers=workers, own=request.user)
    if _done(
        request,
        form,
        "The tie is declared. Your manager hears of it.",
        lambda: acts.declare(**_signed(request, person), worker=form.whose, **_answers(form, "reason")),
    ):
        return redirect("my_work")
    known = Person.objects.visible_to(request.user).filter(pk=person.pk).exists()
    return _page(
        request,
        person,
        form,
        title="Declare a tie to this person",
        words="Whoever has the tie does not see this record any more, whatever the role. This cannot be taken back.",
        button="Declare the tie",
        number_alone=not known,
    )


@door(NAME_UNSEEN)
@require_safe
def left_alone(request: HttpRequest) -> HttpResponse:
    """Restricted records on which no manager is named any more, by their number alone."""
    page = page_of(sight.left_alone(request.user, request.today), request.GET.get("page"))
    return render(request, "frontdoor/sight/left.html", {"page": page, "query": request.GET})


@door(NAME_UNSEEN)
@require_http_methods(["GET", "HEAD", "POST"])
def name_unseen(request: HttpRequest, restricted_id: int) -> HttpResponse:
    """Name a manager on a restricted record that nobody looks after, without opening it."""
    if not sight.left_alone(request.user, request.today).filter(pk=restricted_id).exists():
        raise Http404
    managers = sight.without_a_tie(sight.managers(request.today), restricted_id).exclude(pk=request.user.pk)
    form = NameOnRecordForm(request.POST or None, workers=managers, **_clock(request))
    signed = {"by": request.user, "at": request.now, "person_id": restricted_id}
    if _done(
        request,
        form,
        "This manager looks after the record from now on.",
        lambda: acts.name_unseen(**signed, **_answers(form, "worker", "reason", "last_day")),
    ):
        return redirect("restricted_records")
    title = f"Who looks after record {restricted_id}?"
    return _page(request, None, form, title=title, button="Name this manager")
