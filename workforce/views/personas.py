"""Becoming an invented person by one click. Routed where settings.DEMO is on, and nowhere else."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from frontdoor.core.doors import OPEN, door
from frontdoor.core.sessions import sign_in
from workforce.demo_people import BY_EMAIL, PEOPLE
from workforce.models import Worker

BACKEND = "workforce.accounts.WorkerBackend"


@door(OPEN)
@never_cache
def personas(request: Any) -> HttpResponse:
    """Everyone one can be; a POST with the person's e-mail address becomes that person."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _become(request)
    present = Worker.objects.in_post(request.today).filter(email__in=BY_EMAIL).values_list("email", flat=True)
    people = [person for person in PEOPLE if person.email in set(present)]
    teams = [
        (team, list(members)) for team, members in groupby(people, lambda person: person.team and person.team.name)
    ]
    return render(request, "workforce/personas.html", {"teams": teams})


def _become(request: HttpRequest) -> HttpResponse:
    email = request.POST.get("person", "")
    worker = get_object_or_404(Worker.objects.in_post(request.today), email=email if email in BY_EMAIL else "")
    sign_in(request, worker, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)
