"""Whose installation this is."""

from typing import Any

from frontdoor.core.actions import action
from frontdoor.core.policy import Authority


@action
def change(*, by: Any, **about: Any) -> Authority:
    """Change the authority's name, mark, colour, telephones and duty hours. Raises ValidationError."""
    authority = Authority.objects.select_for_update(no_key=True).get(pk=1)
    for name, value in about.items():
        setattr(authority, name, value)
    authority.full_clean()
    authority.save()
    return authority
