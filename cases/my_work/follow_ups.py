"""Return home interviews and private fostering visits that are owed, on the first page."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from cases.models import FollowUp
from cases.models.follow_ups import FOLLOW_UP_CLOCK, FollowUpKind
from cases.permissions import WRITE_FOLLOW_UP
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.models import Person
from frontdoor.presenters import due


def _named(rows: QuerySet) -> QuerySet:
    return rows.annotate(given_names=F("child__given_names"), family_name=F("child__family_name"))


def _item(row: Any, at: Reading) -> WorkItem:
    promise = due(FOLLOW_UP_CLOCK, row, now=at.now, calendar=at.days)
    return WorkItem(
        title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
        url=reverse("follow_ups", args=[row.child_id]),
        detail=str(FollowUpKind(row.kind).label),
        due_words=promise.words[:1].upper() + promise.words[1:] if promise else "",
        state=promise.state if promise else "",
        people=frozenset({row.child_id}),
    )


blocks(
    WRITE_FOLLOW_UP,
    Block(
        title="Return home interviews and private fostering visits",
        order=8,
        rows=lambda viewer, at: FollowUp.objects.visible_to(viewer).owed().order_by("due_at", "pk"),
        lines=_named,
        item=_item,
        url=lambda worker: address("follow_up_list"),
        empty="none is owed.",
    ),
)
