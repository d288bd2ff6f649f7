"""Compare-and-set for long records: the loser of two saves keeps his text and sees the other's."""

from typing import Any

from django.db import models

from frontdoor.core.actions import NotPossible


class Stale(NotPossible):
    """The record has been saved by somebody else since this form was opened."""

    sentence = "Somebody else has changed this since you opened it. Both versions are shown below; nothing is lost."

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__()


def lock(rows: models.QuerySet, pk: int, version: int | None = None) -> Any:
    """The row, locked for this transaction. Raises Stale when ``version`` is not the row's any more."""
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if version is not None and row.version != version:
        raise Stale(row)
    return row
