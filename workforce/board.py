"""Figures on a team's page that apps further up know: each registers its own, and every figure links to its rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from workforce.models import Team, Worker


@dataclass(frozen=True)
class Tile:
    """One figure. ``count`` is the number of rows behind ``url``; ``note`` says in words what ``tone`` colours."""

    label: str
    count: int
    url: str
    tone: str = "plain"
    note: str = ""


Source = Callable[[Team, Worker, datetime], Iterable[Tile]]
_sources: list[Source] = []


def tiles_from(source: Source) -> Source:
    """Register a function of (team, reader, now) that gives tiles for the team's page, or none."""
    _sources.append(source)
    return source


def tiles(team: Team, reader: Worker, now: datetime) -> list[Tile]:
    """What the registered sources have to say about a team."""
    return [tile for source in _sources for tile in source(team, reader, now)]
