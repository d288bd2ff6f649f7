"""The administrator's pages about people of partner agencies."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.views.administration import Table, acted, link, page
from workforce.actions import partners
from workforce.forms.partners import InviteForm
from workforce.models import Worker
from workforce.permissions import MANAGE_WORKERS
from workforce.presenters.partners import HEADS, INVITED, partner_row, state_of

ROWS = 25


@door(MANAGE_WORKERS)
@require_safe
def listed(request: Any) -> HttpResponse:
    """Everybody of a partner agency, and how far each has come."""
    found = Worker.objects.partners().with_roles(request.today).with_second_factor()
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    table = Table(
        caption="People of partner agencies",
        columns=HEADS,
        rows=[partner_row(worker, request.today) for worker in shown],
        nothing="Nobody of a partner agency has been invited.",
    )
    return page(
        request,
        "list",
        title="Partners",
        section="admin_partners",
        actions=[link("Invite somebody", "admin_partner_invite")],
        tables=[table],
        page=shown,
    )


@door(MANAGE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Any) -> HttpResponse:
    """Invite somebody of an agency."""
    form = InviteForm(request.POST or None, today=request.today, now=request.now)
    if acted(form, partners.invite, by=request.user, at=request.now, on=request.today):
        messages.success(request, "The invitation leaves when a second administrator has approved the role.")
        return redirect("admin_partners")
    return page(
        request,
        "form",
        title="Invite somebody of a partner agency",
        section="admin_partners",
        form=form,
        button="Invite",
        intro="They get a link by e-mail, set a password, and set up a second factor before anything else.",
        back_url=reverse("admin_partners"),
        back="Partners",
    )


@door(MANAGE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: Any, worker_id: int) -> HttpResponse:
    """Somebody of an agency; a POST sends the invitation again."""
    found = Worker.objects.partners().with_roles(request.today).with_second_factor()
    worker = get_object_or_404(found, pk=worker_id)
    if request.method == "POST":
        try:
            partners.invite_again(by=request.user, at=request.now, worker=worker)
        except NotPossible as refusal:
            messages.warning(request, refusal.reason)
        else:
            messages.success(request, "A new invitation is on its way.")
        return redirect("admin_partner", worker_id)
    state, _ = state_of(worker, request.today)
    facts = {"Agency": str(worker.agency), "E-mail": worker.email, "State": state}
    return page(
        request,
        "record",
        title=worker.get_full_name(),
        section="admin_partners",
        actions=[link("Roles and access", "admin_worker", worker.pk, secondary=True)],
        rows=[{"key": key, "value": value} for key, value in facts.items()],
        buttons=[{"words": "Send the invitation again", "value": "again"}] if state == INVITED else [],
        back_url=reverse("admin_partners"),
        back="Partners",
    )
