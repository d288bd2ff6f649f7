"""JSON taken at its word: UTF-8, no name twice, no NUL, no half characters, no numbers that JSON has not, no depth.

A body that says that a child is in danger is not refused for any of it (C13, L65): what cannot be kept is kept as near
as a text can be to what was sent.
"""

import json
from typing import Any

from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.fields import BooleanField
from rest_framework.parsers import JSONParser

from frontdoor.core.fields import UNSTORABLE

DEEPEST = 10
LARGEST = 1024 * 1024
MOST_DIGITS = 100
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
TOO_DEEP = "The body is nested too deeply."
DANGER = BooleanField()


def means_danger(sent: Any) -> bool:
    """Whether a body says that a child is in danger, read as the field of a contact reads it."""
    if not isinstance(sent, dict):
        return False
    try:
        return DANGER.run_validation(sent.get("immediate_danger", False)) is True
    except ValidationError:
        return False


class StrictJSONParser(JSONParser):
    """Refuses with a sentence what no database keeps or two readers read differently; in danger it keeps that too."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise ParseError("The body must be 1 MB or smaller.")
        reading = _Reading()
        try:
            found = reading.read(body)
        except RecursionError as deep:
            raise ParseError(TOO_DEEP) from deep
        except ValueError as wrong:
            raise ParseError(reading.faults[0] if reading.faults else "The body is not JSON.") from wrong
        if reading.faults and not means_danger(found):
            raise ParseError(reading.faults[0])
        return found


class _Reading:
    """One body: what it holds, all of it storable, and a sentence for each thing that is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, body: bytes) -> Any:
        """The body's value. Raises ValueError for what is not JSON, RecursionError for what is nested past reading."""
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            self.faults.append("The body is not UTF-8.")
            text = body.decode("utf-8", errors="replace")
        hooks: dict[str, Any] = {
            "object_pairs_hook": self._each_name_once,
            "parse_constant": self._no_constant,
            "parse_int": _number,
        }
        return self._storable(json.loads(text, **hooks), 0)

    def _each_name_once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        again: dict[str, list[Any]] = {}
        for name, value in pairs:
            if name in found:
                again.setdefault(f"{name}, sent again", []).append(value)
            else:
                found[name] = value
        if again:
            self.faults.append("A name stands twice in the same object.")
        return again | found

    def _no_constant(self, name: str) -> str:
        self.faults.append(f"{name} is not JSON.")
        return name

    def _storable(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            self.faults.append(TOO_DEEP)
            value = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        if isinstance(value, dict):
            return self._each_name_once(
                [(self._storable(name, depth + 1), self._storable(part, depth + 1)) for name, part in value.items()]
            )
        if isinstance(value, list):
            return [self._storable(part, depth + 1) for part in value]
        if isinstance(value, str) and UNSTORABLE.search(value):
            self.faults.append("A text contains a character that cannot be stored: a NUL or half of a character.")
            return UNSTORABLE.sub(UNREADABLE, value)
        return value


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits
