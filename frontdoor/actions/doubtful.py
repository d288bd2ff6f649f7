"""What was told of a child in danger and cannot be right: set aside as it was typed, and the contact is taken in."""

from dataclasses import replace
from datetime import date
from typing import Any

from stdnum.gb import nhs, upn

from frontdoor.actions.people import NewPerson
from frontdoor.models.birth_dates import is_expected, is_too_old
from frontdoor.models.person_choices import BirthDateKnown

NO_NAME = "Unknown"


def set_aside(child: NewPerson, on: date) -> tuple[NewPerson, list[str]]:
    """The child without what cannot be right on a day, and a line for each thing that was taken off.

    A number with a wrong check digit, a birth in the future or more than 25 years ago, an unborn child who cannot be
    expected then.
    """
    wrong: dict[str, Any] = {}
    lines = []

    def off(name: str, words: str, **instead: Any) -> None:
        lines.append(line(child.given_names, child.family_name, words, getattr(child, name)))
        wrong.update({name: None} | instead)

    for name, kind, words in (("nhs_number", nhs, "NHS number"), ("upn", upn, "unique pupil number")):
        typed = getattr(child, name)
        if typed and not (typed.isascii() and kind.is_valid(typed)):
            off(name, words)
    if child.birth_date is not None and (child.birth_date > on or is_too_old(child.birth_date, on)):
        off("birth_date", "date of birth", birth_date_known=BirthDateKnown.UNKNOWN)
    if child.expected_birth_date is not None and not is_expected(child.expected_birth_date, on):
        named = child.given_names or (NO_NAME if not child.family_name else "")
        off(
            "expected_birth_date",
            "expected date of birth",
            birth_date_known=BirthDateKnown.UNKNOWN,
            given_names=named,
        )
    return replace(child, **wrong), lines


def line(given_names: str, family_name: str, words: str, typed: Any) -> str:
    """One thing that was set aside: whose it is, what it should be, and what was typed."""
    who = f"{given_names} {family_name}".strip() or "A child"
    said = f"{typed:%-d %B %Y}" if isinstance(typed, date) else typed
    return f"{who}, {words}: {said}"
