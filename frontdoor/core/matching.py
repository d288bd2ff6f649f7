"""How like a search a record is, and why, in words: the one place where possible matches are ranked. Pure.

The weights are ours: a number identifies, a date of birth nearly does, a name alone seldom does (peers.md 3.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from os.path import commonprefix
from string import ascii_lowercase

from frontdoor.core.places import agreement
from frontdoor.core.search import Wanted, near_numbers, slipped_birth_dates, telephone_key, within

SAME_NUMBER, NEAR_NUMBER, SAME_TELEPHONE, FAMILY_TELEPHONE = 100.0, 45.0, 18.0, 12.0
SAME_BIRTH, SWAPPED_BIRTH, SLIPPED_BIRTH = 40.0, 30.0, 26.0
ABOUT_THE_AGE, EXPECTED_THEN, OTHER_BIRTH = 14.0, 22.0, -12.0
WHOLE_NAME, NAME_IN_ANOTHER_PLACE, FORMER_NAME = 40.0, 0.92, 0.88
HOME = {
    "address": (15.0, "Same address", 9.0, "Lived at this address"),
    "house": (13.0, "Same house number and street", 8.0, "Lived at this house number and street"),
    "postcode": (12.0, "Same postcode", 7.0, "Lived at this postcode"),
    "street": (8.0, "Same street", 5.0, "Lived in this street"),
    "part": (6.0, "Address like this", 4.0, "Lived at an address like this"),
    "district": (5.0, "Same part of the postcode", 3.0, "Lived in this part of the postcode"),
}
"""What speaks for a match in a home: the weight and the words where somebody lives there, and where somebody did.

A brother with the same family name and address has to stay below ``LIKELY``.
"""
ANOTHER_DETAIL = "Another detail agrees"
LIKELY = 0.6 * WHOLE_NAME
CLOSE_ENOUGH, ONE_SLIP, SHORT, SHORTEST_SLIP = 0.42, 0.8, 2, 3
A_YEAR = 366
BORN_EARLY, BORN_LATE = 100, 30
"""An unborn child may be born this many days before or after the day it was expected on."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The name and the address of a search as keys, and the recorded words each word of the name may stand for.

    ``alike`` says how close each of these is, from 0 to 1.
    """

    given: str = ""
    family: str = ""
    address: str = ""
    alike: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def together(self) -> "Typed":
        """The same with short words put to the next one, as in "o brien"."""
        given, family = (" ".join(joined(part.split())) for part in (self.given, self.family))
        return replace(self, given=given, family=family)

    @cached_property
    def turned(self) -> "Typed":
        """The same with the two parts changed over."""
        return replace(self, given=self.family, family=self.given)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What one record says, the names as keys; ``homes`` are (postcode, address key, whether it is left)."""

    given: str = ""
    family: str = ""
    other: str = ""
    birth_date: date | None = None
    estimated: bool = False
    expected: date | None = None
    nhs_number: str = ""
    upn: str = ""
    others_numbers: frozenset[str] = frozenset()
    telephone: str = ""
    family_telephones: frozenset[str] = frozenset()
    homes: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a match. ``outline`` is what somebody reads who may not open the record."""

    words: str
    score: float
    outline: str = ""


@dataclass(frozen=True)
class Match:
    """How like the search a record is. No reasons means that it is not like it at all."""

    reasons: tuple[Reason, ...] = ()

    @property
    def score(self) -> float:
        return sum(reason.score for reason in self.reasons)

    @property
    def in_words(self) -> str:
        """Everything that speaks for and against, as one sentence: "Same date of birth, name spelt differently"."""
        return _sentence([reason.words for reason in self.reasons])

    @property
    def in_outline(self) -> str:
        """The same without what the record says and the search does not."""
        return _sentence([reason.outline or reason.words for reason in self.reasons])

    @property
    def speaks_for(self) -> bool:
        """Whether anything speaks for it."""
        return any(reason.score > 0 for reason in self.reasons)

    @property
    def is_likely(self) -> bool:
        """Whether as much speaks for it as a name that is like the one looked for, in both of its parts."""
        return self.score >= LIKELY


def _sentence(parts: list[str]) -> str:
    shown = [part for part in parts if part]
    return ", ".join([*shown[:1], *(_in_the_middle(part) for part in shown[1:])])


def _in_the_middle(part: str) -> str:
    return part if part.startswith(("NHS", "UPN")) else part[:1].lower() + part[1:]


def compare(wanted: Wanted, typed: Typed, recorded: Recorded) -> Match:
    """Every reason why a record may be the person looked for, numbers first, then birth, name and where they live."""
    return Match(
        (
            *_numbers(wanted, recorded),
            *_birth(wanted, recorded),
            *_name(typed, recorded),
            *_telephone(wanted, recorded),
            *_home(wanted, typed, recorded),
        )
    )


def begun(typed: Typed, *, given: str, family: str) -> Match | None:
    """As ``compare``, of a record whose first or family name begins with the one word that was typed; None where the
    word is several as a key, or begins neither, which have to be compared."""
    parts = [
        (_Words(typed.family, name, typed.alike, halves=True), words)
        for name, words in ((family, "family name"), (given, "first name"))
        if f" {typed.family}" in f" {name}"
    ]
    if not parts or " " in typed.family:
        return None
    reasons = [
        Reason(_one_part(part, words), WHOLE_NAME * part.score * (part.as_family if words == "family name" else 1))
        for part, words in parts
    ]
    return Match((max(reasons, key=lambda reason: reason.score),))


def _numbers(wanted: Wanted, recorded: Recorded) -> Iterator[Reason]:
    number = wanted.identifier
    if not number:
        return
    near = near_numbers(number)
    for words, own in (("NHS number", recorded.nhs_number), ("Pupil number", recorded.upn)):
        if own == number:
            yield Reason(f"Same {words if words.startswith('NHS') else words.lower()}", SAME_NUMBER)
        elif own and own in near:
            yield Reason(f"{words} differs in one place", NEAR_NUMBER)
    if number in recorded.others_numbers:
        yield Reason("Same record number", SAME_NUMBER)


def _birth(wanted: Wanted, recorded: Recorded) -> Iterator[Reason]:
    looked, own = wanted.birth_date, recorded.birth_date
    if looked is None:
        return
    close = "Date of birth close to it"
    if own is None:
        if recorded.expected and -BORN_EARLY <= (looked - recorded.expected).days <= BORN_LATE:
            yield Reason("Recorded before birth and expected about then", EXPECTED_THEN, close)
    elif own == looked:
        yield Reason("Same date of birth", SAME_BIRTH * (0.8 if recorded.estimated else 1))
    elif (own.year, own.month, own.day) == (looked.year, looked.day, looked.month):
        yield Reason("Day and month of birth the other way round", SWAPPED_BIRTH, close)
    elif own in slipped_birth_dates(looked):
        yield Reason(_slip(own, looked), SLIPPED_BIRTH, close)
    elif recorded.estimated and within(own, looked, A_YEAR):
        yield Reason("Date of birth is estimated and about then", ABOUT_THE_AGE, close)
    else:
        yield Reason("Other date of birth", OTHER_BIRTH)


def _slip(own: date, looked: date) -> str:
    days = abs((own - looked).days)
    if days == 1:
        return "Date of birth one day out"
    if within(own, looked, 3):
        return f"Date of birth {days} days out"
    if (own.month, own.day) == (looked.month, looked.day) and abs(own.year - looked.year) == 1:
        return "Year of birth one out"
    return "Date of birth differs in one place"


def closeness(one: str, other: str) -> float:
    """How alike two words are, by their three-letter pieces, from 0 to 1: what the database calls similarity."""
    first, second = _pieces(one), _pieces(other)
    return len(first & second) / len(first | second) if first and second else 0.0


@lru_cache(maxsize=4096)
def _pieces(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2) if word)


def slips(word: str) -> set[str]:
    """Every word that one slip of the fingers makes of a word: a letter more, less, another, or two changed over."""
    found: set[str] = set()
    if len(word) < SHORTEST_SLIP:
        return found
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        found |= {before + letter + after for letter in ascii_lowercase}
        found |= {before + letter + after[1:] for letter in ascii_lowercase} if after else set()
        found |= {before + after[1:]} if after else set()
        found |= {before + after[1] + after[0] + after[2:]} if len(after) > 1 else set()
    return found - {word}


def one_slip(one: str, other: str) -> bool:
    """Whether ``other`` is one of the ``slips`` of a word, in one pass."""
    if one == other or min(len(one), len(other)) < SHORTEST_SLIP - 1 or abs(len(one) - len(other)) > 1:
        return False
    start = len(commonprefix([one, other]))
    first, second = one[start:], other[start:]
    if len(first) == len(second):
        changed_over = first[:2] == second[:2][::-1] and first[2:] == second[2:]
        return changed_over or first[1:] == second[1:]
    return first[1:] == second if len(first) > len(second) else first == second[1:]


def joined(words: Sequence[str]) -> list[str]:
    """The words with one of one or two letters put to the next one: "o brien" as "obrien"."""
    found, before = [], ""
    for word in words:
        if len(before + word) <= SHORT:
            before += word
        else:
            found.append(before + word)
            before = ""
    return [*found, before] if before else found


class _Words:
    """The words of one typed part, each with the closest recorded word; a recorded half may stand for the whole."""

    def __init__(
        self, typed: str, recorded: str, alike: Mapping[str, Mapping[str, float]], *, halves: bool = False
    ) -> None:
        self.typed, self.recorded = typed.split(), recorded.split()
        scores = [self._best(word, alike.get(word, {})) for word in self.typed]
        holds_all = halves and bool(self.recorded) and set(self.recorded) < set(self.typed)
        self.score = 1.0 if holds_all else sum(scores) / len(scores) if scores else 0.0
        self.equal = holds_all or bool(scores) and min(scores) == 1.0
        self.close = holds_all or bool(scores) and min(scores) > 0

    @property
    def whole(self) -> bool:
        """Whether the typed words are the recorded ones, in any order."""
        return sorted(self.typed) == sorted(self.recorded)

    @property
    def as_family(self) -> float:
        """What the words are worth as a family name: half of a double-barrelled one less than the whole."""
        return 0.93 if self.equal and not self.whole else 1.0

    @property
    def begun(self) -> bool:
        """Whether each typed word is the beginning of a recorded one."""
        return all(any(own.startswith(word) for own in self.recorded) for word in self.typed)

    def _best(self, word: str, alike: Mapping[str, float]) -> float:
        best = 0.0
        for own in self.recorded:
            if own == word:
                return 1.0
            slipped = ONE_SLIP if one_slip(word, own) else 0.0
            near = max(alike.get(own, 0.0), closeness(word, own), slipped)
            if near >= CLOSE_ENOUGH or own in alike:
                best = max(best, 0.5 + near / 2.5)
            elif min(len(own), len(word)) == 1 and own[0] == word[0]:
                best = max(best, 0.55)
        return min(best, 0.95)


def _name(typed: Typed, recorded: Recorded) -> Iterator[Reason]:
    if not (typed.given or typed.family):
        return
    roads = [
        *_roads(typed, recorded.given, recorded.family),
        *(_roads(typed.together, recorded.given, recorded.family) if typed.together != typed else ()),
        *(_roads(typed, recorded.other, recorded.other, former=True) if recorded.other else ()),
    ]
    if recorded.other:
        roads += _roads(typed, recorded.given, recorded.other, former=True)
    best = max(roads, key=lambda road: road.score, default=None)
    if best is not None and best.score > 0:
        yield best


def _roads(typed: Typed, given: str, family: str, *, former: bool = False) -> list[Reason]:
    """The ways in which a typed name can be a recorded one: as written, and with its parts changed over."""
    found = [_straight(typed, given, family)]
    if not (typed.given and typed.family):
        found.append(_straight(typed.turned, given, family))
    if not former and typed.given and typed.family:
        found.append(_changed_over(typed, given, family))
    if former:
        return [Reason(_former(road.words), road.score * FORMER_NAME) for road in found if road.score > 0]
    return found


def _former(words: str) -> str:
    return "Another or former name is the same" if words.startswith("Same") else "Another or former name is like it"


def _straight(typed: Typed, given: str, family: str) -> Reason:
    first = _Words(typed.given, given, typed.alike, halves=True)
    last = _Words(typed.family, family, typed.alike, halves=True)
    parts = [part for part in (first, last) if part.typed]
    score = WHOLE_NAME * sum(part.score for part in parts) / len(parts)
    return Reason(_as_written(first, last), score * (last.as_family if last.typed else 1))


def _as_written(first: _Words, last: _Words) -> str:
    if not (first.typed and last.typed):
        return _one_part(first, "first name") if first.typed else _one_part(last, "family name")
    if not last.equal:
        family = "family name spelt differently" if last.close else "other family name"
        return f"Same first name, {family}" if first.equal else "Name spelt differently"
    if first.equal:
        return _family_as_written(last)
    if not first.recorded:
        return "Same family name, first name not recorded"
    return "Same family name, first name spelt differently" if first.close else "Same family name, other first name"


def _family_as_written(last: _Words) -> str:
    if not last.whole:
        return "Same first name, part of a double-barrelled name"
    in_order = last.typed == last.recorded
    return "Same name" if in_order else "Same name, halves of the family name the other way round"


def _one_part(part: _Words, words: str) -> str:
    if not part.equal:
        return f"{words.capitalize()} {'begins like this' if part.begun else 'spelt differently'}"
    return f"Same {words}" if part.whole or words == "first name" else "Part of a double-barrelled name"


def _changed_over(typed: Typed, given: str, family: str) -> Reason:
    first, last = _Words(typed.given, family, typed.alike), _Words(typed.family, given, typed.alike)
    if not (first.close and last.close):
        whole = f"{typed.given} {typed.family}".split()
        gone_over = _Words(" ".join(whole), f"{given} {family}", typed.alike)
        if not gone_over.close:
            return Reason("", 0.0)
        words = "Same names in another order" if gone_over.equal else "Name spelt differently, in another order"
        return Reason(words, WHOLE_NAME * gone_over.score * NAME_IN_ANOTHER_PLACE)
    words = "First and family name the other way round"
    if not (first.equal and last.equal):
        words += ", spelt differently"
    return Reason(words, WHOLE_NAME * (first.score + last.score) / 2 * NAME_IN_ANOTHER_PLACE)


def _telephone(wanted: Wanted, recorded: Recorded) -> Iterator[Reason]:
    if wanted.telephone:
        if telephone_key(recorded.telephone) == wanted.telephone:
            yield Reason("Same telephone number", SAME_TELEPHONE, ANOTHER_DETAIL)
        elif wanted.telephone in recorded.family_telephones:
            yield Reason("An adult in the family has this telephone number", FAMILY_TELEPHONE, ANOTHER_DETAIL)


def _home(wanted: Wanted, typed: Typed, recorded: Recorded) -> Iterator[Reason]:
    """The one home that speaks most for it; a postcode is a part of its address and does not speak twice."""
    found = [reason for home in recorded.homes for reason in _where(wanted, typed, *home)]
    best = max(found, key=lambda reason: reason.score, default=None)
    if best is not None:
        yield best


def _where(wanted: Wanted, typed: Typed, postcode: str, address: str, left: bool) -> Iterator[Reason]:
    agrees = [agreement(typed.address, address)] if typed.address else []
    agrees += ["postcode"] if wanted.postcode and postcode == wanted.postcode else []
    agrees += ["district"] if wanted.district and postcode.startswith(f"{wanted.district} ") else []
    for how in filter(None, agrees):
        weight, words, weight_left, words_left = HOME[how]
        yield Reason(words_left, weight_left, ANOTHER_DETAIL) if left else Reason(words, weight, ANOTHER_DETAIL)
