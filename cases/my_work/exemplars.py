"""Good examples on the first page: what waits for a second person to publish it."""

from typing import Any

from django.urls import reverse

from cases.models import Exemplar
from cases.permissions import PUBLISH_EXEMPLAR
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.presenters import first_words


def _item(row: Any, at: Reading) -> WorkItem:
    return WorkItem(
        title=str(row.get_part_display()),
        url=reverse("exemplar", args=[row.pk]),
        detail=first_words(row.text),
    )


blocks(
    PUBLISH_EXEMPLAR,
    Block(
        title="Good examples that wait to be published",
        order=60,
        rows=lambda viewer, at: Exemplar.objects.visible_to(viewer).waiting().order_by("pk"),
        item=_item,
        url=lambda worker: address("exemplar_list", show="waiting"),
        empty="none waits.",
    ),
)
