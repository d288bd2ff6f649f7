"""What one line of the constraints law is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdoor.core.acting import acting_as, current
from tests.factories.base import bound

NOW = timezone.now()
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
Make = Callable[[], Any]


@dataclass(frozen=True)
class Rule:
    """How a legal row is made, and the columns that turn it into an illegal one; a function gets the row."""

    make: Make
    illegal: dict[str, Any] = field(default_factory=dict)
    on: str = "both"


def twice(make: Make) -> Rule:
    """A rule that allows a row once: the same row again is illegal."""
    return Rule(make, on="insert")


def saved(row: Any) -> Any:
    """The row after it was stored in the name of whoever signs it, else of whoever acts."""
    signers = (getattr(row, name) for name in bound(type(row)))
    with acting_as(next(filter(None, signers), None) or current()):
        row.save()
    return row


def before(name: str, **length: int) -> Callable[[Any], Any]:
    """A moment or day before the one in another column."""
    return lambda row: getattr(row, name) - timedelta(**length)


def after(name: str, **length: int) -> Callable[[Any], Any]:
    """A moment or day after the one in another column."""
    return lambda row: getattr(row, name) + timedelta(**length)


def the(name: str) -> Callable[[Any], Any]:
    """Whatever stands in another column."""
    return lambda row: getattr(row, name)
