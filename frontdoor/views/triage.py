"""Saying how urgent a contact is, with everything that was told beside the question."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontdoor import known, presenters
from frontdoor.actions import triage
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.permissions import may, require
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import CannotBeDated, london_date
from frontdoor.forms.risk import risks
from frontdoor.forms.triage import TriageForm
from frontdoor.models import Contact
from frontdoor.permissions import SETTLE_CHILDREN, TRIAGE_CONTACT
from frontdoor.views.contact import SENT, clocks_of, opened, sent_by_partner
from frontdoor.views.overtaken import show_changes
from frontdoor.views.refusals import put_on


@require_http_methods(["GET", "POST"])
@door(TRIAGE_CONTACT)
def set_urgency(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Red, Amber or Green, and why."""
    contact = opened(request, contact_id, "recorded_by", "triaged_by", *SENT)
    require(request.user, TRIAGE_CONTACT, contact)
    form = TriageForm(
        request.POST or None,
        initial={"version": contact.version},
        allowed=_allowed(contact),
        raised=set(contact.risk_flags.values_list("harm", flat=True)),
        typed=request.POST,
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            once(
                key=given["submission_key"],
                by=request.user,
                act=lambda: triage.set_urgency(
                    contact_id=contact.pk,
                    version=given["version"],
                    rag=given["rag"],
                    reason=given["rag_reason"],
                    risks=risks(given),
                    by=request.user,
                    at=request.now,
                ),
            )
        except Stale as stale:
            show_changes(form, stale)
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The urgency has been set.")
            return redirect("contact", contact_id=contact.pk)
    elif contact.is_open and form.is_overtaken(contact.version):
        show_changes(form, Stale(contact))
    return render_form(
        request,
        "frontdoor/triage.html",
        {
            "contact": contact,
            "form": form,
            "told": presenters.told(contact),
            "clocks": clocks_of(contact, request),
            "risk_flags": contact.risk_flags.select_related("raised_by"),
            "children": known.children_of(contact, worker=request.user, on=request.today),
            "may": {"settle": bool(may(request.user, SETTLE_CHILDREN)), "call_back": False},
            **sent_by_partner(contact, request),
        },
    )


def _allowed(contact: Contact) -> dict[str, str]:
    """What each urgency promises; nothing where that cannot be worked out, which the act then refuses in words."""
    received = london_date(contact.received_at)
    clocks = triage.DECIDED_BY_WHEN
    try:
        periods = policy.periods([clock.code for clock in clocks.values()], on=received)
        calendar = policy.calendar(around=received)
        due = {rag: periods[clock.code].due_at(contact.received_at, calendar) for rag, clock in clocks.items()}
    except CannotBeDated:
        return {}
    return {rag: f"A manager decides by {presenters.deadline(moment)}" for rag, moment in due.items()}
