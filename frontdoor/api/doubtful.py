"""A contact about a child in danger is taken in with what can be read; the rest is kept as it was sent (C13, L65)."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from frontdoor.api.serializers import MOST, ContactIn
from frontdoor.api.strict import means_danger

Path = tuple[str | int, ...]
WHOLE = "non_field_errors"
NOT_GIVEN = "Not given"
INSTEAD: dict[str | int, Any] = {
    "given_names": "Unknown",
    "name": NOT_GIVEN,
    "telephone": NOT_GIVEN,
    "concern": NOT_GIVEN,
    "referrer": {},
    "children": [{}],
}
"""What stands for an answer that a contact cannot do without, where none can be read."""
ROUNDS = 8
"""A field that was taken off may be missed by the next look, and its neighbours by the one after."""


def judged(sent: Any) -> tuple[ContactIn, list[str]]:
    """What was sent, judged, and a line for each thing that was set aside because a child is in danger.

    Where danger is said it always holds; where none is said, the serializer has the errors of what was sent.
    """
    given = ContactIn(data=sent)
    if given.is_valid() or not means_danger(sent):
        return given, []
    data = deepcopy(sent)
    lines: list[str] = []
    for _ in range(ROUNDS):
        for path in list(_wrong(given.errors)):
            lines += _set_aside(data, path)
        if isinstance(data.get("adults"), list):
            data["adults"] = [adult for adult in data["adults"] if adult is not None]
        given = ContactIn(data=data)
        if given.is_valid():
            return given, lines
    return given, lines


def _wrong(errors: Any, path: Path = ()) -> Iterator[Path]:
    """The way to each answer that was refused."""
    if isinstance(errors, Mapping):
        for name, below in errors.items():
            yield from _wrong(below, path if name == WHOLE else (*path, name))
    elif path:
        yield path


def _set_aside(data: Any, path: Path) -> Iterator[str]:
    """Take one answer off, or put in what stands for a missing one and say so; an adult without a tie goes whole."""
    holder = data
    for name in path[:-1]:
        try:
            holder = holder[name]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    if holder is None:
        return
    if isinstance(holder, list) and isinstance(last, int):
        yield _line(path, holder[last])
        holder[last] = {}
    elif last in holder and isinstance(holder[last], list) and len(holder[last]) > MOST:
        yield _line(path, holder[last][MOST:])
        holder[last] = holder[last][:MOST]
    elif path == ("concern",) and isinstance(holder.get(last), dict | list):
        holder[last] = _words(holder[last])
    elif last in holder:
        yield _line(path, holder.pop(last))
    elif last in INSTEAD:
        yield _line(path, NOT_GIVEN)
        holder[last] = deepcopy(INSTEAD[last])
    elif path[0] == "adults" and len(path) > 1:
        yield _line(path[:2], holder)
        data["adults"][path[1]] = None


def _words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(path: Path, value: Any) -> str:
    where = ", ".join(f"{name + 1}" if isinstance(name, int) else str(name).replace("_", " ") for name in path)
    return f"{where}: {_words(value)}"
