"""A question for a name that offers the people of a record and takes any other whole name too."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HINT = "Choose somebody of this record, or give the first name and the family name."


class OfferingInput(forms.TextInput):
    """One line with names to choose from, which needs no script."""

    def __init__(self, names: Sequence[str], attrs: dict[str, Any]) -> None:
        super().__init__({name: value for name, value in attrs.items() if name != "autocomplete"})
        self.names = names

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"names_{name}"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        offered = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, offered)


def offer(field: Any, names: Sequence[str]) -> None:
    """Let a question for a name offer these."""
    if names:
        field.widget = OfferingInput(names, field.widget.attrs)
    field.help_text = HINT
