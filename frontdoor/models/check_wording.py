"""Words with which an agency would be asked to investigate, which C14 forbids: one list for Python and for PostgreSQL.

The patterns use only what both engines read alike; the edge of a word is the one sign they write differently.
"""

import re
from collections.abc import Iterable

_ADULTS = "mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad)|grandparents?|partner"
_CHILDREN = "child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?"
_FAMILY = f"(?:{_CHILDREN}|{_ADULTS})"
_WHOSE = r"(?:(?:the|this|your|her|his|their|its|both|a)\s+)?"
_HOW = r"(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough)\s+){0,3}"
_WHAT = "(?:what|whether|if|who|how|why)"
_INVESTIGATING = (
    r"(?:please|kindly|can you|could you|would you|will you|you to|you should|you must)\s+"
    r"(?:investigate|look\s+into|find\s+out|question|examine|quiz|probe)",
    r"(?:ask|question|quiz|probe|interrogate|grill|examine|speak\s+(?:to|with)|talk\s+(?:to|with))\s+"
    rf"{_WHOSE}{_FAMILY}",
    rf"(?:ask|quiz|probe|speak\s+(?:to|with)|talk\s+(?:to|with))\s+(?:him|her|them)\s+(?:about|{_WHAT})",
    rf"(?:find\s+out|establish|ascertain|determine)\s+(?:{_WHAT}|from)",
    r"(?:carry(?:ing)?\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do)\s+"
    rf"{_HOW}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)",
    rf"(?:carry(?:ing)?\s+out|conduct|undertake|perform|make|do)\s+{_HOW}(?:welfare|safe\s+and\s+well)\s+"
    r"(?:checks?|visits?)",
    # Not "in the interview of Monday", which asks for what is known.
    r"(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview",
)
_WORDS = "(?:" + "|".join(_INVESTIGATING) + ")"

IN_POSTGRES = rf"\y{_WORDS}\y"
"""The pattern for ``~*``; it holds neither a quote nor a value that a user typed."""

_IN_PYTHON = re.compile(rf"\b{_WORDS}\b", re.IGNORECASE)


def found_in(texts: Iterable[str]) -> list[str]:
    """The phrases that give an agency social care's work to do, as they were written, each once."""
    return list(dict.fromkeys(match.group(0) for text in texts for match in _IN_PYTHON.finditer(text)))
