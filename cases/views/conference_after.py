"""Letters and records of a conference, and how many conferences the next weeks need."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import conference_forecast
from cases.actions import conference_circulation as acts
from cases.forms.strategy_people import SendForm
from cases.models import Conference, ConferenceFamily, ConferenceInvitation
from cases.models.conference_after import Paper
from cases.papers import conference as conference_record
from cases.permissions import VIEW_CASES, WRITE_CONFERENCE
from cases.presenters import conferences as words
from cases.views.conference_people import row_of
from cases.views.conferences import form_page, opened
from cases.views.sending import send
from frontdoor.core.doors import door
from frontdoor.core.forms import GovukForm
from frontdoor.core.looking import file_taken_out
from frontdoor.core.permissions import may
from frontdoor.core.policy import authority, calendar

PDF = "application/pdf"


@require_safe
@door(VIEW_CASES)
def circulation(request: HttpRequest, conference_id: int) -> HttpResponse:
    """To whom letter and record went, and to whom they still have to go."""
    row = opened(request, conference_id)
    days = calendar(around=request.today)
    invited = row.invitations.in_order().prefetch_related("copies__sent_by")
    wanted = set(row.invitations.outside_who_took_part().values_list("pk", flat=True))
    family = row.family.not_left_out().select_related("person").prefetch_related("copies__sent_by").order_by("pk")
    context = {
        "conference": row,
        "clocks": words.clocks(row, now=request.now, calendar=days).items(),
        "rows": [(one, words.copies_of(one), one.pk in wanted) for one in invited],
        "family": [(one, words.copies_of(one)) for one in family],
        "may_send": bool(may(request.user, WRITE_CONFERENCE)) and row.signed_at is not None,
    }
    return render(request, "cases/conferences/circulation.html", context)


def _invitation(request: HttpRequest, asked_id: int) -> ConferenceInvitation:
    row: ConferenceInvitation = row_of(request, ConferenceInvitation.objects.in_order(), asked_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_CONFERENCE)
def send_copy(request: HttpRequest, asked_id: int, paper: Paper) -> HttpResponse:
    """Give letter or record to one person."""
    row = _invitation(request, asked_id)
    form = SendForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.send(  # noqa: E731
            by=request.user, now=request.now, invitation_id=row.pk, paper=paper, how=form.cleaned_data["how"]
        )
        if send(request, form, act, "It is recorded that it went out."):
            return redirect("conference_circulation", row.conference_id)
    intro = ". ".join(filter(None, [f"To {row.in_words}", row.address]))
    more = {"intro": intro, "button": "Record that it goes out"}
    return form_page(request, row.conference, form, f"Send: {paper.label.lower()}", **more)


@require_safe
@door(WRITE_CONFERENCE)
def copy(request: HttpRequest, asked_id: int, paper: Paper) -> HttpResponse:
    """Letter or record as a PDF for one person; each time it is drawn stands in the ledger."""
    row = _invitation(request, asked_id)
    return _pdf(request, row.conference, paper, to=row.in_words, number=row.pk)


def _pdf(request: HttpRequest, conference: Conference, paper: Paper, *, to: str, number: int) -> HttpResponse:
    if conference.signed_at is None:
        raise Http404
    return file_taken_out(
        request,
        subject=conference,
        people=conference.children.values_list("child_id", flat=True),
        name=f"conference-{conference.reference}-{paper.value}-{number}.pdf",
        body=conference_record.paper(authority=authority(), conference=conference, kind=paper, to=to),
        mime=PDF,
    )


def _family(request: HttpRequest, relative_id: int) -> ConferenceFamily:
    rows = ConferenceFamily.objects.not_left_out().select_related("person")
    row: ConferenceFamily = row_of(request, rows, relative_id)
    return row


@require_safe
@door(WRITE_CONFERENCE)
def family_letter(request: HttpRequest, relative_id: int) -> HttpResponse:
    """The decision letter as a PDF for one of the family."""
    row = _family(request, relative_id)
    return _pdf(request, row.conference, Paper.LETTER, to=row.person.full_name, number=row.pk)


@require_POST
@door(WRITE_CONFERENCE)
def family_given(request: HttpRequest, relative_id: int) -> HttpResponse:
    """One of the family was given the decision letter."""
    row = _family(request, relative_id)
    form: Any = GovukForm(request.POST)
    act = lambda: acts.give_family(by=request.user, now=request.now, family_id=row.pk)  # noqa: E731
    if form.is_valid() and not send(request, form, act, "It is recorded that the letter was given."):
        return form_page(request, row.conference, form, "Decision letter", intro=row.person.full_name)
    return redirect("conference_circulation", row.conference_id)


@require_safe
@door(VIEW_CASES)
def forecast(request: HttpRequest) -> HttpResponse:
    """How many conferences the next 15 working days need, with the counts it comes from."""
    found = conference_forecast.forecast(viewer=request.user, on=request.today)
    rate = None if found.conversion is None else round(100 * found.conversion)
    context = {"found": found, "rate": rate, "ahead": conference_forecast.AHEAD}
    return render(request, "cases/conferences/forecast.html", context)
