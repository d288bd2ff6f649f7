"""What the workforce puts on the first page: caseloads above a limit, and roles that an administrator approves."""

from django.urls import reverse

from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.roles import ROLES
from frontdoor.presenters import moment
from workforce.models import CaseloadFlag, RoleGrant
from workforce.permissions import GRANT_ROLES, VIEW_OWN_TEAM


def _proposal(grant: RoleGrant, at: Reading) -> WorkItem:
    own = grant.proposed_by_id == at.worker.pk
    proposed = f"Proposed by {'you' if own else grant.proposed_by.get_full_name()} on {moment(grant.proposed_at)}."
    needs_another = " A colleague must approve it." if own or grant.worker_id == at.worker.pk else ""
    return WorkItem(
        title=f"{grant.worker.get_full_name()}: {ROLES[grant.role].name}",
        url=reverse("admin_role", args=[grant.pk]),
        detail=proposed + needs_another,
    )


blocks(
    VIEW_OWN_TEAM,
    Block(
        title="Caseloads above a limit",
        order=40,
        rows=lambda viewer, _: CaseloadFlag.objects.standing().visible_to(viewer).heaviest_first(),
        item=lambda row, _: WorkItem(
            title=f"{row.worker.get_full_name()}: {row.children} children when noticed",
            url=reverse("worker", args=[row.worker_id]),
            detail=row.words,
            due_words="Now",
            state="overdue",
        ),
        url=lambda _: address("caseload_flags"),
        empty="none that you may see.",
    ),
)

# Roles that open nothing until a second administrator has approved them, the longest waiting first.
blocks(
    GRANT_ROLES,
    Block(
        title="Roles waiting for a second administrator",
        order=20,
        rows=lambda *_: (
            RoleGrant.objects.proposed().select_related("worker", "proposed_by").order_by("proposed_at", "pk")
        ),
        item=_proposal,
        url=lambda _: address("admin_roles"),
        empty="no proposal waits.",
    ),
)
