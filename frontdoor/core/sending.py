"""The form that the request under way has sent: whose it is, its key, and a digest of what is in it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from frontdoor.core.drafts import typed

KEY = "submission_key"
NO_ANSWERS = {"held_id"}
"""What is sent along by our own pages and is no answer of the worker's."""


@dataclass
class Sending:
    """One arrival of a form. ``is_taken`` while and after an act stands behind it, ``led_to_an_act`` once it is done.

    ``used`` is the ``SubmittedForm`` of one that was acted on before. ``is_spent``: it was so with other answers, and
    a page that shows it again needs a new key.
    """

    key: UUID
    worker: Any
    content: str
    is_taken: bool = False
    led_to_an_act: bool = False
    used: Any = None
    is_spent: bool = False
    place: str = ""


_current: ContextVar[Sending | None] = ContextVar("sending", default=None)


def current() -> Sending | None:
    """The form that this request has sent, or None."""
    return _current.get()


def key_of(text: str) -> UUID | None:
    """A form's key as it was sent; None for anything that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def of(request: HttpRequest) -> Sending | None:
    """What a worker has sent by pressing a button; None for a page that is read and for a draft that a script keeps."""
    if request.method != "POST" or not request.user.is_authenticated or request.headers.get("X-CSRFToken"):
        return None
    key = key_of(request.POST.get(KEY, ""))
    return Sending(key, request.user, _digest(request)) if key is not None else None


def _digest(request: HttpRequest) -> str:
    answers = {name: values for name, values in typed(request.POST).items() if name not in NO_ANSWERS}
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    whole = json.dumps([request.path, sorted(answers.items()), sorted(files)])
    return hashlib.sha256(whole.encode()).hexdigest()


@contextmanager
def under_way(sent: Sending | None) -> Iterator[None]:
    """The body answers ``sent``."""
    token = _current.set(sent)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def acting_on(sent: Sending | None) -> Iterator[None]:
    """The body is the act behind ``sent``: acts inside it belong to it. It is not taken when the act fails."""
    if sent is None:
        yield
        return
    sent.is_taken = True
    try:
        yield
    except BaseException:
        sent.is_taken = False
        raise


def leads_to(place: str) -> None:
    """Say where the same form leads when it is sent again, for an act that is answered with a page of its own."""
    sent = current()
    if sent is not None:
        sent.place = place
