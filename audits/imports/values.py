"""What a cell means: codes with or without their prefix letter, dates as dates or text, yes and no (domain.md 5.2)."""

import re
from datetime import date, datetime
from typing import Any

from cases.models.protection import ABUSE
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.person_choices import Ethnicity, Sex
from frontdoor.models.referrals import ClosureReason, PrimaryNeed

PREFIX = re.compile(r"^[a-z]\d?\)\s*", re.IGNORECASE)
TEXT_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
EARLIEST = date(1900, 1, 1)

SEXES = {
    "male": Sex.MALE,
    "m": Sex.MALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
    "not stated/recorded": Sex.UNKNOWN,
    "neither": Sex.UNKNOWN,
    "unknown": Sex.UNKNOWN,
    "u": Sex.UNKNOWN,
}
YES_NO = {"yes": True, "y": True, "no": False, "n": False, "true": True, "false": False, "1": True, "0": False}
ABUSES = {
    "neglect": "NEG",
    "physical abuse": "PHY",
    "sexual abuse": "SAB",
    "emotional abuse": "EMO",
    "multiple/not recommended": "MUL",
    "multiple": "MUL",
    **{code.casefold(): code for code, _ in ABUSE},
}


class NotUnderstood(ValueError):
    """The cell says something that is on no list of the guidance."""


def plain(value: Any) -> str:
    """The text of a cell without its prefix letter, "q) 6: Police" as "6: Police"."""
    return PREFIX.sub("", str(value)).strip()


def day(value: Any) -> date | None:
    """A date cell, or a text that is a date. Raises NotUnderstood."""
    if value is None:
        return None
    if isinstance(value, datetime):
        found: date | None = value.date()
    elif isinstance(value, date):
        found = value
    else:
        found = next(filter(None, (_parsed(str(value), form) for form in TEXT_DATES)), None)
    if found is None or found < EARLIEST:
        raise NotUnderstood("This is not a date.")
    return found


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def yes_or_no(value: Any) -> bool | None:
    """Yes or no; unknown and empty are None. Raises NotUnderstood."""
    if value is None or plain(value).casefold() in {"unknown", "not known", "u"}:
        return None
    return _looked_up(value, YES_NO)


def sex(value: Any) -> str:
    """A census code for sex. Raises NotUnderstood."""
    return Sex.UNKNOWN if value is None else _looked_up(value, SEXES)


def ethnicity(value: Any) -> str:
    """A census code for ethnicity. Raises NotUnderstood."""
    return Ethnicity.NOBT if value is None else _coded(value, Ethnicity.values)


def source(value: Any) -> str:
    """A census code for who referred. Raises NotUnderstood."""
    return ReferralSource.UNKNOWN if value is None else _coded(value, ReferralSource.values)


def need(value: Any) -> str:
    """A census code for primary need. Raises NotUnderstood."""
    return PrimaryNeed.NOT_STATED if value is None else _coded(value, PrimaryNeed.values)


def closure(value: Any) -> str:
    """A census code for closure, "" when empty. Raises NotUnderstood."""
    return "" if value is None else _coded(value, ClosureReason.values)


def abuse(value: Any) -> str:
    """A category of abuse, "" when empty. Raises NotUnderstood."""
    return "" if value is None else _looked_up(value, ABUSES)


def number(value: Any) -> int | None:
    """A count. Raises NotUnderstood for a word or a negative number."""
    if value is None:
        return None
    try:
        found = int(float(value))
    except (TypeError, ValueError) as problem:
        raise NotUnderstood("This is not a number.") from problem
    if found < 0:
        raise NotUnderstood("This number cannot be negative.")
    return found


def _coded(value: Any, codes: list[str]) -> str:
    first = re.split(r"[\s:\-]", plain(value), maxsplit=1)[0].upper()
    if first in codes:
        return first
    raise NotUnderstood("This is not on the list of the guidance.")


def _looked_up(value: Any, meanings: dict[str, Any]) -> Any:
    text = plain(value).casefold()
    if text in meanings:
        return meanings[text]
    raise NotUnderstood("This is not on the list of the guidance.")
