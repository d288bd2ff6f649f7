"""The managed list of agencies."""

from typing import Any

from frontdoor.core.actions import action
from frontdoor.core.versions import lock_untouched
from frontdoor.models import Agency


@action
def add(*, by: Any, **about: Any) -> Agency:
    """Add an agency. Raises ValidationError where the name is listed."""
    agency = Agency(**about)
    agency.full_clean()
    agency.save()
    return agency


@action
def change(*, by: Any, agency: Agency, version: int, **about: Any) -> Agency:
    """Change an agency, or date its end: contacts that name it keep it. Raises Stale, ValidationError."""
    row = lock_untouched(Agency.objects.all(), agency.pk, version=version, fields=about)
    for name, value in about.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row
