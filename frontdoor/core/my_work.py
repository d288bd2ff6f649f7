"""The lists on everybody's first page: each app registers the ones it knows; the count links to its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontdoor.core.permissions import Permission


@dataclass(frozen=True)
class WorkItem:
    """One row: what to open, what it is, and when it is due in words."""

    title: str
    url: str
    detail: str = ""
    due_words: str = ""
    state: str = ""


@dataclass(frozen=True)
class WorkList:
    """One block of the page. ``count`` is the number of rows behind ``url``; ``items`` are the first of them.

    ``note`` says in words why an urgent block is red.
    """

    title: str
    count: int
    url: str
    order: int
    items: Sequence[WorkItem] = field(default_factory=tuple)
    empty_words: str = "Nothing here."
    urgent: bool = False
    note: str = "Needs you first"

    @property
    def has_due(self) -> bool:
        """Whether any of the first rows falls due."""
        return any(item.due_words for item in self.items)


Source = Callable[[Any, datetime], Iterable[WorkList]]
_sources: list[tuple[Permission | None, Source]] = []


def source(permission: Permission | None) -> Callable[[Source], Source]:
    """Register lists for those who hold ``permission`` (None: everyone); a function of (worker, now)."""

    def register(rule: Source) -> Source:
        _sources.append((permission, rule))
        return rule

    return register


def of(worker: Any, now: datetime) -> list[WorkList]:
    """The lists this worker's first page shows, most pressing first."""
    lists = [
        block for wanted, rule in _sources if wanted is None or worker.holds(wanted) for block in rule(worker, now)
    ]
    return sorted(lists, key=lambda block: block.order)
