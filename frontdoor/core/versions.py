"""Compare-and-set: the loser of two saves keeps his text and sees the other's."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Max

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


def lock_untouched(rows: models.QuerySet, pk: int, *, version: int, fields: Iterable[str]) -> Any:
    """The row of a tracked table, locked, if nobody has changed one of ``fields`` since ``version``.

    ``version`` is what ``with_version`` read; what else changed on the row meanwhile stays. Raises Stale, whose row
    says which version it has now.
    """
    row = lock(rows, pk)
    row.version = row.history.aggregate(last=Max("history_id"))["last"] or 0
    if row.version != version:
        opened = row.history.filter(history_id=version).first()
        columns = [row._meta.get_field(name).attname for name in fields]
        if opened is None or any(getattr(opened, name) != getattr(row, name) for name in columns):
            raise Stale(row)
    return row
