"""The lists on everybody's first page: each app registers the ones it knows; the count links to its rows.

A list declares its query and the words of a row. What a worker's roles open is asked in one statement, the working
calendar with it (docs/adr/0016).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from frontdoor.core import policy
from frontdoor.core.access import Viewer, looking
from frontdoor.core.permissions import Permission
from frontdoor.core.together import MOMENT, First, Found, Moment, Together, at_moment
from frontdoor.core.working_days import WorkingCalendar, london_date

SHOWN = 5


@dataclass(frozen=True)
class WorkItem:
    """One row: what to open, what it is, and when it is due in words.

    ``people`` are the ids of those whom it names or tells of: whoever reads it is written down.
    """

    title: str
    url: str
    detail: str = ""
    due_words: str = ""
    state: str = ""
    people: frozenset[int] = frozenset()


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


@dataclass(frozen=True)
class Reading:
    """Who reads the page and when, with the working days around that moment."""

    worker: Any
    now: datetime
    days: WorkingCalendar


def _everyone(_: Viewer) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Source:
    """Lists that are worked out from what ``asked`` finds, for those who hold ``permission`` (None: everyone).

    ``only`` narrows that to some of them, by what the form of a query may depend on.
    """

    permission: Permission | None
    asked: Callable[[Viewer, Moment], Sequence[QuerySet | First]]
    lists: Callable[[Sequence[Found], Reading], Iterable[WorkList]]
    only: Callable[[Viewer], bool] = _everyone

    def is_for(self, viewer: Viewer) -> bool:
        return (self.permission is None or viewer.holds(self.permission)) and self.only(viewer)


def _as_they_are(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True, kw_only=True)
class Block:
    """One list: all its ``rows`` in their order, and the ``item`` that each of the first is.

    ``lines`` reads more about those than counting needs. A list without ``item`` shows its count alone.
    ``urgent`` None means: while one of the first is late.
    """

    title: str
    order: int
    rows: Callable[[Viewer, Moment], QuerySet]
    url: Callable[[Any], str]
    empty: str
    item: Callable[[Any, Reading], WorkItem] | None = None
    lines: Callable[[Any], QuerySet] = _as_they_are
    urgent: bool | None = None

    def asked(self, viewer: Viewer, at: Moment) -> list[First]:
        rows = self.rows(viewer, at)
        return [First(self.lines(rows)[: SHOWN if self.item else 0], rows)]

    def lists(self, found: Sequence[Found], reading: Reading) -> Iterable[WorkList]:
        items = [self.item(row, reading) for row in found[0].rows] if self.item else []
        yield WorkList(
            title=self.title,
            count=found[0].total,
            url=self.url(reading.worker),
            order=self.order,
            items=items,
            empty_words=self.empty,
            urgent=any(item.state == "overdue" for item in items) if self.urgent is None else self.urgent,
        )


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add lists to the first page."""
    _sources.append(source)


def blocks(permission: Permission | None, *listed: Block, only: Callable[[Viewer], bool] = _everyone) -> None:
    """Add lists, one query each, for those who hold ``permission`` (None: everyone)."""
    for block in listed:
        register(Source(permission=permission, asked=block.asked, lists=block.lists, only=only))


@cache
def _page(viewer: Viewer) -> tuple[list[tuple[Source, int]], Together]:
    """The sources that a worker's roles open, each with the number of its queries, and all of them as one statement."""
    opened = [(source, source.asked(viewer, MOMENT)) for source in _sources if source.is_for(viewer)]
    asked = (query for _, queries in opened for query in queries)
    return [(source, len(queries)) for source, queries in opened], Together(policy.CALENDAR.over_slots(), *asked)


def of(worker: Any, now: datetime) -> list[WorkList]:
    """The lists this worker's first page shows, most pressing first; one query."""
    sources, page = _page(Viewer.like(worker))
    calendar, *found = page.ask(**looking(worker), **policy.near(london_date(now)), **at_moment(now))
    reading, answers = Reading(worker, now, policy.calendar_of(calendar.rows)), iter(found)
    lists = [one for source, queries in sources for one in source.lists([*islice(answers, queries)], reading)]
    return sorted(lists, key=lambda block: block.order)
