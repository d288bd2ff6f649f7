"""The names behind the numbers that the address of a list holds."""

from typing import Any

from django.contrib.auth import get_user_model

from frontdoor.models import Agency


def agency(number: str) -> str:
    """The agency's name; nothing for a number that is none of theirs."""
    found = _row(Agency.objects.all(), number)
    return found.name if found else ""


def worker(number: str) -> str:
    """The worker's name; nothing for a number that is none of theirs."""
    found = _row(get_user_model().objects.all(), number)
    return found.get_full_name() if found else ""


def _row(rows: Any, number: str) -> Any:
    return rows.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 19 else None
