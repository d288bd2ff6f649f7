"""Opening a record: load and permit in one step, and write down who looked before anything is shown."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from frontdoor.core import ledger
from frontdoor.core.acting import acting_as


def open_record(request: HttpRequest, rows: QuerySet, *, people: Any, **lookup: Any) -> Any:
    """The one row of ``rows`` (already limited with ``visible_to``) that matches, its opening in the ledger.

    ``people`` gives the ids of the people the row is about. Raises Http404 when there is none, so that a hidden
    record and one that does not exist look alike; a record whose event cannot be written is not shown.
    """
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404
    with acting_as(request.user):
        ledger.consulted(subject=row, person_ids=list(people(row)))
    return row
