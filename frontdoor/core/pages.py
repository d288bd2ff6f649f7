"""One page of a long list: a row more than shown is read, so that no total has to be counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

ROWS = 25
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    """The rows of one page; ``pagination`` asks it what lies before and after."""

    number: int
    rows: Sequence[Any]
    is_last: bool

    def has_previous(self) -> bool:
        return self.number > 1

    def has_next(self) -> bool:
        return not self.is_last


def page_number(wanted: str | None) -> int:
    """The page that ``?page=`` names, the first for anything that is not a number of a page."""
    number = int(wanted) if wanted and wanted.isascii() and wanted.isdigit() else 1
    return min(max(number, 1), LAST_PAGE)


def page_of(rows: QuerySet, wanted: str | None) -> Page:
    """The page of ``rows`` that ``?page=`` names."""
    number = page_number(wanted)
    start = (number - 1) * ROWS
    return _page(number, list(rows[start : start + ROWS + 1]))


def first_of(found: Sequence[Any]) -> Page:
    """The first page, from its rows and the one after them."""
    return _page(1, found)


def _page(number: int, found: Sequence[Any]) -> Page:
    return Page(number=number, rows=found[:ROWS], is_last=len(found) <= ROWS)
