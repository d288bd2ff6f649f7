"""What the workforce puts on the first page: caseloads above a limit, one's own or those one answers for."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from frontdoor.core import my_work
from frontdoor.core.my_work import WorkItem, WorkList
from workforce.models import CaseloadFlag, Worker
from workforce.permissions import VIEW_OWN_TEAM

SHOWN = 5


@my_work.source(VIEW_OWN_TEAM)
def high_caseloads(worker: Worker, now: datetime) -> Iterable[WorkList]:
    """Flags that stand: the heaviest first."""
    flags = CaseloadFlag.objects.standing().visible_to(worker).heaviest_first()
    yield WorkList(
        title="Caseloads above a limit",
        count=flags.count(),
        url=reverse("caseload_flags"),
        order=40,
        items=[_item(flag) for flag in flags[:SHOWN]],
        empty_words="every caseload is within its limits.",
        urgent=True,
    )


def _item(flag: CaseloadFlag) -> WorkItem:
    return WorkItem(
        title=f"{flag.worker.get_full_name()}: {flag.children} children when noticed",
        url=reverse("worker", args=[flag.worker_id]),
        detail=flag.words,
        due_words="Now",
        state="overdue",
    )
