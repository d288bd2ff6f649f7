"""What stands before every view: the moment of the request, and the door that must be open."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from frontdoor.core.doors import OPEN, SIGNED_IN
from frontdoor.core.permissions import Permission, Refused, require

OK, UNPROCESSABLE = 200, 422
BIGGEST_ID = BigIntegerField.MAX_BIGINT
GUARDS_ITSELF = ("allauth.", "django.contrib.staticfiles", "django.views.static")


class ClockMiddleware:
    """``request.now`` and ``request.today`` (London): the only clock that pages and actions read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        return self.get_response(request)


class AddressMiddleware:
    """An address with a number that no row of ours can have is not found.

    Asked here once, it never reaches the database, which would call it our fault.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, int) and value > BIGGEST_ID for value in kwargs.values()):
            raise Http404


class ContentPolicyMiddleware:
    """What the browser may do, by the settings that django-csp reads; worked out once, for all pages have one policy.

    A response that carries a stricter policy of its own keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


class UnprocessableMiddleware:
    """Answers 422 wherever a page shows a sent form again, so that the sign-in library's forms answer like ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == OK and form is not None and form.errors:
            response.status_code = UNPROCESSABLE
        return response


class DoorMiddleware:
    """Deny by default: a view without a declared door answers 403 to everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        key = door_of(view)
        if key is None:
            raise Refused("Nobody may open this page: it has no permission of its own.")
        if key == OPEN:
            return
        if not request.user.is_authenticated:
            raise ImproperlyConfigured("DoorMiddleware stands after LoginRequiredMiddleware.")
        if isinstance(key, Permission):
            require(request.user, key)
        elif key != SIGNED_IN:
            raise ImproperlyConfigured(f"{key} is not a door.")


def door_of(view: Any) -> Permission | str | None:
    """The declared door of a view function or class, or None."""
    declared = getattr(view, "door", None) or getattr(getattr(view, "view_class", None), "door", None)
    if declared is not None:
        return declared
    return OPEN if getattr(view, "__module__", "").startswith(GUARDS_ITSELF) else None
