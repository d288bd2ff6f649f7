"""Whose installation this is, for the frame of every page: read with the worker, or once for a page before sign-in."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frontdoor.core.navigation import url_or_nothing
from frontdoor.core.policy import Authority


def frame_for(request: HttpRequest) -> dict[str, Any]:
    """The authority's name and mark; they came with the worker of the session, so that a page needs no query."""
    read = getattr(getattr(request, "user", None), "authority_frame", None)
    return read or dict(Authority.objects.values("name", "mark").get(pk=1))


def authority(request: HttpRequest) -> dict[str, object]:
    """Context processor: the authority's name and mark, and where the personas are in an invented one."""
    return {
        "authority_frame": SimpleLazyObject(lambda: frame_for(request)),
        "personas_url": url_or_nothing("personas"),
    }
