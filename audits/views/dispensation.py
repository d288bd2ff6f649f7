"""The page a director opens on Monday: how often consent is dispensed with, by whom, for whom, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.forms.answers import asked_days
from audits.indicators import dispensation
from audits.indicators.dispensation import Share
from audits.indicators.windows import A_WEEK, last_weeks, monday_of
from audits.permissions import VIEW_DISPENSATION
from audits.presenters.dispensation import Dispensing, side_by_side
from frontdoor import names_behind
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import day_in_words, narrowed_by
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.models import ConsentEvent, Contact
from frontdoor.models.contacts import ContactQuerySet
from frontdoor.models.dispensing import DISPENSES
from frontdoor.models.override_choices import Harm, OverrideReason
from frontdoor.views.exports import READ_UP_TO, taken_out

HEADS = ("Contact", "Decided", "Decided by", "Asked by", "Grounds", "Over-riding concern", "Facts", "Review")
ALL, EVERY, SIGNED, SECTION_47, NOBODY_ASKED, NONE = "all", "every", "signed", "section-47", "nobody-asked", "none"
SAID = {
    ALL: "Contacts on which an agency was asked",
    EVERY: "Consent dispensed with, whatever was decided",
    SIGNED: "Consent dispensed with, section 47 too",
    SECTION_47: "Consent dispensed with, decided as section 47 or emergency action",
    NOBODY_ASKED: "Consent dispensed with, nobody asked yet",
}
PICKED = {
    SIGNED: dispensation.signed_at_all,
    EVERY: dispensation.every_dispensed,
    SECTION_47: dispensation.as_section_47,
    NOBODY_ASKED: dispensation.nobody_asked,
}


@require_safe
@door(VIEW_DISPENSATION)
def radar(request: HttpRequest) -> HttpResponse:
    """Thirteen weeks; every number opens the contacts that it counts."""
    window = last_weeks(request.today)
    contacts = Contact.objects.visible_to(request.user)
    weeks = dispensation.by_week(contacts, window)
    had, of = dispensation.together(weeks)
    categories = dispensation.by_category(contacts, window)
    drawn = dispensation.sample(contacts, window, week=monday_of(request.today))
    return render(
        request,
        "audits/dispensation/radar.html",
        {
            "definition": dispensation.DEFINITION,
            "enough": dispensation.ENOUGH,
            "window": window,
            "had": had,
            "of": of,
            "section_47": dispensation.as_section_47(contacts, window).count(),
            "nobody_asked": dispensation.nobody_asked(contacts, window).count(),
            "points": [{"label": week.name, "value": week.per_cent, "limits": week.limits} for week in weeks],
            "signals": [
                {"name": week.name, "url": address("dispensed", since=week.key, until=week.key + A_WEEK)}
                for week in weeks
                if week.is_signal
            ],
            "managers": _linked(dispensation.by_manager(contacts, window), "manager"),
            "agencies": _linked(dispensation.by_agency(contacts, window), "agency"),
            "grounds": _linked(categories.grounds, "ground", of_each=False),
            "harms": _linked(categories.harms, "harm", of_each=False),
            "pairs": dispensation.pairs(contacts, window),
            "sample": side_by_side(drawn),
        },
    )


def _linked(shares: list[Share], key: str, *, of_each: bool = True) -> list[dict[str, Any]]:
    """Each share with the address of its contacts, and of those it is a share of: its own, or all.

    A manager's own share counts what was decided as section 47 too.
    """
    which = {"which": SIGNED} if key == "manager" else {}
    return [
        {
            "share": share,
            "url": address("dispensed", **which, **{key: share.key or NONE}),
            "all_url": address("dispensed", which=ALL, **({key: share.key or NONE} if of_each else {})),
        }
        for share in shares
    ]


@narrowed_by(
    since=("Received since", day_in_words),
    until=("Received before", day_in_words),
    manager=("Decided by", names_behind.worker),
    asker=("Asked by", names_behind.worker),
    agency=("Agency", lambda asked: "None" if asked == NONE else names_behind.agency(asked)),
    ground=("Ground", {**dict(OverrideReason.choices), **{status: status.label for status in DISPENSES}}),
    harm=("Harm", {**dict(Harm.choices), NONE: "None"}),
    which=("Shown", SAID),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_DISPENSATION)
def dispensed(request: HttpRequest) -> HttpResponse:
    """Contacts on which consent was dispensed with, the decisions and their grounds side by side.

    ``?since=`` up to but without ``?until=`` (left out, thirteen weeks), ``?manager=``, ``?asker=``, ``?agency=``,
    ``?ground=`` and ``?harm=`` narrow them; ``?which=all`` shows those they are a share of, ``?which=section-47``
    and ``?which=nobody-asked`` those outside the rate, ``?which=signed`` those of managers,
    ``?which=every`` all. Whoever reads them is written down with whom they are about (C09).
    """
    which = request.GET.get("which", "")
    rows = _narrowed(request, which).order_by("-received_at", "-pk")
    if request.GET.get("format") == "csv":
        found = side_by_side(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=ConsentEvent,
            people=_people(found),
            name="consent-dispensed-with",
            heads=HEADS,
            rows=_lines(found),
        )
    page = page_of(rows.select_related("agency"), request.GET.get("page"))
    found = side_by_side(page.rows)
    looked_through(request, listing=ConsentEvent, people=_people(found))
    context = {"page": page, "rows": found, "said": SAID.get(which, "Reasons for dispensing with consent")}
    return render(request, "audits/dispensation/dispensed.html", context)


def _narrowed(request: HttpRequest, which: str) -> ContactQuerySet:
    contacts = Contact.objects.visible_to(request.user)
    window = asked_days(request.GET, request.today)
    manager, asker, agency = (_number(request.GET.get(name, "")) for name in ("manager", "asker", "agency"))
    if which == ALL:
        rows = dispensation.asked_about(contacts, window)
        if manager:
            rows = dispensation.handled_by(contacts, window, manager=manager)
    else:
        rows = PICKED.get(which, dispensation.dispensed_with)(contacts, window)
        if manager:
            rows = dispensation.signed_by(rows, signer=manager, asker=asker)
    if agency:
        rows = rows.filter(agency_id=agency)
    elif request.GET.get("agency") == NONE:
        rows = rows.filter(agency__isnull=True)
    return _of_category(rows, ground=request.GET.get("ground", ""), harm=request.GET.get("harm", ""))


def _of_category(rows: ContactQuerySet, *, ground: str, harm: str) -> ContactQuerySet:
    if ground in OverrideReason.values or ground in DISPENSES:
        rows = dispensation.for_ground(rows, ground)
    if harm in Harm.values or harm == NONE:
        rows = dispensation.for_harm(rows, "" if harm == NONE else harm)
    return rows


def _number(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() else None


def _people(rows: Sequence[tuple[Contact, list[Dispensing]]]) -> set[int]:
    return {child for _, found in rows for one in found for child in one.children}


def _lines(rows: Sequence[tuple[Contact, list[Dispensing]]]) -> Iterator[tuple[Any, ...]]:
    for contact, found in rows:
        if not found:
            yield (contact.reference, "Not dispensed with", *[""] * (len(HEADS) - 2))
        for one in found:
            yield (
                contact.reference,
                one.at,
                one.signer,
                one.asker,
                "; ".join(one.grounds),
                "No" if one.without_concern else "Yes",
                "\n".join(one.facts),
                one.review or "Not reviewed",
            )
