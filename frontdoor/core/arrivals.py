"""Who hears that somebody moved into a home, an unborn child with its mother: the apps above the front door say so
by name."""

from collections.abc import Callable
from typing import Any

Hears = Callable[[Any], None]
_hears: list[Hears] = []


def hears(act: Hears) -> Hears:
    """Let ``act`` run, inside the act that records it, with each person who moves into a home."""
    _hears.append(act)
    return act


def moved_in(person: Any) -> None:
    """Tell whoever wants to know that a person lives in a home from now on."""
    for act in _hears:
        act(person)
