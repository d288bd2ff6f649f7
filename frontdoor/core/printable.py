"""Text as people typed it, made fit for paper: whatever it holds, it is printed, or the paper says what is not.

The library that draws calls itself once for each letter that has no direction of its own, such as blanks, stars and
pictures, and takes minutes for a letter with thousands of marks above it.
"""

import re
from collections.abc import Callable
from itertools import groupby
from unicodedata import bidirectional, category, name

NOT_DRAWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Signs that have no shape: controls, and those that turn the order of what follows."""

LINE_ENDS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_MARK = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
MARKS = re.compile(rf"({_MARK}{{8}}){_MARK}+")
"""More marks on one letter than any language writes."""

UNDIRECTED = re.compile(r"[^A-Za-z]{100,}")
LEFT_TO_RIGHT = "\u200e"
"""A sign that is not seen and has a direction."""

DIRECTED = {"L", "R", "AL", "EN", "AN"}
LONGEST_RUN = 100
LONGEST_PIECE = 1500
SURELY_FITS = 100


def printable(words: str) -> str:
    """The words without what cannot be drawn; of several blank lines one is left."""
    words = NOT_DRAWN.sub("", LINE_ENDS.sub("\n", words)).replace("\t", "    ")
    return UNDIRECTED.sub(_directed, MARKS.sub(r"\1", BLANK_LINES.sub("\n\n", words)))


SCRIPTS = {
    **dict.fromkeys(("cjk", "ideographic", "fullwidth"), "Chinese"),
    **dict.fromkeys(("hiragana", "katakana", "halfwidth"), "Japanese"),
    "hangul": "Korean",
}
"""What people call a script whose letters' names in Unicode begin otherwise."""

NOT_SEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def spelled(words: str, knows: Callable[[str], bool]) -> str:
    """The words; in place of letters that the font does not know stands in brackets how many of which script.

    A picture or another sign is named in its place. ``knows`` says of one letter whether the font has it.
    """
    if words.isascii():
        return words
    told = []
    for lacks, letters in groupby(words, lambda letter: category(letter) not in NOT_SEEN and not knows(letter)):
        run = "".join(letters)
        told.append(_named(run) if lacks else run)
    return "".join(told)


def _named(letters: str) -> str:
    """What stands in place of letters that follow each other and cannot be drawn."""
    told = []
    for kind, run in groupby(letters, _kind):
        count = sum(category(letter)[0] != "M" for letter in run)
        if ": " in kind:
            told.append(f"[{kind}]" if count == 1 else f"[{kind}, {count} times]")
        else:
            told.append(f"[{max(count, 1)} {kind} letter{'' if count <= 1 else 's'} not printed]")
    return "".join(told)


def script_of(letter: str) -> str:
    """What people call the script to which a letter or one of its signs belongs, such as Chinese or Ethiopic."""
    first = re.split("[ -]", name(letter, "unknown sign").lower())[0]
    return SCRIPTS.get(first, first.capitalize())


def _kind(letter: str) -> str:
    """The script of a letter, or the name of a picture or another sign."""
    if category(letter)[0] in "LMN":
        return script_of(letter)
    return f"{'picture' if category(letter) == 'So' else 'sign'}: {name(letter, 'unknown sign').lower()}"


def _directed(found: re.Match[str]) -> str:
    told, run = [], 0
    for letter in found[0]:
        run = 0 if bidirectional(letter) in DIRECTED else run + 1
        told.append(letter)
        if run == LONGEST_RUN:
            told.append(LEFT_TO_RIGHT)
            run = 0
    return "".join(told)


def pieces(words: str, fits: Callable[[str], bool]) -> list[str]:
    """The words in parts that each fit, divided at a blank where there is one; short words are not asked about."""
    found, waiting = [], [words]
    while waiting:
        part = waiting.pop()
        if len(part) <= SURELY_FITS or (len(part) <= LONGEST_PIECE and fits(part)):
            found.append(part)
            continue
        at = _end(part, min(len(part) // 2, LONGEST_PIECE))
        waiting += [part[at:].lstrip(), part[:at].rstrip()]
    return found


def _end(words: str, near: int) -> int:
    """Where a first part of about ``near`` letters ends: at the last blank of its second half, else there."""
    blank = max(words.rfind(" ", near // 2, near), words.rfind("\n", near // 2, near))
    return blank if blank > 0 else near
