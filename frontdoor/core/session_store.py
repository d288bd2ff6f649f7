"""Sessions as the library keeps them, read and kept by statements that are planned once (docs/adr/0011)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from frontdoor.core.prepared import Prepared, ask


def _living(_: None, *, key: Any, now: Any) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


LIVING = Prepared(_living, key=CharField(max_length=40), now=DateTimeField())


_KEEP = """
    UPDATE django_session SET session_data = %(data)s::text, expire_date = %(until)s::timestamptz
    WHERE session_key = %(key)s::text RETURNING session_key
"""


class SessionStore(db.SessionStore):
    """The store named in ``SESSION_ENGINE``: every page of somebody signed in reads one session first, and once a
    minute keeps it."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's own signature
        """As the library saves it. Raises CreateError, and UpdateError for a session that was ended meanwhile."""
        if self.session_key is None or must_create:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session())
        if not ask(_KEEP, {"key": row.session_key, "data": row.session_data, "until": row.expire_date}):
            raise UpdateError

    def _get_session_from_db(self) -> Session | None:
        found = LIVING.ask(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
