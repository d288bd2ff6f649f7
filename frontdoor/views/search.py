"""The search box of every page. What was typed stays out of addresses: it waits in the session."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from frontdoor.actions import search
from frontdoor.contact_answers import hit_rows
from frontdoor.core.doors import door
from frontdoor.core.search import wrong_check_digit
from frontdoor.forms.search import PeopleSearchForm
from frontdoor.models import Contact, PartnerReferral
from frontdoor.permissions import SEARCH_PEOPLE

TYPED = "people_search"
CONTACT = re.compile("C([0-9]{1,15})", re.IGNORECASE)
SLOW_DOWN = 429
UNPROCESSABLE = 422


@door(SEARCH_PEOPLE)
@require_POST
def people_search(request: HttpRequest) -> HttpResponse:
    """Take the words and show what they find; a contact's reference opens it, ours or the one a partner reads out."""
    typed = request.POST.get("q", "").replace("\x00", "")[:200]
    contact = _by_reference(request, typed)
    if contact is not None:
        return redirect("contact", contact_id=contact.pk)
    request.session[TYPED] = typed
    return redirect("people_found")


@door(SEARCH_PEOPLE)
@require_GET
def people_found(request: HttpRequest) -> HttpResponse:
    """People like the words searched for last; at most twenty."""
    form = PeopleSearchForm({"q": request.session.get(TYPED, "")})
    context = {"form": form, "rows": [], "masked": False, "problem": "", "wrong_number": ""}
    if not form.is_valid():
        return render(request, "frontdoor/search/results.html", context, status=UNPROCESSABLE)
    try:
        found = search.people(by=request.user, now=request.now, wanted=form.wanted())
    except search.TooManySearches as pause:
        context["problem"] = pause.reason
        return render(request, "frontdoor/search/results.html", context, status=SLOW_DOWN)
    context |= {
        "rows": hit_rows(found.hits, request.today),
        "masked": found.masked,
        "whole_word": form.wanted().is_whole_word,
        "wrong_number": wrong_check_digit(form.wanted().identifier),
    }
    return render(request, "frontdoor/search/results.html", context)


def _by_reference(request: HttpRequest, typed: str) -> Contact | None:
    """The contact of a reference, for whoever may see it."""
    ours = CONTACT.fullmatch(typed.strip())
    contacts = Contact.objects.visible_to(request.user)
    if ours:
        return contacts.filter(pk=int(ours[1])).first()
    return contacts.filter(partner_referral__in=PartnerReferral.objects.read_out(typed)).first()
