"""The hand-over of a night: what came in, what was decided, and what the day must take on."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontdoor import presenters
from frontdoor.actions import hand_over
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.looking import looked_through
from frontdoor.core.permissions import may
from frontdoor.core.working_days import CalendarEnds, Night, WorkingCalendar, end_of_day
from frontdoor.forms.agencies import day_of
from frontdoor.forms.hand_over import HandOverForm
from frontdoor.models import Contact, HandOver
from frontdoor.models.hand_over import HAND_OVER_CLOCK, handed_over, of_the_night
from frontdoor.permissions import HAND_OVER, TAKE_HAND_OVER, VIEW_CONTACTS
from frontdoor.views.contact import clocks_of, opened

MOST = 200
A_MOMENT = timedelta(seconds=1)


@require_safe
@door(VIEW_CONTACTS)
def night(request: HttpRequest) -> HttpResponse:
    """One night, the last one without ``?night=`` (the day on which the office closed); ``?waiting=on`` shows what
    waits to be taken on from every night."""
    try:
        shown, calendar = _night(request)
    except CalendarEnds as unknown:
        return render(request, "frontdoor/hand_over/unknown.html", {"sentence": str(unknown)})
    only_waiting = "waiting" in request.GET
    desk = Contact.objects.visible_to(request.user).select_related("agency")
    found = handed_over(desk) if only_waiting else of_the_night(desk, shown.start, shown.end)
    rows = list(found.prefetch_related("about")[: MOST + 1])
    waiting = HandOver.objects.visible_to(request.user).of_contacts(rows[:MOST])
    handed = {row.contact_id: _handed(row, request.now, calendar) for row in waiting}
    looked_through(
        request,
        listing=HandOver,
        people=(about.child_id for row in rows[:MOST] if row.pk in handed for about in row.about.all()),
    )
    earlier = calendar.night_around(shown.start - A_MOMENT)
    return render(
        request,
        "frontdoor/hand_over/night.html",
        {
            "night": shown,
            "rows": [_line(row, handed.get(row.pk), request.now, calendar) for row in rows[:MOST]],
            "more": len(rows) > MOST,
            "only_waiting": only_waiting,
            "waiting": sum(row["waits"] for row in handed.values()),
            "earlier": presenters.iso_day(earlier.start),
            "later": presenters.iso_day(shown.end) if shown.end < request.now else "",
            "may_hand_over": may(request.user, HAND_OVER),
            "may_take_on": may(request.user, TAKE_HAND_OVER),
        },
    )


def _night(request: HttpRequest) -> tuple[Night, WorkingCalendar]:
    """The night that is asked for, and a calendar that knows the bank holidays about it."""
    wanted = request.GET.get("night")
    if not wanted:
        calendar = policy.calendar(around=request.today)
        return calendar.night_around(request.now), calendar
    day = day_of(wanted, None)
    if day is None:
        raise Http404
    calendar = policy.calendar(around=min(day, request.today))
    try:
        return calendar.night_around(end_of_day(day) - A_MOMENT), calendar
    except CalendarEnds as unknown:
        raise Http404 from unknown


def _handed(row: HandOver, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "row": row,
        "waits": row.taken_at is None,
        "due": presenters.due(HAND_OVER_CLOCK, row, now=now, calendar=calendar),
    }


def _line(contact: Contact, handed: dict[str, Any] | None, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "contact": contact,
        "told_by": presenters.told_by(contact),
        "due": presenters.next_promise(contact, now=now, calendar=calendar),
        "handed": handed,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@door(HAND_OVER)
def write(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Hand one contact over to the day."""
    contact = opened(request, contact_id)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            once(
                key=answers.pop("submission_key"),
                by=request.user,
                act=lambda: hand_over.write(by=request.user, at=request.now, contact_id=contact.pk, **answers),
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Handed over. The day team must take it on.")
            return redirect("hand_over")
    context = {"form": form, "contact": contact, "clocks": clocks_of(contact, request)}
    return render_form(request, "frontdoor/hand_over/write.html", context)


@require_POST
@door(TAKE_HAND_OVER)
def take_on(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Take on what the night left about a contact."""
    contact = opened(request, contact_id)
    row = HandOver.objects.visible_to(request.user).of_contacts([contact]).last()
    if row is None:
        raise Http404
    try:
        hand_over.take_on(by=request.user, at=request.now, hand_over_id=row.pk)
    except NotPossible as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, f"You have taken on contact {contact.reference}.")
    return redirect("contact", contact.pk)
