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

    ``version`` is what ``with_version`` read; what else changed on the row meanwhile stays. What was changed and
    changed back was decided twice, and is a change. Raises Stale, whose row says which version it has now.
    """
    row = lock(rows, pk)
    row.version = row.history.aggregate(last=Max("history_id"))["last"] or 0
    if row.version != version:
        columns = [row._meta.get_field(name).attname for name in fields]
        kept = row.history.filter(history_id__gte=version).order_by("history_id")
        (opened, *first), *later = kept.values_list("history_id", *columns) or [(None,)]
        if opened != version or any(said[1:] != tuple(first) for said in later):
            raise Stale(row)
    return row
