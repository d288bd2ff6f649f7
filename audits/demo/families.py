"""Families: children with their brothers and sisters, the adults around them, and where they live."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from stdnum.gb import nhs

from audits.demo import places
from audits.demo.chance import Dice
from audits.demo.kin import Kinship
from audits.demo.names import HERITAGES, Heritage
from audits.demo.partners import NURSERY, PRIMARY, SECONDARY
from audits.demo.world import World
from frontdoor.models import Person, Relationship

SIZES = ((1, 38), (2, 31), (3, 18), (4, 9), (5, 4))
DISABLED = ("LD", "AUT", "COMM", "BEH", "MOB", "PC", "HEAR", "VIS", "INC", "CON", "HAND", "DDA")
YEAR = 365.25


@dataclass
class Family:
    """One household; ``children`` are the oldest first."""

    heritage: Heritage
    area: str
    children: list[Person]
    adults: list[Person]
    known_from: date
    at_home: list[Person] = field(default_factory=list)
    kinds: dict[str, Person] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Person | None:
        """The father, partner or grandparent, where there is one."""
        return self.kinds.get(kind)

    @property
    def carer(self) -> Person:
        return self.adults[0]

    @property
    def expects(self) -> bool:
        """Whether one of the children is not born yet."""
        return any(child.birth_date_known == "unborn" for child in self.children)


def _school(dice: Dice, age: float) -> str:
    if age < 2 or age > 18:
        return ""
    return dice.choice(NURSERY if age < 4.5 else PRIMARY if age < 11.3 else SECONDARY)


def _acquired(dice: Dice, kind: str) -> str:
    if kind == "mother":
        return "birth_mother"
    return dice.one_of((("registered", 55), ("married", 35), ("agreement", 4), ("order", 6)))


def _born_before(children: list[Person], on: date) -> tuple[float, float]:
    """Between how many years before a day mothers and fathers of these children were born."""
    eldest = max(((on - child.birth_date).days / YEAR for child in children if child.birth_date), default=2)
    return eldest + 17, eldest + 34


class Registry:
    """Makes families, each person once, with numbers from the range that health keeps for tests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.numbers = count(100)
        self.kinship = Kinship(world)

    def family(self, *, most: int, known_from: date, youngest: int = 0) -> Family:
        """A family of at most ``most`` children, the eldest ``youngest`` or older, first told about on a day."""
        heritage = self.dice.one_of([(heritage, heritage.weight) for heritage in HERITAGES])
        area = self.dice.one_of((("North", 38), ("South", 36), ("East", 26)))
        surname = self.dice.choice(heritage.families.split())
        children = self._children(heritage, surname, min(most, self.dice.one_of(SIZES)), known_from, youngest)
        family = Family(heritage, area, children, [], known_from)
        family.adults = self._adults(family, surname)
        self.kinship.weave(family)
        return family

    def _add(self, person: Person, known_from: date) -> Person:
        by = self.world.staff.takes_calls(self.dice, self.world.hours.moment(known_from, 10))
        return self.world.add(person, by=by)

    def _children(self, heritage: Heritage, surname: str, number: int, known_from: date, youngest: int) -> list[Person]:
        unborn = not youngest and self.world.on - known_from < timedelta(days=170) and self.dice.chance(0.09)
        born = self._birth_dates(number - unborn, known_from, youngest)
        children: list[Person] = []
        for birth in born:
            child = self._child(heritage, surname, birth)
            while child.given_names in {other.given_names for other in children}:
                child.given_names = self.dice.choice(heritage.given(child.sex))
            children.append(child)
        if unborn:
            expected = self.world.on + timedelta(days=self.dice.randint(14, 110))
            baby = Person(
                family_name=surname, birth_date_known="unborn", expected_birth_date=expected, is_child=True, sex="U"
            )
            children.append(baby)
        return [self._add(child, known_from) for child in children]

    def _birth_dates(self, number: int, known_from: date, youngest: int) -> list[date]:
        """Dates of birth, the oldest first; some are twins."""
        if not number:
            return []
        eldest = known_from - timedelta(
            days=round(self.dice.triangular(youngest + 0.1, 17.4, max(youngest + 1, 9)) * YEAR)
        )
        dates = [eldest]
        while len(dates) < number:
            gap = timedelta(days=0 if self.dice.chance(0.03) else round(self.dice.uniform(1.1, 4.5) * YEAR))
            dates.append(min(dates[-1] + gap, known_from - timedelta(days=3)))
            if dates[-1] != dates[-2] and dates[-1] - dates[-2] < timedelta(days=300):
                dates.pop()
                break
        return dates

    def _child(self, heritage: Heritage, surname: str, birth: date) -> Person:
        dice = self.dice
        sex = dice.one_of((("M", 52.3), ("F", 46.9), ("U", 0.8)))
        known = dice.one_of((("exact", 95.5), ("estimated", 2.5), ("unknown", 2)))
        language = dice.choice(heritage.languages)
        return Person(
            given_names=dice.choice(heritage.given(sex)),
            family_name=surname,
            also_known_as=self._other_name(heritage, surname),
            birth_date=None if known == "unknown" else birth.replace(day=1) if known == "estimated" else birth,
            birth_date_known=known,
            sex=sex,
            ethnicity=dice.one_of(heritage.ethnicities),
            disabilities=sorted(dice.sample(DISABLED, dice.randint(1, 3))) if dice.chance(0.12) else [],
            first_language=language,
            needs_interpreter=language != "English" and dice.chance(heritage.interpreter),
            school=_school(dice, (self.world.on - birth).days / YEAR),
            nhs_number=self._nhs_number() if dice.chance(0.7) else None,
            is_child=True,
            restricted=dice.chance(0.006),
        )

    def _other_name(self, heritage: Heritage, surname: str) -> str:
        if not self.dice.chance(0.05):
            return ""
        other = self.dice.choice(heritage.families.split())
        return f"formerly {other}" if other != surname else ""

    def _nhs_number(self) -> str:
        while True:
            body = f"999{next(self.numbers):06}"
            for digit in "0123456789":
                if nhs.is_valid(body + digit):
                    return body + digit

    def _adults(self, family: Family, surname: str) -> list[Person]:
        dice, heritage = self.dice, family.heritage
        born = _born_before(family.children, self.world.on)
        adults = [self._adult(heritage, surname, "F", born=born)]
        self._relate(family, adults[0], "mother", "yes", lives=dice.chance(0.93))
        if dice.chance(0.68):
            own = surname if dice.chance(0.55) else dice.choice(heritage.families.split())
            adults.append(self._adult(heritage, own, "M", born=born))
            holds = dice.one_of((("yes", 70), ("no", 12), ("not_known", 18)))
            self._relate(family, adults[1], "father", holds, lives=dice.chance(0.42))
        if dice.chance(0.14):
            somebody = self._adult(heritage, dice.choice(heritage.families.split()), "M", born=born)
            known = self.kinship.somebody_known()
            adults.append(known or somebody)
            self._relate(family, adults[-1], "partner", "no", lives=dice.chance(0.7), is_new=known is None)
        if dice.chance(0.12):
            adults.append(self._adult(heritage, surname, dice.choice("FM"), born=(born[1] + 12, born[1] + 28)))
            self._relate(family, adults[-1], "grandparent", "no", lives=dice.chance(0.3))
        return adults

    def _adult(self, heritage: Heritage, surname: str, sex: str, born: tuple[float, float] = (20, 44)) -> Person:
        dice = self.dice
        known = dice.chance(0.6)
        birth = self.world.on - timedelta(days=round(dice.uniform(*born) * YEAR))
        return Person(
            given_names=dice.choice(heritage.given(sex)),
            family_name=surname,
            birth_date=birth if known else None,
            birth_date_known="exact" if known else "unknown",
            sex=sex,
            ethnicity=dice.one_of(heritage.ethnicities),
            first_language=dice.choice(heritage.languages),
            telephone=places.telephone(dice) if dice.chance(0.8) else "",
        )

    def _relate(
        self, family: Family, adult: Person, kind: str, holds: str, *, lives: bool, is_new: bool = True
    ) -> None:
        by = self.world.staff.takes_calls(self.dice, self.world.hours.moment(family.known_from, 10))
        if is_new:
            self.world.add(adult, by=by)
        family.kinds[kind] = adult
        if lives:
            family.at_home.append(adult)
        for child in family.children:
            tie = Relationship(
                child=child,
                adult=adult,
                kind=kind,
                parental_responsibility=holds,
                responsibility_by=_acquired(self.kinship.dice, kind) if holds == "yes" else "",
                lives_with_child=lives,
            )
            self.world.add(tie, by=self.world.staff.triages(self.dice, family.known_from))
