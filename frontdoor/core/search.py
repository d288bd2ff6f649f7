"""What somebody looks for: names, dates that were nearly remembered, postcodes, numbers. Pure; nothing is read here."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
TYPED_DATE = re.compile(r"\b([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})\b")
IDENTIFIER = re.compile(r"[A-Z]?[0-9]+[A-Z]?", re.IGNORECASE)
FEWEST_LETTERS = 2
TELEPHONE_DIGITS = 11


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One search. Empty parts are not looked for; ``identifier`` is an NHS number, a UPN or a number of ours."""

    given_names: str = ""
    family_name: str = ""
    birth_date: date | None = None
    postcode: str = ""
    identifier: str = ""
    telephone: str = ""

    @property
    def name(self) -> str:
        """The whole name, empty when it has too few letters to look for."""
        words = f"{self.given_names} {self.family_name}".strip()
        return words if sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that can be looked for."""
        return not (self.name or self.birth_date or self.postcode or self.identifier or self.telephone)


def near_birth_dates(day: date) -> frozenset[date]:
    """The day itself, and what it is often mistaken for: a day or a year out, or day and month changed over."""
    found = {day, *_days_out(day)}
    for year, (first, second) in product(
        (day.year - 1, day.year, day.year + 1), ((day.month, day.day), (day.day, day.month))
    ):
        if year == day.year or (first, second) == (day.month, day.day):
            found |= _real(year, first, second)
    return frozenset(found)


def _days_out(day: date) -> set[date]:
    return {
        date.fromordinal(day.toordinal() + step)
        for step in (-1, 1)
        if date.min.toordinal() <= day.toordinal() + step <= date.max.toordinal()
    }


def _real(year: int, month: int, day: int) -> set[date]:
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


def digits(words: str) -> str:
    """The ASCII digits of a text."""
    return "".join(sign for sign in words if sign in "0123456789")


def postcode_key(words: str) -> str:
    """A postcode as it is stored: capitals, one space. An incomplete one comes back in capitals."""
    found = POSTCODE.search(words)
    return f"{found[1]} {found[2]}".upper() if found else words.strip().upper()


def wanted_from(words: str) -> Wanted:
    """The parts of one line: a date, a postcode, numbers; what is left is a name."""
    wanted, rest = Wanted(), words
    if found := TYPED_DATE.search(rest):
        day = _real(int(found[3]), int(found[2]), int(found[1]))
        wanted, rest = replace(wanted, birth_date=next(iter(day), None)), rest.replace(found[0], " ")
    if found := POSTCODE.search(rest):
        wanted, rest = replace(wanted, postcode=postcode_key(found[0])), rest.replace(found[0], " ")
    if len(digits(rest)) == TELEPHONE_DIGITS and not any(sign.isalpha() for sign in rest):
        return replace(wanted, telephone=digits(rest))
    if IDENTIFIER.fullmatch("".join(rest.split())):
        return replace(wanted, identifier="".join(rest.split()).upper())
    names = [word for word in rest.replace(",", " ").split() if any(sign.isalpha() for sign in word)]
    return replace(wanted, given_names=" ".join(names[:-1]), family_name=names[-1] if names else "")
