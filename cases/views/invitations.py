"""Who is invited to a meeting of whatever kind, who is reminded, and what came of each invitation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import meetings, strategy
from cases.actions import invitations as acts
from cases.forms.invitations import AgainForm, ChaseForm, InviteForm, NoteForm
from cases.meetings import Kind
from cases.permissions import WRITE_CONFERENCE, WRITE_CORE_GROUP, WRITE_STRATEGY
from cases.views import conferences, core_groups
from cases.views import strategy as strategy_pages
from cases.views.sending import send
from frontdoor import sight
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.permissions import require

INVITED = "Invited. Who has an e-mail address is told; ring the others."


@dataclass(frozen=True)
class _Place:
    """The page of one kind of meeting: how it is opened, who writes there, whom nobody has invited yet."""

    kind: Kind
    opened: Callable[[HttpRequest, int], Any]
    not_invited: Callable[[Any], list[str]] = lambda meeting: []

    def invitation(self, request: HttpRequest, pk: int) -> Any:
        """An invitation with its meeting as it was opened, for whoever may see it; Http404 otherwise."""
        kind = self.kind
        seen = {f"{kind.of}__in": kind.meetings.objects.visible_to(request.user)}
        row = get_object_or_404(kind.invitations.objects.in_order(), pk=pk, **seen)
        setattr(row, kind.of, self.opened(request, getattr(row, f"{kind.of}_id")))
        return row

    def form_page(self, request: HttpRequest, meeting: Any, form: Any, title: str, **more: Any) -> HttpResponse:
        """One form about a meeting."""
        back = {"back": reverse(self.kind.page, args=[meeting.pk])}
        back["back_words"] = f"{self.kind.label} {meeting.reference}"
        return render_form(
            request, "cases/meeting_form.html", back | {"form": form, "title": title, "button": "Save"} | more
        )


_STRATEGY = _Place(meetings.STRATEGY, strategy_pages.opened, lambda meeting: strategy.missing(meeting).to_invite)
_CONFERENCE = _Place(meetings.CONFERENCE, conferences.opened)
_CORE_GROUP = _Place(meetings.CORE_GROUP, core_groups.opened)


def _invite(request: HttpRequest, place: _Place, pk: int) -> HttpResponse:
    row, page = place.opened(request, pk), place.kind.page
    if place is _CORE_GROUP:
        require(request.user, WRITE_CORE_GROUP, row)
    form = InviteForm(request.POST or None, colleagues=sight.staff(request.today))
    if form.is_valid():
        act = lambda: acts.invite(  # noqa: E731
            by=request.user, now=request.now, kind=place.kind, meeting_id=row.pk, **form.answer()
        )
        if send(request, form, act, INVITED):
            return redirect(f"{page}_invite" if "another" in request.POST else page, row.pk)
    named = place.not_invited(row)
    intro = f"Nobody is invited yet from: {'; '.join(named)}." if named else ""
    return place.form_page(request, row, form, "Invite somebody", intro=intro, button="Invite", another=True)


def _note(request: HttpRequest, place: _Place, pk: int) -> HttpResponse:
    row = place.invitation(request, pk)
    initial = {name: getattr(row, name) for name in ("attendance", "contribution", "version")}
    form = NoteForm(request.POST or None, initial=initial)
    if form.is_valid():
        act = lambda: acts.note(  # noqa: E731
            by=request.user, now=request.now, kind=place.kind, invitation_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved."):
            return redirect(place.kind.page, row.meeting_of.pk)
    return place.form_page(request, row.meeting_of, form, "What came of the invitation", intro=row.in_words)


def _chase(request: HttpRequest, place: _Place, pk: int) -> HttpResponse:
    row = place.invitation(request, pk)
    form = ChaseForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.chase(  # noqa: E731
            by=request.user, now=request.now, kind=place.kind, invitation_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "The reminder is recorded."):
            return redirect(place.kind.page, row.meeting_of.pk)
    intro = ". ".join(filter(None, [row.in_words, row.telephone, row.address]))
    return place.form_page(request, row.meeting_of, form, "Remind them", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def strategy_invite(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Invite somebody by name to a strategy meeting."""
    return _invite(request, _STRATEGY, meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def conference_invite(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Invite somebody by name to a conference, and ask for a report."""
    return _invite(request, _CONFERENCE, conference_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CORE_GROUP)
def core_group_invite(request: HttpRequest, group_id: int) -> HttpResponse:
    """Invite somebody by name to a core group."""
    return _invite(request, _CORE_GROUP, group_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CORE_GROUP)
def core_group_again(request: HttpRequest, group_id: int) -> HttpResponse:
    """Invite those of the core group before this one."""
    row = core_groups.opened(request, group_id)
    require(request.user, WRITE_CORE_GROUP, row)
    form = AgainForm(request.POST or None, rows=meetings.of_the_group_before(row))
    if form.is_valid():
        act = lambda: acts.invite_again(  # noqa: E731
            by=request.user, now=request.now, group_id=row.pk, chosen=form.answer()
        )
        if send(request, form, act, INVITED):
            return redirect("core_group", row.pk)
    return _CORE_GROUP.form_page(request, row, form, "Invite those of the last core group", button="Invite them")


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def strategy_note(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """What came of an invitation to a strategy meeting."""
    return _note(request, _STRATEGY, invitation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def conference_note(request: HttpRequest, asked_id: int) -> HttpResponse:
    """What came of an invitation to a conference."""
    return _note(request, _CONFERENCE, asked_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CORE_GROUP)
def core_group_note(request: HttpRequest, core_member_id: int) -> HttpResponse:
    """What came of an invitation to a core group."""
    return _note(request, _CORE_GROUP, core_member_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def strategy_chase(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Remind somebody of a strategy meeting."""
    return _chase(request, _STRATEGY, invitation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def conference_chase(request: HttpRequest, asked_id: int) -> HttpResponse:
    """Remind somebody of a conference."""
    return _chase(request, _CONFERENCE, asked_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CORE_GROUP)
def core_group_chase(request: HttpRequest, core_member_id: int) -> HttpResponse:
    """Remind somebody of a core group."""
    return _chase(request, _CORE_GROUP, core_member_id)
