"""Whose hand is on the transaction: the database refuses a change that names nobody.

``acting_as`` tells Postgres for the length of the transaction; the ledger's triggers read it there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from frontdoor.core.prepared import ask

_acting: ContextVar[Any] = ContextVar("acting", default=None)
_fails_whole: ContextVar[bool] = ContextVar("fails_whole", default=False)


def current() -> Any:
    """The worker whose act is under way, or None."""
    return _acting.get()


_TELL = "SELECT set_config('frontdoor.actor', %(actor)s::text, true)"


def _tell_database(worker: Any) -> None:
    ask(_TELL, {"actor": str(worker.pk) if worker else ""})


@contextmanager
def acting_as(worker: Any, *, whole: bool = False) -> Iterator[None]:
    """One transaction in which every change is ``worker``'s. Nested acts by the same worker share it.

    A nested act that fails can be caught, and the rest goes on. ``whole``: an act directly inside cannot; it has no
    savepoint of its own, and all fails with it.
    """
    with _transaction(whole=whole):
        before = _acting.get()
        if before == worker and before is not None:
            yield
            return
        token = _acting.set(worker)
        _tell_database(worker)
        try:
            yield
        finally:
            _acting.reset(token)
        if before is not None:
            _tell_database(before)


@contextmanager
def _transaction(*, whole: bool) -> Iterator[None]:
    has_savepoint = not _fails_whole.get()
    token = _fails_whole.set(whole)
    try:
        with transaction.atomic(savepoint=has_savepoint):
            yield
    finally:
        _fails_whole.reset(token)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """The versions of what is written inside say why, as in "Records joined by merge 12". Call inside ``acting_as``."""
    _say_why(reason)
    yield
    _say_why("")


def _say_why(reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('frontdoor.change_reason', %s, true)", [reason])
