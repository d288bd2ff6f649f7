"""What the pages about one person with two records show."""

from typing import Any

from frontdoor import presenters
from frontdoor.actions import merging, search
from frontdoor.actions.merging import Moved
from frontdoor.actions.search import Hit
from frontdoor.core import ledger
from frontdoor.core.acting import acting_as
from frontdoor.core.search import Wanted, postcode_key, telephone_key
from frontdoor.models import IdentityLink, MovedRow, Person, PersonMerge
from frontdoor.models.identity import ALREADY_JOINED, KNOWN_DIFFERENT, TWO_NHS_NUMBERS
from frontdoor.pointing import pointers, rows_called

MOST = 10
SAID_TO_ALL = frozenset({ALREADY_JOINED, KNOWN_DIFFERENT, TWO_NHS_NUMBERS})
NOT_FROM_HERE = "Something that you cannot see speaks against joining these records. Ask a service manager to look."


def opens_all(worker: Any, *people: int) -> bool:
    """Whether the worker may open each of these records, and not only compare it with another."""
    return Person.objects.visible_to(worker).filter(pk__in=people).count() == len(set(people))


def against(one: Person, other: Person, worker: Any) -> list[str]:
    """What stands against joining two records, in sentences that tell nothing of records the worker cannot open."""
    reasons = merging.refusals(one, other)
    if opens_all(worker, one.pk, other.pk):
        return reasons
    said_openly = [reason for reason in reasons if reason in SAID_TO_ALL]
    return said_openly if len(said_openly) == len(reasons) else [*said_openly, NOT_FROM_HERE]


def family_that_shows(adult: Person, worker: Any) -> Person | None:
    """A child whose record the worker may open and to whose family an adult belongs."""
    return Person.objects.visible_to(worker).filter(adults__adult=adult).order_by("pk").first()


def others_like(person: Person, *, by: Any) -> list[Hit]:
    """Records that may be a second one of this person, without those known to be others; the search is kept."""
    homes = person.addresses.current().not_protected().exclude(no_fixed_address=True).order_by("-pk")
    home = homes.first() if opens_all(by, person.pk) else None
    wanted = Wanted(
        given_names=person.given_names,
        family_name=person.family_name,
        birth_date=person.birth_date or person.expected_birth_date,
        postcode=postcode_key(home.postcode) if home else "",
        address=home.lines if home else "",
        telephone=telephone_key(person.telephone),
    )
    if wanted.is_empty:
        return []
    others = {pk for pair in _known_two(person) for pk in pair} | {person.pk}
    likely = [hit for hit in search.ranked(wanted, by) if hit.match.is_likely]
    hits = [hit for hit in likely if hit.person.pk not in others][:MOST]
    with acting_as(by):
        ledger.searched(person_ids=[hit.person.pk for hit in hits], basis="same person")
    return hits


def _known_two(person: Person) -> list[tuple[int, int]]:
    return list(IdentityLink.objects.touching(person.pk).known_two().values_list("one", "other"))


def said(person: Person, worker: Any) -> list[dict[str, Any]]:
    """What is said about this record and others that the worker may open."""
    links = IdentityLink.objects.touching(person.pk).visible_to(worker).select_related("one", "other", "said_by")
    return [
        {
            "other": link.other if link.one_id == person.pk else link.one,
            "words": link.get_kind_display(),
            "reason": link.reason,
            "by": link.said_by.get_full_name(),
            "at": presenters.moment(link.said_at),
        }
        for link in links.order_by("-said_at", "-pk")
    ]


def comparable(hits: list[Hit], worker: Any) -> set[int]:
    """The ids of the records found that the worker may compare."""
    found = Person.objects.comparable_by(worker).filter(pk__in=[hit.person.pk for hit in hits])
    return set(found.values_list("pk", flat=True))


def counts(one: Person, other: Person) -> list[dict[str, Any]]:
    """How many rows of each kind point at each of two records; kinds without any are left out."""
    found: dict[str, list[int]] = {}
    for pointer in pointers():
        numbers = found.setdefault(_capital(rows_called(pointer.table)), [0, 0])
        for place, person in enumerate((one, other)):
            numbers[place] += pointer.rows_of(person.pk).count()
    return [{"kind": kind, "numbers": numbers} for kind, numbers in found.items() if any(numbers)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def told(rows: list[Moved]) -> list[dict[str, Any]]:
    """Rows that a merge moves, and those that stay, counted by kind."""
    found: dict[tuple[str, bool], int] = {}
    for row in rows:
        kind = _capital(rows_called(row.table))
        found[kind, row.stayed] = found.get((kind, row.stayed), 0) + 1
    return [{"kind": kind, "number": number, "stays": stays} for (kind, stays), number in sorted(found.items())]


def moved_by(merge: PersonMerge) -> list[dict[str, Any]]:
    """The rows that a merge moved, counted by kind."""
    rows = MovedRow.objects.filter(merge=merge).values_list("table", "column", "row_id").order_by("pk")
    return told([Moved(*row) for row in rows])
