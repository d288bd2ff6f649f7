"""The administrator's pages about roles: one proposes, another approves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE
from frontdoor.core.permissions import Refused
from frontdoor.views.administration import acted, link, page
from workforce.actions import roles as acts
from workforce.forms.administration import EndRoleForm, RoleForm
from workforce.models import RoleGrant, Worker
from workforce.models.grant_rules import OWN_GRANT
from workforce.permissions import GRANT_ROLES
from workforce.presenters.administration import end_differences, role_rows, roles_table

read_or_send = require_http_methods(["GET", "HEAD", "POST"])
APPROVE = {"words": "Approve", "value": "approve"}
REFUSE = {"words": "Refuse", "value": "refuse", "secondary": True}
NOTHING_CHOSEN = "Choose whether to approve or refuse this role. Nothing has been decided."
TAKE_BACK = {"words": "Take the proposal back", "value": "refuse", "secondary": True}
DECISIONS = {"approve": acts.approve, "refuse": acts.refuse}


def _grants() -> Any:
    people = ("worker", "proposed_by", "approved_by", "refused_by", "ended_by", "stands_in_for")
    return RoleGrant.objects.select_related(*people)


@door(GRANT_ROLES)
@require_safe
def roles(request: Any) -> HttpResponse:
    """Proposals that wait, and every stand-in."""
    standing_in = _grants().held(request.today).filter(stands_in_for__isnull=False)
    return page(
        request,
        "list",
        title="Roles",
        section="admin_roles",
        intro="A role opens records only after a second administrator has approved it. Propose one on a worker's page.",
        tables=[
            roles_table(
                _grants().proposed().order_by("proposed_at", "pk"),
                request.today,
                caption="Waiting for a second administrator",
                nothing="No proposal waits.",
            ),
            roles_table(
                standing_in.order_by("ends_on", "pk"),
                request.today,
                caption="Stand-ins",
                nothing="Nobody stands in for a colleague today.",
            ),
        ],
    )


@door(GRANT_ROLES)
@read_or_send
def role_new(request: Any, worker_id: int) -> HttpResponse:
    """Propose a role for a worker."""
    worker = get_object_or_404(Worker.objects.people(), pk=worker_id)
    form = RoleForm(request.POST or None, today=request.today, now=request.now)
    if acted(form, acts.propose, by=request.user, at=request.now, worker=worker):
        messages.success(request, "The role is proposed. Another administrator must approve it.")
        return redirect("admin_worker", worker_id)
    return page(
        request,
        "form",
        title=f"Propose a role for {worker.get_full_name()}",
        section="admin_roles",
        form=form,
        button="Propose role",
        back_url=reverse("admin_worker", args=[worker_id]),
        back=worker.get_full_name(),
    )


@door(GRANT_ROLES)
@read_or_send
def role(request: Any, grant_id: int) -> HttpResponse:
    """One role of one worker; a POST approves or refuses its proposal."""
    grant = get_object_or_404(_grants(), pk=grant_id)
    if request.POST.get("decision") in DECISIONS:
        return _decide(request, grant)
    waits = grant.approved_at is None and grant.refused_at is None
    lasts = grant.ended_at is None and (grant.ends_on is None or grant.ends_on >= request.today)
    held = grant.approved_at is not None and lasts
    concerned = request.user.pk in {grant.proposed_by_id, grant.worker_id}
    shown = page(
        request,
        "record",
        title="Role",
        section="admin_roles",
        intro=OWN_GRANT if waits and concerned else "",
        actions=[link("End this role", "admin_role_end", grant.pk, secondary=True)] if held else [],
        rows=role_rows(grant),
        buttons=([TAKE_BACK] if concerned else [APPROVE, REFUSE]) if waits else [],
        back_url=reverse("admin_roles"),
        back="Roles",
        error=NOTHING_CHOSEN if request.method == "POST" else "",
    )
    if request.method == "POST":
        shown.status_code = UNPROCESSABLE
    return shown


def _decide(request: Any, grant: RoleGrant) -> HttpResponse:
    act = DECISIONS[request.POST["decision"]]
    try:
        act(by=request.user, grant=grant, at=request.now)
    except ValidationError as refusal:
        raise Refused(str(refusal.messages[0])) from refusal
    messages.success(request, "The role is approved." if act is acts.approve else "The proposal is refused.")
    return redirect("admin_roles")


@door(GRANT_ROLES)
@read_or_send
def role_end(request: Any, grant_id: int) -> HttpResponse:
    """End a role with a day."""
    grant = get_object_or_404(_grants().with_version(), pk=grant_id)
    form = EndRoleForm(
        request.POST or None,
        today=request.today,
        now=request.now,
        initial={"version": grant.version, "last_day": request.today},
    )
    if acted(form, acts.end, differ=end_differences, by=request.user, grant=grant):
        messages.success(request, "The end of the role is saved.")
        return redirect("admin_worker", grant.worker_id)
    return page(
        request,
        "form",
        title=f"End the role {grant.get_role_display().lower()} of {grant.worker.get_full_name()}",
        section="admin_roles",
        form=form,
        button="End role",
        is_warning=True,
        back_url=reverse("admin_role", args=[grant_id]),
        back="Role",
    )
