"""The symbols and lines of a genogram, as numbers and words for an SVG of attributes alone. Pure.

Squares are male, circles female, diamonds not known, triangles unborn; a cross is a death, a thick outline the child
the drawing is about. Lengths are in the drawing's own units. Every line carries the ties that it shows, so that the
drawing and the list that says the same can be compared: "3>7" parent and child, "3~7" carer and child, "3=4" partners,
"7-9" brothers or sisters.
"""

from dataclasses import dataclass
from textwrap import wrap

from frontdoor.genogram.kin import Kin

SLOT = 132
SYMBOL = 44
HALF = SYMBOL / 2
LINE = 15
LETTERS = 15
NAME_LINES = 2
LABEL = NAME_LINES * LINE + 8


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """One person: ``shape`` is square, circle, diamond or triangle; ``x`` and ``y`` are its middle."""

    key: int
    shape: str
    x: float
    y: float
    age: str
    lines: tuple[str, ...]
    title: str
    died: bool
    is_focus: bool

    @property
    def left(self) -> float:
        return self.x - HALF

    @property
    def top(self) -> float:
        return self.y - HALF

    @property
    def age_y(self) -> float:
        """The foot of the words inside the symbol."""
        return self.y + 5

    @property
    def points(self) -> str:
        """The corners of a diamond or a triangle."""
        x, y = self.x, self.y
        if self.shape == "diamond":
            return f"{x:g},{y - HALF:g} {x + HALF:g},{y:g} {x:g},{y + HALF:g} {x - HALF:g},{y:g}"
        return f"{x:g},{y - HALF:g} {x + HALF:g},{y + HALF:g} {x - HALF:g},{y + HALF:g}"

    @property
    def cross(self) -> str:
        """The two strokes of a death."""
        left, right, top, bottom = self.x - HALF, self.x + HALF, self.y - HALF, self.y + HALF
        return f"M{left:g} {top:g}L{right:g} {bottom:g}M{right:g} {top:g}L{left:g} {bottom:g}"

    @property
    def labels(self) -> list[tuple[float, str]]:
        """The name below the symbol, each line with its height."""
        return [(self.y + HALF + LINE * (at + 1), words) for at, words in enumerate(self.lines)]


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """A line: ``kind`` is birth, partners, unrecorded, care, bond, ended or home; ``ties`` what it shows."""

    kind: str
    path: str
    ties: str = ""


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Words beside a boundary."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A whole genogram."""

    width: float
    height: float
    symbols: tuple[Symbol, ...]
    strokes: tuple[Stroke, ...]
    captions: tuple[Caption, ...]


def shape_of(person: Kin) -> str:
    """The symbol of a person."""
    if person.unborn:
        return "triangle"
    return {"M": "square", "F": "circle"}.get(person.sex, "diamond")


def name_lines(name: str) -> tuple[str, ...]:
    """The name in at most two short lines; what does not fit ends in an ellipsis and stands whole in the title."""
    lines = wrap(name, LETTERS, max_lines=NAME_LINES, placeholder="…", break_on_hyphens=False)
    return tuple(lines)
