"""Moving in, moving out, and the whole home moving: members and their addresses change in one act."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from frontdoor.core import arrivals
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import Stale
from frontdoor.models import Address, Household, HouseholdMember, Person, Relationship
from frontdoor.models.birth_dates import HOME_BEFORE_BIRTH
from frontdoor.models.households import UNBORN_LIVES_WITH_MOTHER
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.relationships import RelationshipKind

NOT_YET = "The day cannot be in the future."
NOBODY_LIVES_THERE = "Nobody lives in this home any more. Record a new home instead."
LEFT_ALREADY = "This person has already moved out."
SAME_PLACE = "This is the address they have already."
BEFORE_THEY_CAME = "Somebody of the household moved in, or to this address, after that day. Correct the day."


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """Where somebody lives; no fixed address is an ordinary answer."""

    lines: str = ""
    postcode: str = ""
    no_fixed_address: bool = False


def _lock(household_id: int) -> Household:
    return Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household_id)


def _not_later(day: date | None, on: date) -> None:
    if day is not None and day > on:
        raise NotPossible(NOT_YET, field="day")


def _not_before_birth(person: Person, day: date | None) -> None:
    if day is not None and person.was_born_after(day):
        raise NotPossible(HOME_BEFORE_BIRTH, field="day")


def place_of(household: Household) -> Address | None:
    """Where the household lives now, as one of its members' addresses says; None where nothing is recorded."""
    return Address.objects.current().filter(household=household).order_by("pk").first()


@dataclass(frozen=True)
class Dwelling:
    """Where a household lives now, or None where no address is recorded."""

    address: Address | None

    @property
    def version(self) -> int:
        """What a form that moves the household carries: which address it was opened on; 0 for none."""
        return self.address.pk if self.address else 0


@action
def found(*, by: Any, on: date, people: Iterable[Person], since: date | None, address: NewAddress | None) -> Household:
    """Record that people live together since a day (None: for longer than is known), at an address if one is given.

    A child who is born later lives there from birth. Without an address, the first of them whose address is known gives
    it to all. Raises NotPossible for a day after ``on`` or before all were born, ValidationError with what the rows
    refuse.
    """
    _not_later(since, on)
    home = Household()
    home.full_clean()
    home.save()
    people = list(people)
    if since is not None and people and all(person.was_born_after(since) for person in people):
        raise NotPossible(HOME_BEFORE_BIRTH, field="day")
    place = address or _first_known(people)
    for person in people:
        _move_in(home, person, since and person.since_birth(since), place)
    _agree(people)
    return home


@action
def join(
    *, by: Any, on: date, household_id: int, person: Person, since: date | None, keeps_other_homes: bool
) -> HouseholdMember:
    """Record that a person moved into a home. Whoever does not keep other homes leaves them on the same day.

    Raises NotPossible for a day after ``on`` or before the birth and for a home that is empty, ValidationError with
    what the rows refuse.
    """
    _not_later(since, on)
    _not_before_birth(person, since)
    home = _lock(household_id)
    if not home.members.current().exists():
        raise NotPossible(NOBODY_LIVES_THERE)
    if not keeps_other_homes:
        for member in HouseholdMember.objects.current().filter(person=person).exclude(household=home):
            _move_out(member, since or on)
        _end_addresses(Address.objects.current().filter(person=person, household=None), since or on)
    member = _move_in(home, person, since, place_of(home))
    _agree([person])
    return member


@action
def leave(*, by: Any, on: date, member_id: int, day: date) -> HouseholdMember:
    """Record that a person moved out on a day.

    Raises NotPossible when that lies ahead or before the birth, or is recorded already.
    """
    _not_later(day, on)
    member = HouseholdMember.objects.select_for_update(of=("self",), no_key=True).get(pk=member_id)
    if member.ended_on is not None:
        raise NotPossible(LEFT_ALREADY)
    _not_before_birth(member.person, day)
    _move_out(member, day)
    _agree([member.person])
    return member


@action
def move(*, by: Any, on: date, household_id: int, version: int, day: date, address: NewAddress) -> Household:
    """Record a new address for everybody who lives in a home; the former one ends on the same day.

    ``version`` is ``Dwelling.version`` of where they lived when it was typed. Raises Stale, whose row is the Dwelling
    of now, when somebody else has moved the home since.
    Raises NotPossible for a day after ``on`` or before somebody came, for the address they have already, for an empty
    home, and ValidationError with what the rows refuse.
    """
    _not_later(day, on)
    home = _lock(household_id)
    dwelling = Dwelling(place_of(home))
    if dwelling.version != version:
        raise Stale(dwelling)
    members = list(home.members.current().select_related("person").order_by("pk"))
    if not members:
        raise NotPossible(NOBODY_LIVES_THERE)
    former = list(Address.objects.current().filter(household=home).select_related("person"))
    if any(asdict(address) == _place(row) for row in former):
        raise NotPossible(SAME_PLACE, field="lines")
    if any(row.started_on and row.started_on > day for row in [*members, *former]):
        raise NotPossible(BEFORE_THEY_CAME, field="day")
    _end_addresses(former, day)
    for member in members:
        _address(home, member.person, member.person.since_birth(day), address)
    return home


def gather(adult: Person, children: Iterable[Person]) -> None:
    """Inside an act that has heard that an adult lives with children: they share a home from now on.

    A home that one of them already has is the home; nobody leaves another one for it.
    """
    for child in children:
        if child.birth_date_known == BirthDateKnown.UNBORN:
            continue
        theirs = _homes(child)
        if theirs & _homes(adult):
            continue
        home_id = next(iter(sorted(theirs) or sorted(_homes(adult))), None)
        if home_id is None:
            home = Household()
            home.save()
            place = _first_known([child, adult])
            newcomers = [child, adult]
        else:
            home = _lock(home_id)
            place = place_of(home)
            newcomers = [adult] if theirs else [child]
        for person in newcomers:
            _move_in(home, person, None, place)


def born(child: Person) -> None:
    """Inside the act that records a birth: the child lives from that day where its mother does."""
    mothers = Relationship.objects.current().filter(child=child, kind="mother").values("adult")
    for member in HouseholdMember.objects.current().filter(person__in=mothers).select_related("household"):
        since = max(filter(None, [child.birth_date, member.started_on]), default=None)
        _move_in(member.household, child, since, place_of(member.household))
    _agree([child])


def carried(tie: Relationship) -> None:
    """Inside the act that records who a child's mother is: a child not yet born lives where she does."""
    is_carried = tie.kind == RelationshipKind.MOTHER and tie.child.birth_date_known == BirthDateKnown.UNBORN
    if is_carried and tie.ended_on is None:
        arrivals.moved_in(tie.child)


def _homes(person: Person) -> set[int]:
    return set(HouseholdMember.objects.current().filter(person=person).values_list("household_id", flat=True))


def _first_known(people: list[Person]) -> Address | None:
    rows = Address.objects.current().filter(person__in=people, household=None).order_by("pk")
    by_person = {row.person_id: row for row in rows}
    return next((by_person[person.pk] for person in people if person.pk in by_person), None)


def _move_in(
    home: Household, person: Person, since: date | None, place: Address | NewAddress | None
) -> HouseholdMember:
    if person.birth_date_known == BirthDateKnown.UNBORN:
        raise NotPossible(UNBORN_LIVES_WITH_MOTHER, field="person")
    member = HouseholdMember(household=home, person=person, started_on=since)
    member.full_clean()
    member.save()
    arrivals.moved_in(person)
    if place is None:
        return member
    own = next((row for row in _own_addresses(person) if _place(row) == _place(place)), None)
    if own is None:
        _address(home, person, since, place)
    else:
        own.household, own.protected = home, home.protected
        own.full_clean()
        own.save()
    return member


def _own_addresses(person: Person) -> Iterable[Address]:
    return Address.objects.current().filter(person=person, household=None)


def _move_out(member: HouseholdMember, day: date) -> None:
    member.ended_on = day
    member.full_clean()
    member.save()
    _end_addresses(Address.objects.current().filter(person=member.person, household=member.household), day)


def _place(row: Address | NewAddress) -> dict[str, Any]:
    return {"lines": row.lines, "postcode": row.postcode, "no_fixed_address": row.no_fixed_address}


def _address(home: Household, person: Person, since: date | None, place: Address | NewAddress) -> None:
    row = Address(person=person, household=home, started_on=since, protected=home.protected, **_place(place))
    row.full_clean()
    row.save()


def _end_addresses(rows: Iterable[Address], day: date) -> None:
    for row in rows:
        row.ended_on = max(row.person.since_birth(day), row.started_on or day)
        row.full_clean()
        row.save()


def _agree(people: list[Person]) -> None:
    """Let what the relationships say about living with the child agree with the homes."""
    touched = Relationship.objects.current().filter(Q(child__in=people) | Q(adult__in=people))
    for row in touched.select_related("child"):
        if row.child.birth_date_known == BirthDateKnown.UNBORN:
            continue
        theirs, adults = _homes(row.child), _homes(row.adult)
        together = bool(theirs & adults)
        if (theirs or adults) and row.lives_with_child != together:
            row.lives_with_child = together
            row.full_clean()
            row.save()
