"""The page a director opens on Monday: how often consent is dispensed with, by whom, for whom, and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.indicators import dispensation
from audits.indicators.dispensation import Share
from audits.indicators.windows import Window, last_weeks, monday_of
from audits.permissions import VIEW_DISPENSATION
from frontdoor import names_behind
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import narrowed_by
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.models import ConsentOverride, Contact
from frontdoor.models.override_choices import OverrideReason
from frontdoor.views.exports import READ_UP_TO, taken_out

HEADS = ("Request", "Contact", "Decided", "Decided by", "Asked by", "Reasons", "Over-riding concern", "Facts", "Review")


@require_safe
@door(VIEW_DISPENSATION)
def radar(request: HttpRequest) -> HttpResponse:
    """Thirteen weeks; every number opens the requests or contacts that it counts."""
    window = last_weeks(request.today)
    contacts = Contact.objects.visible_to(request.user)
    overrides = ConsentOverride.objects.visible_to(request.user)
    weeks = dispensation.by_week(contacts, window)
    had, of = dispensation.together(weeks)
    drawn = dispensation.sample(
        overrides.select_related("contact", "decided_by"), window, week=monday_of(request.today)
    )
    return render(
        request,
        "audits/dispensation/radar.html",
        {
            "definition": dispensation.DEFINITION,
            "window": window,
            "had": had,
            "of": of,
            "points": [{"label": week.name, "value": week.per_cent, "limits": week.limits} for week in weeks],
            "signals": [week for week in weeks if week.is_signal],
            "managers": _linked(dispensation.by_manager(overrides, window), "dispensed", "manager"),
            "agencies": _linked(dispensation.by_agency(contacts, window), "dispensed_contacts", "agency"),
            "reasons": dispensation.reasons(overrides, window),
            "harms": dispensation.harms(overrides, window),
            "pairs": dispensation.pairs(overrides, window),
            "sample": drawn,
        },
    )


def _linked(shares: list[Share], to: str, key: str) -> list[dict[str, Any]]:
    return [{"share": share, "url": address(to, **{key: share.key or "none"})} for share in shares]


@require_safe
@door(VIEW_DISPENSATION)
def dispensed_contacts(request: HttpRequest) -> HttpResponse:
    """The contacts of the thirteen weeks on which consent was dispensed with, of one agency: ``?agency=`` or "none".

    An approved request counts, and a court order or section 47 that a manager recorded (K13).
    """
    rows = dispensation.asked_about(Contact.objects.visible_to(request.user), last_weeks(request.today))
    rows = _of_agency(rows.filter(dispensed=True), request.GET.get("agency", ""), "agency")
    page = page_of(rows.select_related("agency", "decided_by").order_by("-received_at", "-pk"), request.GET.get("page"))
    said = "Contacts on which consent was dispensed with"
    return render(request, "audits/dispensation/contacts.html", {"page": page, "said": said})


def _of_agency(rows: Any, asked: str, path: str) -> Any:
    if asked == "none":
        return rows.filter(**{f"{path}__isnull": True})
    return rows.filter(**{f"{path}_id": int(asked)}) if asked.isascii() and asked.isdigit() else rows


@narrowed_by(
    manager=("Decided by", names_behind.worker),
    agency=("Agency", lambda asked: "None" if asked == "none" else names_behind.agency(asked)),
    reason=("Reason", dict(OverrideReason.choices)),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_DISPENSATION)
def dispensed(request: HttpRequest) -> HttpResponse:
    """Approved requests of the thirteen weeks with their reasons side by side: ``?manager=``, ``?agency=``,
    ``?reason=`` narrow them. Whoever reads them is written down with whom they are about (C09)."""
    rows = _narrowed(request, last_weeks(request.today))
    rows = rows.select_related("contact__agency", "decided_by", "requested_by", "reviewed_by")
    rows = rows.prefetch_related("covered_children").order_by("-decided_at", "-pk")
    if request.GET.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=ConsentOverride,
            people=_people(found),
            name="consent-dispensed-with",
            heads=HEADS,
            rows=map(_cells, found),
        )
    page = page_of(rows, request.GET.get("page"))
    looked_through(request, listing=ConsentOverride, people=_people(page.rows))
    context = {"page": page, "rows": [(row, _reasons(row)) for row in page.rows]}
    return render(request, "audits/dispensation/dispensed.html", context)


def _narrowed(request: HttpRequest, window: Window) -> Any:
    rows = dispensation.approved(ConsentOverride.objects.visible_to(request.user), window)
    manager, agency, reason = (request.GET.get(name, "") for name in ("manager", "agency", "reason"))
    if manager.isascii() and manager.isdigit():
        rows = rows.filter(decided_by_id=int(manager))
    rows = _of_agency(rows, agency, "contact__agency")
    if reason in OverrideReason.values:
        rows = rows.filter(reason_codes__contains=[reason])
    return rows


def _people(rows: Any) -> set[int]:
    return {covered.child_id for row in rows for covered in row.covered_children.all()}


def _reasons(row: ConsentOverride) -> list[str]:
    return [OverrideReason(code).label for code in row.reason_codes]


def _cells(row: ConsentOverride) -> tuple[Any, ...]:
    return (
        row.pk,
        row.contact.reference,
        row.decided_at,
        row.decided_by.get_full_name(),
        row.requested_by.get_full_name(),
        "; ".join(_reasons(row)),
        "Yes" if row.overriding_concern else "No",
        row.facts,
        "Reviewed" if row.reviewed_at else "Not reviewed yet",
    )
