"""A plan as it was authorised, line by line, and what differs between two versions of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from cases.models import PlanVersion
from frontdoor.presenters import long_day

NO_DAY = "a day that is not set"


@dataclass(frozen=True)
class Line:
    """One thing that a version says, and of what it speaks."""

    about: str
    words: str


@dataclass(frozen=True)
class Pair:
    """A line of an earlier version beside the line of a later one; None where only the other has it."""

    earlier: Line | None
    later: Line | None

    @property
    def about(self) -> str:
        line = self.later or self.earlier
        return line.about if line else ""

    @property
    def state(self) -> str:
        """What became of it, in words; empty where both say the same."""
        if self.earlier is None:
            return "New"
        if self.later is None:
            return "No longer in it"
        return "" if self.earlier == self.later else "Changed"


def day_of(text: str) -> str:
    """A day as a version keeps it (ISO, or empty), in words."""
    return long_day(date.fromisoformat(text)) if text else NO_DAY


def lines(version: PlanVersion) -> list[Line]:
    """All that the version says, in its own order."""
    content: dict[str, Any] = version.content
    last = f"{content['contingency']} By {day_of(content['contingency_by'])}."
    return [*(line for child in content["children"] for line in _child(child)), Line("If nothing changes", last)]


def _child(child: dict[str, Any]) -> Iterator[Line]:
    yield Line("Child", child["name"])
    for need in child["needs"]:
        yield Line("Needs", need["words"])
        for outcome in need["outcomes"]:
            yield Line("What will be different", outcome["words"])
            yield Line("From 0 to 10", str(outcome["scale"]))
            for action in outcome["actions"]:
                yield Line("Action", _action(action))


def _action(action: dict[str, Any]) -> str:
    stands = action["result"] or f"by {day_of(action['by'])}"
    return f"{action['what']}\n{action['who']}: {stands}\nHow we will know: {action['measure']} {action['target']}"


def compared(earlier: PlanVersion, later: PlanVersion) -> list[Pair]:
    """Both versions side by side, what stayed beside itself."""
    old, new = lines(earlier), lines(later)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [pair for _, a, b, c, d in found for pair in _beside(old[a:b], new[c:d])]


def _beside(old: list[Line], new: list[Line]) -> Iterator[Pair]:
    """Lines that stand at the same place; those about different things stand each alone."""
    for earlier, later in zip_longest(old, new):
        if earlier and later and earlier.about != later.about:
            yield Pair(earlier, None)
            yield Pair(None, later)
        else:
            yield Pair(earlier, later)
