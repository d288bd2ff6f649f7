"""The administrator's pages about systems of partners. A secret is shown once, on the page that made it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import partner_clients
from frontdoor.actions.partner_clients import Made
from frontdoor.core import sending
from frontdoor.core.doors import door
from frontdoor.core.pages import page_of
from frontdoor.forms.partner_clients import ClientForm, RenewForm, WebhookChangeForm
from frontdoor.models import PartnerClient
from frontdoor.permissions import MANAGE_AGENCIES
from frontdoor.presenters import moment
from frontdoor.views.administration import Cell, Table, acted, link, page
from frontdoor.webhooks import secret_of

SECTION = "admin_clients"
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@door(MANAGE_AGENCIES)
@require_safe
def listed(request: Any) -> HttpResponse:
    """Every system, by agency."""
    shown = page_of(PartnerClient.objects.listed(), request.GET.get("page"))
    table = Table(
        caption="Systems of partners",
        columns=("System", "Agency", "State"),
        rows=[
            (
                Cell(row.name, reverse("admin_client", args=[row.pk])),
                Cell(row.agency),
                Cell("Shut out", colour="grey") if row.ended_at else Cell("In use", colour="green"),
            )
            for row in shown.rows
        ],
        nothing="No system of a partner sends referrals.",
    )
    return page(
        request,
        "list",
        title="Systems of partners",
        section=SECTION,
        actions=[link("Add a system", "admin_client_new")],
        tables=[table],
        page=shown,
    )


@door(MANAGE_AGENCIES)
@read_or_send
@never_cache
def new(request: Any) -> HttpResponse:
    """Add a system; the answer shows its secret, once."""
    form = ClientForm(request.POST or None)
    if form.is_valid():
        try:
            made = partner_clients.make(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            return _secrets(request, made)
    return page(
        request,
        "form",
        title="Add a system of a partner",
        section=SECTION,
        form=form,
        button="Add system",
        back_url=reverse(SECTION),
        back="Systems of partners",
    )


@door(MANAGE_AGENCIES)
@read_or_send
@never_cache
def client(request: Any, client_id: int) -> HttpResponse:
    """One system: a POST gives it a new secret or shuts it out."""
    row = get_object_or_404(PartnerClient.objects.listed().with_version(), pk=client_id)
    renews = request.method == "POST" and request.POST.get("decision") == "renew"
    form = RenewForm(request.POST if renews else None, initial={"version": row.version})
    if renews:
        made: list[Made] = []
        if acted(
            form,
            lambda **given: made.append(partner_clients.renew(**given)),
            differ=_renewed,
            by=request.user,
            client=row,
        ):
            return _secrets(request, made[0])
    elif request.method == "POST":
        try:
            partner_clients.end(by=request.user, client=row, at=request.now)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            messages.success(request, "The system is shut out, and every token with it.")
        return redirect("admin_client", client_id)
    facts = {
        "Agency": str(row.agency),
        "Client id": row.client_id,
        "Change of status is sent to": row.webhook_url or "Nowhere",
        "State": f"Shut out {moment(row.ended_at)}" if row.ended_at else "In use",
    }
    buttons = [
        {"words": "Give it a new secret", "value": "renew"},
        {"words": "Shut it out", "value": "end", "secondary": True},
    ]
    return page(
        request,
        "record",
        title=row.name,
        section=SECTION,
        form=form,
        actions=[] if row.ended_at else [link("Change", "admin_client_change", row.pk, secondary=True)],
        rows=[{"key": key, "value": value} for key, value in facts.items()],
        buttons=[] if row.ended_at else buttons,
        back_url=reverse(SECTION),
        back="Systems of partners",
    )


def _renewed(*_: Any) -> list[dict[str, str]]:
    theirs = "A new one since you opened this page. The partner may use it already"
    return [{"label": "Secret", "theirs": theirs, "yours": "Another new one, which ends theirs"}]


@door(MANAGE_AGENCIES)
@read_or_send
def change(request: Any, client_id: int) -> HttpResponse:
    """Change where a change of status is sent."""
    row = get_object_or_404(PartnerClient.objects.listed().with_version(), pk=client_id)
    form = WebhookChangeForm(request.POST or None, initial={"version": row.version, "webhook_url": row.webhook_url})
    if acted(form, partner_clients.change, by=request.user, client=row):
        messages.success(request, "The change is saved.")
        return redirect("admin_client", client_id)
    return page(
        request,
        "form",
        title=f"Change {row.name}",
        section=SECTION,
        form=form,
        button="Save",
        back_url=reverse("admin_client", args=[client_id]),
        back=row.name,
    )


def _secrets(request: Any, made: Made) -> HttpResponse:
    sending.leads_to(reverse("admin_client", args=[made.client.pk]))
    told = {
        "Client id": made.client.client_id,
        "Client secret": made.secret,
        "Secret of the signatures": secret_of(made.client.client_id),
    }
    return page(
        request,
        "record",
        title="Hand these to the partner now",
        section=SECTION,
        intro="They are shown this once. Hand them over by a way you trust, never by e-mail.",
        rows=[{"key": key, "value": value} for key, value in told.items()],
        back_url=reverse("admin_client", args=[made.client.pk]),
        back=made.client.name,
    )
