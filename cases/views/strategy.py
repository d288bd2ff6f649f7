"""Strategy meetings: the list, convening one, the page on which it is written as it is held, and the chair's steps."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import strategy
from cases.actions import strategy as acts
from cases.forms.strategy import AloneForm, CallOffForm, ConveneForm, HoldForm, RearrangeForm, RecordForm, SignForm
from cases.forms.strategy_lists import MeetingFilters
from cases.forms.strategy_people import LineForm
from cases.models import StrategyChild, StrategyMeeting
from cases.models.strategy import PARTS
from cases.models.strategy_rules import CONVENED_BY_A_MANAGER
from cases.permissions import CHAIR_STRATEGY, START_ENQUIRY, VIEW_CASES, WRITE_STRATEGY
from cases.presenters import strategy as words
from cases.views.sending import send
from frontdoor import sight
from frontdoor.core import drafts, timescales
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar, period
from frontdoor.models import Contact, Person, Referral
from frontdoor.permissions import TRIAGE_CONTACT
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import draft_of, taken_up

RECORD_DRAFT, LINE_DRAFT = "strategy_record", "strategy_line"
SIGNED = "The record is signed. Now it goes to everybody who took part."


_MEETING = Openable(
    lambda viewer: StrategyMeeting.objects.visible_to(viewer).select_related(
        "chair", "convened_by", "signed_by", "circulated_by", "called_off_by", "contact__agency", "referral"
    ),
    people=lambda row: row.children.values_list("child_id", flat=True),
)
_CONTACT = Openable(
    lambda viewer: Contact.objects.visible_to(viewer).select_related("agency"),
    people=lambda row: row.about.values_list("child_id", flat=True),
)
_CASE = Openable(lambda viewer: Referral.objects.open().visible_to(viewer), people=lambda row: [row.child_id])


def opened(request: HttpRequest, meeting_id: int) -> StrategyMeeting:
    """The meeting for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _MEETING.opened(request, pk=meeting_id)


def form_page(request: HttpRequest, meeting: StrategyMeeting, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about a meeting; ``more`` may hold an ``intro``, the words of the ``button``, and what a page adds."""
    back = {"back": reverse("strategy", args=[meeting.pk]), "back_words": f"Strategy meeting {meeting.reference}"}
    return render_form(
        request, "cases/meeting_form.html", back | {"form": form, "title": title, "button": "Save"} | more
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def strategy_list(request: HttpRequest) -> HttpResponse:
    """Meetings to be held, to be signed, to be sent, late, or all; one's own or everybody's."""
    filters = MeetingFilters(request.GET)
    rows = filters.narrow(StrategyMeeting.objects.visible_to(request.user), worker=request.user, now=request.now)
    named = Prefetch("children", StrategyChild.objects.select_related("child").order_by("pk"))
    rows = rows.select_related("chair").prefetch_related(named)
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = [words.line(row, now=request.now, calendar=days) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=StrategyMeeting,
            people=[person for row in found for person in row.people],
            name="strategy-meetings",
            heads=words.LIST_HEADS,
            rows=map(words.cells, found),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = [words.line(row, now=request.now, calendar=days) for row in page.rows]
    looked_through(request, listing=StrategyMeeting, people=(person for row in shown for person in row.people))
    may_convene = bool(may(request.user, WRITE_STRATEGY))
    context = {"filters": filters, "page": page, "rows": shown, "may_convene": may_convene}
    return render(request, "cases/strategy/list.html", context)


@require_safe
@door(WRITE_STRATEGY)
def to_convene(request: HttpRequest) -> HttpResponse:
    """Decisions that call for a strategy discussion which nobody has convened, the longest wait first."""
    page = page_of(strategy.to_convene(request.user, request.now).select_related("agency"), request.GET.get("page"))
    days = calendar(around=request.today)
    allowed = period(timescales.STRATEGY_HELD, on=request.today)
    shown = [(row, words.since_decided(row, allowed=allowed, now=request.now, calendar=days)) for row in page.rows]
    return render(request, "cases/strategy/to_convene.html", {"page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def from_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Convene a meeting about the children of a contact and of their households."""
    contact = _CONTACT.opened(request, pk=contact_id)
    return _convene(request, strategy.named_on(contact), contact=contact, cause_at=strategy.cause_of(contact))


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def from_case(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Convene a meeting about the child of an open case and the children of the household."""
    referral = _CASE.opened(request, pk=referral_id)
    return _convene(request, strategy.child_of(referral), referral=referral)


def _convene(
    request: HttpRequest, about: Iterable[Person], *, contact: Any = None, referral: Any = None, cause_at: Any = None
) -> HttpResponse:
    children = strategy.offered(about, on=request.today)
    known = Person.objects.linkable_by(request.user).filter(pk__in=children.values("pk")).order_by("birth_date", "pk")
    came_of = {"contact": contact, "referral": referral}
    if request.method != "POST" and not strategy.may_convene(request.user, **came_of):
        asked = strategy.who_convenes(request.user, known, referral=referral, on=request.today)
        more = {"sentence": CONVENED_BY_A_MANAGER, "managers": asked, "may_triage": _may_triage(request.user, contact)}
        return render(request, "cases/strategy/ask_to_convene.html", came_of | more)
    chairs = sight.managers(request.today)
    for child in known:
        chairs = sight.without_a_tie(chairs, child.pk)
    form = ConveneForm(
        request.POST or None,
        chairs=chairs,
        children=known,
        on=request.today,
        today=request.today,
        now=request.now,
        initial={"cause_at": cause_at},
    )
    if form.is_valid():
        try:
            meeting = acts.convene(by=request.user, now=request.now, **came_of, **form.answer())
        except ValidationError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, "The meeting is convened. Now invite police, health and whoever knows the child.")
            return redirect("strategy", meeting.pk)
    others = Person.objects.linkable_by(request.user).filter(
        pk__in=strategy.other_children_of_adults(known).values("pk")
    )
    looked_through(request, listing=Person, people=(person.pk for person in (*known, *others)))
    return render_form(request, "cases/strategy/convene.html", came_of | {"form": form, "others": others})


def _may_triage(worker: Any, contact: Contact | None) -> bool:
    """Whether a contact waits for its decision, and this worker may say how urgent it is."""
    return contact is not None and contact.is_open and bool(may(worker, TRIAGE_CONTACT, contact))


@require_safe
@door(VIEW_CASES)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting as it stands: who is there, what each says, each child, the record, the actions."""
    return meeting_page(request, opened(request, meeting_id))


def meeting_page(
    request: HttpRequest, row: StrategyMeeting, *, invalid: LineForm | None = None, of: int = 0
) -> HttpResponse:
    """The page of a meeting; ``invalid`` is what somebody (the invitation ``of``) was to have said and why not."""
    days = calendar(around=request.today)
    children = list(row.children.select_related("child", "decided_by", "enquiry").order_by("left_out_reason", "pk"))
    about = Person.objects.visible_to(request.user).filter(pk__in=[child.child_id for child in children])
    seen = set(about.values_list("pk", flat=True))
    invited = row.invitations.in_order().prefetch_related("chasers")
    speakers = words.speakers(invited, list(row.lines.all().in_order()))
    may_write = bool(may(request.user, WRITE_STRATEGY)) and row.is_open
    if may_write:
        speakers = _with_forms(request, speakers, children, invalid, of)
    missing = strategy.missing(row) if row.is_open else None
    return render_form(
        request,
        "cases/strategy/meeting.html",
        {
            "meeting": row,
            "state": words.state_of(row),
            "clocks": words.clocks(row, now=request.now, calendar=days),
            "facts": words.facts_of(row),
            "record": words.record_of(row),
            "children": [words.at_meeting(child, may_open=child.child_id in seen) for child in children],
            "speakers": speakers,
            "actions": words.actions(row.actions.all().in_order(), now=request.now, calendar=days),
            "steps": words.steps(row, missing) if missing is not None and row.held_at else [],
            "to_invite": missing.to_invite if missing is not None else [],
            "may_write": may_write,
            "may_correct": bool(may(request.user, WRITE_STRATEGY)) and row.called_off_at is None,
            "may_chair": bool(may(request.user, CHAIR_STRATEGY, row)) and row.is_open,
            "may_start": bool(may(request.user, START_ENQUIRY)),
            "form": invalid,
        },
    )


def _with_forms(
    request: HttpRequest,
    speakers: list[words.Speaker],
    children: list[StrategyChild],
    invalid: LineForm | None,
    of: int,
) -> list[words.Speaker]:
    """Each with a box to write in, and in it what this worker had begun to write."""
    people = [row.child for row in children if not row.left_out_reason]
    begun = {draft.subject_id: draft for draft in drafts.Draft.objects.of(request.user).filter(form=LINE_DRAFT)}
    found = []
    for speaker in speakers:
        number = speaker.invitation.pk
        draft = begun.get(number)
        form: Any = LineForm(children=people, auto_id=f"id_{number}_%s")
        form = invalid if invalid is not None and of == number else taken_up(form, draft)
        found.append(words.with_form(speaker, form, draft.updated_at if draft else None, is_open=form is invalid))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def rearrange(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Another time, place or chair."""
    row = opened(request, meeting_id)
    initial = {name: getattr(row, name) for name in ("planned_at", "place", "chair", "version")}
    chairs = sight.managers(request.today)
    form = RearrangeForm(request.POST or None, chairs=chairs, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.rearrange(  # noqa: E731
            by=request.user, now=request.now, meeting_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved. Tell those who are invited already."):
            return redirect("strategy", row.pk)
    return form_page(request, row, form, "Time, place and chair")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def record(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The part of the record that all children share."""
    row = opened(request, meeting_id)
    draft = draft_of(request.user, RECORD_DRAFT, row.pk)
    initial = {name: getattr(row, name) for name in (*PARTS, "version")}
    form = taken_up(RecordForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: acts.write(  # noqa: E731
            by=request.user, meeting_id=row.pk, version=given["version"], written={name: given[name] for name in PARTS}
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=RECORD_DRAFT, subject_id=row.pk)
            return redirect("strategy", row.pk)
    more = {"draft_form": RECORD_DRAFT, "subject_id": row.pk, "saved_at": draft and draft.updated_at}
    return form_page(
        request, row, form, "The record", intro="About all the children. It can be saved unfinished.", **more
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_STRATEGY)
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting takes place."""
    row = opened(request, meeting_id)
    require(request.user, CHAIR_STRATEGY, row)
    form = HoldForm(request.POST or None, initial={"held_at": request.now}, today=request.today, now=request.now)
    if form.is_valid():
        act = lambda: acts.hold(by=request.user, now=request.now, meeting_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "The meeting is held. Say who came, then write as it goes."):
            return redirect("strategy", row.pk)
    return form_page(request, row, form, "The meeting is held", button="The meeting is held")


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_STRATEGY)
def alone(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Go on without police, health or the chair, because it cannot wait."""
    row = opened(request, meeting_id)
    require(request.user, CHAIR_STRATEGY, row)
    form = AloneForm(
        request.POST or None,
        initial={"reason": row.alone_reason, "reconvene_on": row.reconvene_due_on},
        today=request.today,
        now=request.now,
    )
    lacking = strategy.not_there(row, row.invitations.all())
    if form.is_valid():
        act = lambda: acts.go_on_alone(by=request.user, meeting_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Saved. Invite them to the next meeting."):
            return redirect("strategy", row.pk)
    intro = f"Not there: {', '.join(lacking)}." if lacking else "The chair, the police and health are there."
    return form_page(request, row, form, "Decide without everybody there", intro=intro, button="Go on without them")


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_STRATEGY)
def call_off(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting is not held."""
    row = opened(request, meeting_id)
    require(request.user, CHAIR_STRATEGY, row)
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.call_off(by=request.user, now=request.now, meeting_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "The meeting is called off. Tell those who were invited."):
            return redirect("strategy", row.pk)
    return form_page(request, row, form, "Call the meeting off", button="Call the meeting off", warns=True)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_STRATEGY)
def sign(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The chair signs the whole record."""
    row = opened(request, meeting_id)
    require(request.user, CHAIR_STRATEGY, row)
    missing = strategy.missing(row)
    form = SignForm(request.POST or None, initial={"version": row.version}, not_invited=missing.why_not_there)
    if form.is_valid():
        act = lambda: acts.sign(by=request.user, now=request.now, meeting_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, SIGNED):
            return redirect("strategy_circulation", row.pk)
    more = {"steps": words.steps(row, missing), "button": "Sign the record"}
    intro = "Once signed, the record stays as it is. What turns out wrong is corrected beside it."
    return form_page(request, row, form, "Sign the record", intro=intro, **more)
