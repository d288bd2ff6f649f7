"""What people type of an address: a house and its street, a street and its town, the first half of a postcode. Pure.

How an address is compared stands in one SQL function, ``frontdoor_address_key``: small letters, no punctuation, and the
usual words of streets in their short form. What is typed goes through it as what is recorded did.
"""

import re

STREET_WORDS = {
    "road": "rd",
    "street": "st",
    "saint": "st",
    "str": "st",
    "avenue": "ave",
    "av": "ave",
    "drive": "dr",
    "drv": "dr",
    "lane": "ln",
    "close": "cl",
    "court": "ct",
    "crt": "ct",
    "crescent": "cres",
    "cresc": "cres",
    "terrace": "ter",
    "terr": "ter",
    "gardens": "gdns",
    "grove": "gr",
    "grv": "gr",
    "place": "pl",
    "square": "sq",
    "boulevard": "blvd",
    "parade": "pde",
    "mount": "mt",
    "apartment": "flat",
    "apt": "flat",
}
"""The long and other short forms of words in addresses, with the one form that is compared. The function knows them."""
SURE_OF_A_STREET = frozenset(
    ("road", "rd", "avenue", "ave", "av", "drive", "crescent", "cres", "cresc", "terrace", "terr", "gardens", "gdns")
)
MAYBE_A_STREET = frozenset(
    ("street", "st", "lane", "ln", "close", "court", "ct", "crt", "grove", "place", "square", "boulevard", "row")
    + ("walk", "way", "view", "rise", "park", "hill", "green", "fold", "mount", "parade")
)
ENDS_A_STREET = frozenset(STREET_WORDS.get(word, word) for word in SURE_OF_A_STREET | MAYBE_A_STREET)
FEWEST_WORDS, MOST_WORDS, FEWEST_TO_BEGIN = 2, 12, 2
HOUSE = re.compile(
    r"(?<!\w)(?:(?:flat|apartment|apt|unit|room)\s+\w{1,4}\s*,?\s*)?(?:no\.?\s*|number\s+)?"
    r"[0-9]{1,4}(?:\s?[a-z])?(?:\s?[-/]\s?[0-9]{1,4}[a-z]?)?(?!\w)\s*,?\s+[^\W\d_]",
    re.IGNORECASE,
)
DISTRICT = re.compile(r"(?<!\w)([A-Z]{1,2}[0-9][A-Z0-9]?)(?!\w)", re.IGNORECASE)
OF_A_HOUSE = re.compile(r"(?:flat|apartment|apt|unit|room)\s*\Z", re.IGNORECASE)


def district_in(words: str) -> tuple[str, str]:
    """The first half of a postcode among the words, in capitals, and the words without it; empty where none stands.

    It stands beside something else: alone it may be a number of ours, and names far too many people.
    """
    for found in DISTRICT.finditer(words):
        rest = f"{words[: found.start()]} {words[found.end() :]}"
        if any(sign.isalpha() for sign in rest) and not OF_A_HOUSE.search(words[: found.start()]):
            return found[1].upper(), rest
    return "", words


def address_in(words: str) -> tuple[str, str]:
    """The words that are a name, and those that are an address.

    A number before a word begins an address; so does the street where there is none. Of a word that is a family name as
    often, as in "Amelia Street", both are looked for.
    """
    if found := HOUSE.search(words):
        return words[: found.start()], words[found.start() :]
    parts = words.split(",")
    for place, part in enumerate(parts):
        later = [word.strip(".").lower() for word in part.split()[1:]]
        if SURE_OF_A_STREET.intersection(later):
            return ",".join(parts[:place]), ",".join(parts[place:])
        if MAYBE_A_STREET.intersection(later):
            return words, ",".join(parts[place:])
    return words, ""


def enough_of(address: str) -> bool:
    """Whether so much of an address is typed that it can be looked for: two words, one of them with letters."""
    words = address.split()
    return len(words) >= FEWEST_WORDS and any(sign.isalpha() for sign in address)


def street_of(key: str) -> list[str]:
    """The house number and the street of an address key, without a flat before or a town after them.

    Without a number the street from its beginning; empty where no word says that it is a street.
    """
    words = key.split()[:MOST_WORDS]
    houses = [place for place, word in enumerate(words[:-1]) if word[0].isdecimal() and words[place + 1][0].isalpha()]
    starts = [place for place in houses if words[place + 1] not in {"flat", *ENDS_A_STREET}]
    first = starts[-1] if starts else 0
    ends = [place for place in range(first + 1, len(words)) if words[place] in ENDS_A_STREET]
    return words[first : ends[0] + 1] if ends else []


def street_in(lines: str) -> str:
    """The street of a recorded address, without house, flat or a house's name; empty where no word is a street."""
    for part in re.split(r"[,\n]", lines):
        words = re.sub(
            r"^(?:(?:flat|apartment|apt|unit|room)\s+\w+|[^a-z]*[0-9]+[a-z]?\b)[\s/-]*", "", part.strip(), flags=re.I
        )
        words = re.sub(r"^[0-9]+[a-z]?\s+", "", words.strip(), flags=re.I)
        if {STREET_WORDS.get(word.lower(), word.lower()) for word in words.split()[1:]} & ENDS_A_STREET:
            return words if not any(sign.isdecimal() for sign in words) else ""
    return ""


def _may_be(word: str) -> list[str]:
    """The short forms that the beginning of a word may be going to be: "roa" of "road"."""
    return sorted({short for long, short in STREET_WORDS.items() if long.startswith(word)} - {word})


def query_of(words: list[str], *, begun: bool) -> str:
    """A full-text query for addresses with all the words, a house number right before what stands after it.

    ``begun``: the last word may be the beginning of one.
    """
    parts = [f"'{word}'" for word in words]
    if begun and words and len(words[-1]) >= FEWEST_TO_BEGIN and words[-1][0].isalpha():
        parts[-1] = "(" + " | ".join([f"{parts[-1]}:*", *(f"'{short}'" for short in _may_be(words[-1]))]) + ")"
    query = ""
    for place, part in enumerate(parts):
        joint = " <-> " if place and words[place - 1][0].isdecimal() else " & "
        query += joint + part if place else part
    return query


def _stands(words: list[str], own: list[str]) -> bool:
    """Whether the words stand in a recorded address one after the other, the last one perhaps begun."""
    for start in range(len(own) - len(words) + 1):
        there = own[start : start + len(words)]
        if there[:-1] == words[:-1] and _is_or_begins(words[-1], there[-1]):
            return True
    return False


def _is_or_begins(word: str, own: str) -> bool:
    begins = len(word) >= FEWEST_TO_BEGIN and word[0].isalpha() and (own.startswith(word) or own in _may_be(word))
    return word == own or begins


def agreement(typed: str, recorded: str) -> str:
    """How far a typed address key is a recorded one: "address", "house", "street", "part", or "" where it is not.

    "house": the number and the street agree and something else does not, a flat or a town.
    """
    words, own = typed.split()[:MOST_WORDS], recorded.split()
    if not words:
        return ""
    holds_all = set(words[:-1]) <= set(own) and any(_is_or_begins(words[-1], word) for word in own)
    street = street_of(typed) or words
    numbered = any(word[0].isdecimal() for word in street)
    if _stands(street, own):
        if numbered:
            return "address" if holds_all else "house"
        return "street" if street_of(typed) else "part"
    return "part" if holds_all and not numbered else ""
