"""Whose record may be seen: one decision, compiled into the query (reliability.md 2.1).

Conflict of interest first, against everyone; then the role; then restriction; then a basis for this child.
Each app registers the bases it knows: an allocation, an open episode of the worker's team, a contact on the desk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Q

from frontdoor.core.permissions import Permission
from frontdoor.core.prepared import Slot
from frontdoor.core.roles import ROLES

Basis = Callable[[Any, str], Q]
_bases: list[Basis] = []


def basis(rule: Basis) -> Basis:
    """Register a basis: a function of (worker, path to the person in the query) that gives a Q."""
    _bases.append(rule)
    return rule


@dataclass(frozen=True)
class Viewer:
    """Whoever looks, as far as the form of a query depends on it: stands in for the worker in prepared queries."""

    roles: frozenset[str]
    works_at_front_door: bool
    has_team: bool

    @classmethod
    def like(cls, worker: Any) -> "Viewer":
        return cls(worker.roles, worker.works_at_front_door, worker.team_id is not None)

    def holds(self, permission: Permission) -> bool:
        """As ``Worker.holds``."""
        return bool(permission.roles & self.roles)

    @property
    def pk(self) -> Slot:
        return Slot("viewer", BigIntegerField())

    @property
    def team_id(self) -> Slot | None:
        return Slot("viewer_team", BigIntegerField()) if self.has_team else None


def looking(worker: Any) -> dict[str, int | None]:
    """The values of a viewer's slots for one worker."""
    return {"viewer": worker.pk, "viewer_team": worker.team_id}


def sees_everything(worker: Any) -> bool:
    """Whether one of the worker's roles gives sight of every record that is not restricted."""
    return any(ROLES[code].sees_everything for code in worker.roles)


def handles_cases(worker: Any) -> bool:
    """Whether any of the worker's roles works with children's records at all."""
    return any(ROLES[code].handles_cases for code in worker.roles)


def has_basis(worker: Any, person: str) -> Q:
    """Any registered basis for the person at ``person`` (a field path such as "pk" or "child_id")."""
    found = Q(pk__in=[])
    for rule in _bases:
        found |= rule(worker, person)
    return found
