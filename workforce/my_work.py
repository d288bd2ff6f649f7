"""What the workforce puts on the first page: caseloads above a limit, and roles that an administrator approves."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from frontdoor.core import my_work
from frontdoor.core.my_work import WorkItem, WorkList
from frontdoor.core.roles import ROLES
from frontdoor.presenters import moment
from workforce.models import CaseloadFlag, RoleGrant, Worker
from workforce.permissions import GRANT_ROLES, VIEW_OWN_TEAM

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
        empty_words="none that you may see.",
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


@my_work.source(GRANT_ROLES)
def roles_to_approve(worker: Worker, now: datetime) -> Iterable[WorkList]:
    """Roles that open nothing until a second administrator has approved them, the longest waiting first."""
    waiting = RoleGrant.objects.proposed().select_related("worker", "proposed_by").order_by("proposed_at", "pk")
    yield WorkList(
        title="Roles waiting for a second administrator",
        count=waiting.count(),
        url=reverse("admin_roles"),
        order=20,
        items=[_proposal(grant, worker) for grant in waiting[:SHOWN]],
        empty_words="no proposal waits.",
    )


def _proposal(grant: RoleGrant, reader: Worker) -> WorkItem:
    own = grant.proposed_by_id == reader.pk
    proposed = f"Proposed by {'you' if own else grant.proposed_by.get_full_name()} on {moment(grant.proposed_at)}."
    needs_another = " A colleague must approve it." if own or grant.worker_id == reader.pk else ""
    return WorkItem(
        title=f"{grant.worker.get_full_name()}: {ROLES[grant.role].name}",
        url=reverse("admin_role", args=[grant.pk]),
        detail=proposed + needs_another,
    )
