"""How much room a genogram takes: the place of each symbol, and a lane of its own for each line. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from frontdoor.genogram.kin import Care, FamilyGraph, Union
from frontdoor.genogram.rows import generations, ordered, places
from frontdoor.genogram.shapes import HALF, LABEL, SLOT, SYMBOL

BLOCK = SYMBOL + LABEL
LANE = 12
ROOM = 26
EDGE = 36
KNOT = 7


@dataclass(frozen=True, kw_only=True)
class Sibship:
    """Children below the same parents, or in the care of the same adult, each with the ties its line shows."""

    above: tuple[int, ...]
    children: tuple[int, ...]
    kind: str
    union: Union | None = None


def lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each span of a row the first lane in which nothing else lies."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for left, right in spans:
        lane = next(
            (at for at, used in enumerate(taken) if all(right < one or left > two for one, two in used)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((left - KNOT, right + KNOT))
        found.append(lane)
    return found


class Plan:
    """Where everything stands: ``x`` and ``row_of`` by person, ``y`` by row, lanes by the id of a sibship."""

    def __init__(self, family: FamilyGraph) -> None:
        self.family = family
        self.row_of = generations(family)
        self.rows = ordered(family, self.row_of)
        at = places(family, self.rows)
        self.x = {key: round(EDGE + SLOT / 2 + place * SLOT) for key, place in at.items()}
        self.sibships = [*self._births(), *self._cared_for()]
        self._measure()

    @property
    def width(self) -> float:
        """Of the whole drawing."""
        return max(self.x.values()) + SLOT / 2 + EDGE

    def _births(self) -> Iterable[Sibship]:
        for union in self.family.unions():
            yield Sibship(above=union.parents, children=union.children, kind="birth", union=union)

    def _cared_for(self) -> Iterable[Sibship]:
        def key(care: Care) -> int:
            return care.adult

        for adult, rows in groupby(sorted(self.family.cares, key=key), key=key):
            children = self.family.age_order({row.child for row in rows})
            yield Sibship(above=(adult,), children=tuple(children), kind="care")

    def _measure(self) -> None:
        """The height of each row, with room below for the lines between partners and above for those to children."""
        number = len(self.rows)
        below: list[list[Sibship]] = [[] for _ in range(number)]
        above: list[list[Sibship]] = [[] for _ in range(number)]
        for sibship in self.sibships:
            below[self.foot(sibship)].append(sibship)
            if sibship.children:
                above[self.head(sibship)].append(sibship)
        bonds = [[bond for bond in self.family.bonds if self.row_of[bond.one] == row] for row in range(number)]
        self.union_lane: dict[int, int] = {}
        self.bar_lane: dict[int, int] = {}
        self.y: list[float] = []
        self.lanes_above: list[int] = []
        height = EDGE
        for row in range(number):
            bars = lanes([self.reach(sibship) for sibship in above[row]])
            self.bar_lane |= {id(sibship): lane for sibship, lane in zip(above[row], bars, strict=True)}
            self.lanes_above.append(max(bars, default=-1) + 1)
            height += (self.lanes_above[row] + len(bonds[row])) * LANE + ROOM
            self.y.append(height + HALF)
            partners = lanes([self.across(sibship) for sibship in below[row]])
            self.union_lane |= {id(sibship): lane for sibship, lane in zip(below[row], partners, strict=True)}
            height += BLOCK + (max(partners, default=-1) + 1) * LANE + ROOM
        self.height = height

    def foot(self, sibship: Sibship) -> int:
        return max(self.row_of[key] for key in sibship.above)

    def head(self, sibship: Sibship) -> int:
        return min(self.row_of[key] for key in sibship.children)

    def across(self, sibship: Sibship) -> tuple[float, float]:
        across = [self.x[key] for key in sibship.above]
        return min(across), max(across)

    def reach(self, sibship: Sibship) -> tuple[float, float]:
        across = [self.x[key] for key in sibship.children] + [self.knot(sibship)]
        return min(across), max(across)

    def knot(self, sibship: Sibship) -> float:
        """Where the line to the children leaves the line between the parents."""
        if len(sibship.above) == 1:
            return self.leaves(sibship.above[0], sibship)
        left, right = self.across(sibship)
        return (left + right) / 2

    def leaves(self, key: int, sibship: Sibship) -> float:
        """Where the line of a union or a carer leaves a person."""
        return self.beside(key, [each for each in self.sibships if key in each.above], sibship)

    def beside(self, key: int, sibships: list[Sibship], sibship: Sibship) -> float:
        """A place of its own for each line that meets the same symbol."""
        at = sibships.index(sibship)
        return self.x[key] + (at - (len(sibships) - 1) / 2) * KNOT

    def block_foot(self, key: int) -> float:
        return self.y[self.row_of[key]] + HALF + LABEL

    def bar(self, sibship: Sibship) -> float:
        head = self.head(sibship)
        return self.y[head] - HALF - ROOM / 2 - self.bar_lane[id(sibship)] * LANE

    def gap(self, x: float, rows: range) -> float:
        """The place nearest to ``x`` at which a line can pass between the symbols of the rows."""
        taken = [self.x[key] for row in rows for key in self.rows[row]]
        others = [self.knot(each) for each in self.sibships if self.foot(each) in rows]
        free = [x, x - 2 * KNOT, x + 2 * KNOT, *(one + side * SLOT / 2 for one in taken for side in (-1, 1))]
        open_ = [
            one
            for one in free
            if all(abs(one - other) >= SLOT / 2 - 2 * KNOT for other in taken)
            and all(abs(one - other) >= KNOT for other in others)
        ]
        return min(open_, key=lambda one: abs(one - x), default=x)
