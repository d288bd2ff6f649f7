"""The manager's decision on one screen, in the order in which it should be thought through (domain.md 3.4)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import known, presenters, similar
from frontdoor.actions import completions, decisions
from frontdoor.actions.evidence import closed_within_a_year
from frontdoor.core import drafts, policy
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.pages import page_of
from frontdoor.core.versions import Stale
from frontdoor.core.working_days import london_date
from frontdoor.forms.completion import CompletionForm
from frontdoor.forms.decision import DecisionForm
from frontdoor.forms.evidence import rows_for
from frontdoor.models import Contact, DecisionCompletion, Draft, FamilyTelling, Referral, ThresholdLevel
from frontdoor.models.evidence import COMPLETION_CLOCK
from frontdoor.permissions import DECIDE_CONTACT
from frontdoor.presenters import checks as presenters_checks
from frontdoor.presenters.consent import consent_positions
from frontdoor.views.contact import clocks_of, opened, returned
from frontdoor.views.overtaken import show_changes
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import draft_of, unsent

RETURNED = ("sent_back__returned_by", "sent_back__answer__answered_by")
TEXTS = ("history_considered", "lived_experience", "analysis", "missing", "would_change")


@require_http_methods(["GET", "POST"])
@door(DECIDE_CONTACT)
def decide(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Decide for each child. What was typed before comes back from the worker's own draft."""
    contact = opened(request, contact_id, "recorded_by", "triaged_by", *RETURNED)
    unsettled = contact.told_people.children().unsettled().exists()
    if request.method == "GET" and (contact.decided_at or not contact.triaged_at or unsettled):
        return _cannot_yet(request, contact, unsettled=unsettled)
    if "keep" in request.POST:
        return _kept(request, contact, decisions.DRAFT_FORM, "contact_decide")
    children = known.children_of(contact, worker=request.user, on=request.today)
    draft = draft_of(request.user, decisions.DRAFT_FORM, contact.pk)
    typed = request.POST if request.method == "POST" else _typed(draft)
    form = DecisionForm(
        request.POST or None,
        initial={"version": contact.version},
        children=[child.person for child in children],
        levels=ThresholdLevel.objects.in_force(london_date(contact.received_at)).with_indicators(),
        teams=Referral.receiving_teams(),
        raised=set(contact.risk_flags.values_list("harm", flat=True)),
        typed=typed,
        history=known.to_read(children),
        rows=rows_for(typed),
        is_rereferral=closed_within_a_year(contact),
    )
    if not form.is_bound and draft:
        form.take_up(typed)
    if form.is_valid():
        try:
            _decide_once(form, contact, request)
        except decisions.NotForThisChild as refusal:
            form.add_error(f"{refusal.field}_{refusal.child_id}", refusal.reason)
        except Stale as stale:
            show_changes(form, stale)
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The decision has been recorded.")
            return redirect("contact", contact_id=contact.pk)
    elif contact.is_open and form.is_overtaken(contact.version):
        show_changes(form, Stale(contact))
    context = _evidence(request, contact, children) | {
        "form": form,
        "draft": draft,
        "to_tell": FamilyTelling.objects.unsettled(contact, on=request.today).order_by("due_on", "pk"),
        "similar": similar.beside(contact, signs=_signs(typed), worker=request.user, at=request.now),
    }
    return render_form(request, "frontdoor/decision/decide.html", context)


@require_safe
@door(DECIDE_CONTACT)
def owed(request: HttpRequest) -> HttpResponse:
    """Urgent decisions whose record is to be completed, by the day it is due. ``?late=on`` shows the overdue alone."""
    rows = DecisionCompletion.objects.visible_to(request.user).owed()
    if "late" in request.GET:
        rows = rows.overdue(request.today)
    shown = rows.select_related("decision__contact", "decision__decided_by").order_by("due_on", "pk")
    page = page_of(shown, request.GET.get("page"))
    calendar = policy.calendar(around=request.today)
    lines = [
        (row.decision, presenters.due(COMPLETION_CLOCK, row, now=request.now, calendar=calendar)) for row in page.rows
    ]
    return render(request, "frontdoor/decision/owed.html", {"page": page, "rows": lines})


@require_http_methods(["GET", "POST"])
@door(DECIDE_CONTACT)
def complete(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What an urgent decision left out, written by a manager."""
    contact = opened(request, contact_id, "recorded_by", "decision__completion", "decision__decided_by")
    owed = getattr(getattr(contact, "decision", None), "completion", None)
    if owed is None:
        raise Http404
    if "keep" in request.POST:
        return _kept(request, contact, completions.DRAFT_FORM, "contact_complete")
    children = known.children_of(contact, worker=request.user, on=request.today)
    draft = draft_of(request.user, completions.DRAFT_FORM, contact.pk)
    typed = request.POST if request.method == "POST" else _typed(draft)
    read = completions.read_already(contact.decision)
    form = CompletionForm(
        request.POST or None,
        initial={name: getattr(contact.decision, name) for name in TEXTS},
        history=[piece for piece in known.to_read(children) if (piece.kind, piece.subject_id) not in read],
        facts_already=contact.decision.facts.exists(),
        rows=rows_for(typed),
        is_rereferral=closed_within_a_year(contact),
    )
    if not form.is_bound and draft:
        form.take_up(typed)
    if form.is_valid():
        try:
            _complete_once(form, contact, request)
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The record of the decision is complete.")
            return redirect("contact", contact_id=contact.pk)
    written = [name for name in form.fields if name in TEXTS or name.startswith(("fact_", "source_"))]
    too_late = unsent(form, *written) if owed.finished_on else ""
    context = _evidence(request, contact, children) | {"form": form, "draft": draft, "owed": owed, "unsent": too_late}
    return render_form(request, "frontdoor/decision/complete.html", context)


def _evidence(request: HttpRequest, contact: Contact, children: list[known.KnownChild]) -> dict[str, Any]:
    """What both pages show beside the questions."""
    return {
        "contact": contact,
        "told": presenters.told(contact),
        **returned(contact, request),
        "clocks": clocks_of(contact, request),
        "children": children,
        "positions": consent_positions(contact, request.now),
        "consent_steps": [],
        "asked": presenters_checks.of_contact(contact, request.now),
        "risk_flags": contact.risk_flags.select_related("raised_by"),
    }


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
            evidence=form.evidence(),
            urgent=form.can_wait(),
            by=request.user,
            at=request.now,
        ),
    )


def _complete_once(form: CompletionForm, contact: Contact, request: HttpRequest) -> None:
    once(
        key=form.cleaned_data["submission_key"],
        by=request.user,
        act=lambda: completions.complete(
            contact_id=contact.pk,
            history_considered=form.cleaned_data["history_considered"],
            analysis=form.cleaned_data["analysis"],
            evidence=form.evidence(),
            by=request.user,
            at=request.now,
        ),
    )


def _cannot_yet(request: HttpRequest, contact: Contact, *, unsettled: bool) -> HttpResponse:
    page = {"contact": contact, "unsettled": unsettled}
    return render(request, "frontdoor/decision/not_now.html", page, status=409)


def _kept(request: HttpRequest, contact: Contact, form: str, page: str) -> HttpResponse:
    """Keep what is typed and show the page again, with more lines for facts and what is like the choices so far."""
    drafts.keep(worker=request.user, form=form, subject_id=contact.pk, data=drafts.typed(request.POST), now=request.now)
    return redirect(f"{reverse(page, args=[contact.pk])}#{'similar' if request.POST['keep'] == 'similar' else 'facts'}")


def _typed(draft: Draft | None) -> QueryDict:
    return drafts.as_post(draft.data if draft else {})


def _signs(typed: QueryDict) -> Iterable[int]:
    """The indicators ticked so far, whatever the child."""
    chosen = [value for name in typed if name.startswith("signs_") for value in typed.getlist(name)]
    return {int(value) for value in chosen if value.isdecimal() and len(value) < 18}
