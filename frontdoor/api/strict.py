"""JSON taken at its word: UTF-8, no name twice, no NUL, no half characters, no numbers that JSON has not, no depth."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from frontdoor.core.fields import UNSTORABLE

DEEPEST = 10
LARGEST = 1024 * 1024


class StrictJSONParser(JSONParser):
    """Refuses with a sentence what no database keeps or two readers read differently."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise ParseError("The body must be 1 MB or smaller.")
        try:
            found = json.loads(body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant)
        except UnicodeDecodeError as wrong:
            raise ParseError("The body is not UTF-8.") from wrong
        except RecursionError as deep:
            raise ParseError("The body is nested too deeply.") from deep
        except ValueError as wrong:
            raise ParseError("The body is not JSON.") from wrong
        _check(found, 0)
        return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("A name stands twice in the same object.")
    return found


def _no_constant(name: str) -> Any:
    raise ParseError(f"{name} is not JSON.")


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise ParseError("The body is nested too deeply.")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise ParseError("A text contains a character that cannot be stored: a NUL or half of a character.")
    for part in _parts(value):
        _check(part, depth + 1)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []
