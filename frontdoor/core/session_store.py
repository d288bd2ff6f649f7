"""Sessions as the library keeps them, read by a query that is built and planned once (docs/adr/0011)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from frontdoor.core.prepared import Prepared


def _living(_: None, *, key: Any, now: Any) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


LIVING = Prepared(_living, key=CharField(max_length=40), now=DateTimeField())


class SessionStore(db.SessionStore):
    """The store named in ``SESSION_ENGINE``: every page of somebody signed in reads one session first."""

    def _get_session_from_db(self) -> Session | None:
        found = LIVING.ask(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
