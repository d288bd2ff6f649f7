"""Who is this child? The children whom a partner named become people of the record here, one at a time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import search, settling
from frontdoor.contact_answers import hit_rows
from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE, SubmittedOnce
from frontdoor.core.idempotency import once
from frontdoor.core.search import Wanted
from frontdoor.forms.search import FindChildForm
from frontdoor.forms.settling import as_typed, wanted
from frontdoor.models import Address, Contact, Person, ToldPerson
from frontdoor.permissions import SETTLE_CHILDREN
from frontdoor.presenters import partners as presenters_partners
from frontdoor.views import family
from frontdoor.views.contact import opened

PAGES = "frontdoor/settling/"


@require_safe
@door(SETTLE_CHILDREN)
def children(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Everybody whom the partner named, and who has been said to be whom."""
    contact = opened(request, contact_id)
    page = {
        "contact": contact,
        "children": [
            (told, presenters_partners.age(told, request.today))
            for told in contact.told_people.children().select_related("person", "settled_by")
        ],
        "adults": contact.told_people.adults(),
    }
    return render(request, f"{PAGES}children.html", page)


@require_http_methods(["GET", "POST"])
@door(SETTLE_CHILDREN)
def child(request: HttpRequest, contact_id: int, told_id: int) -> HttpResponse:
    """One child: who is recorded like this, the closest first; then the two side by side; then the answer."""
    contact = opened(request, contact_id)
    told = contact.told_people.children().filter(pk=told_id).first()
    if told is None:
        raise Http404
    if told.settled_at is not None or contact.decided_at is not None:
        return redirect("contact_children", contact_id=contact.pk)
    if "compare" in request.POST:
        return _compared(request, contact, told, _number(request.POST["compare"]))
    if "person" in request.POST:
        return _settled(request, contact, told, _number(request.POST["person"]))
    if "new" in request.POST:
        return _settled(request, contact, told, None)
    return _found(request, contact, told)


def _number(sent: str) -> int:
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 19):
        raise Http404
    return int(sent)


def _found(request: HttpRequest, contact: Contact, told: ToldPerson, problems: list[str] | None = None) -> HttpResponse:
    searched = "search" in request.POST
    today, now = request.today, request.now
    form = FindChildForm(request.POST if searched else None, today=today, now=now, initial=as_typed(told))
    looked_for = wanted(told)
    if searched:
        looked_for = form.wanted() if form.is_valid() else Wanted()
    page: dict[str, Any] = {"rows": [], "masked": False, "problem": ""}
    if not looked_for.is_empty:
        try:
            found = search.people(by=request.user, now=now, wanted=looked_for)
            page |= {"rows": hit_rows(found.hits, today, looked_for=looked_for), "masked": found.masked}
        except search.TooManyRows as pause:
            page["problem"] = pause.reason
    page |= {
        "contact": contact,
        "told": told,
        "told_rows": presenters_partners.told_rows(told),
        "form": form,
        "key": SubmittedOnce(),
        "problems": problems or [],
    }
    status = UNPROCESSABLE if problems or (searched and form.errors) else 200
    return render(request, f"{PAGES}child.html", page, status=status)


def _compared(request: HttpRequest, contact: Contact, told: ToldPerson, person_id: int) -> HttpResponse:
    """The child told of beside the record that may be the child's; of a record that may not be opened, name and age."""
    if Person.objects.visible_to(request.user).filter(pk=person_id).exists():
        person: Person | None = family.opened(request, person_id)
        addresses: list[Address] | None = list(person.addresses.filter(ended_on__isnull=True))
    else:
        person, addresses = Person.objects.linkable_by(request.user).filter(pk=person_id).first(), None
    if person is None:
        raise Http404
    page = {
        "contact": contact,
        "told": told,
        "person": person,
        "rows": presenters_partners.beside(told, person, addresses, request.today),
        "key": SubmittedOnce(),
    }
    return render(request, f"{PAGES}compare.html", page)


def _settled(request: HttpRequest, contact: Contact, told: ToldPerson, person_id: int | None) -> HttpResponse:
    key = SubmittedOnce(request.POST)
    if not key.is_valid():
        return _found(request, contact, told)
    try:
        once(
            key=key.cleaned_data["submission_key"],
            by=request.user,
            act=lambda: settling.settle(
                by=request.user, now=request.now, contact_id=contact.pk, told_id=told.pk, person_id=person_id
            ),
        )
    except ValidationError as refused:
        return _found(request, contact, told, refused.messages)
    if contact.told_people.children().unsettled().exists():
        messages.success(request, "It is recorded who this child is.")
        return redirect("contact_children", contact_id=contact.pk)
    messages.success(request, "It is recorded who every child on this contact is.")
    return redirect("contact", contact_id=contact.pk)
