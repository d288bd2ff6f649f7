"""Conditions that several tables share, as expressions for CheckConstraint."""

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual


def at_least(field: str, characters: int) -> Any:
    """The text holds at least this many characters, blanks at the ends not counted."""
    return GreaterThanOrEqual(Length(Trim(F(field))), characters)


def both_or_neither(first: str, second: str) -> Q:
    """Two columns that belong together are both set or both empty: a decision and who made it."""
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": True}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": False}
    )
