"""Children whom a visit saw without a case, on the first page of those who decide what follows."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from cases import seeing
from cases.permissions import ALLOCATE
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.models import Person
from frontdoor.presenters import long_day


def _named(rows: QuerySet) -> QuerySet:
    return rows.annotate(given_names=F("child__given_names"), family_name=F("child__family_name"))


def _item(row: Any, at: Reading) -> WorkItem:
    return WorkItem(
        title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
        url=reverse("visit", args=[row.record_id]),
        detail=f"Visit on {long_day(row.visited_on)}.",
        people=frozenset({row.child_id}),
    )


blocks(
    ALLOCATE,
    Block(
        title="Children seen at a visit without a case",
        order=18,
        rows=lambda viewer, at: seeing.without_case(viewer),
        lines=_named,
        item=_item,
        url=lambda worker: address("seen_without_case"),
        empty="somebody has decided about each.",
    ),
)
