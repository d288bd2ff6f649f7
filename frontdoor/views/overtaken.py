"""A form about a contact that somebody else has changed since it was opened."""

from typing import Any

from frontdoor.core.versions import Stale
from frontdoor.presenters.changes import changes_since
from frontdoor.views.refusals import put_on


def show_changes(form: Any, stale: Stale) -> None:
    """Say that the contact has changed, and lay what is there now beside what was typed; the form keeps every word."""
    opened = form.cleaned_data["version"]
    put_on(form, stale)
    form.differences = changes_since(stale.current, opened, form)
