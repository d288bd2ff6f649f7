"""What somebody looks for: names, dates that were nearly remembered, postcodes, numbers. Pure; nothing is read here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from string import ascii_uppercase
from string import digits as DIGITS

from stdnum.gb import nhs, upn

from frontdoor.core.places import DISTRICT, address_in, district_in, enough_of

POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TYPED_DATE = re.compile(
    r"\b(?P<year_first>[0-9]{4})-(?P<month_second>[0-9]{1,2})-(?P<day_last>[0-9]{1,2})\b"
    r"|\b(?P<day>[0-9]{1,2})(?:[/.\-](?P<month>[0-9]{1,2})[/.\-]"
    rf"|(?:st|nd|rd|th)?\s+(?P<name>{'|'.join(MONTHS)})[a-z]*\s+)(?P<year>[0-9]{{4}})\b",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"[A-Z]?[0-9]+[A-Z]?", re.IGNORECASE)
FEWEST_LETTERS = 2
FEWEST_TO_BEGIN = 3
TELEPHONE_DIGITS = 11
NHS_DIGITS = 10
UPN_SIGNS = 13
DAYS_OUT = 3
ABROAD = "44"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One search. Empty parts are not looked for; ``identifier`` is an NHS number, a UPN or a number of ours.

    ``address`` is as it was typed; ``district`` is the first half of a postcode and is looked for with something else.
    """

    given_names: str = ""
    family_name: str = ""
    birth_date: date | None = None
    postcode: str = ""
    identifier: str = ""
    telephone: str = ""
    address: str = ""
    district: str = ""

    @property
    def name(self) -> str:
        """The whole name, empty when it has too few letters to look for."""
        words = f"{self.given_names} {self.family_name}".strip()
        return words if sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS else ""

    @property
    def is_one_word(self) -> bool:
        """Whether one word of a name is all that was typed: somebody begins to write, or asks for a whole family."""
        alone = replace(self, given_names="", family_name="").is_empty and not self.district
        return len(self.name.split()) == 1 and alone

    @property
    def asks_for_a_home(self) -> bool:
        """Whether where somebody lives or lived is part of it."""
        return bool(self.postcode or self.address or self.district)

    @property
    def is_whole_word(self) -> bool:
        """Whether one word is all and too short to be a beginning: then it is looked for as a whole recorded word."""
        return self.is_one_word and sum(letter.isalpha() for letter in self.name) < FEWEST_TO_BEGIN

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that can be looked for."""
        home = self.postcode or enough_of(self.address)
        return not (self.name or self.birth_date or home or self.identifier or self.telephone)


def near_birth_dates(day: date) -> frozenset[date]:
    """The day itself, and what it is most often mistaken for: a day or a year out, or day and month changed over."""
    found = {day, *_days_out(day, 1)}
    for year, (first, second) in product(
        (day.year - 1, day.year, day.year + 1), ((day.month, day.day), (day.day, day.month))
    ):
        if year == day.year or (first, second) == (day.month, day.day):
            found |= _real(year, first, second)
    return frozenset(found)


@lru_cache(maxsize=256)
def slipped_birth_dates(day: date) -> frozenset[date]:
    """``near_birth_dates`` and the rarer slips: some days out, one digit wrong, two digits changed over."""
    written = f"{day:%d%m}{day.year:04d}"
    found = {*near_birth_dates(day), *_days_out(day, DAYS_OUT)}
    for place in (0, 1, 2, 3, 6, 7):
        for digit in DIGITS:
            found |= _written(written[:place] + digit + written[place + 1 :])
    for place in (0, 2, 6):
        found |= _written(written[:place] + written[place + 1] + written[place] + written[place + 2 :])
    return frozenset(found)


def _written(words: str) -> set[date]:
    return _real(int(words[4:]), int(words[2:4]), int(words[:2]))


def _days_out(day: date, most: int) -> set[date]:
    first = max(day.toordinal() - most, date.min.toordinal())
    last = min(day.toordinal() + most, date.max.toordinal())
    return {date.fromordinal(number) for number in range(first, last + 1)}


def _real(year: int, month: int, day: int) -> set[date]:
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


@lru_cache(maxsize=256)
def near_numbers(number: str) -> frozenset[str]:
    """NHS numbers or UPNs that hold one digit otherwise or two changed over, and whose check digit is right."""
    if len(number) == NHS_DIGITS and number.isdecimal():
        return frozenset(near for near in _slips(number) if nhs.is_valid(near)) - {number}
    if len(number) == UPN_SIGNS and number[0].isalpha():
        return frozenset(near for near in _slips(number) if upn.is_valid(near)) - {number}
    return frozenset()


def _slips(number: str) -> Iterator[str]:
    for place, sign in enumerate(number):
        for other in DIGITS if sign.isdecimal() else ascii_uppercase:
            yield number[:place] + other + number[place + 1 :]
        if place:
            yield number[: place - 1] + sign + number[place - 1] + number[place + 1 :]


def wrong_check_digit(number: str) -> str:
    """The sentence about a number that looks like an NHS number or a UPN and cannot be one; empty otherwise."""
    if len(number) == NHS_DIGITS and number.isdecimal() and not nhs.is_valid(number):
        return "This is not an NHS number: its check digit is wrong. Ask for it again. Numbers close to it are shown."
    if len(number) == UPN_SIGNS and number[0].isalpha() and number[1:-1].isdecimal() and not upn.is_valid(number):
        return "This is not a pupil number: its check letter is wrong. Ask for it again. Numbers close to it are shown."
    return ""


def digits(words: str) -> str:
    """The ASCII digits of a text."""
    return "".join(sign for sign in words if sign in DIGITS)


def telephone_key(words: str) -> str:
    """The digits of a telephone number as it is dialled at home: +44 113 496 0001 is 01134960001."""
    found = digits(words)
    return f"0{found.removeprefix(ABROAD)}" if found.startswith(ABROAD) and len(found) > TELEPHONE_DIGITS else found


def postcode_key(words: str) -> str:
    """A postcode as it is stored: capitals, one space. An incomplete one comes back in capitals."""
    found = POSTCODE.search(words)
    return f"{found[1]} {found[2]}".upper() if found else words.strip().upper()


def home_from(words: str) -> Wanted:
    """The parts of an address that was asked for by itself: a postcode, or its first half, and the rest of it."""
    wanted, rest = Wanted(), words
    if found := POSTCODE.search(rest):
        wanted, rest = replace(wanted, postcode=postcode_key(found[0])), rest.replace(found[0], " ")
    elif DISTRICT.fullmatch(rest.strip()):
        return replace(wanted, district=rest.strip().upper())
    else:
        district, rest = district_in(rest)
        wanted = replace(wanted, district=district)
    return replace(wanted, address=rest.strip(" ,"))


def wanted_from(words: str) -> Wanted:
    """The parts of one line: a date, a postcode, numbers, an address; what is left is a name."""
    wanted, rest = Wanted(), words
    if found := TYPED_DATE.search(rest):
        day = _typed_day(found)
        wanted, rest = replace(wanted, birth_date=next(iter(day), None)), rest.replace(found[0], " ")
    if found := POSTCODE.search(rest):
        wanted, rest = replace(wanted, postcode=postcode_key(found[0])), rest.replace(found[0], " ")
    dialled = telephone_key(rest)
    if len(dialled) == TELEPHONE_DIGITS and not any(sign.isalpha() for sign in rest):
        return replace(wanted, telephone=dialled)
    if IDENTIFIER.fullmatch("".join(rest.split())):
        return replace(wanted, identifier="".join(rest.split()).upper())
    if DISTRICT.fullmatch(rest.strip()):
        return replace(wanted, district=rest.strip().upper())
    if not wanted.postcode:
        district, rest = district_in(rest)
        wanted = replace(wanted, district=district)
    name, address = address_in(rest)
    names = [word for word in name.replace(",", " ").split() if any(sign.isalpha() for sign in word)]
    wanted = replace(wanted, address=address.strip(" ,") if enough_of(address) else "")
    return replace(wanted, given_names=" ".join(names[:-1]), family_name=names[-1] if names else "")


def _typed_day(found: re.Match[str]) -> set[date]:
    """The day in a ``TYPED_DATE``: 2/3/2018, 2018-03-02 or 2 March 2018; none where there is no such day."""
    month = found["month_second"] or found["month"] or MONTHS.index(found["name"].lower()) + 1
    return _real(int(found["year_first"] or found["year"]), int(month), int(found["day_last"] or found["day"]))


def within(one: date, other: date, days: int) -> bool:
    """Whether two days lie at most so many days apart."""
    return abs(one - other) <= timedelta(days=days)
