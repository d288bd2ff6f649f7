"""A form sent too late, after the session ended or its token changed: nothing that was typed is lost.

The browser of a worker who has signed in carries a signed cookie with the worker's id. A form that arrives without a
session is kept for that worker and given back after signing in; nobody else can open it.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from frontdoor.core.doors import OPEN
from frontdoor.core.drafts import HeldSubmission, Typed, as_post, typed
from frontdoor.core.middleware import door_of

COOKIE = "last_worker"
COOKIE_SECONDS = 12 * 3600
GIVEN_BACK = "held_id"
HELD_ID = re.compile("[0-9]{1,18}")
CHOSEN = re.compile("[a-z0-9_-]*")
"""What a form calls a choice, a key or a number; all is sent again, and words alone are shown."""
TOKEN = "csrfmiddlewaretoken"  # noqa: S105
BAD_REQUEST, FORBIDDEN = 400, 403


class HoldSubmissionMiddleware:
    """Stands behind the session's limits: keeps forms of signed-out workers, and gives them back after they sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return self._signed_in(request)
        if request.method == "POST" and TOKEN in request.POST and not request.headers.get("X-CSRFToken"):
            held = _hold(request)
            if held is not None:
                return redirect(f"{reverse(settings.LOGIN_URL)}?next={reverse('held_submission', args=[held.pk])}")
        return self.get_response(request)

    def _signed_in(self, request: HttpRequest) -> HttpResponse:
        worker_id = request.user.pk
        given_back = request.POST.get(GIVEN_BACK, "") if request.method == "POST" else ""
        held_id = int(given_back) if HELD_ID.fullmatch(given_back) else None
        response = self.get_response(request)
        if held_id is not None and response.status_code < BAD_REQUEST:
            HeldSubmission.objects.of(request.user).filter(pk=held_id).delete()
        if request.get_signed_cookie(COOKIE, default="") != str(worker_id):
            response.set_signed_cookie(
                COOKIE,
                str(worker_id),
                max_age=COOKIE_SECONDS,
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def _hold(request: Any) -> HeldSubmission | None:
    worker = request.signed_out_worker or _last_worker(request)
    if worker is None or not is_ours(request.path):
        return None
    return HeldSubmission.objects.create(worker=worker, path=request.get_full_path(), fields=typed(request.POST))


def _last_worker(request: HttpRequest) -> Any:
    worker_id = request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_SECONDS)
    return get_user_model().objects.filter(pk=worker_id, is_active=True).first() if worker_id else None


def is_ours(path: str) -> bool:
    """Whether a path is a page behind a door of ours; sign-in pages guard themselves and are never kept."""
    try:
        return door_of(resolve(path).func) not in (None, OPEN)
    except Resolver404:
        return False


def page(path: str, fields: Typed, *, held_id: int | None = None) -> dict[str, Any]:
    """What the page shows that gives typed text back."""
    post = as_post({name: values for name, values in fields.items() if name != GIVEN_BACK})
    pairs = [(name, value) for name, values in post.lists() for value in values]
    written = [pair for pair in pairs if not CHOSEN.fullmatch(pair[1].strip())]
    return {"path": path, "pairs": pairs, "written": written, "held_id": held_id}


def token_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a stale token: all that was typed, and a button that sends it again with a fresh one."""
    path = request.path if is_ours(request.path) and urlsplit(request.path).netloc == "" else "/"
    context = page(path, typed(request.POST))
    return render(request, "frontdoor/drafts/stale.html", context, status=FORBIDDEN)
