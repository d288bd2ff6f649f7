"""The manager's decision on one screen, in the order in which it should be thought through (domain.md 3.4)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frontdoor import known, presenters, presenters_checks
from frontdoor.actions import decisions
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.working_days import london_date
from frontdoor.forms.decision import DecisionForm
from frontdoor.models import Contact, Draft, Referral, ThresholdLevel
from frontdoor.permissions import DECIDE_CONTACT
from frontdoor.presenters_consent import consent_positions
from frontdoor.views.contact import clocks_of, opened
from frontdoor.views.refusals import put_on


@require_http_methods(["GET", "POST"])
@door(DECIDE_CONTACT)
def decide(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Decide for each child. What was typed before comes back from the worker's own draft."""
    contact = opened(request, contact_id, "recorded_by", "triaged_by")
    unsettled = contact.told_people.children().unsettled().exists()
    if request.method == "GET" and (contact.decided_at or not contact.triaged_at or unsettled):
        return _cannot_yet(request, contact, unsettled=unsettled)
    children = known.children_of(contact, worker=request.user, on=request.today)
    draft = Draft.objects.of(request.user).filter(form=decisions.DRAFT_FORM, subject_id=contact.pk).first()
    form = DecisionForm(
        request.POST or None,
        initial=_typed_before(draft) | {"version": contact.version},
        children=[child.person for child in children],
        levels=ThresholdLevel.objects.in_force(london_date(contact.received_at)),
        teams=Referral.receiving_teams(),
    )
    if form.is_valid():
        try:
            _decide_once(form, contact, request)
        except decisions.NotForThisChild as refusal:
            form.add_error(f"{refusal.field}_{refusal.child_id}", refusal.reason)
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The decision has been recorded.")
            return redirect("contact", contact_id=contact.pk)
    return render_form(
        request,
        "frontdoor/decision/decide.html",
        {
            "contact": contact,
            "form": form,
            "draft": draft,
            "told": presenters.told(contact),
            "clocks": clocks_of(contact, request),
            "children": children,
            "positions": consent_positions(contact, request.now),
            "asked": presenters_checks.of_contact(contact, request.now),
            "consent_steps": [],
        },
    )


def _decide_once(form: DecisionForm, contact: Contact, request: HttpRequest) -> None:
    once(
        key=form.cleaned_data["submission_key"],
        by=request.user,
        act=lambda: decisions.decide(
            contact_id=contact.pk,
            version=form.cleaned_data["version"],
            history_considered=form.cleaned_data["history_considered"],
            analysis=form.cleaned_data["analysis"],
            children=form.answers(),
            by=request.user,
            at=request.now,
        ),
    )


def _cannot_yet(request: HttpRequest, contact: Contact, *, unsettled: bool) -> HttpResponse:
    page = {"contact": contact, "unsettled": unsettled}
    return render(request, "frontdoor/decision/not_now.html", page, status=409)


def _typed_before(draft: Draft | None) -> dict[str, Any]:
    kept = draft.data if draft else {}
    return {name: values[0] for name, values in kept.items() if values and name != "submission_key"}
