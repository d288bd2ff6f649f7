"""The desk: what came in and is not decided yet, most pressing first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frontdoor import desk, presenters
from frontdoor.actions import triage
from frontdoor.core import policy
from frontdoor.core.doors import door
from frontdoor.core.forms import SubmittedOnce
from frontdoor.core.idempotency import once
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.working_days import LONDON, WorkingCalendar
from frontdoor.forms.queue import SORTS, QueueFilters
from frontdoor.models import Agency, Contact, ToldPerson
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK, ContactQuerySet
from frontdoor.permissions import RECORD_CONTACT, TRIAGE_CONTACT, VIEW_CONTACTS
from frontdoor.presenters import partners as presenters_partners
from frontdoor.views.exports import READ_UP_TO, taken_out

HEADS = ("Reference", "Urgency", "Due", "Clock", "Received", "Told by", "Children", "Taken by", "Returned")

TILES = (
    ("all", "All open", "?", False),
    ("red", "Red", "?rag=red", True),
    ("none", "Not triaged", "?rag=none", False),
    ("amber", "Amber", "?rag=amber", False),
    ("green", "Green", "?rag=green", False),
    ("late", "Overdue", "?late=on", True),
)


@dataclass(frozen=True)
class QueueRow:
    """One contact as the desk sees it."""

    contact: Contact
    received: datetime
    received_words: str
    clock: str
    due: presenters.Due | None
    worry: str
    children: list[tuple[str, str]]
    told: list[tuple[str, str]]
    calls_back: bool
    lacks_words: bool
    told_by: str
    taken_by: str
    is_mine: bool
    returned: str
    returned_colour: str


def _rows(contacts: Iterable[Contact], request: HttpRequest, calendar: WorkingCalendar) -> list[QueueRow]:
    """The rows of a list; who is to be settled is asked only where a partner sent something."""
    contacts = list(contacts)
    sent = [contact.pk for contact in contacts if getattr(contact, "partner_referral", None) is not None]
    told: dict[int, list[ToldPerson]] = defaultdict(list)
    for child in ToldPerson.objects.children().unsettled().filter(contact_id__in=sent) if sent else ():
        told[child.contact_id].append(child)
    return [_row(contact, told[contact.pk], request, calendar) for contact in contacts]


def _row(contact: Contact, told: list[ToldPerson], request: HttpRequest, calendar: WorkingCalendar) -> QueueRow:
    referral = getattr(contact, "partner_referral", None)
    received = contact.received_at.astimezone(LONDON)
    returned, colour = presenters.returned(contact)
    clock, name = (DECISION_CLOCK, "Decision") if contact.rag else (TRIAGE_CLOCK, "Triage")
    return QueueRow(
        contact=contact,
        received=received,
        received_words=f"{received:%-d %b %Y %H:%M}",
        clock=name,
        due=presenters.due(clock, contact, now=request.now, calendar=calendar),
        worry=presenters.first_words(contact.first_words),
        children=[
            (child.full_name, presenters.age(child, request.today))
            for child in map(desk.child_named, contact.children_named)
        ],
        told=[(child.full_name, presenters_partners.age(child, request.today)) for child in told],
        calls_back=referral is not None and referral.over_limit and referral.called_back_at is None,
        lacks_words=contact.lacks_words,
        told_by=presenters.told_by(contact),
        taken_by=contact.taken_by.get_full_name() if contact.taken_by else "",
        is_mine=contact.taken_by_id == request.user.pk,
        returned=returned,
        returned_colour=colour,
    )


def _tile(label: str, count: int, url: str, alarms: bool) -> dict[str, Any]:
    return {"label": label, "count": count, "url": url, "tone": "danger" if alarms and count else "plain"}


def _narrowed(request: HttpRequest, filters: QueueFilters) -> ContactQuerySet:
    open_to_reader = Contact.objects.visible_to(request.user).open()
    rows = filters.narrow(open_to_reader, worker=request.user, at=request.now)
    order = SORTS.get(request.GET.get("sort", ""))
    return desk.lines(rows.order_by(*order) if order else rows.in_queue_order())


@narrowed_by(lambda asked: QueueFilters(asked, agencies=Agency.objects.listed()))
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CONTACTS)
def triage_queue(request: HttpRequest) -> HttpResponse:
    """Open contacts with their clocks; the counts are of the same rows that their links show. ``?format=csv`` saves."""
    worker = request.user
    tally = desk.tally(worker, request.now)
    filters = QueueFilters(request.GET, agencies=tally.agencies)
    calendar = policy.calendar(around=request.today)
    if request.GET.get("format") == "csv":
        return _csv(request, _rows(_narrowed(request, filters)[:READ_UP_TO], request, calendar))
    page = page_of(_narrowed(request, filters), request.GET.get("page")) if request.GET else desk.first_page(worker)
    looked_through(request, listing=Contact, people=desk.named_in(page.rows))
    return render(
        request,
        "frontdoor/queue.html",
        {
            "page": page,
            "rows": _rows(page.rows, request, calendar),
            "tiles": [_tile(label, tally.counts[name], url, alarms) for name, label, url, alarms in TILES],
            "counts": tally.counts,
            "filters": filters,
            "is_narrowed": filters.is_valid() and any(filters.cleaned_data.values()),
            "may_triage": bool(may(worker, TRIAGE_CONTACT)),
            "may_record": bool(may(worker, RECORD_CONTACT)),
            "take_next": SubmittedOnce(),
        },
    )


def _csv(request: HttpRequest, rows: list[QueueRow]) -> HttpResponse:
    return taken_out(
        request,
        listing=Contact,
        people=(facts["pk"] for row in rows for facts in row.contact.children_named),
        unknown=sum(len(row.told) for row in rows),
        name="contacts",
        heads=HEADS,
        rows=(
            (
                row.contact.reference,
                row.contact.urgency_words,
                row.due.words if row.due else "",
                row.clock,
                presenters.moment(row.contact.received_at),
                row.told_by,
                "; ".join(f"{name} ({age})" for name, age in [*row.children, *row.told]),
                row.taken_by,
                row.returned,
            )
            for row in rows
        ),
    )


@require_POST
@door(TRIAGE_CONTACT)
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the most pressing free contact on and open it; pressing twice takes one."""
    form = SubmittedOnce(request.POST)
    if not form.is_valid():
        return redirect("triage_queue")
    taken = once(
        key=form.cleaned_data["submission_key"],
        by=request.user,
        act=lambda: triage.take_next(by=request.user, at=request.now),
    )
    if not taken:
        messages.info(
            request, "No contact is waiting to be taken. Everything has been triaged or taken by a colleague."
        )
        return redirect("triage_queue")
    return redirect(reverse("contact", args=[taken]))
