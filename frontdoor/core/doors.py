"""Every view declares the permission that opens it; one that declares none stays shut (403)."""

from collections.abc import Callable
from typing import Any

from frontdoor.core.permissions import Permission

OPEN = "open to everyone"
SIGNED_IN = "open to everyone who is signed in"


def door(key: Permission | str) -> Callable[[Any], Any]:
    """Mark a view with the permission that opens it, or with OPEN or SIGNED_IN."""

    def declare(view: Any) -> Any:
        view.door = key
        view.login_required = key != OPEN
        return view

    return declare
