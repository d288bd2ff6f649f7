"""Families as they are: homes shared and left, step-parents, half-siblings, grandparents, an adult in two families."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from audits.demo import places
from audits.demo.chance import Dice
from audits.demo.world import World
from frontdoor.models import Address, AddressGrant, Household, HouseholdMember, Person, Relationship, Tie
from frontdoor.models.birth_dates import is_no_parents_age

if TYPE_CHECKING:
    from audits.demo.families import Family

WHY_PROTECTED = "The children's father has threatened to find them. The police know of it."
WHY_NAMED = "Leads the work with the family and visits them at home."
FORMER_PARTNERS_KEPT = 30
SEED = 41


@dataclass(frozen=True)
class Place:
    """Where a home is and was: (lines, postcode) now and before, and the day of the move between them, if any."""

    now: tuple[str, str]
    before: tuple[str, str]
    moved: date | None
    is_none: bool

    def addresses(self, person: Person, protected: bool) -> list[Address]:
        """The rows of one person; one for a home without an address, and for a child born after the move."""
        if self.is_none and not protected:
            return [Address(no_fixed_address=True)]
        since = self.moved and person.since_birth(self.moved)
        rows = [Address(lines=self.now[0], postcode=self.now[1], started_on=since, protected=protected)]
        if self.moved and since == self.moved:
            rows.append(Address(lines=self.before[0], postcode=self.before[1], ended_on=self.moved))
        return rows


class Kinship:
    """Gives a family its homes and ties; remembers fathers who live elsewhere and may be partners in another family."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(SEED)
        self.fathers: list[Person] = []
        self.known: list[Person] = []
        self.has_secret = False

    def weave(self, family: "Family") -> None:
        """Everything about a family that its people and their first relationships do not say yet."""
        mother = family.carer
        father, partner, elder = (family.of_kind(kind) for kind in ("father", "partner", "grandparent"))
        if partner is not None and father is not None and len(family.children) > 1 and self.dice.chance(0.6):
            self._youngest_is_the_partners(family, father, partner)
        if father is not None:
            self._partners(family, mother, father, ended=father not in family.at_home)
        if partner is not None:
            self._partners(family, mother, partner, ended=False)
        if elder is not None:
            side = mother if father is None or self.dice.chance(0.7) else father
            kind = "mother" if elder.sex == "F" else "father"
            self._add(family, Relationship(child=side, adult=elder, kind=kind, parental_responsibility="no"))
        self._homes(family, father)
        if father is not None and father not in family.at_home and len(self.fathers) < FORMER_PARTNERS_KEPT:
            self.fathers.append(father)

    def somebody_known(self) -> Person | None:
        """A father of another family, who is a mother's new partner in this one."""
        if self.fathers and self.dice.chance(0.35):
            self.known.append(self.fathers.pop(self.dice.randint(0, len(self.fathers) - 1)))
            return self.known[-1]
        return None

    def _add(self, family: "Family", row: object) -> None:
        self.world.add(row, by=self.world.staff.triages(self.dice, family.known_from))

    def _youngest_is_the_partners(self, family: "Family", father: Person, partner: Person) -> None:
        youngest = family.children[-1]
        if is_no_parents_age(partner.birth_date, youngest.birth_date or youngest.expected_birth_date):
            return
        rows = self.world.rows[Relationship]
        for row, _ in rows:
            if row.child is youngest and row.adult is father:
                row.adult = partner
                row.lives_with_child = partner in family.at_home
        rows[:] = [
            pair
            for pair in rows
            if not (pair[0].child is youngest and pair[0].adult is partner and pair[0].kind == "partner")
        ]

    def _partners(self, family: "Family", one: Person, two: Person, *, ended: bool) -> None:
        kind = "married" if self.dice.chance(0.4) else "partners"
        since = family.known_from - timedelta(days=self.dice.randint(900, 2500))
        until = family.known_from - timedelta(days=self.dice.randint(30, 700)) if ended else None
        first, second = (two, one) if any(two is each for each in self.known) else (one, two)
        self._add(family, Tie(person=first, other=second, kind=kind, started_on=since, ended_on=until))

    def _homes(self, family: "Family", father: Person | None) -> None:
        home = Household()
        secret = self._is_secret(family, father)
        if secret:
            manager = self.world.staff.oversees(self.world.on)
            home.protected, home.protected_reason = True, WHY_PROTECTED
            home.protected_by, home.protected_at = manager, self.world.now - timedelta(days=20)
        self.world.add(home, by=self.world.staff.triages(self.world.dice, family.known_from))
        where = self._where(family, self.world.dice)
        people = [*family.children, family.carer, *(adult for adult in family.at_home if adult is not family.carer)]
        self._live(family, home, people, where)
        if secret:
            self._name(family, home)
        if father is not None and father not in family.at_home and not secret and self.dice.chance(0.3):
            other = Household()
            self._add(family, other)
            self._live(family, other, [father, family.children[0]], self._where(family, self.dice))

    def _is_secret(self, family: "Family", father: Person | None) -> bool:
        if self.has_secret or father is None or father in family.at_home:
            return False
        self.has_secret = self.dice.chance(0.2)
        return self.has_secret

    def _where(self, family: "Family", dice: Dice) -> Place:
        now = places.address(dice, family.area)
        homeless = dice.chance(0.02)
        moved = family.known_from + timedelta(days=dice.randint(-400, 60)) if dice.chance(0.12) else None
        before = places.address(dice, family.area)
        return Place(now, before, moved if moved and moved < self.world.on else None, homeless)

    def _live(self, family: "Family", home: Household, people: Iterable[Person], where: Place) -> None:
        for person in people:
            if person.birth_date_known == "unborn":
                continue
            self._add(family, HouseholdMember(household=home, person=person, started_on=self._since(family, person)))
            for address in where.addresses(person, home.protected):
                address.person, address.household = person, home
                self._add(family, address)

    def _since(self, family: "Family", person: Person) -> date | None:
        if person in family.children:
            return person.birth_date if self.dice.chance(0.7) else None
        if person is family.of_kind("partner"):
            return family.known_from - timedelta(days=self.dice.randint(40, 800))
        return None

    def _name(self, family: "Family", home: Household) -> None:
        manager, on = self.world.staff.oversees(self.world.on), self.world.on
        self.world.add(
            AddressGrant(
                household=home,
                worker=self.world.staff.triages(self.dice, on),
                reason=WHY_NAMED,
                granted_by=manager,
                granted_at=self.world.now - timedelta(days=20),
                expires_at=self.world.now + timedelta(days=90),
            ),
            by=manager,
        )
