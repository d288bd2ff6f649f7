"""One contact: what was told, what is known, where its clocks stand, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontdoor import contact_links, known, presenters
from frontdoor.actions import details, returns, triage
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE, render_form
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import may
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import london_date
from frontdoor.forms.details import DetailsForm
from frontdoor.models import Contact, ThresholdLevel
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK, FEEDBACK_CLOCK
from frontdoor.models.returns import REPLY_CLOCK
from frontdoor.permissions import (
    CALL_BACK,
    CORRECT_RECEIVED,
    DECIDE_CONTACT,
    GIVE_FEEDBACK,
    HAND_OVER,
    RECORD_CONTACT,
    SETTLE_CHILDREN,
    TRIAGE_CONTACT,
    VIEW_CONTACTS,
)
from frontdoor.presenters import checks as presenters_checks
from frontdoor.presenters import partners as presenters_partners
from frontdoor.presenters.consent import consent_positions, next_steps
from frontdoor.presenters.decision import what_it_stands_on
from frontdoor.views.refusals import take_up_version

SENT = ("partner_referral__agency", "partner_referral__sent_by", "partner_referral__claimed_level")
SHOWN = (
    *SENT,
    "partner_referral__called_back_by",
    "recorded_by",
    "triaged_by",
    "rag_changed_by",
    "taken_by",
    "decision__decided_by",
    "decision__completion__finished_by",
    "feedback__told_by",
    "acknowledgement",
    "sent_back__returned_by",
    "sent_back__answer__answered_by",
)


_CONTACT = Openable(
    lambda viewer, *related: Contact.objects.visible_to(viewer).select_related("agency", "claimed_level", *related),
    people=lambda row: row.about.values_list("child_id", flat=True),
)


def opened(request: HttpRequest, contact_id: int, *related: str) -> Contact:
    """The contact for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _CONTACT.opened(request, *related, pk=contact_id)


def clocks_of(contact: Contact, request: HttpRequest) -> list[tuple[str, presenters.Due]]:
    """The promises on a contact that have started, each with its name."""
    calendar = policy.calendar(around=request.today)
    owed = getattr(contact, "feedback", None)
    rows = [("Triage", TRIAGE_CLOCK, contact), ("Decision", DECISION_CLOCK, contact)]
    arrived = getattr(contact, "acknowledgement", None)
    if arrived is not None:
        rows.append(("Acknowledgement", ACKNOWLEDGEMENT_CLOCK, arrived))
    if owed is not None:
        rows.append(("Telling the referrer", FEEDBACK_CLOCK, owed))
    found = [(name, presenters.due(clock, row, now=request.now, calendar=calendar)) for name, clock, row in rows]
    return [(name, due) for name, due in found if due is not None]


def undated(contact: Contact) -> list[str]:
    """The promises on a contact whose end lies past the known bank holidays, each by its name."""
    arrived = getattr(contact, "acknowledgement", None)
    waits = contact.is_open and not contact.rag and contact.triage_due_at is None
    owes = arrived is not None and arrived.finished_at is None and arrived.due_at is None
    told = getattr(contact, "feedback", None)
    tells = told is not None and told.finished_on is None and told.due_on is None
    return ["Triage"] * waits + ["Acknowledgement"] * owes + ["Telling the referrer"] * tells


def returned(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """What the referrer was asked for, if anything, and where the promise of an answer stands."""
    row = getattr(contact, "sent_back", None)
    calendar = policy.calendar(around=request.today)
    due = presenters.due(REPLY_CLOCK, row, now=request.now, calendar=calendar) if row is not None else None
    return {"sent_back": row, "answer_due": due, "answer_by": presenters.by_when(due.due) if due else ""}


def sent_by_partner(contact: Contact, request: HttpRequest) -> dict[str, Any]:
    """Who sent a contact, and the children of whom nobody has said who they are; nothing for any other contact."""
    referral = getattr(contact, "partner_referral", None)
    return {
        "partner_referral": referral,
        "sent": presenters_partners.sent_rows(referral) if referral else [],
        "unsettled": presenters_partners.unsettled(contact, request.today) if referral else [],
        "documents": presenters_partners.documents(contact) if referral else [],
    }


def _may(worker: Any, contact: Contact) -> dict[str, Any]:
    is_open = contact.is_open
    return {
        "triage": is_open and may(worker, TRIAGE_CONTACT, contact),
        "take": is_open and contact.taken_by_id is None and bool(may(worker, TRIAGE_CONTACT)),
        "release": is_open
        and contact.taken_by_id is not None
        and bool(may(worker, TRIAGE_CONTACT))
        and (contact.taken_by_id == worker.pk or bool(may(worker, DECIDE_CONTACT))),
        "decide": is_open and contact.triaged_at is not None and bool(may(worker, DECIDE_CONTACT)),
        "complete": bool(may(worker, DECIDE_CONTACT)),
        "answer": is_open
        and hasattr(contact, "sent_back")
        and not hasattr(contact.sent_back, "answer")
        and bool(may(worker, RECORD_CONTACT)),
        "give_back": is_open and bool(may(worker, DECIDE_CONTACT)) and not returns.why_not(contact),
        "amend": is_open and bool(may(worker, RECORD_CONTACT)),
        "settle": is_open and bool(may(worker, SETTLE_CHILDREN)),
        "call_back": bool(may(worker, CALL_BACK)),
        "correct_received": is_open and bool(may(worker, CORRECT_RECEIVED)),
        "hand_over": is_open and worker.on_emergency_duty and bool(may(worker, HAND_OVER)),
        "tell": hasattr(contact, "feedback") and bool(may(worker, GIVE_FEEDBACK)),
        "acknowledge": hasattr(contact, "acknowledgement")
        and contact.acknowledgement.finished_at is None
        and bool(may(worker, GIVE_FEEDBACK)),
    }


@require_safe
@door(VIEW_CONTACTS)
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The record page."""
    row = opened(request, contact_id, *SHOWN)
    decision = getattr(row, "decision", None)
    completion = getattr(decision, "completion", None)
    positions = consent_positions(row, request.now)
    return render(
        request,
        "frontdoor/contact/contact.html",
        {
            "contact": row,
            "told": presenters.told(row),
            "clocks": clocks_of(row, request),
            "undated": undated(row),
            "children": known.children_of(row, worker=request.user, on=request.today),
            "outcomes": decision.outcomes.with_signs() if decision else [],
            "corrections": row.corrections.select_related("corrected_by").order_by("pk"),
            "decision": decision,
            "decided": what_it_stands_on(decision, completion) if decision else [],
            "completion": completion,
            **returned(row, request),
            "risk_flags": row.risk_flags.select_related("raised_by"),
            "feedback": getattr(row, "feedback", None),
            "positions": positions,
            "asked": presenters_checks.of_contact(row, request.now),
            "consent_steps": next_steps(row, positions, request.user, on=request.today),
            **sent_by_partner(row, request),
            "may": _may(request.user, row),
            "links": contact_links.of(row, request.user),
        },
    )


@require_POST
@door(TRIAGE_CONTACT)
def take(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Take the contact on, or put it back with ``release`` in what was sent."""
    row = opened(request, contact_id)
    act = triage.release if "release" in request.POST else triage.take
    try:
        act(contact_id=row.pk, by=request.user, at=request.now)
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    return redirect("contact", contact_id=row.pk)


@require_http_methods(["GET", "POST"])
@door(RECORD_CONTACT)
def edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The contact's own words. A stale save shows both texts and sends the newer version along the second time."""
    row = opened(request, contact_id)
    now_there = {name: getattr(row, name) for name in details.TOLD}
    now_there |= {"version": row.version, "claimed_level": details.claimed_level(row)}
    levels = ThresholdLevel.objects.in_force(london_date(row.received_at))
    form = DetailsForm(request.POST or None, initial=now_there, levels=levels)
    context: dict[str, Any] = {"contact": row, "form": form, "differences": []}
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in (*details.TOLD, "claimed_level")}
        try:
            details.amend(contact_id=row.pk, version=form.cleaned_data["version"], told=told, by=request.user)
        except Stale as stale:
            form.add_error(None, stale.reason)
            take_up_version(form, stale)
            context["differences"] = _differences(form, stale.current)
            return render(request, "frontdoor/contact/edit.html", context, status=UNPROCESSABLE)
        except NotPossible as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "The contact has been saved.")
            return redirect(reverse("contact", args=[row.pk]))
    return render_form(request, "frontdoor/contact/edit.html", context)


def _differences(form: DetailsForm, current: Any) -> list[dict[str, Any]]:
    return [
        {"label": form[name].label, "theirs": str(getattr(current, name)), "yours": form.cleaned_data[name]}
        for name in details.TOLD
        if getattr(current, name).strip() != form.cleaned_data[name]
    ]
