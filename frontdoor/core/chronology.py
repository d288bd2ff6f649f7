"""One child's story from every app: each registers a source, the record page asks for all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One event: when it happened, what it was, who did it, where to read it.

    ``at`` is a date where no time is known; no midnight is invented. ``late`` marks an entry recorded long after.
    """

    at: datetime | date
    kind: str
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""
    recorded_at: datetime | None = None
    late: bool = False


Source = Callable[[Any, Any], Iterable[Entry]]
_sources: list[Source] = []


def source(rule: Source) -> Source:
    """Register a source: a function of (person, worker) that gives entries, one query each."""
    _sources.append(rule)
    return rule


def _order(entry: Entry) -> tuple[date, bool, datetime | date]:
    timed = isinstance(entry.at, datetime)
    return (entry.at.date() if isinstance(entry.at, datetime) else entry.at, timed, entry.at)


def of(person: Any, worker: Any) -> list[Entry]:
    """Everything this worker may read about this person, newest first."""
    return sorted((entry for rule in _sources for entry in rule(person, worker)), key=_order, reverse=True)
