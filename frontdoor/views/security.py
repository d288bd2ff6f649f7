"""A worker's own sign-in: the sessions that are open, and the second factor."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from frontdoor.core.doors import SIGNED_IN, door
from frontdoor.core.idempotency import taken
from frontdoor.core.sessions import end_session_of, sessions_of


@door(SIGNED_IN)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where I am signed in, and how I prove who I am."""
    factors = list(request.user.authenticator_set.order_by("created_at"))
    kinds = Authenticator.Type
    return render(
        request,
        "account/security.html",
        {
            "sessions": sessions_of(request.user, current=request.session.session_key),
            "app": next((factor for factor in factors if factor.type == kinds.TOTP), None),
            "keys": [factor for factor in factors if factor.type == kinds.WEBAUTHN],
            "codes": next((factor.wrap() for factor in factors if factor.type == kinds.RECOVERY_CODES), None),
        },
    )


@door(SIGNED_IN)
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of my own sessions; somebody else's does not exist for me."""
    with transaction.atomic(), taken(request.user):
        if not end_session_of(request.user, session_id):
            raise Http404
    messages.success(request, "That session is ended.")
    return redirect("security")
