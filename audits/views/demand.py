"""What comes in to the front door against who is there to answer it (L16), and the contacts behind each number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.forms.answers import SpanForm, asked_days
from audits.indicators import demand as indicator
from audits.indicators.windows import last_weeks
from audits.permissions import VIEW_DEMAND
from audits.presenters import demand as shown
from frontdoor import desk, presenters
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response, file_response
from frontdoor.core.pages import page_of
from frontdoor.core.workbooks import WORKBOOK
from frontdoor.models import Contact
from frontdoor.models.agencies import ReferralSource

MOST_EXPORTED = 5_000
HEADS = ("Contact", "Urgency", "Told by", "Received", "Decided", "Decided by")
RAGS = {key: value for value, key, _ in desk.URGENCIES}


@require_safe
@door(VIEW_DEMAND)
def demand(request: HttpRequest) -> HttpResponse:
    """The queue now, today, the weeks, hours, sources and days. ``?weeks=`` and ``?format=xlsx``."""
    form = SpanForm(request.GET)
    window = last_weeks(request.today, form.length())
    found = indicator.of(Contact.objects.visible_to(request.user), window, at=request.now)
    days = found.days(policy.calendar(around=window.since))
    if request.GET.get("format") == "xlsx":
        body = shown.as_workbook(found, days, policy.authority().name)
        return file_response(name=f"demand-and-capacity-{request.today}.xlsx", body=body, mime=WORKBOOK)
    context = {
        "form": form,
        "window": window,
        "found": found,
        "tiles": shown.tiles(found),
        "ages": shown.ages(found),
        "bands": desk.AGES,
        "today": shown.today(found),
        "weeks": shown.weeks(found),
        "weekdays": shown.DAYS,
        "pattern": shown.pattern(found),
        "busiest": shown.busiest(found),
        "sources": shown.sources(found),
        "urgencies": [name for _, _, name in desk.URGENCIES],
        "days": shown.days(days),
    }
    return render(request, "audits/demand/demand.html", context)


@require_safe
@door(VIEW_DEMAND)
def listed(request: HttpRequest) -> HttpResponse:
    """The contacts behind one number: ``?what=received``, ``decided`` or ``open`` at the end.

    ``?since=`` up to but without ``?until=`` are days; ``?weekday=`` (Monday is 1), ``?hour=``, ``?source=`` and
    ``?rag=`` narrow them. ``?format=csv`` saves.
    """
    asked = request.GET
    what = asked.get("what", "")
    what = what if what in (*indicator.MOMENTS, indicator.OPEN) else indicator.RECEIVED
    window = asked_days(asked, request.today)
    source = asked.get("source", "")
    chosen: dict[str, Any] = {
        "weekday": _number(asked.get("weekday", ""), indicator.WEEKDAYS),
        "hour": _number(asked.get("hour", ""), indicator.HOURS),
        "source": source if source in indicator.SOURCES else "",
        "rag": RAGS.get(asked.get("rag", "")),
    }
    rows = indicator.only(
        indicator.happened(Contact.objects.visible_to(request.user), what, window), what, **chosen
    ).order_by(indicator.MOMENTS.get(what, "received_at"), "pk")
    rows = rows.select_related("agency", "decided_by")
    if asked.get("format") == "csv":
        return csv_response(name="contacts", heads=HEADS, rows=map(_cells, rows[:MOST_EXPORTED]))
    page = page_of(rows, asked.get("page"))
    context = {
        "page": page,
        "rows": [(contact, _told_by(contact)) for contact in page.rows],
        "said": shown.said(what, window, **chosen),
    }
    return render(request, "audits/demand/listed.html", context)


def _number(text: str, among: range) -> int | None:
    """The number that an address names, where it is among those on offer."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) in among else None


def _told_by(contact: Contact) -> str:
    """The agency, or the kind of source: never a private person's name."""
    return contact.agency.name if contact.agency else ReferralSource(contact.source_code).label


def _cells(contact: Contact) -> tuple[object, ...]:
    decided = contact.decided_at
    return (
        contact.reference,
        contact.urgency_words,
        _told_by(contact),
        presenters.moment(contact.received_at),
        presenters.moment(decided) if decided else "",
        contact.decided_by.get_full_name() if contact.decided_by else "",
    )
