"""What narrows a list, in the words of its page, for whoever reads only its address."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

Words = Callable[[str], str] | Mapping[str, str]
NOT_NARROWING = frozenset({"format", "as", "sort", "page"})


def narrowed_by(
    form: Callable[[QueryDict], forms.Form] | None = None, **also: tuple[str, Words]
) -> Callable[[Any], Any]:
    """Mark the view of a list with what narrows it: the form of its filters, made from what its address asks.

    ``also`` are parts of the address that no form asks for: each with its label and the words of its values, by value
    or worked out from it.
    """

    def declare(view: Any) -> Any:
        view.narrowed_by = (form, also)
        return view

    return declare


def in_words(view: Any, asked: QueryDict) -> list[tuple[str, str]]:
    """Label and answer of everything that narrows a list. What is not on offer narrows nothing and is left out; what
    no page has words for is told as it stands."""
    form, also = getattr(view, "narrowed_by", (None, {}))
    fields = form(asked).fields if form is not None else {}
    return list(_told(asked, fields, also))


def _told(
    asked: QueryDict, fields: Mapping[str, Any], also: Mapping[str, tuple[str, Words]]
) -> Iterator[tuple[str, str]]:
    for name, value in ((name, str(given)) for name, given in asked.items()):
        if not value or name in NOT_NARROWING:
            continue
        if name in also:
            label, words = also[name]
            said = words(value) if callable(words) else words.get(value, "")
        elif name in fields:
            label, said = str(fields[name].label), _answer(fields[name], value)
        else:
            label, said = name, value
        if said:
            yield label, said


def _answer(field: Any, value: str) -> str:
    if isinstance(field, forms.BooleanField):
        return "Yes"
    try:
        found = field.clean(value)
    except ValidationError:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(found))
    return str(dict(getattr(field, "choices", ())).get(found, found))


def day_in_words(text: str) -> str:
    """ "20 November 2026" for an ISO day; nothing for what is none."""
    try:
        return f"{date.fromisoformat(text):%-d %B %Y}"
    except ValueError:
        return ""
