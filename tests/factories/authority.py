"""What the authority has set for itself."""

from datetime import date
from typing import Any

from django.utils import timezone

from frontdoor.core.policy import authority
from tests.factories.base import as_somebody


def duty_stands(since: date | None = None) -> Any:
    """Section 16LA of the Children Act 2004 is in force from a day on, from today unless said otherwise."""
    row = authority()
    row.duty_to_share_from = since or timezone.localdate()
    with as_somebody():
        row.save()
    return row
