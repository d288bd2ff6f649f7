"""What a child's record shows around the story: asked at once, after the record has been opened (docs/adr/0016)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import BigIntegerField

from cases import drift, seeing, standing
from cases.models import SeenDue
from frontdoor.core.prepared import Slot
from frontdoor.core.together import MOMENT, Together, number_of
from frontdoor.models import Address, ConsentEvent, Document, Person, Relationship


@dataclass(frozen=True, kw_only=True)
class Around:
    """The rows of one child; ``drift`` are the facts of its open case, ``documents`` is their number."""

    addresses: Sequence[Address]
    adults: Sequence[Relationship]
    consent: Sequence[ConsentEvent]
    to_be_seen: Sequence[SeenDue]
    drift: Sequence[Any]
    documents: int


@cache
def _asked() -> Together:
    person = Slot("person", BigIntegerField())
    rows = (standing.addresses_of, standing.adults_of, standing.consent_of, seeing.of_child)
    documents = number_of(Document.objects.filter(child_id=person))
    return Together(*(build(person) for build in rows), drift.case_of_child(person, MOMENT.today), documents)


def around(child: Person, *, on: date) -> Around:
    """What stands around a child whose record is open; one query."""
    *rows, documents = _asked().ask(person=child.pk, today=on)
    addresses, adults, consent, to_be_seen, drifts = (found.rows for found in rows)
    return Around(
        addresses=addresses,
        adults=adults,
        consent=consent,
        to_be_seen=to_be_seen,
        drift=drifts,
        documents=documents.total,
    )
