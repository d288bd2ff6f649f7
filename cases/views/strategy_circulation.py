"""The signed record goes to everybody who took part."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import strategy_circulation as acts
from cases.forms.strategy_people import SendForm
from cases.papers import strategy as strategy_record
from cases.permissions import VIEW_CASES, WRITE_STRATEGY
from cases.presenters import strategy as words
from cases.views.sending import send
from cases.views.strategy import opened
from cases.views.strategy_people import invitation_of
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import file_taken_out
from frontdoor.core.permissions import may
from frontdoor.core.policy import authority, calendar

PDF = "application/pdf"


@require_safe
@door(VIEW_CASES)
def circulation(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """To whom the record went, and to whom it still has to go."""
    row = opened(request, meeting_id)
    invited = list(row.invitations.in_order().select_related("copy__sent_by"))
    wanted = set(row.invitations.outside_who_took_part().values_list("pk", flat=True))
    days = calendar(around=request.today)
    context = {
        "meeting": row,
        "clocks": words.clocks(row, now=request.now, calendar=days),
        "rows": [(one, getattr(one, "copy", None), one.pk in wanted) for one in invited],
        "may_send": bool(may(request.user, WRITE_STRATEGY)) and row.signed_at is not None,
    }
    return render(request, "cases/strategy/circulation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(WRITE_STRATEGY)
def send_copy(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Give the record to one person."""
    row, meeting = invitation_of(request, invitation_id)
    form = SendForm(request.POST or None)
    if form.is_valid():
        act = lambda: acts.send(  # noqa: E731
            by=request.user, now=request.now, invitation_id=row.pk, how=form.cleaned_data["how"]
        )
        if send(request, form, act, "It is recorded that the record went out."):
            return redirect("strategy_circulation", meeting.pk)
    return render_form(request, "cases/strategy/send.html", {"meeting": meeting, "form": form, "invitation": row})


@require_safe
@door(WRITE_STRATEGY)
def copy(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The record as a PDF for one person; each time it is drawn stands in the ledger."""
    row, meeting = invitation_of(request, invitation_id)
    if meeting.signed_at is None:
        raise Http404
    return file_taken_out(
        request,
        subject=meeting,
        people=meeting.children.values_list("child_id", flat=True),
        name=f"strategy-meeting-{meeting.reference}-{row.pk}.pdf",
        body=strategy_record.record(authority=authority(), meeting=meeting, to=row),
        mime=PDF,
    )
