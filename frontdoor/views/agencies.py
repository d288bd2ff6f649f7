"""How agencies refer: the list, one agency with its trend and what was done, and the contacts behind every number."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor import appropriateness, names_behind, presenters
from frontdoor.actions import agency_events
from frontdoor.agency_pack import quarter_words
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.narrowing import day_in_words, narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.forms.agencies import AgencyEventForm, EffectFilter, PeriodFilter, day_of
from frontdoor.models import Agency, AgencyEvent, ChildOutcome, Contact, GroupAction
from frontdoor.models.contact_reviews import latest_of, shut_to
from frontdoor.models.contacts import Rag
from frontdoor.models.decisions import Outcome
from frontdoor.permissions import LEARN_WITH_AGENCIES, PREPARE_PACKS, REVIEW_REFERRALS, VIEW_AGENCIES
from frontdoor.presenters import agencies as words
from frontdoor.views.exports import READ_UP_TO, taken_out

SORTS = {
    "name": (lambda row: row.name, False),
    "contacts": (lambda row: row.together.contacts, True),
    "rate": (lambda row: (row.together.i_rate or -1, row.together.inappropriate), True),
    "under": (lambda row: (row.together.u_rate or -1, row.together.under), True),
}
CONTACT_HEADS = (
    "Contact",
    "Agency",
    "Urgency",
    "Received",
    "Level decided",
    "Outcome",
    "Code",
    "What would have helped",
)


@require_safe
@door(VIEW_AGENCIES)
def agency_list(request: HttpRequest) -> HttpResponse:
    """Every agency that told us of children in the period. ``?format=csv`` saves the figures, which name nobody."""
    filters = PeriodFilter(request.GET)
    since, until = filters.span(request.today)
    seen = Contact.objects.visible_to(request.user)
    rows = appropriateness.by_agency(seen, since=since, until=until, at=request.now)
    key, downwards = SORTS.get(request.GET.get("sort", ""), SORTS["contacts"])
    rows = sorted(rows, key=key, reverse=downwards)
    if request.GET.get("format") == "csv":
        return csv_response(name="agencies", heads=words.LIST_HEADS, rows=map(words.list_cells, rows))
    together = sum((row.together for row in rows), appropriateness.Counts())
    context = {
        "filters": filters,
        "since": since,
        "until": until - timedelta(days=1),
        "definition": appropriateness.DEFINITION,
        "tiles": words.tiles(together, words.Span(since, until)),
        "agencies": [words.agency_row(row, since, until) for row in rows],
        "may_review": bool(may(request.user, REVIEW_REFERRALS)),
    }
    return render(request, "frontdoor/agencies/list.html", context)


@require_safe
@door(VIEW_AGENCIES)
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: its figures, thirteen weeks, what was done with it and what came of that."""
    row = get_object_or_404(Agency, pk=agency_id)
    filters, comparing = PeriodFilter(request.GET), EffectFilter(request.GET)
    since, until = filters.span(request.today)
    own = Contact.objects.visible_to(request.user).filter(agency=row)
    found = appropriateness.by_agency(own, since=since, until=until, at=request.now)
    counts = found[0] if found else appropriateness.AgencyCounts(row.pk, row.name, appropriateness.Counts(), {})
    weeks = appropriateness.by_week(own, at=request.now)
    span = words.Span(since, until, row.pk)
    context = {
        "agency": row,
        "filters": filters,
        "comparing": comparing,
        "since": since,
        "until": until - timedelta(days=1),
        "definition": appropriateness.DEFINITION,
        "tiles": words.tiles(counts.together, span),
        "codes": words.codes(counts, span),
        "returned_for": words.return_reasons(counts.together, span),
        "points": words.points(weeks),
        "trend": words.trend_words(weeks),
        "weeks": words.week_rows(weeks, row.pk),
        "events": _compared(own, request, comparing.length(), appropriateness.latest_events(row.pk), row.pk),
        "actions": words.actions_with_due(GroupAction.objects.of_agency(row.pk), request.now),
        "packs": [(pack, quarter_words(pack.quarter_from)) for pack in row.packs.order_by("-quarter_from")],
        "may": {
            "learn": bool(may(request.user, LEARN_WITH_AGENCIES)),
            "prepare": bool(may(request.user, PREPARE_PACKS)),
        },
    }
    return render(request, "frontdoor/agencies/agency.html", context)


def _compared(
    own: Any, request: HttpRequest, weeks: int, events: list[AgencyEvent], agency_id: int
) -> list[dict[str, Any]]:
    effects = appropriateness.effects(own, [event.held_on for event in events], weeks=weeks, at=request.now)
    return [
        {"event": event, "effect": effect, "sides": words.effect_rows(effect, agency_id)}
        for event, effect in zip(events, effects, strict=True)
    ]


@narrowed_by(
    agency=("Agency", names_behind.agency),
    since=("Received from", day_in_words),
    until=("Received before", day_in_words),
    which=("Show", appropriateness.WHICH),
    rag=("Urgency", dict(Rag.choices)),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_AGENCIES)
def agency_contacts(request: HttpRequest) -> HttpResponse:
    """The contacts behind a number: ``?agency=``, ``?since=`` and ``?until=`` days, ``?which=`` a figure, ``?rag=``."""
    year = PeriodFilter({}).span(request.today)
    since, until = (day_of(request.GET.get(name, ""), day) for name, day in zip(("since", "until"), year, strict=True))
    which, rag = request.GET.get("which", appropriateness.ALL), request.GET.get("rag", "")
    rows = appropriateness.received(Contact.objects.visible_to(request.user), since, until)
    rows = appropriateness.only(appropriateness.as_at(rows, request.now), which, rag)
    chosen = request.GET.get("agency", "")
    if chosen.isascii() and chosen.isdigit():
        rows = rows.filter(agency_id=int(chosen))
    outcomes = ChildOutcome.objects.select_related("level").order_by("pk")
    rows = (
        shut_to(rows, request.user)
        .select_related("agency", "decision", "sent_back")
        .prefetch_related(Prefetch("decision__outcomes", outcomes), "about", latest_of(request.now))
        .order_by("-received_at", "-pk")
    )
    if request.GET.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=Contact,
            people=(about.child_id for row in found if not row.is_shut for about in row.about.all()),
            name="contacts-from-agencies",
            heads=CONTACT_HEADS,
            rows=(_contact_cells(row) for row in found),
        )
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_contact_row(row) for row in page.rows],
        "title": appropriateness.WHICH.get(which, appropriateness.WHICH[appropriateness.ALL]),
        "since": since,
        "until": until - timedelta(days=1),
        "rag": rag,
    }
    return render(request, "frontdoor/agencies/contacts.html", context)


def _contact_row(contact: Contact) -> dict[str, Any]:
    """One contact as the list shows it; one that this reader is to rate a second time shows nothing of itself."""
    if contact.is_shut:
        return {"is_shut": True}
    outcomes = list(contact.decision.outcomes.all()) if hasattr(contact, "decision") else []
    review = next(iter(contact.standing_reviews), None)
    return {
        "contact": contact,
        "levels": sorted({str(outcome.level) for outcome in outcomes}),
        "outcomes": sorted({outcome.get_outcome_display() for outcome in outcomes}),
        "returned": _returned(contact, outcomes),
        "review": review,
    }


def _returned(contact: Contact, outcomes: list[ChildOutcome]) -> list[str]:
    """What the agency was asked for when the contact went back to it; in the past that stood in the outcome."""
    sent_back = [contact.sent_back.missing] if hasattr(contact, "sent_back") else []
    return sent_back + [outcome.reason for outcome in outcomes if outcome.outcome == Outcome.RETURNED]


def _contact_cells(contact: Contact) -> list[str]:
    row = _contact_row(contact)
    if row.get("is_shut"):
        return ["Hidden until it is rated a second time", *[""] * (len(CONTACT_HEADS) - 1)]
    review = row["review"]
    return [
        contact.reference,
        contact.agency.name,
        contact.get_rag_display(),
        presenters.moment(contact.received_at),
        "; ".join(row["levels"]),
        "; ".join(row["outcomes"]),
        review.code if review else "",
        review.helped if review else "",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@door(LEARN_WITH_AGENCIES)
def event_new(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Note a training, meeting or letter; ``?corrects=`` an earlier entry shows what it said."""
    row = get_object_or_404(Agency, pk=agency_id)
    earlier = _corrected(request, row)
    initial = {name: getattr(earlier, name) for name in ("kind", "held_on", "agreed")} if earlier else {}
    form = AgencyEventForm(request.POST or None, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        try:
            once(
                key=form.cleaned_data["submission_key"],
                by=request.user,
                act=lambda: agency_events.note(
                    by=request.user, on=request.today, agency=row, corrects=earlier, **form.answer()
                ),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is noted. Below you see the referrals before and after.")
            return redirect("agency", row.pk)
    return render_form(request, "frontdoor/agencies/event.html", {"form": form, "agency": row, "earlier": earlier})


def _corrected(request: HttpRequest, row: Agency) -> AgencyEvent | None:
    wanted = request.GET.get("corrects", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit()):
        raise Http404
    return get_object_or_404(row.events.standing(), pk=int(wanted))
