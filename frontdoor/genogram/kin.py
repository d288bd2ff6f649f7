"""A family as it is drawn and told: people by key, who is who to whom, and who shares a home. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

NO_DAY = date.max


@dataclass(frozen=True, kw_only=True)
class Kin:
    """One person. ``age`` stands inside the symbol, ``words`` beside the name; ``sex`` is M, F or U."""

    key: int
    name: str
    sex: str = "U"
    age: str = ""
    words: str = ""
    unborn: bool = False
    died: bool = False
    born: date = NO_DAY
    is_child: bool = False


@dataclass(frozen=True, kw_only=True)
class Parentage:
    """A mother or father of somebody."""

    parent: int
    child: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Care:
    """Any other adult in somebody's life; ``above`` says how many generations older he or she is drawn."""

    adult: int
    child: int
    words: str
    above: int = 1


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """Two people who are or were partners."""

    one: int
    two: int
    words: str
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Bond:
    """Brothers or sisters whose shared parents are not recorded."""

    one: int
    two: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Home:
    """People who share a home now."""

    words: str
    members: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Union:
    """The recorded parents of the same children, or partners: one line in the drawing."""

    parents: tuple[int, ...]
    children: tuple[int, ...]
    partnership: Partnership | None = None


@dataclass(frozen=True, kw_only=True)
class FamilyGraph:
    """Everything that a drawing shows; ties name only people who are in it."""

    focus: int
    people: dict[int, Kin]
    parentages: tuple[Parentage, ...] = ()
    cares: tuple[Care, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    bonds: tuple[Bond, ...] = ()
    homes: tuple[Home, ...] = field(default=())

    def parents_of(self, key: int) -> tuple[int, ...]:
        """Keys of the recorded mothers and fathers, the lowest first."""
        return tuple(sorted({row.parent for row in self.parentages if row.child == key}))

    def age_order(self, keys: Iterable[int]) -> list[int]:
        """The oldest first; the unborn and those whose birth is not known come last."""
        return sorted(keys, key=lambda key: (self.people[key].unborn, self.people[key].born, key))

    def unions(self) -> list[Union]:
        """Parents with their children in order of birth, and partners without; those with the oldest child first."""
        children: dict[tuple[int, ...], list[int]] = {}
        for key in self.people:
            if parents := self.parents_of(key):
                children.setdefault(parents, []).append(key)
        partners = {tuple(sorted((row.one, row.two))): row for row in self.partnerships}
        found = [
            Union(
                parents=parents,
                children=tuple(self.age_order(children.get(parents, []))),
                partnership=partners.get(parents),
            )
            for parents in {**children, **partners}
        ]
        return sorted(found, key=lambda union: (self._eldest(union), union.parents))

    def _eldest(self, union: Union) -> date:
        return min((self.people[key].born for key in union.children), default=NO_DAY)
