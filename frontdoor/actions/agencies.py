"""The managed list of agencies."""

from typing import Any

from frontdoor.core.actions import action
from frontdoor.models import Agency


@action
def add(*, by: Any, **about: Any) -> Agency:
    """Add an agency. Raises ValidationError where the name is listed."""
    agency = Agency(**about)
    agency.full_clean()
    agency.save()
    return agency


@action
def change(*, by: Any, agency: Agency, **about: Any) -> Agency:
    """Change an agency, or date its end: contacts that name it keep it. Raises ValidationError."""
    row = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    for name, value in about.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
