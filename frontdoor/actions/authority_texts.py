"""The dated sentences of the authority's letters."""

from datetime import date
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.models import AuthorityText

NOT_IN_THE_PAST = "A new text cannot start in the past: letters written since then carry the old one."


@action
def add(*, by: Any, on: date, code: str, words: str, valid_from: date) -> AuthorityText:
    """Add a text from a day on. Raises NotPossible, ValidationError."""
    if valid_from < on:
        raise NotPossible(NOT_IN_THE_PAST, field="valid_from")
    text = AuthorityText(code=code, words=words, valid_from=valid_from, set_by=by)
    text.full_clean()
    text.save()
    return text
