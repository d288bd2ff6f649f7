"""Opening a record: load and permit in one step, and write down who looked before anything is shown."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import BigIntegerField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from frontdoor.core import ledger
from frontdoor.core.access import Viewer, looking
from frontdoor.core.acting import acting_as
from frontdoor.core.exports import file_response
from frontdoor.core.prepared import Prepared

People = Callable[[Any], Iterable[int]]


class Openable:
    """The records of one kind as pages open them: one query, built once for each kind of viewer (docs/adr/0011).

    ``rows(viewer, *related)`` gives those the viewer may open (``visible_to``) with what is read beside them;
    ``people(row)`` the ids of the people a row is about; ``by`` the columns whose numbers stand in the address.
    """

    def __init__(self, rows: Callable[..., QuerySet], *, people: People, by: Iterable[str] = ("pk",)) -> None:
        self.people = people
        self._found = Prepared(
            lambda shape, **numbers: rows(*shape).filter(**numbers)[:1], **{name: BigIntegerField() for name in by}
        )

    def opened(self, request: HttpRequest, *related: str, **numbers: int) -> Any:
        """The one record that has these ``numbers``, its opening in the ledger. Raises Http404 as ``opened`` below."""
        worker = request.user
        found = self._found.ask((Viewer.like(worker), *related), **looking(worker), **numbers)
        return opened(request, found, people=self.people)


def opened(request: HttpRequest, found: Iterable[Any], *, people: People) -> Any:
    """The first of ``found`` (already limited with ``visible_to``), its opening in the ledger.

    ``people`` gives the ids of the people the row is about. Raises Http404 when there is none, so that a hidden
    record and one that does not exist look alike; a record whose event cannot be written is not shown.
    """
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
