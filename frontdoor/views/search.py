"""The search box of every page. What was typed stays out of addresses: it waits in the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from frontdoor import references
from frontdoor.actions import search
from frontdoor.contact_answers import hit_rows
from frontdoor.core.doors import door
from frontdoor.core.search import wrong_check_digit
from frontdoor.forms.search import PeopleSearchForm
from frontdoor.models import Contact, PartnerReferral
from frontdoor.permissions import SEARCH_PEOPLE

TYPED = "people_search"
SLOW_DOWN = 429
UNPROCESSABLE = 422


@door(SEARCH_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def people_search(request: HttpRequest) -> HttpResponse:
    """Take the words and show what they find; a reference that we or our letters name opens what it names.

    Read, for instance after signing in again, it shows what was searched for last.
    """
    if request.method != "POST":
        return redirect("people_found" if request.session.get(TYPED) else "my_work")
    typed = request.POST.get("q", "").replace("\x00", "")[:200]
    named = _by_reference(request, typed)
    if named is not None:
        return redirect(*named)
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
    wanted = form.wanted()
    try:
        found = search.people(by=request.user, now=request.now, wanted=wanted)
    except search.TooManyRows as pause:
        context["problem"] = pause.reason
        return render(request, "frontdoor/search/results.html", context, status=SLOW_DOWN)
    context |= {
        "rows": hit_rows(found.hits, request.today),
        "masked": found.masked,
        "too_fast": search.TOO_FAST if found.too_fast else "",
        "whole_word": wanted.is_whole_word,
        "wrong_number": wrong_check_digit(wanted.identifier),
    }
    return render(request, "frontdoor/search/results.html", context)


def _by_reference(request: HttpRequest, typed: str) -> tuple[str, int] | None:
    """The page that a reference names and the number of its row, ours or the one a partner reads out."""
    words = typed.strip()
    if ours := references.named(words, request.user):
        return ours
    sent = PartnerReferral.objects.read_out(words)
    found = Contact.objects.visible_to(request.user).filter(partner_referral__in=sent).first()
    return ("contact", found.pk) if found else None
