"""The lines of a genogram, and the whole drawing. Pure."""

from collections.abc import Iterable
from itertools import groupby

from frontdoor.genogram.kin import NO_DAY, FamilyGraph, Home
from frontdoor.genogram.plan import EDGE, KNOT, LANE, ROOM, Plan, Sibship
from frontdoor.genogram.shapes import HALF, LABEL, LINE, SLOT, Caption, Drawing, Stroke, Symbol, name_lines, shape_of

TICK = 6


class Lines:
    """The lines of a plan; each is drawn behind the symbols it joins."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.family = plan.family
        self.strokes: list[Stroke] = []

    def drawn(self) -> list[Stroke]:
        """All of them, the boundaries of homes first."""
        for home, edge in zip(self.family.homes, range(6, 6 + 4 * len(self.family.homes), 4), strict=True):
            self._home(home, edge)
        for sibship in self.plan.sibships:
            self._sibship(sibship)
        self._bonds()
        return self.strokes

    def _sibship(self, sibship: Sibship) -> None:
        foot = max(self.plan.block_foot(key) for key in sibship.above)
        bar = foot + 4 + self.plan.union_lane[id(sibship)] * LANE
        self._partners(sibship, bar)
        if not sibship.children:
            return
        sign = ">" if sibship.kind == "birth" else "~"
        for _, group in groupby(sibship.children, key=lambda key: self.family.people[key].born):
            keys = list(group)
            twins = len(keys) > 1 and self.family.people[keys[0]].born != NO_DAY
            meet = sum(self.plan.x[key] for key in keys) / len(keys) if twins else None
            for key in keys:
                ties = " ".join(f"{above}{sign}{key}" for above in sibship.above)
                self.strokes.append(Stroke(kind=sibship.kind, path=self._drop(sibship, key, bar, meet), ties=ties))

    def _partners(self, sibship: Sibship, bar: float) -> None:
        """From below each partner to the line between them, and two strokes across it where they have separated."""
        steps = sorted((self.plan.leaves(key, sibship), self.plan.block_foot(key)) for key in sibship.above)
        path = "".join(f"M{x:g} {y:g}V{bar:g}" for x, y in steps)
        if len(steps) > 1:
            path += f"M{steps[0][0]:g} {bar:g}H{steps[-1][0]:g}"
        together = sibship.union.partnership if sibship.union else None
        kind = "partners" if together or len(steps) == 1 else "unrecorded"
        kind = "care" if sibship.kind == "care" else kind
        ties = f"{together.one}={together.two}" if together else ""
        self.strokes.append(Stroke(kind=kind, path=path, ties=ties))
        if together and together.ended:
            x = steps[0][0] + SLOT / 3
            strokes = "".join(f"M{x + by:g} {bar + TICK:g}l6 {-2 * TICK:g}" for by in (0, 5))
            self.strokes.append(Stroke(kind="ended", path=strokes))

    def _drop(self, sibship: Sibship, key: int, bar: float, meet: float | None) -> str:
        """From the parents' line down to the children's, along it, and down to one child; twins share a point."""
        head = self.plan.head(sibship)
        start, level = self.plan.knot(sibship), self.plan.bar(sibship)
        mine = [each for each in self.plan.sibships if key in each.children]
        end = self.plan.beside(key, mine, sibship)
        foot = self.plan.y[self.plan.row_of[key]]
        path = f"M{start:g} {bar:g}"
        if head > self.plan.foot(sibship) + 1:
            gap = self.plan.gap(start, range(self.plan.foot(sibship) + 1, head))
            path += f"V{bar + LANE / 2:g}H{gap:g}V{level:g}"
        else:
            path += f"V{level:g}"
        return path + (f"H{end:g}V{foot:g}" if meet is None else f"H{meet:g}L{end:g} {foot:g}")

    def _bonds(self) -> None:
        """Brothers and sisters without recorded parents: a line over the row, one lane each."""
        used: dict[int, int] = {}
        for bond in self.family.bonds:
            row = self.plan.row_of[bond.one]
            lane = used[row] = used.get(row, 0) + 1
            level = self.plan.y[row] - HALF - ROOM / 2 - (self.plan.lanes_above[row] + lane - 1) * LANE
            one, two = self.plan.x[bond.one] - KNOT * 2, self.plan.x[bond.two] + KNOT * 2
            path = f"M{one:g} {self.plan.y[row]:g}V{level:g}H{two:g}V{self.plan.y[self.plan.row_of[bond.two]]:g}"
            self.strokes.append(Stroke(kind="bond", path=path, ties=f"{bond.one}-{bond.two}"))

    def _home(self, home: Home, edge: float) -> None:
        """A dashed boundary around each group of members who stand together, joined to the group below if it can be."""
        left_over = runs(self.plan, home)
        while left_over:
            stack = [left_over.pop(0)]
            for run in list(left_over):
                number, left, right = stack[-1]
                if run[0] == number + 1 and run[1] <= right and run[2] >= left:
                    stack.append(run)
                    left_over.remove(run)
            self.strokes.append(Stroke(kind="home", path=self._outline(stack, edge)))

    def _outline(self, stack: list[tuple[int, float, float]], edge: float) -> str:
        """Down the right side of the rows and up the left one."""
        half = SLOT / 2 - edge
        right: list[tuple[float, float]] = []
        left: list[tuple[float, float]] = []
        for number, first, last in stack:
            top = self.plan.y[number] - HALF - edge - 4
            foot = self.plan.y[number] + HALF + LABEL - 4 + edge / 2
            for side, x, is_wider in ((right, last + half, 1), (left, first - half, -1)):
                if side:
                    before, level = side[-1]
                    side.append((before, top) if (x - before) * is_wider > 0 else (x, level))
                side += [(x, top), (x, foot)]
        points = [*right, *reversed(left)]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def runs(plan: Plan, home: Home) -> list[tuple[int, float, float]]:
    """Members who stand side by side, as (row, left, right)."""
    found: list[tuple[int, float, float]] = []
    for number, row in enumerate(plan.rows):
        for is_member, group in groupby(row, key=lambda key: key in home.members):
            keys = list(group)
            if is_member:
                found.append((number, plan.x[keys[0]], plan.x[keys[-1]]))
    return found


def captions(plan: Plan) -> Iterable[Caption]:
    """The name of each home, at the upper left corner of its first group."""
    taken: dict[tuple[int, float], int] = {}
    for home in plan.family.homes:
        found = runs(plan, home)
        if not found:
            continue
        number, left, _ = found[0]
        at = taken[number, left] = taken.get((number, left), 0) + 1
        yield Caption(x=left - SLOT / 2 + 8, y=plan.y[number] - HALF - 16 - (at - 1) * LINE, words=home.words)


def symbol(plan: Plan, key: int) -> Symbol:
    person = plan.family.people[key]
    return Symbol(
        key=key,
        shape=shape_of(person),
        x=plan.x[key],
        y=plan.y[plan.row_of[key]],
        age=person.age,
        lines=name_lines(person.name),
        title=", ".join(filter(None, [person.name, person.words])),
        died=person.died,
        is_focus=key == plan.family.focus,
    )


def draw(family: FamilyGraph) -> Drawing:
    """The genogram of a family with at least the person it is about."""
    plan = Plan(family)
    return Drawing(
        width=plan.width,
        height=plan.height + EDGE - ROOM,
        symbols=tuple(symbol(plan, key) for row in plan.rows for key in row),
        strokes=tuple(Lines(plan).drawn()),
        captions=tuple(captions(plan)),
    )
