"""The family at a conference, reports and views, and each child's own section and decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from cases import conferences, owners
from cases.actions import conference_children, conference_people
from cases.forms.conferences import (
    AskFamilyForm,
    ConferenceSectionForm,
    DecisionForm,
    FamilyNoteForm,
    FamilyOutForm,
    OutlineForm,
    ReportForm,
    ViewForm,
)
from cases.models import Conference, ConferenceChild, ConferenceFamily, ConferenceInvitation
from cases.permissions import CHAIR_CONFERENCE, WRITE_CONFERENCE
from cases.views.conferences import form_page, opened
from cases.views.sending import send
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.forms import UNPROCESSABLE
from frontdoor.core.permissions import require
from frontdoor.views.unfinished import draft_of, taken_up

SECTION_DRAFT = "conference_section"
DECIDED = ("decision", "decision_reason", "category", "dissent", "follows", "core_group_on", "review_on", "version")


def row_of(request: HttpRequest, rows: Any, pk: int) -> Any:
    """A row of a conference, with the conference as it was opened, for whoever may see it; Http404 otherwise."""
    seen = Conference.objects.visible_to(request.user)
    row = get_object_or_404(rows.filter(conference__in=seen), pk=pk)
    row.conference = opened(request, row.conference_id)
    return row


def _invitation(request: HttpRequest, asked_id: int) -> ConferenceInvitation:
    row: ConferenceInvitation = row_of(request, ConferenceInvitation.objects.in_order(), asked_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def report(request: HttpRequest, asked_id: int) -> HttpResponse:
    """When a report came in, and when the family read it."""
    row = _invitation(request, asked_id)
    initial = {name: getattr(row, name) for name in ("received_on", "shared_on", "shared_how", "version")}
    form = ReportForm(request.POST or None, initial=initial, today=request.today, now=request.now)
    if form.is_valid():
        given = form.cleaned_data | {"shared_on": form.cleaned_data["shared_on"] or None}
        act = lambda: conference_people.report(  # noqa: E731
            by=request.user, on=request.today, invitation_id=row.pk, **given
        )
        if send(request, form, act, "Saved."):
            return redirect("conference", row.conference_id)
    return form_page(request, row.conference, form, "The report", intro=row.in_words)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def ask_family(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Ask somebody of the family to come."""
    row = opened(request, conference_id)
    form = AskFamilyForm(request.POST or None, adults=conferences.family_of(row))
    if form.is_valid():
        act = lambda: conference_people.ask_family(  # noqa: E731
            by=request.user, now=request.now, conference_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Asked. Tell them when and where it is, and who can help them to take part."):
            return redirect("conference", row.pk)
    intro = "Mothers, fathers and carers who stand on the children's records."
    return form_page(request, row, form, "Ask the family", intro=intro, button="Ask")


def _family(request: HttpRequest, relative_id: int) -> ConferenceFamily:
    row: ConferenceFamily = row_of(request, ConferenceFamily.objects.select_related("person"), relative_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def note_family(request: HttpRequest, relative_id: int) -> HttpResponse:
    """Whether one of the family came, and what they say."""
    row = _family(request, relative_id)
    initial = {name: getattr(row, name) for name in ("attendance", "views", "version")}
    form = FamilyNoteForm(request.POST or None, initial=initial)
    if form.is_valid():
        act = lambda: conference_people.note_family(by=request.user, family_id=row.pk, **form.cleaned_data)  # noqa: E731
        if send(request, form, act, "Saved."):
            return redirect("conference", row.conference_id)
    return form_page(request, row.conference, form, "Somebody of the family", intro=row.person.full_name)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def leave_out(request: HttpRequest, relative_id: int) -> HttpResponse:
    """The chair leaves one of the family out and signs why."""
    row = _family(request, relative_id)
    require(request.user, CHAIR_CONFERENCE, row.conference)
    form = FamilyOutForm(request.POST or None, initial={"reason": row.left_out_reason, "version": row.version})
    if form.is_valid():
        act = lambda: conference_people.leave_out(  # noqa: E731
            by=request.user, now=request.now, family_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved. Tell them why, and how else they can be heard."):
            return redirect("conference", row.conference_id)
    return form_page(request, row.conference, form, "Leave somebody out", intro=row.person.full_name, button="Sign why")


def _child(request: HttpRequest, conference_child_id: int) -> ConferenceChild:
    rows = ConferenceChild.objects.select_related("child", "referral")
    row: ConferenceChild = row_of(request, rows, conference_child_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def section(request: HttpRequest, conference_child_id: int) -> HttpResponse:
    """A child's own section."""
    row = _child(request, conference_child_id)
    draft = draft_of(request.user, SECTION_DRAFT, row.pk)
    initial = {name: getattr(row, name) for name in (*conferences.SECTION, "version")}
    form = taken_up(ConferenceSectionForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        written = {name: given[name] for name in conferences.SECTION}
        act = lambda: conference_children.write(  # noqa: E731
            by=request.user, on=request.today, child_row_id=row.pk, version=given["version"], written=written
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=SECTION_DRAFT, subject_id=row.pk)
            return redirect("conference", row.conference_id)
    more = {"draft_form": SECTION_DRAFT, "subject_id": row.pk, "saved_at": draft and draft.updated_at}
    return form_page(request, row.conference, form, "The child's own section", intro=row.child.full_name, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_CONFERENCE)
def decide(request: HttpRequest, conference_child_id: int) -> HttpResponse:
    """The chair decides about one child."""
    row = _child(request, conference_child_id)
    require(request.user, CHAIR_CONFERENCE, row.conference)
    initial = {name: getattr(row, name) for name in DECIDED}
    form = DecisionForm(
        request.POST or None,
        reviews=row.conference.reviews,
        initial=initial,
        today=request.today,
        now=request.now,
    )
    if form.is_valid():
        act = lambda: conference_children.decide(  # noqa: E731
            by=request.user, now=request.now, child_row_id=row.pk, **form.answer()
        )
        if send(request, form, act, "The decision is recorded. It takes effect when you sign."):
            return redirect("conference", row.conference_id)
    more = {"intro": row.child.full_name, "button": "Save the decision"}
    return form_page(request, row.conference, form, "Decide about a child", **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def outline(request: HttpRequest, conference_child_id: int) -> HttpResponse:
    """Agree an action of a child's outline plan. What the rules warn of is shown once; sent again, it is agreed."""
    row = _child(request, conference_child_id)
    people = owners.for_outline(row, viewer=request.user)
    form = OutlineForm(request.POST or None, people=people, today=request.today, now=request.now)
    warned: list[str] = []
    if form.is_valid():
        given = form.cleaned_data
        judged = {name: given[name] for name in ("what", "owner_name", "owner_job", "due_on")}
        found = conference_children.outline_findings(row=row, now=request.now, **judged)
        if "seen" not in request.POST and found and not any(finding.blocks for finding in found):
            warned = [finding.sentence for finding in found]
        else:
            act = lambda: conference_children.agree(  # noqa: E731
                by=request.user, now=request.now, child_row_id=row.pk, **given
            )
            if send(request, form, act, "The action stands in the outline plan."):
                return redirect("conference", row.conference_id)
    more = {"intro": row.child.full_name, "button": "Agree this action", "warned": warned}
    response = form_page(request, row.conference, form, "Outline plan: an action", **more)
    if warned:
        response.status_code = UNPROCESSABLE
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def view(request: HttpRequest, conference_child_id: int) -> HttpResponse:
    """What an agency thinks of one child's need of a plan."""
    row = _child(request, conference_child_id)
    form = ViewForm(request.POST or None, speakers=row.conference.invitations.outside_who_took_part().in_order())
    if form.is_valid():
        act = lambda: conference_people.say_view(  # noqa: E731
            by=request.user, now=request.now, child_row=row, **form.answer()
        )
        if send(request, form, act, "Saved."):
            return redirect("conference", row.conference_id)
    return form_page(request, row.conference, form, "What an agency thinks", intro=row.child.full_name)
