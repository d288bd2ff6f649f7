"""Who may do what: one function, asked by every door.

An app declares its permissions in its own permissions.py; each names the roles that hold it and, where the answer
depends on the record, a rule. Nothing is allowed that is not declared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from frontdoor.core.roles import Role


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """No, with the reason that the page shows."""

    reason: str

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied
Rule = Callable[[Any, Any], Answer]


@dataclass(frozen=True)
class Permission:
    """One thing that can be done. ``sentence`` completes "You cannot ...".

    ``without`` is what somebody without the role is told; where a row asks for the role, it says the same.
    """

    code: str
    sentence: str
    roles: frozenset[str]
    rule: Rule | None = field(default=None, compare=False)
    without: str = field(default="", compare=False)


class Refused(PermissionDenied):
    """A forbidden act on a record that may be seen; the page says why (403)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


PERMISSIONS: dict[str, Permission] = {}


def permission(
    code: str, sentence: str, roles: Iterable[Role], rule: Rule | None = None, *, without: str = ""
) -> Permission:
    """Declare a permission; codes are unique. ``without`` is the sentence of the row that asks for the same role."""
    if code in PERMISSIONS:
        raise ValueError(f"The permission {code} is declared twice.")
    without = without or f"Your role does not let you {sentence}."
    PERMISSIONS[code] = Permission(code, sentence, frozenset(role.code for role in roles), rule, without)
    return PERMISSIONS[code]


def may(worker: Any, wanted: Permission, obj: Any = None) -> Answer:
    """Whether ``worker`` may do what ``wanted`` names, to ``obj`` where the rule needs one."""
    if not worker.is_authenticated or not worker.is_active:
        return Denied("You are not signed in.")
    if not wanted.roles & worker.roles:
        return Denied(wanted.without)
    if wanted.rule is not None and obj is not None:
        return wanted.rule(worker, obj)
    return Allowed()


def require(worker: Any, wanted: Permission, obj: Any = None) -> None:
    """Raise Refused with the reason unless ``worker`` may."""
    answer = may(worker, wanted, obj)
    if isinstance(answer, Denied):
        raise Refused(answer.reason)
