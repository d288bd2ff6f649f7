"""Whether a text tells anything: a letter held down, or the same few words again, are no facts.

One rule for Python and for PostgreSQL; the pattern uses only what both engines read alike.
"""

import re

NO_FACTS = "Write what happened in your own words. Repeated letters and repeated words are no facts."

LONG, SHORT = 5, 3
"""Different words that a text of forty characters, and one of twenty, holds at least."""

_HELD_DOWN = r"([a-z])\1\1\1\1"
_IN_PYTHON = re.compile(_HELD_DOWN)


def tells_nothing(text: str, *, words: int) -> bool:
    """Whether a text holds fewer than ``words`` different words, or one letter five times in a row."""
    low = text.lower()
    return bool(_IN_PYTHON.search(low)) or len(set(low.split())) < words


def tells_nothing_sql(column: str, *, words: int) -> str:
    """SQL: the same of the text in ``column``."""
    return rf"""(lower({column}) ~ '{_HELD_DOWN}' OR (
            SELECT count(DISTINCT word) FROM regexp_split_to_table(lower({column}), '\s+') word
            WHERE word <> '') < {words})"""  # noqa: S608 - no value of a user stands in this text
