"""Whether a text says something in words: dots, a letter held down, one word again and again and fillers do not.

One rule for every reason, analysis and piece of evidence. Words of any script count. PostgreSQL holds the same rule as
``frontdoor_in_words``; the patterns use only what both engines read alike.
"""

import re
from typing import Any

from django.db.models import BooleanField, Func

NO_WORDS = "Write this in your own words. Dots, repeated letters or words, and fillers such as “as above” say nothing."

LONG, SHORT, BRIEF = 5, 3, 2
"""Different words that a text of forty characters, one of twenty and one of ten holds at least."""

BRIEFEST = 10
"""Characters from which a text is more than a name or a number."""

_SIGNS = (
    r"[\u0001-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u0640\u0660-\u0669\u06d4\u06f0-\u06f9"
    r"\u0964-\u096f\u2000-\u2bff\u3000-\u3020\ufe00-\ufe0f\uff01-\uff20\U0001f000-\U0001faff]"
)
_UNSPACED = r"([\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])"
_NO_WORD = r"^(?:([a-z])\1*|(.{1,3})\2{2,})$"
_FILLER = (
    "^(?:na|nil|none|nothing|not|no|yes|ok|okay|as|above|below|ditto|see|same|before|test|testing|tbc|tbd|tba|held|given|"
    "stated|applicable|attached|reasons?|because|blah|foo|bar|abc|xyz|lorem|ipsum|dolor|sit|amet|is|it|the|and|of|to|for|"
    "on|in|at|by|an|refer|records?|files?|notes?|text|words|.*(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|lkjh|qwer|zxcv|xcvb|cvbn|"
    "poiu|uiop).*)$"
)
_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def words_for(characters: int) -> int:
    """How many different words a text of at least so many characters holds; a shorter one is a name or a number."""
    return next((words for least, words in ((40, LONG), (20, SHORT), (BRIEFEST, BRIEF)) if characters >= least), 0)


def in_words(text: str, words: int) -> bool:
    """Whether a text holds at least ``words`` different words, half of them more than filler; a lone one may be any."""
    spaced = re.sub(_UNSPACED, r" \1 ", re.sub(_SIGNS, " ", text.translate(_CAPITALS)))
    found = {word for word in spaced.split(" ") if word and not re.search(_NO_WORD, word)}
    telling = {word for word in found if not re.search(_FILLER, word)}
    return len(found) >= words and (words == 1 or 2 * len(telling) >= words)


def is_written(text: str, characters: int) -> bool:
    """Whether a text holds at least so many characters, blanks at the ends not counted, and says something in words."""
    return len(text.strip()) >= characters and in_words(text, words_for(characters))


def says_nothing(text: str, characters: int) -> bool:
    """Whether a text is long enough and yet says nothing."""
    return len(text.strip()) >= characters and not in_words(text, words_for(characters))


def no_words_sql(column: str, words: int) -> str:
    """SQL: the text in ``column`` holds too few different words; NULL is a text of none."""
    return f"NOT frontdoor_in_words({column}, {words})"


def unwritten_sql(column: str, characters: int) -> str:
    """SQL: the text in ``column`` is shorter than so many characters, or says nothing; NULL is a text of none."""
    return f"(length(trim(coalesce({column}, ''))) < {characters} OR {no_words_sql(column, words_for(characters))})"


class InWords(Func):
    """``in_words`` of a column, as an expression (an immutable SQL function)."""

    function = "frontdoor_in_words"
    output_field = BooleanField()

    def is_broken_by(self, row: Any) -> bool:
        """Whether the row's text is more than a name and yet says nothing."""
        column, words = self.get_source_expressions()
        text = (getattr(row, column.name) or "").strip()
        least = words_for(len(text)) or 1
        return (least > 1 or words.value == 1) and not in_words(text, min(least, words.value))
