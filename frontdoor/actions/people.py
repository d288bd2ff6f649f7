"""Adding people, their addresses and the adults around a child."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from frontdoor.actions import households
from frontdoor.actions.households import NewAddress
from frontdoor.core.actions import NotPossible, action
from frontdoor.models import Address, Person, Relationship
from frontdoor.models.birth_dates import BORN_LONG_AGO, NOT_EXPECTED, is_expected, is_too_old
from frontdoor.models.person_choices import BirthDateKnown, Ethnicity, Sex

BORN_LATER = "The date of birth cannot be in the future. If the child is not born yet, say so."


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody who is not recorded yet, as a caller describes them."""

    given_names: str = ""
    family_name: str = ""
    also_known_as: str = ""
    birth_date: date | None = None
    birth_date_known: str = BirthDateKnown.UNKNOWN
    expected_birth_date: date | None = None
    sex: str = Sex.UNKNOWN
    ethnicity: str = Ethnicity.NOBT
    school: str = ""
    nhs_number: str | None = None
    upn: str | None = None
    telephone: str = ""
    address: NewAddress | None = field(default=None)

    def columns(self) -> dict[str, Any]:
        """The values of the person's own row."""
        return {name: value for name, value in asdict(self).items() if name != "address"}


@dataclass(frozen=True, kw_only=True)
class NewAdult:
    """An adult in the family and what ties the adult to the children of the contact."""

    person: NewPerson
    kind: str
    parental_responsibility: str
    lives_with_child: bool | None = None


@action
def add(*, by: Any, on: date, person: NewPerson, is_child: bool) -> Person:
    """Record a person and where they live.

    Raises NotPossible for a birth after ``on``, a child born more than 25 years before it and an unborn child who
    cannot be expected any more or yet, else what the rows refuse.
    """
    return describe(on, person, is_child=is_child)


def describe(on: date, person: NewPerson, *, is_child: bool) -> Person:
    """The same inside an act that is under way."""
    if person.birth_date is not None and person.birth_date > on:
        raise NotPossible(BORN_LATER, field="birth_date")
    check_expected(person.birth_date_known, person.expected_birth_date, on)
    check_is_child(person.birth_date, on, is_child=is_child)
    added = Person(is_child=is_child, **person.columns())
    added.full_clean()
    added.save()
    if person.address is not None:
        address = Address(person=added, **asdict(person.address))
        address.full_clean()
        address.save()
    return added


def check_expected(known: str, expected: date | None, on: date) -> None:
    """Raises NotPossible for an unborn child whose expected day lies too far from ``on``."""
    if known == BirthDateKnown.UNBORN and expected is not None and not is_expected(expected, on):
        raise NotPossible(NOT_EXPECTED, field="expected_birth_date")


def check_is_child(born: date | None, on: date, *, is_child: bool) -> None:
    """Raises NotPossible for a child who was born more than 25 years before ``on``."""
    if is_child and is_too_old(born, on):
        raise NotPossible(BORN_LONG_AGO, field="birth_date")


@action
def add_to_family(*, by: Any, on: date, adult: NewAdult, children: Iterable[Person]) -> Person:
    """Record an adult with a tie to each child.

    An adult of the same name who is already recorded for one of the children is the same person, and a tie that
    stands already is left as it is. Raises what ``add`` raises.
    """
    children = list(children)
    standing = list(
        Relationship.objects.filter(child__in=children, ended_on__isnull=True).select_related("adult").order_by("pk")
    )
    known = next((tie.adult for tie in standing if _same_name(tie.adult, adult.person)), None)
    person = known or describe(on, adult.person, is_child=False)
    tied = {tie.child_id for tie in standing if tie.adult_id == person.pk}
    for child in children:
        if child.pk not in tied:
            _tie(child, person, adult)
    if adult.lives_with_child:
        households.gather(person, children)
    return person


def _tie(child: Person, person: Person, adult: NewAdult) -> None:
    tie = Relationship(
        child=child,
        adult=person,
        kind=adult.kind,
        parental_responsibility=adult.parental_responsibility,
        lives_with_child=adult.lives_with_child,
    )
    tie.full_clean()
    tie.save()
    households.carried(tie)


def _same_name(person: Person, typed: NewPerson) -> bool:
    return (person.given_names.casefold(), person.family_name.casefold()) == (
        typed.given_names.casefold(),
        typed.family_name.casefold(),
    )
