"""What waits about the use of records on the first page: alerts to look into, lists to approve, and those approved."""

from django.urls import reverse

from frontdoor import presenters
from frontdoor.core.my_work import Block, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.models import Export, SearchAlert
from frontdoor.models.exports import APPROVED_FOR
from frontdoor.permissions import APPROVE_EXPORTS, LOOK_INTO_SEARCHES, TAKE_LISTS_OUT

blocks(
    LOOK_INTO_SEARCHES,
    Block(
        title="Use of records to look into",
        order=36,
        rows=lambda viewer, _: SearchAlert.objects.visible_to(viewer).waiting().select_related("worker"),
        item=lambda row, _: WorkItem(
            title=row.get_kind_display(),
            url=reverse("search_alert", args=[row.pk]),
            detail=row.worker.get_full_name(),
            due_words=presenters.moment(row.noticed_at),
        ),
        url=lambda _: address("search_alerts", show="waiting"),
        empty="Nothing about anybody's use of records needs you.",
    ),
)
blocks(
    APPROVE_EXPORTS,
    Block(
        title="Lists to approve",
        order=37,
        rows=lambda viewer, _: Export.objects.visible_to(viewer).waiting_for(viewer).select_related("requested_by"),
        item=lambda row, _: WorkItem(
            title=f"{row.title}: {row.people} people",
            url=reverse("export", args=[row.pk]),
            detail=f"Asked by {row.requested_by.get_full_name()}",
            due_words=f"Since {presenters.moment(row.requested_at)}",
        ),
        url=lambda _: address("exports", show="waiting"),
        empty="Nobody asks to take a list out.",
    ),
)
blocks(
    TAKE_LISTS_OUT,
    Block(
        title="Lists you asked for, answered",
        order=38,
        rows=lambda viewer, at: (
            Export.objects.of(viewer).answered_since(at.now - APPROVED_FOR).select_related("decided_by")
        ),
        item=lambda row, _: WorkItem(
            title=f"{row.title}: {row.get_decision_display().lower()}",
            url=reverse("export", args=[row.pk]),
            detail=f"By {row.decided_by.get_full_name()}",
            due_words=presenters.moment(row.decided_at),
        ),
        url=lambda _: address("exports", show="answered"),
        empty="No request of yours was answered in the last 24 hours.",
    ),
)
