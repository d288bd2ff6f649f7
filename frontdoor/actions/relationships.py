"""Who is who to whom: recorded, changed and ended; what it said before stays readable in the versions."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from frontdoor.actions import households, people
from frontdoor.actions.people import NewPerson
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import lock
from frontdoor.models import Person, Relationship, Tie
from frontdoor.models.households import ADULT_AT
from frontdoor.models.relationships import (
    PARENT_OF_A_PARENT,
    PARENTS,
    RESPONSIBILITY_FOR_A_CHILD,
    SIBLINGS_ALREADY,
    Responsibility,
    TieKind,
)

NOT_YET = "A relationship cannot begin or end in the future."
NOT_BEFORE_BIRTH = "Parental responsibility cannot begin before the child is born."
NO_LONGER_A_PARENT = "A mother or father stays one. If the entry is wrong, change who this is to the child."
PERSON_GONE = "This person cannot be chosen. Describe the person instead."


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What an adult is to a child: the columns of the relationship that people may change."""

    kind: str
    parental_responsibility: str = Responsibility.NOT_KNOWN
    responsibility_by: str = ""
    responsibility_from: date | None = None
    responsibility_to: date | None = None
    started_on: date | None = None
    ended_on: date | None = None


def _dated(on: date, *days: date | None) -> None:
    if any(day is not None and day > on for day in days):
        raise NotPossible(NOT_YET)


def _is_a_child(person: Person, on: date) -> bool:
    years = person.age_on(on)
    return person.is_child or (years is not None and years < ADULT_AT)


def _write(row: Relationship, on: date, standing: Standing) -> Relationship:
    _dated(on, standing.started_on, standing.ended_on, standing.responsibility_from, standing.responsibility_to)
    born, since = row.child.birth_date, standing.responsibility_from
    if born is not None and since is not None and since < born:
        raise NotPossible(NOT_BEFORE_BIRTH, field="responsibility_from")
    if standing.parental_responsibility == Responsibility.YES and not _is_a_child(row.child, on):
        raise NotPossible(RESPONSIBILITY_FOR_A_CHILD, field="parental_responsibility")
    turned = Relationship.objects.parents().filter(child=row.adult, adult=row.child)
    if standing.kind in PARENTS and turned.exists():
        raise NotPossible(PARENT_OF_A_PARENT, field="kind")
    if standing.kind in PARENTS and standing.ended_on is not None:
        raise NotPossible(NO_LONGER_A_PARENT, field="ended_on")
    for name, value in asdict(standing).items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    households.carried(row)
    return row


def somebody(by: Any, on: date, who: int | NewPerson, *, is_child: bool) -> Person:
    """The person already recorded behind an id that ``by`` may name, or a new one. Raises NotPossible."""
    if isinstance(who, NewPerson):
        return people.describe(on, who, is_child=is_child)
    found = Person.objects.linkable_by(by).filter(pk=who).first()
    if found is None:
        raise NotPossible(PERSON_GONE)
    return found


@action
def add_adult(*, by: Any, on: date, child: Person, who: int | NewPerson, standing: Standing) -> Relationship:
    """Record an adult in a child's life. Raises NotPossible, and ValidationError with what the rows refuse."""
    adult = somebody(by, on, who, is_child=False)
    return _write(Relationship(child=child, adult=adult), on, standing)


@action
def add_sibling(
    *, by: Any, on: date, child: Person, who: int | NewPerson, kind: str, parents: Iterable[Relationship]
) -> Person:
    """Record a brother or sister: through the parents of ``child`` they share, or as a tie where none is recorded.

    ``parents`` are relationships of the child to mothers or fathers. What those hold for the other child is asked
    anew: it is recorded as not known. Raises NotPossible, and ValidationError with what the rows refuse.
    """
    sibling = somebody(by, on, who, is_child=True)
    shared = list(parents)
    for row in shared:
        _write(Relationship(child=sibling, adult=row.adult), on, Standing(kind=row.kind))
    if not shared:
        _tie(on, child, sibling, kind=kind)
    return sibling


def _tie(on: date, one: Person, two: Person, *, kind: str, started_on: date | None = None) -> Tie:
    _dated(on, started_on)
    parents = Relationship.objects.parents()
    shared = parents.filter(child=one, adult__in=parents.filter(child=two).values("adult"))
    if kind in (TieKind.SIBLINGS, TieKind.HALF_SIBLINGS) and shared.exists():
        raise NotPossible(SIBLINGS_ALREADY, field="kind")
    tie = Tie.between(one, two, kind=TieKind(kind), started_on=started_on)
    tie.full_clean()
    tie.save()
    return tie


@action
def tie(*, by: Any, on: date, one: Person, two: Person, kind: str, started_on: date | None = None) -> Tie:
    """Record what two people are to each other. Raises NotPossible, and ValidationError with what the rows refuse."""
    return _tie(on, one, two, kind=kind, started_on=started_on)


@action
def change(*, by: Any, on: date, relationship_id: int, version: int, standing: Standing) -> Relationship:
    """Correct a relationship, or end it with a day. Raises Stale, NotPossible, ValidationError."""
    row = lock(Relationship.objects.select_related("child"), relationship_id, version)
    return _write(row, on, standing)


@action
def change_tie(
    *, by: Any, on: date, tie_id: int, version: int, kind: str, started_on: date | None, ended_on: date | None
) -> Tie:
    """Correct a tie, or end it with a day. Raises Stale, NotPossible, ValidationError."""
    _dated(on, started_on, ended_on)
    row = lock(Tie.objects.all(), tie_id, version)
    row.kind, row.started_on, row.ended_on = kind, started_on, ended_on
    row.full_clean()
    row.save()
    return row
