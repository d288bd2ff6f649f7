"""People of partner agencies sign in from outside: before anything else they set up a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from frontdoor.core.doors import OPEN
from frontdoor.core.middleware import door_of

FIRST = "Set up an authenticator app or a security key first. Without it nothing else opens."
SET_UP_AT = "security"
ON_THE_WAY = frozenset({"security", "mfa_index", "mfa_list_webauthn", "end_session"})


class SecondFactorMiddleware:
    """Leads somebody of an agency who has no second factor to the page where one is set up, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.PARTNERS_NEED_A_SECOND_FACTOR or getattr(request.user, "agency_id", None) is None:
            return None
        name = request.resolver_match.url_name
        if name in ON_THE_WAY or door_of(view) == OPEN or is_mfa_enabled(request.user):
            return None
        messages.info(request, FIRST)
        return redirect(SET_UP_AT)
