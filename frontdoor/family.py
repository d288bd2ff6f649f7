"""A child's family as one worker may see it: the people, who is who to whom, and the homes. A fixed number of queries.

Somebody hidden from the worker (a tie, a restriction) is left out with every row about them, so that nothing shows
that there is anybody. A child whose record the worker may open by giving a reason stands there without a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from frontdoor.core.spans import counts_on
from frontdoor.models import Address, Household, HouseholdMember, Person, Relationship, Tie
from frontdoor.models.households import children_of_household
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.relationships import PARENTS, PARTNERSHIPS, RelationshipKind


@dataclass(frozen=True)
class Seen:
    """Somebody of the family: whether the record may be opened, and whether no more than the place may be shown."""

    person: Person
    may_open: bool
    is_masked: bool


@dataclass
class Home:
    """A home of the child: who lives or lived there, and its addresses as the child's own rows say."""

    household: Household
    members: list[HouseholdMember]
    addresses: list[Address]
    unborn: list[Person] = field(default_factory=list)

    def living(self, on: date) -> list[HouseholdMember]:
        """Those who live there on a day."""
        return [member for member in self.members if counts_on(member, on)]


@dataclass
class Family:
    """``relationships`` are the adults of the child, ``parents`` mothers and fathers of everybody shown, ``ties`` those
    among them; ``homes`` and ``addresses`` the child's, ``elsewhere`` what the adults are to other children."""

    child: Person
    on: date
    people: dict[int, Seen]
    relationships: list[Relationship]
    parents: list[Relationship]
    ties: list[Tie]
    homes: list[Home]
    addresses: list[Address]
    children_of_household: list[int]
    elsewhere: list[Relationship]

    def named(self) -> list[Person]:
        """Those who may be named, the child first, then by name."""
        rows = [seen.person for seen in self.people.values() if not seen.is_masked and seen.person != self.child]
        return [self.child, *sorted(rows, key=lambda person: (person.full_name, person.pk))]

    def parents_of(self, key: int) -> set[int]:
        """The recorded mothers and fathers of somebody."""
        return {row.adult_id for row in self.parents if row.child_id == key}

    def siblings(self) -> list[int]:
        """Those who share a recorded parent with the child, the oldest first."""
        own = self.parents_of(self.child.pk)
        found = {row.child_id for row in self.parents if row.adult_id in own} - {self.child.pk}
        return sorted(found, key=lambda key: (self.people[key].person.birth_date or date.max, key))

    def homes_now(self) -> list[Home]:
        """Homes in which the child lives; an unborn child where its mother does."""
        return [home for home in self.homes if self._lives_in(home)]

    def _lives_in(self, home: Home) -> bool:
        there = {member.person_id for member in home.living(self.on)}
        return self.child.pk in there or self.child in home.unborn


def of(child: Person, *, worker: Any, on: date) -> Family:
    """The family of a child whose record ``worker`` has opened."""
    own = _rows(Q(child=child))
    parents = {row.adult_id for row in own if row.kind in PARENTS}
    members = _members(child, parents)
    near = {child.pk, *(row.adult_id for row in own), *(member.person_id for member in members)}
    ties = list(Tie.objects.of(near).select_related("person", "other").order_by("pk"))
    ties = [tie for tie in ties if _belongs(tie, child, near)]
    around = near | {key for tie in ties for key in (tie.person_id, tie.other_id)}
    offspring = _rows(Q(adult__in=parents | {child.pk}) & _PARENTS)
    born_to = _rows(Q(child__in=around | {row.child_id for row in offspring}) & _PARENTS)
    unborn = _rows(Q(adult__in=[member.person_id for member in members], kind=RelationshipKind.MOTHER) & _UNBORN)
    rows = {row.pk: row for row in (*own, *offspring, *born_to, *unborn)}.values()
    shown = _seen(child, worker, [*rows, *ties, *members], own)
    pairs = [(row.child_id, row.adult_id) for row in (*rows, *own)]
    pairs += [(tie.person_id, tie.other_id) for tie in ties] + [(child.pk, member.person_id) for member in members]
    seen = _reached(child, shown, pairs)
    addresses = list(Address.objects.filter(person=child).order_by("ended_on", "pk"))
    return Family(
        child=child,
        on=on,
        people=seen,
        relationships=[row for row in own if row.adult_id in seen],
        parents=[row for row in rows if row.kind in PARENTS and {row.child_id, row.adult_id} <= seen.keys()],
        ties=[tie for tie in ties if {tie.person_id, tie.other_id} <= seen.keys()],
        homes=_homes(members, seen, unborn, addresses),
        addresses=addresses,
        children_of_household=_children(child, worker, on),
        elsewhere=_elsewhere(own, seen, worker),
    )


_PARENTS = Q(kind__in=PARENTS)
_UNBORN = Q(child__birth_date_known=BirthDateKnown.UNBORN)


def _rows(which: Q) -> list[Relationship]:
    return list(Relationship.objects.filter(which).select_related("child", "adult").order_by("pk"))


def _members(child: Person, parents: set[int]) -> list[HouseholdMember]:
    """Everybody who ever lived in a home of the child; of an unborn child, of its parents."""
    lives = parents if child.birth_date_known == BirthDateKnown.UNBORN else {child.pk}
    homes = HouseholdMember.objects.filter(person__in=lives).values("household")
    rows = HouseholdMember.objects.filter(household__in=homes).select_related("household", "person")
    return list(rows.order_by("household_id", "started_on", "pk"))


def _belongs(tie: Tie, child: Person, near: set[int]) -> bool:
    """A partnership of somebody near; brothers and sisters only of the child or among those near."""
    if tie.kind in PARTNERSHIPS or child.pk in (tie.person_id, tie.other_id):
        return True
    return tie.person_id in near and tie.other_id in near


def _seen(child: Person, worker: Any, rows: Iterable[Any], own: list[Relationship]) -> dict[int, Seen]:
    """Everybody on the rows who is not hidden from the worker."""
    people: dict[int, Person] = {child.pk: child}
    for row in rows:
        for name in ("child", "adult", "person", "other"):
            person = getattr(row, name, None)
            if person is not None:
                people.setdefault(person.pk, person)
    linkable = set(Person.objects.linkable_by(worker).filter(pk__in=people).values_list("pk", flat=True))
    visible = set(Person.objects.visible_to(worker).filter(pk__in=people).values_list("pk", flat=True))
    adults = {row.adult_id for row in own}
    return {
        key: Seen(
            person=person,
            may_open=key in visible,
            is_masked=person.is_child and key not in visible and key not in adults,
        )
        for key, person in people.items()
        if key == child.pk or key in linkable
    }


def _reached(child: Person, shown: dict[int, Seen], pairs: list[tuple[int, int]]) -> dict[int, Seen]:
    """Those to whom shown people lead: whoever matters only through somebody hidden would be a trace of them."""
    reached, grown = {child.pk}, True
    pairs = [pair for pair in pairs if pair[0] in shown and pair[1] in shown]
    while grown:
        more = {key for pair in pairs if reached & set(pair) for key in pair}
        grown, reached = not more <= reached, reached | more
    return {key: seen for key, seen in shown.items() if key in reached}


def _homes(
    members: list[HouseholdMember], seen: dict[int, Seen], unborn: list[Relationship], addresses: list[Address]
) -> list[Home]:
    found: dict[int, Home] = {}
    for member in members:
        home = found.setdefault(member.household_id, Home(member.household, [], []))
        if member.person_id not in seen:
            continue
        home.members.append(member)
        if member.ended_on is None:
            home.unborn += [row.child for row in unborn if row.adult_id == member.person_id and row.child_id in seen]
    for home in found.values():
        home.addresses = [address for address in addresses if address.household_id == home.household.pk]
    return list(found.values())


def _children(child: Person, worker: Any, on: date) -> list[int]:
    rows = children_of_household(child, on=on).filter(pk__in=Person.objects.linkable_by(worker))
    return list(rows.order_by("birth_date", "pk").values_list("pk", flat=True))


def _elsewhere(own: list[Relationship], seen: dict[int, Seen], worker: Any) -> list[Relationship]:
    """Children of other families in whose lives the adults matter, as far as the worker may open their records."""
    adults = {row.adult_id for row in own if row.ended_on is None and row.adult_id in seen}
    others = Relationship.objects.current().filter(adult__in=adults).exclude(child__in=list(seen))
    shown = others.filter(child__in=Person.objects.visible_to(worker))
    return list(shown.select_related("child", "adult").order_by("adult__sort_key", "child__birth_date", "pk"))
