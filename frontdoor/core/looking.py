"""Opening a record: load and permit in one step, and write down who looked before anything is shown."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from frontdoor.core import ledger
from frontdoor.core.acting import acting_as
from frontdoor.core.exports import file_response


def open_record(request: HttpRequest, rows: QuerySet, *, people: Any, **lookup: Any) -> Any:
    """The one row of ``rows`` (already limited with ``visible_to``) that matches, its opening in the ledger.

    ``people`` gives the ids of the people the row is about. Raises Http404 when there is none, so that a hidden
    record and one that does not exist look alike; a record whose event cannot be written is not shown.
    """
    return opened(request, rows.filter(**lookup)[:1], people=people)


def opened(request: HttpRequest, found: Iterable[Any], *, people: Any) -> Any:
    """As ``open_record``, for rows that a prepared query has found."""
    row = next(iter(found), None)
    if row is None:
        raise Http404
    ledger.consulted(by=request.user, subject=row, person_ids=list(people(row)))
    return row


def file_taken_out(
    request: HttpRequest,
    *,
    subject: Model,
    people: Iterable[int],
    name: str,
    body: bytes,
    mime: str,
    basis: str = "export",
) -> HttpResponse:
    """A finished file about ``subject``, its leaving written in the ledger before it goes; ``name`` names nobody."""
    with acting_as(request.user):
        ledger.disclosed(listing=type(subject), person_ids=sorted(set(people)), subject_id=subject.pk, basis=basis)
    return file_response(name=name, body=body, mime=mime)


def looked_through(request: HttpRequest, *, listing: type[Model], people: Iterable[int]) -> None:
    """Write that a list was read that names these people or tells of them; before it is shown. Of nobody, nothing."""
    if named := sorted(set(people)):
        ledger.looked_through(by=request.user, listing=listing, person_ids=named)
