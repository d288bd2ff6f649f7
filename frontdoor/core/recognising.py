"""Whether a text says who somebody is, however it is written: names, birth dates, numbers and addresses. Pure.

Texts are compared without case, accents and signs that nobody sees. A name is found with its parts the other way round,
run together or cut by punctuation; a date as figures and in words, with the year or, in words, without one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

SHORTEST_NAME, SHORTEST_CUT = 2, 4
_MONTHS = "january february march april may june july august september october november december"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_EVERYDAY = (
    "an art as be bill black brown by can chance day dear do down early ease east ever faith field for free good "
    "grace grant green grey hall he hill home hope house in is it joy kind land lane little long love low mark may me "
    "mercy my new no north of on or page parent park patience price rain rich see she sky so south sue summer sun "
    "the to up van wall ward we well west white will winter wise wood work young"
)
MONTHS, ORDINALS = _MONTHS.split(), _ORDINALS.split()
EVERYDAY = frozenset(_EVERYDAY.split())
"""Names that are words of any letter too: alone, they are names only where they are not written small."""
NOBODYS = frozenset({"unknown", "unborn", "baby", "child"})
"""What stands in place of a name that nobody knows."""
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_BETWEEN, _CUT = r"[\W_]{1,3}", r"(?:[^\w\s]|_)?"
_ALONE = r"(?<![^\W_]){}(?![^\W_])"


@dataclass(frozen=True)
class Mark:
    """What somebody is known by, as a pattern on a folded text. ``not_small``: not where it is written small."""

    pattern: re.Pattern[str]
    not_small: bool = False


@dataclass(frozen=True)
class Folded:
    """A text without case, accents and unseen signs, and where each of its letters stood in the original."""

    original: str
    letters: str
    places: tuple[int, ...]

    def spans(self, marks: Iterable[Mark]) -> list[tuple[int, int]]:
        """Where the original holds any of the marks, in order; what lies inside another is left out."""
        found = {
            (self.places[match.start()], self.places[match.end() - 1] + 1)
            for mark in marks
            for match in mark.pattern.finditer(self.letters)
            if not (mark.not_small and self._between(match).islower())
        }
        return sorted(
            (start, end)
            for start, end in found
            if not any((start, end) != other and other[0] <= start and end <= other[1] for other in found)
        )

    def _between(self, match: re.Match[str]) -> str:
        return self.original[self.places[match.start()] : self.places[match.end() - 1] + 1]


def folded(text: str) -> Folded:
    """A text as it is compared."""
    letters, places = [], []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold().translate(_LETTERS):
            if unicodedata.combining(part) or unicodedata.category(part) == "Cf":
                continue
            letters.append(str(unicodedata.decimal(part)) if part.isdecimal() else part)
            places.append(place)
    return Folded(text, "".join(letters), tuple(places))


def held_in(text: str, marks: Iterable[Mark]) -> list[str]:
    """The words of a text that are any of the marks, as they are written there, each once."""
    read = folded(text)
    found: dict[str, str] = {}
    for start, end in read.spans(marks):
        found.setdefault(folded(text[start:end]).letters, text[start:end])
    return list(found.values())


def _words(text: str) -> list[str]:
    """The words of a text by its spaces, folded."""
    return [word for word in folded(text).letters.split() if any(sign.isalnum() for sign in word)]


def _parts(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _mark(pattern: str, *, not_small: bool = False) -> Mark:
    return Mark(re.compile(_ALONE.format(f"(?:{pattern})")), not_small)


def _cut(word: str) -> str:
    """A word that punctuation may cut anywhere; a short one only whole."""
    signs = map(re.escape, word)
    return (_CUT if len(word) >= SHORTEST_CUT else "").join(signs)


def name_marks(name: str) -> Iterator[Mark]:
    """A whole name in either order, then each of its words, and the parts of a word that a sign joins."""
    words = [_parts(word) for word in _words(name)]
    whole = [part for word in words for part in word]
    if len(whole) > 1:
        for order in (whole, [*whole[-1:], *whole[:-1]]):
            yield _mark(r"[\W_]*".join(map(_cut, order)))
    for joined in words:
        if len(joined) > 1:
            yield _mark(r"[\W_]*".join(map(_cut, joined)))
    for part in dict.fromkeys(whole):
        if len(part) >= SHORTEST_NAME and part not in NOBODYS:
            yield _mark(_cut(part), not_small=part in EVERYDAY)


def birth_date_marks(day: date) -> Iterator[Mark]:
    """A date in figures, with two or four of the year, and in words, with that year or none."""
    number, month = f"0?{day.day}" if day.day < 10 else str(day.day), f"0?{day.month}"
    year, name = rf"(?:{day:%Y}|{day:%y})", MONTHS[day.month - 1]
    month_word = rf"(?:{name}|{name[:4]}|{name[:3]})"
    day_word = rf"(?:{number}[\W_]?(?:st|nd|rd|th)?|{_ordinal(day.day)})"
    joined = rf"[\W_]{{0,3}}(?:(?:day|of|the){_BETWEEN})*"
    its_year = rf"(?:[\W_]{{0,3}}{year}(?!\d)|(?![\W_]{{0,3}}\d\d(?:\d\d)?(?!\d|[:.]\d)))"
    for form in (
        rf"{number}{_BETWEEN}{month}{_BETWEEN}{year}",
        rf"{year}{_BETWEEN}{month}{_BETWEEN}{number}",
        rf"{day:%d%m%Y}|{day:%Y%m%d}|{day:%d%m%y}",
        rf"{day_word}{joined}{month_word}(?![^\W\d_]){its_year}",
        rf"{month_word}{joined}{day_word}{its_year}",
    ):
        yield Mark(re.compile(rf"(?<![^\W_])(?:{form})(?![^\W_])"))


def _ordinal(day: int) -> str:
    if day <= len(ORDINALS):
        return ORDINALS[day - 1]
    if day == 30:
        return "thirtieth"
    tens, unit = ("twenty", day - 20) if day < 30 else ("thirty", day - 30)
    return rf"{tens}[\W_]?{ORDINALS[unit - 1]}"


def number_marks(number: str) -> Iterator[Mark]:
    """An NHS number, a pupil number or a postcode, spaced or not."""
    signs = "".join(_parts(folded(number).letters))
    if signs:
        yield _mark(r"[\W_]{0,2}".join(map(re.escape, signs)))


def address_marks(lines: str) -> Iterator[Mark]:
    """The first line of an address, if it has a letter."""
    parts = _parts(folded(lines.split("\n", maxsplit=1)[0]).letters)
    if any(sign.isalpha() for part in parts for sign in part):
        yield _mark(r"[\W_]+".join(map(re.escape, parts)))
