"""The first page: what waits for whoever opens it, most pressing first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontdoor.core import my_work, policy
from frontdoor.core.doors import SIGNED_IN, door
from frontdoor.core.looking import looked_through
from frontdoor.models import Person
from frontdoor.permissions import REFER


@door(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """A worker's lists; for a partner, the way to refer and how to reach the front door."""
    worker = request.user
    if worker.holds(REFER):
        return render(request, "frontdoor/partner/home.html", {"authority": policy.authority()})
    lists = my_work.of(worker, request.now)
    named = {person for block in lists for item in block.items for person in item.people}
    looked_through(request, listing=Person, people=named)
    return render(
        request,
        "frontdoor/my_work.html",
        {
            "waiting": [block for block in lists if block.count],
            "clear": [block for block in lists if not block.count],
        },
    )
