"""What is due next for a child, of every clock: each kind of promise once, for the bar of a record and its list.

An app or a module that promises something about a child registers it; what is kept or no longer wanted is none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from frontdoor.core.navigation import url_or_nothing
from frontdoor.core.permissions import Permission
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import end_of_day


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of promise about a child.

    ``rows`` are those still to be kept of the child that asks (an ``OuterRef``), as far as a viewer may know of them.
    ``page`` is the URL name of where it is kept, with the row's column ``key`` as its argument, for whoever holds
    ``permission``: where that asks who holds the case or the plan, ``held`` asks it of the rows. ``who`` says to
    everybody else who keeps it. ``badge`` and ``colour`` say in the bar that there is one.
    """

    code: str
    words: str
    clock: Clock
    rows: Callable[[Any, OuterRef], QuerySet]
    page: str
    permission: Permission
    key: str = "pk"
    held: Callable[[Any], Q] | None = None
    who: str = ""
    badge: str = ""
    colour: str = "blue"

    @property
    def column(self) -> str:
        return f"next_{self.code}"

    def facts(self, viewer: Any) -> Subquery:
        """The one of these that is due first: its days, and its ``key`` where the viewer may open the page."""
        clock = self.clock
        told: dict[str, Any] = {clock.started: F(clock.started), clock.due: F(clock.due)}
        if viewer.holds(self.permission):
            told["key"] = F(self.key) if self.held is None else self._key_of(self.held(viewer))
        first = self.rows(viewer, OuterRef("pk")).order_by(clock.due, "pk")
        return Subquery(first.values(told=JSONObject(**told))[:1])

    def _key_of(self, held: Q) -> Any:
        return Case(When(held, then=F(self.key)), default=None) if held else F(self.key)


@dataclass(frozen=True, kw_only=True)
class Upcoming:
    """A promise that is still to be kept: what ``presenters.due`` asks of a row stands on ``row``."""

    kind: Kind
    row: Any
    url: str

    @property
    def who(self) -> str:
        """Who keeps it, for whoever may not go where it is kept."""
        return "" if self.url else self.kind.who

    @property
    def by(self) -> datetime:
        """The moment after which it is late."""
        due: date | datetime = getattr(self.row, self.kind.clock.due)
        return due if isinstance(due, datetime) else end_of_day(due)


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of promises; each code stands once."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"What is due as {kind.code} stands twice.")
        _kinds[kind.code] = kind


def columns(viewer: Any) -> dict[str, Subquery]:
    """What a query over people adds, so that ``of`` can be asked of each."""
    return {kind.column: kind.facts(viewer) for kind in _kinds.values()}


def of(person: Any) -> list[Upcoming]:
    """Of each kind the promise that is due first, the earliest standing first; ``person`` has the ``columns``."""
    found = [_upcoming(kind, facts) for kind in _kinds.values() if (facts := getattr(person, kind.column)) is not None]
    return sorted(found, key=lambda one: one.by)


def _upcoming(kind: Kind, facts: Mapping[str, Any]) -> Upcoming:
    clock = kind.clock
    days = {name: _parsed(name, facts[name]) for name in (clock.started, clock.due)}
    key = facts.get("key")
    return Upcoming(
        kind=kind,
        row=SimpleNamespace(**days, **{clock.finished: None}),
        url=url_or_nothing(kind.page, key) if key is not None else "",
    )


def _parsed(name: str, text: str) -> date | datetime:
    return datetime.fromisoformat(text) if name.endswith("_at") else date.fromisoformat(text)
