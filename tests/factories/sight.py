"""Restricted records, names on them, and searches that were noticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.models import AccessGrant, Person, Restriction, SearchAlert
from tests.factories import people, workers
from tests.factories.base import RecordFactory, as_somebody
from tests.rows import bringing_in

WHY = "The mother works for the authority."


class SearchAlertFactory(RecordFactory):
    """Somebody who searched too often, whom nobody has asked yet."""

    class Meta:
        model = SearchAlert

    worker = factory.LazyFunction(workers.call_handler)
    kind = "pace"
    noticed_at = factory.LazyFunction(timezone.now)


def restriction(*, person: Person | None = None, by: Any = None, lifted: bool = False) -> Restriction:
    """A record that somebody closed a while ago, and that somebody else may have opened since."""
    opened = {"lifted_by": workers.service_manager(), "lifted_at": timezone.now(), "lift_reason": WHY}
    with _brought_in():
        made = Restriction(
            person=person or people.ChildFactory(restricted=True),
            reason=WHY,
            restricted_by=by or workers.practice_manager(),
            restricted_at=timezone.now() - timedelta(days=1),
            **(opened if lifted else {}),
        )
        made.save()
    return made


def named(person: Person, worker: Any, *, days: int = 30, kind: str = "restricted", by: Any = None) -> AccessGrant:
    """A worker's name on a record."""
    now = timezone.now()
    with _brought_in():
        made = AccessGrant(
            worker=worker,
            person=person,
            kind=kind,
            reason="Works with this family and must read it.",
            granted_by=by or workers.practice_manager(),
            granted_at=now - timedelta(hours=1),
            expires_at=now + (timedelta(days=days) if kind == "restricted" else timedelta(hours=23)),
        )
        made.save()
    return made


@contextmanager
def _brought_in() -> Iterator[None]:
    with as_somebody(), bringing_in():
        yield
