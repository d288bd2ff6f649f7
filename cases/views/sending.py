"""What a page does with a form that is right: the act, and the words for whoever was first or is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from frontdoor.core.versions import Stale
from frontdoor.views.refusals import differences, put_on


def send(request: HttpRequest, form: Any, act: Callable[[], Any], done: str) -> bool:
    """Run an act for a valid form; True when it is done, False when the form says why not, both texts kept."""
    try:
        act()
    except Stale as stale:
        put_on(form, stale)
        form.differences = differences(form, stale.current, form.cleaned_data)
        return False
    except ValidationError as refusal:
        put_on(form, refusal)
        return False
    messages.success(request, done)
    return True
