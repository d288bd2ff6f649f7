"""When something fails: the fault page, or, where the database is away, what was typed and a way to resend it."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from frontdoor.core import held
from frontdoor.core.drafts import typed

FAULT, UNAVAILABLE = 500, 503
TRY_AGAIN_SECONDS = "10"

# These pages ask the database nothing, not even whose installation this is.
FRAME = {"authority_frame": {"name": "", "mark": ""}}


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an uncaught fault; a database that is away is an outage (503) and costs nobody their words."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponse(render_to_string("500.html", FRAME), status=FAULT)
    context: dict[str, Any] = {**FRAME, "pairs": []}
    if request.method == "POST" and held.is_ours(request.path):
        context |= held.page(request.get_full_path(), typed(request.POST))
        context["csrf_token"] = request.POST.get(held.TOKEN, "")
    headers = {"Retry-After": TRY_AGAIN_SECONDS}
    return HttpResponse(render_to_string("503.html", context), status=UNAVAILABLE, headers=headers)
