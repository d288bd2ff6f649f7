"""What the references that we print name: a letter and a number each, "C83", however they are spaced or said.

Each app adds its own; a model's ``visible_to`` says who is shown what it names.
"""

import re
from typing import Any

from django.db.models import Model

_named: dict[str, tuple[type[Model], str]] = {}
_SAID = re.compile(
    "(?:(?:contact|request|meeting|reference|ref|number) *[.:]? *)?([A-Z])[ .:-]*([0-9]{1,15})", re.IGNORECASE
)


def register(letter: str, model: type[Model], page: str) -> None:
    """References that begin with a letter name rows of a model; ``page`` is the URL name of what they open."""
    _named[letter] = (model, page)


def models() -> set[type[Model]]:
    """Every model with a reference of its own."""
    return {model for model, _ in _named.values()}


def named(words: str, viewer: Any) -> tuple[str, int] | None:
    """The URL name and the id of what a reference names, for whoever may see it; None for anything else."""
    said = _SAID.fullmatch(words)
    if said is None or said[1].upper() not in _named:
        return None
    model, page = _named[said[1].upper()]
    rows: Any = model._default_manager
    found = rows.visible_to(viewer).filter(pk=int(said[2])).first()
    return (page, found.pk) if found else None
