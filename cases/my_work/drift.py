"""Drift on the first page: of the cases that a worker leads, and of a manager's team."""

from typing import Any

from django.db.models import QuerySet

from cases import drift, listing
from cases.permissions import ALLOCATE, RECORD_VISIT
from cases.presenters import drift as words
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.together import MOMENT

EMPTY = "nothing stands still."


def _lines(rows: QuerySet) -> QuerySet:
    return drift.case_rows(rows, "received", on=MOMENT.today)


def _item(row: Any, at: Reading) -> WorkItem:
    line = words.line(row, now=at.now, worker=at.worker)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=f"{line.url}#drift",
        detail=" ".join(f"{reason.name}: {reason.words}" for reason in line.reasons),
        people=frozenset({line.child}),
    )


blocks(
    RECORD_VISIT,
    Block(
        title="My cases that drift",
        order=22,
        rows=lambda viewer, at: drift.cases(viewer=viewer, on=at.today, lead=viewer.pk),
        lines=_lines,
        item=_item,
        url=lambda worker: address("drift_list", team=listing.ALL_TEAMS, worker=worker.pk),
        empty=EMPTY,
    ),
)
# Whoever oversees every team reads the list itself: all that stands still in an authority is no list for a first page.
blocks(
    ALLOCATE,
    Block(
        title="Cases that drift",
        order=18,
        rows=lambda viewer, at: drift.cases_to_start_from(viewer=viewer, on=at.today),
        lines=_lines,
        item=_item,
        url=lambda worker: address("drift_list", team=listing.own_team(worker)),
        empty=EMPTY,
    ),
    only=lambda viewer: not listing.starts_from_all(viewer),
)
