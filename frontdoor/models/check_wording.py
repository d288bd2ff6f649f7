"""Words with which an agency would be asked to investigate, which C14 forbids: one list for Python and for PostgreSQL.

The patterns use only what both engines read alike; the edge of a word is the one sign they write differently.
"""

import re
from collections.abc import Iterable

_ADULTS = "mother|mum|father|dad|parents?|family|carers?"
_FAMILY = f"(?:child|children|pupils?|boy|girl|siblings?|brothers?|sisters?|{_ADULTS})"
_INVESTIGATING = (
    r"(?:please|kindly|can you|could you|would you|will you|you to|you should|you must)\s+"
    r"(?:investigate|look\s+into|find\s+out|interview|question|examine)",
    r"(?:ask|question|interview|examine|speak\s+(?:to|with)|talk\s+(?:to|with))\s+"
    rf"(?:(?:the|this|your|her|his|their)\s+)?{_FAMILY}",
    r"find\s+out\s+(?:what|whether|if|who|how|from)",
    r"(?:carry\s+out|make|start|open)\s+(?:an?\s+|your\s+own\s+|the\s+)?(?:investigations?|enquiry|enquiries)",
)
_WORDS = "(?:" + "|".join(_INVESTIGATING) + ")"

IN_POSTGRES = rf"\y{_WORDS}\y"
"""The pattern for ``~*``; it holds neither a quote nor a value that a user typed."""

_IN_PYTHON = re.compile(rf"\b{_WORDS}\b", re.IGNORECASE)


def found_in(texts: Iterable[str]) -> list[str]:
    """The phrases that give an agency social care's work to do, as they were written, each once."""
    return list(dict.fromkeys(match.group(0) for text in texts for match in _IN_PYTHON.finditer(text)))
