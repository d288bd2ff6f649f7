"""Compare-and-set: the loser of two saves keeps his text and sees the other's.

What he had left as it was when he opened the form is not his text: there the other's stands (``left_alone``).
"""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.db.models import Max

from frontdoor.core.actions import NotPossible


class Stale(NotPossible):
    """The record has been saved by somebody else since this form was opened; ``opened`` is what it said then."""

    sentence = "Somebody else has changed this since you opened it. Both versions are shown below; nothing is lost."

    def __init__(self, current: Any, opened: Any = None) -> None:
        self.current, self.opened = current, opened
        super().__init__()


class StaleRows(Stale):
    """Somebody else has saved one of several rows that a form asks about together.

    ``current`` and ``opened`` are the answers by the names of the form; ``version`` is that of all rows now.
    """

    def __init__(self, version: int, *, current: Mapping[str, str], opened: Mapping[str, str]) -> None:
        before = dict.fromkeys(current, "") | dict(opened)
        super().__init__(SimpleNamespace(version=version, **current), SimpleNamespace(**before))


def last_kept(kept: models.QuerySet) -> int:
    """The version of several tracked rows together, from all that is kept of them; 0 for none."""
    return kept.aggregate(last=Max("history_id"))["last"] or 0


def as_of(kept: models.QuerySet, version: int) -> list[Any]:
    """What several tracked rows said as their ``version`` together, from all that is kept of them."""
    return [*{row.id: row for row in kept.filter(history_id__lte=version).order_by("history_id")}.values()]


def as_opened(row: Any, version: int) -> Any:
    """What a counted row said as its ``version``: nothing yet as version 0; None where that is not kept."""
    if version == 0:
        return type(row)()
    return row.history.filter(version=version).order_by("history_id").last()


def left_alone(stale: Stale, typed: Mapping[str, Any]) -> dict[str, str]:
    """The texts and choices among ``typed`` that only somebody else has changed since, with what they say now."""
    found = {}
    for name, mine in typed.items():
        was, now = getattr(stale.opened, name, None), getattr(stale.current, name, None)
        if isinstance(was, str) and isinstance(now, str) and (mine or "") == was != now:
            found[name] = now
    return found


def lock(rows: models.QuerySet, pk: int, version: int | None = None) -> Any:
    """The row, locked for this transaction. Raises Stale when ``version`` is not the row's any more."""
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if version is not None and row.version != version:
        raise Stale(row, as_opened(row, version))
    return row


def lock_untouched(rows: models.QuerySet, pk: int, *, version: int, fields: Iterable[str]) -> Any:
    """The row of a tracked table, locked, if nobody has changed one of ``fields`` since ``version``.

    ``version`` is what ``with_version`` read; what else changed on the row meanwhile stays. What was changed and
    changed back was decided twice, and is a change. Raises Stale, whose row says which version it has now.
    """
    row = lock(rows, pk)
    row.version = last_kept(row.history.all())
    if row.version != version:
        columns = [row._meta.get_field(name).attname for name in fields]
        kept = row.history.filter(history_id__gte=version).order_by("history_id")
        (opened, *first), *later = kept.values_list("history_id", *columns) or [(None,)]
        if opened != version or any(said[1:] != tuple(first) for said in later):
            raise Stale(row, row.history.filter(history_id=version).first())
    return row
