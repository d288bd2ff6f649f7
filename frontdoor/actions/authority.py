"""Whose installation this is."""

from typing import Any

from frontdoor.core.actions import action
from frontdoor.core.policy import Authority
from frontdoor.core.versions import lock_untouched


@action
def change(*, by: Any, version: int, **about: Any) -> Authority:
    """Change what the authority says of itself, and since when the duty to share stands.

    Raises Stale, ValidationError.
    """
    authority = lock_untouched(Authority.objects.all(), 1, version=version, fields=about)
    for name, value in about.items():
        setattr(authority, name, value)
    authority.full_clean()
    authority.save()
    return authority
