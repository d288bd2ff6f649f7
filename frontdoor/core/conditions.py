"""Conditions that several tables share, as expressions for CheckConstraint."""

from typing import Any

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from frontdoor.core.written import InWords, words_for


def at_least(field: str, characters: int, *, words: int | None = None) -> Any:
    """The text holds at least this many characters, blanks at the ends not counted, and so many different words.

    Left out, the number of words goes by the characters: none below ten, for names and numbers.
    """
    long_enough = GreaterThanOrEqual(Length(Trim(F(field))), characters)
    words = words_for(characters) if words is None else words
    return Q(long_enough) & Q(InWords(F(field), words)) if words else long_enough


NO_POSTCODE = "Enter a full UK postcode, like AB1 2CD. Leave it empty if it is not known."


def whole_postcode(name: str) -> CheckConstraint:
    """The row's ``postcode`` is empty or whole, as ``search.postcode_key`` writes it."""
    return CheckConstraint(
        name=name,
        condition=Q(postcode="") | Q(postcode__regex=r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"),
        violation_error_message=NO_POSTCODE,
    )


def both_or_neither(first: str, second: str) -> Q:
    """Two columns that belong together are both set or both empty: a decision and who made it."""
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": True}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": False}
    )
