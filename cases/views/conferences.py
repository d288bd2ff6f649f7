"""Child protection conferences: the list, convening one, its page, and the chair's steps."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import conferences
from cases.actions import conference_sign
from cases.actions import conferences as acts
from cases.forms.conference_lists import ConferenceFilters
from cases.forms.conferences import ConferenceAloneForm, ConferenceRecordForm, ConveneConferenceForm, HeldForm
from cases.forms.strategy import CallOffForm, RearrangeForm
from cases.models import Conference, ConferenceChild, Plan, Section47
from cases.models.conferences import PARTS, ConferenceKind
from cases.permissions import CHAIR_CONFERENCE, CONVENE_CONFERENCE, VIEW_CASES, WRITE_CONFERENCE
from cases.presenters import conferences as words
from cases.views.sending import send
from frontdoor import sight
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm, Versioned, render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar
from frontdoor.models import Referral
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import draft_of, taken_up

RECORD_DRAFT = "conference_record"


class ConferenceSignForm(Versioned, GovukForm):
    """The chair's signature."""


_CONFERENCE = Openable(
    lambda viewer: Conference.objects.visible_to(viewer).select_related(
        "chair", "convened_by", "signed_by", "letters_sent_by", "circulated_by"
    ),
    people=lambda row: row.children.values_list("child_id", flat=True),
)
_ENQUIRY = Openable(
    lambda viewer: Section47.objects.visible_to(viewer).select_related("child", "referral"),
    people=lambda row: [row.child_id],
)
_PROTECTION = Openable(
    lambda viewer: Plan.objects.running().visible_to(viewer).select_related("child", "referral"),
    people=lambda row: [row.child_id],
)
_CASE = Openable(
    lambda viewer: Referral.objects.open().visible_to(viewer).select_related("child"), people=lambda row: [row.child_id]
)


def opened(request: HttpRequest, conference_id: int) -> Conference:
    """The conference for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _CONFERENCE.opened(request, pk=conference_id)


def form_page(request: HttpRequest, conference: Conference, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about a conference; ``more`` as that of a strategy meeting."""
    back = reverse("conference", args=[conference.pk])
    context = {"back": back, "back_words": f"Conference {conference.reference}", "form": form, "title": title}
    return render_form(request, "cases/meeting_form.html", context | {"button": "Save"} | more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def conference_list(request: HttpRequest) -> HttpResponse:
    """Conferences to be held, to be signed, to be sent, late, or all; one's own or everybody's."""
    filters = ConferenceFilters(request.GET)
    rows = filters.narrow(Conference.objects.visible_to(request.user), worker=request.user, on=request.today)
    named = Prefetch("children", ConferenceChild.objects.select_related("child").order_by("pk"))
    rows = rows.select_related("chair").prefetch_related(named)
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = [words.line(row, now=request.now, calendar=days) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=Conference,
            people=[person for row in found for person in row.people],
            name="conferences",
            heads=words.LIST_HEADS,
            rows=map(words.cells, found),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = [words.line(row, now=request.now, calendar=days) for row in page.rows]
    looked_through(request, listing=Conference, people=(person for row in shown for person in row.people))
    return render(request, "cases/conferences/list.html", {"filters": filters, "page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@door(CONVENE_CONFERENCE)
def from_enquiry(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Convene the initial conference that an enquiry leads to; pre-birth where the child is not born yet."""
    enquiry = _ENQUIRY.opened(request, pk=enquiry_id)
    require(request.user, CONVENE_CONFERENCE, enquiry.referral)
    unborn = enquiry.child.birth_date_known == BirthDateKnown.UNBORN
    kind = ConferenceKind.PRE_BIRTH if unborn else ConferenceKind.INITIAL
    back = (reverse("enquiry", args=[enquiry.pk]), "Section 47 enquiry")
    return _convene(request, kind, conferences.of_enquiry(enquiry, on=request.today), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CONVENE_CONFERENCE)
def from_plan(request: HttpRequest, protection_id: int) -> HttpResponse:
    """Convene the review conference of a protection plan that runs."""
    plan = _PROTECTION.opened(request, pk=protection_id)
    require(request.user, CONVENE_CONFERENCE, plan.referral)
    back = (reverse("person", args=[plan.child_id]), "Child's record")
    return _convene(request, ConferenceKind.REVIEW, conferences.of_plan(plan, on=request.today), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CONVENE_CONFERENCE)
def from_case(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Convene the transfer-in conference of a child who moved here under a plan of another authority."""
    referral = _CASE.opened(request, pk=referral_id)
    require(request.user, CONVENE_CONFERENCE, referral)
    back = (reverse("person", args=[referral.child_id]), "Child's record")
    return _convene(request, ConferenceKind.TRANSFER, conferences.of_case(referral, on=request.today), back=back)


def _convene(
    request: HttpRequest, kind: ConferenceKind, rows: Sequence[ConferenceChild], *, back: tuple[str, str]
) -> HttpResponse:
    seen = conferences.known_to(rows, worker=request.user)
    chairs = conferences.independent(sight.managers(request.today), seen)
    for row in seen:
        chairs = sight.without_a_tie(chairs, row.child_id)
    form = ConveneConferenceForm(
        request.POST or None,
        kind=kind,
        rows=seen,
        chairs=chairs,
        on=request.today,
        today=request.today,
        now=request.now,
    )
    if form.is_valid():
        try:
            conference = acts.convene(by=request.user, now=request.now, kind=kind, **form.answer())
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The conference is convened. Now invite the agencies and the family.")
            return redirect("conference", conference.pk)
    context = {"form": form, "kind": kind.label, "rows": seen, "back": back[0], "back_words": back[1]}
    return render_form(request, "cases/conferences/convene.html", context)


@require_safe
@door(VIEW_CASES)
def conference(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The conference as it stands: who is asked, each child, the record."""
    row = opened(request, conference_id)
    days = calendar(around=request.today)
    children = row.children.select_related("child", "decided_by", "started_plan").order_by("pk")
    children = children.prefetch_related("outline__agency", "opinions__invitation__agency")
    missing = conferences.missing(row) if row.is_open else None
    context = {
        "conference": row,
        "state": words.state_of(row),
        "clocks": words.clocks(row, now=request.now, calendar=days).items(),
        "facts": words.facts_of(row),
        "record": words.record_of(row),
        "children": [words.at_conference(child) for child in children],
        "invited": [
            words.invited(one, now=request.now, calendar=days)
            for one in row.invitations.in_order().prefetch_related("chasers")
        ],
        "family": row.family.select_related("person", "left_out_by").order_by("pk"),
        "steps": words.steps(row, missing) if missing is not None else [],
        "may_write": bool(may(request.user, WRITE_CONFERENCE)) and row.is_open,
        "may_chair": bool(may(request.user, CHAIR_CONFERENCE, row)) and row.is_open,
    }
    return render(request, "cases/conferences/conference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def rearrange(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Another time, place or chair."""
    row = opened(request, conference_id)
    initial = {name: getattr(row, name) for name in ("planned_at", "place", "chair", "version")}
    rows = list(row.children.select_related("referral", "enquiry"))
    chairs = conferences.independent(sight.managers(request.today), rows)
    form = RearrangeForm(request.POST or None, chairs=chairs, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.rearrange(  # noqa: E731
            by=request.user, now=request.now, conference_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved. Tell those who are invited already."):
            return redirect("conference", row.pk)
    return form_page(request, row, form, "Time, place and chair")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def record(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The part of the record that all children share."""
    row = opened(request, conference_id)
    draft = draft_of(request.user, RECORD_DRAFT, row.pk)
    initial = {name: getattr(row, name) for name in (*PARTS, "version")}
    form = taken_up(ConferenceRecordForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        written = {name: given[name] for name in PARTS}
        act = lambda: acts.write(  # noqa: E731
            by=request.user, conference_id=row.pk, version=given["version"], written=written
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=RECORD_DRAFT, subject_id=row.pk)
            return redirect("conference", row.pk)
    more = {"draft_form": RECORD_DRAFT, "subject_id": row.pk, "saved_at": draft and draft.updated_at}
    intro = "About all the children. It can be saved unfinished."
    return form_page(request, row, form, "The record", intro=intro, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def hold(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The conference takes place."""
    row = opened(request, conference_id)
    require(request.user, CHAIR_CONFERENCE, row)
    form = HeldForm(request.POST or None, initial={"held_on": request.today}, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.hold(  # noqa: E731
            by=request.user, now=request.now, conference_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "The conference is held. Say who came, then write as it goes."):
            return redirect("conference", row.pk)
    return form_page(request, row, form, "The conference is held", button="The conference is held")


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def alone(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Go on without the quorum."""
    row = opened(request, conference_id)
    require(request.user, CHAIR_CONFERENCE, row)
    initial = {"reason": row.alone_reason, "reconvene_on": row.reconvene_due_on}
    form = ConferenceAloneForm(request.POST or None, initial=initial, today=request.today, now=request.now)
    lacking = conferences.not_there(row, row.invitations.all())
    if form.is_valid():
        act = lambda: acts.go_on_alone(by=request.user, conference_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Saved. Convene it again for that day."):
            return redirect("conference", row.pk)
    intro = f"Not there: {', '.join(lacking)}." if lacking else "Social care and two agencies are there."
    return form_page(request, row, form, "Decide without the quorum", intro=intro, button="Go on without them")


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def call_off(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The conference is not held."""
    row = opened(request, conference_id)
    require(request.user, CHAIR_CONFERENCE, row)
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.call_off(  # noqa: E731
            by=request.user, now=request.now, conference_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "The conference is called off. Tell those who were invited."):
            return redirect("conference", row.pk)
    return form_page(request, row, form, "Call the conference off", button="Call the conference off", warns=True)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def sign(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The chair signs: each decision takes effect on the day of the conference."""
    row = opened(request, conference_id)
    require(request.user, CHAIR_CONFERENCE, row)
    form = ConferenceSignForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        act = lambda: conference_sign.sign(  # noqa: E731
            by=request.user, now=request.now, conference_id=row.pk, version=form.cleaned_data["version"]
        )
        if send(request, form, act, "Signed. The plans stand; now the letters and the record go out."):
            return redirect("conference", row.pk)
    intro = "What is signed stays as it is. Protection plans start, go on or end on the day of the conference."
    more = {"steps": words.steps(row, conferences.missing(row)), "button": "Sign"}
    return form_page(request, row, form, "Sign the conference", intro=intro, **more)
