"""What each says at a strategy meeting, and each child's own section."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import strategy
from cases.actions import strategy_children, strategy_information
from cases.forms.strategy import DecideForm, LeaveOutForm, SectionForm
from cases.forms.strategy_people import LineForm
from cases.models import StrategyChild, StrategyInvitation, StrategyMeeting
from cases.permissions import CHAIR_STRATEGY, WRITE_STRATEGY
from cases.views.sending import send
from cases.views.strategy import LINE_DRAFT, form_page, meeting_page, opened
from frontdoor.core import drafts
from frontdoor.core.doors import door
from frontdoor.core.permissions import require
from frontdoor.views.unfinished import draft_of, taken_up

SECTION_DRAFT = "strategy_section"
ADDED = "Added. Nobody else's words were touched."


def invitation_of(request: HttpRequest, invitation_id: int) -> tuple[StrategyInvitation, StrategyMeeting]:
    """The invitation and its meeting for whoever may see it; Http404 otherwise."""
    seen = StrategyMeeting.objects.visible_to(request.user)
    rows = StrategyInvitation.objects.in_order().filter(meeting__in=seen)
    row = get_object_or_404(rows, pk=invitation_id)
    return row, opened(request, row.meeting_id)


def _people(meeting: StrategyMeeting) -> list[Any]:
    return [row.child for row in meeting.children.taking_part().select_related("child").order_by("pk")]


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def say(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Add a line of what somebody says; read, it leads to the box in which it is written."""
    row, meeting = invitation_of(request, invitation_id)
    box = f"{reverse('strategy', args=[meeting.pk])}#from-{row.pk}"
    if request.method != "POST":
        return redirect(box)
    form = LineForm(request.POST, children=_people(meeting), auto_id=f"id_{row.pk}_%s")
    if form.is_valid():
        act = lambda: strategy_information.say(  # noqa: E731
            by=request.user, now=request.now, invitation=row, **form.answer()
        )
        if send(request, form, act, ADDED):
            drafts.discard(worker=request.user, form=LINE_DRAFT, subject_id=row.pk)
            return redirect(box)
    return meeting_page(request, meeting, invalid=form, of=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def correct(request: HttpRequest, line_id: int) -> HttpResponse:
    """Put a line right: both stay to be read."""
    meetings = StrategyMeeting.objects.visible_to(request.user)
    line = get_object_or_404(strategy.lines_of(meetings), pk=line_id)
    meeting = opened(request, line.meeting_id)
    initial = {"said": line.said, "words": line.words, "source": line.source, "child": line.child_id or ""}
    form = LineForm(request.POST or None, children=_people(meeting), initial=initial)
    if form.is_valid():
        act = lambda: strategy_information.say(  # noqa: E731
            by=request.user, now=request.now, invitation=line.invitation, corrects=line, **form.answer()
        )
        if send(request, form, act, "The correction stands beside what it corrects."):
            return redirect("strategy", meeting.pk)
    return form_page(request, meeting, form, "Correct a line", intro=line.words, button="Add the correction")


def _child(request: HttpRequest, child_row_id: int) -> tuple[StrategyChild, StrategyMeeting]:
    """A child's row and its meeting for whoever may see it; Http404 otherwise."""
    seen = StrategyMeeting.objects.visible_to(request.user)
    rows = StrategyChild.objects.select_related("child").filter(meeting__in=seen)
    row = get_object_or_404(rows, pk=child_row_id)
    return row, opened(request, row.meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def section(request: HttpRequest, child_row_id: int) -> HttpResponse:
    """A child's own section."""
    row, meeting = _child(request, child_row_id)
    draft = draft_of(request.user, SECTION_DRAFT, row.pk)
    initial = {name: getattr(row, name) for name in (*strategy.SECTION, "version")}
    form = taken_up(SectionForm(request.POST or None, initial=initial), draft)
    if form.is_valid():
        given = form.cleaned_data
        act = lambda: strategy_children.write(  # noqa: E731
            by=request.user,
            child_row_id=row.pk,
            version=given["version"],
            written={name: given[name] for name in strategy.SECTION},
        )
        if send(request, form, act, "Saved."):
            drafts.discard(worker=request.user, form=SECTION_DRAFT, subject_id=row.pk)
            return redirect("strategy", meeting.pk)
    more = {"draft_form": SECTION_DRAFT, "subject_id": row.pk, "saved_at": draft and draft.updated_at}
    return form_page(request, meeting, form, "The child's own section", intro=row.child.full_name, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@door(CHAIR_STRATEGY)
def decide(request: HttpRequest, child_row_id: int) -> HttpResponse:
    """The chair decides about one child."""
    row, meeting = _child(request, child_row_id)
    require(request.user, CHAIR_STRATEGY, meeting)
    initial = {name: getattr(row, name) for name in ("decision", "decision_reason", "version")}
    form = DecideForm(request.POST or None, initial=initial)
    if form.is_valid():
        act = lambda: strategy_children.decide(  # noqa: E731
            by=request.user, now=request.now, child_row_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "The decision is recorded."):
            return redirect("strategy", meeting.pk)
    return form_page(
        request, meeting, form, "Decide about a child", intro=row.child.full_name, button="Save the decision"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def leave_out(request: HttpRequest, child_row_id: int) -> HttpResponse:
    """Leave a child of the household out, or take it in after all."""
    row, meeting = _child(request, child_row_id)
    form = LeaveOutForm(request.POST or None, initial={"left_out_reason": row.left_out_reason})
    takes_in = "take_in" in request.POST
    if takes_in or form.is_valid():
        reason = "" if takes_in else form.cleaned_data["left_out_reason"]
        act = lambda: strategy_children.take_in(  # noqa: E731
            by=request.user, child_row_id=row.pk, left_out_reason=reason
        )
        if send(request, form, act, "The meeting is about this child." if takes_in else "This child is left out."):
            return redirect("strategy", meeting.pk)
    more = {"button": "Leave the child out", "take_in": bool(row.left_out_reason)}
    return form_page(request, meeting, form, "Is the meeting about this child?", intro=row.child.full_name, **more)
