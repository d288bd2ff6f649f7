"""How long a session lives, and how it ends: idle limit, absolute limit, sign-out, or the end of a worker's access.

Sessions are written by the library (allauth.usersessions) with their worker, so that all of a worker's can be ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

STARTED, SEEN = "started_at", "seen_at"
SEEN_TO_THE_MINUTE = timedelta(minutes=1)
IDLE = "You were signed out because nothing happened for {minutes} minutes. Your drafts are kept."
TOO_LONG = "You were signed out because you signed in more than {hours} hours ago. Your drafts are kept."
CLEAR = '"cache", "storage"'


class SessionLimitsMiddleware:
    """Ends a session at its limits before anything is served, and keeps signed-in pages out of every cache.

    ``request.signed_out_worker`` names who was signed out by a limit, so that what was being sent can be kept for
    that worker. The last request is kept to the minute: one write a minute, not one a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.signed_out_worker = None
        before = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if before:
            self._keep_or_end(request)
        response = self.get_response(request)
        after = request.user.is_authenticated
        if before and not after:
            response["Clear-Site-Data"] = CLEAR
        if (before or after) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def _keep_or_end(self, request: Any) -> None:
        session = request.session
        started = _moment(session.setdefault(STARTED, request.now.isoformat()))
        seen = _moment(session.get(SEEN, session[STARTED]))
        reason = why_it_ends(now=request.now, started=started, seen=seen)
        if reason:
            request.signed_out_worker = request.user
            logout(request)
            messages.info(request, reason)
        elif SEEN not in session or request.now - seen >= SEEN_TO_THE_MINUTE:
            session[SEEN] = request.now.isoformat()


def why_it_ends(*, now: datetime, started: datetime, seen: datetime) -> str:
    """The sentence that says which limit is reached, or an empty text."""
    if now - seen >= settings.SESSION_IDLE_LIMIT:
        return IDLE.format(minutes=int(settings.SESSION_IDLE_LIMIT.total_seconds() // 60))
    if now - started >= settings.SESSION_ABSOLUTE_LIMIT:
        return TOO_LONG.format(hours=int(settings.SESSION_ABSOLUTE_LIMIT.total_seconds() // 3600))
    return ""


def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def end_sessions(worker: Any, *, but: str = "") -> int:
    """End every session of ``worker`` now, except the one with the key ``but``; returns how many. Call inside the act
    that takes the access away, so that both hold or neither."""
    ended = [session for session in UserSession.objects.filter(user_id=worker.pk) if session.session_key != but]
    for session in ended:
        session.end()
    return len(ended)


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """One place where a worker is signed in, as the worker sees it."""

    id: int
    browser: str
    since: datetime
    is_current: bool


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """ "Chrome on Windows" from what a browser says of itself; what is unknown is called so."""
    browser, machine = (
        next((words for part, words in known if part in user_agent), unknown)
        for known, unknown in ((BROWSERS, "Unknown browser"), (MACHINES, "an unknown machine"))
    )
    return f"{browser} on {machine}"


def sessions_of(worker: Any, *, current: str | None) -> list[OpenSession]:
    """The open sessions of ``worker``, the latest first; ``current`` is the key of the one that asks."""
    live = Session.objects.filter(expire_date__gt=Now()).values("session_key")
    return [
        OpenSession(
            id=session.pk,
            browser=browser_in_words(session.user_agent),
            since=session.created_at,
            is_current=session.session_key == current,
        )
        for session in UserSession.objects.filter(user_id=worker.pk, session_key__in=live).order_by("-created_at")
    ]


def remove_over(moment: datetime) -> int:
    """Remove the sessions that were over before a moment, and what the list of sessions says of sessions now gone."""
    gone = Session.objects.filter(expire_date__lt=moment).delete()[0]
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(live), last_seen_at__lt=moment).delete()
    return gone


def end_session_of(worker: Any, session_id: int) -> bool:
    """End one session if it is the worker's own; whether there was one."""
    session = UserSession.objects.filter(user_id=worker.pk, pk=session_id).first()
    if session is not None:
        session.end()
    return session is not None


def sign_in(request: HttpRequest, worker: Any, *, backend: str) -> None:
    """Begin a session of ``worker`` without a password, known to the list of sessions like every other."""
    login(request, worker, backend=backend)
    UserSession.objects.create_from_request(request)
