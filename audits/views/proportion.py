"""Whether families were looked into for nothing, by who decided, and what is behind each number."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audits.forms.answers import asked_days
from audits.indicators.dispensation import ENOUGH, together
from audits.indicators.proportion import ALL, NOBODY, NOTHING, PROPORTIONS, WEEKS, Proportion
from audits.indicators.windows import Window, last_weeks
from audits.permissions import VIEW_LEADERS_BOARD
from cases.models import Assessment
from frontdoor import names_behind
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.narrowing import day_in_words, narrowed_by
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.models import Contact
from frontdoor.views.exports import READ_UP_TO, taken_out

HEADS = ("Child", "Contact", "Decided by", "Ended or begun", "Came to")


@require_safe
@door(VIEW_LEADERS_BOARD)
def proportion(request: HttpRequest) -> HttpResponse:
    """K23 and K21 of the last year by the manager who decided the contact; every number opens what it counts (L53)."""
    window = last_weeks(request.today, WEEKS)
    found = [_shown(measure, request, window) for measure in PROPORTIONS.values()]
    return render(request, "audits/proportion/page.html", {"window": window, "measures": found, "enough": ENOUGH})


def _shown(measure: Proportion, request: HttpRequest, window: Window) -> dict[str, Any]:
    shares = measure.by_manager(request.user, window)
    had, of = together(shares)
    return {
        "measure": measure,
        "had": had,
        "of": of,
        "all_url": _rows(measure, window, which=ALL),
        "nothing_url": _rows(measure, window, which=NOTHING),
        "beyond": [share.name for share in shares if share.is_signal],
        "rows": [
            {
                "share": share,
                "url": _rows(measure, window, which=NOTHING, manager=share.key or NOBODY),
                "all_url": _rows(measure, window, which=ALL, manager=share.key or NOBODY),
            }
            for share in shares
        ],
    }


def _rows(measure: Proportion, window: Window, **chosen: Any) -> str:
    return address("proportion_listed", measure=measure.key, since=window.since, until=window.until, **chosen)


@narrowed_by(
    measure=("Measure", {key: measure.name for key, measure in PROPORTIONS.items()}),
    since=("From", day_in_words),
    until=("Before", day_in_words),
    manager=("Decided by", lambda asked: "No manager is recorded" if asked == NOBODY else names_behind.worker(asked)),
    which=("Show", {NOTHING: "Only what came to nothing"}),
)
@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_LEADERS_BOARD)
def listed(request: HttpRequest) -> HttpResponse:
    """The rows of a number: ``?measure=``, ``?since=`` up to but without ``?until=``, ``?manager=``, ``?which=``."""
    asked = request.GET
    measure = PROPORTIONS.get(asked.get("measure", ""), PROPORTIONS["assessments"])
    which = NOTHING if asked.get("which") == NOTHING else ALL
    rows = _listed(measure, request, asked_days(asked, request.today), which)
    if asked.get("format") == "csv":
        found = list(rows[:READ_UP_TO])
        return taken_out(
            request,
            listing=rows.model,
            people=(row.child_id for row in found),
            name=f"{measure.key}-by-deciding-manager",
            heads=HEADS,
            rows=(_cells(measure, row) for row in found),
        )
    page = page_of(rows, asked.get("page"))
    looked_through(request, listing=rows.model, people=(row.child_id for row in page.rows))
    context = {
        "page": page,
        "measure": measure,
        "said": measure.name if which == NOTHING else measure.of_words,
        "rows": [(row, _ended(measure, row), came_to(row)) for row in page.rows],
        "may_open": _may_open(request, page.rows),
        "of_assessments": rows.model is Assessment,
    }
    return render(request, "audits/proportion/listed.html", context)


def _listed(measure: Proportion, request: HttpRequest, window: Window, which: str) -> QuerySet:
    rows = measure.only(measure.rows(request.user, window), manager=request.GET.get("manager", ""), which=which)
    rows = rows.select_related("child", "referral__contact__decided_by")
    return rows.order_by(f"-{measure.ended}", "-pk")


def _may_open(request: HttpRequest, rows: list[Any]) -> set[int]:
    """The contacts of the rows that this reader may open."""
    contacts = [row.referral.contact_id for row in rows]
    return set(Contact.objects.visible_to(request.user).filter(pk__in=contacts).values_list("pk", flat=True))


def _ended(measure: Proportion, row: Any) -> Any:
    return getattr(row, measure.ended)


def came_to(row: Any) -> str:
    """What an assessment or an enquiry ended in, in words."""
    if isinstance(row, Assessment):
        closed = row.referral.get_closure_reason_display()
        return "; ".join(filter(None, [row.get_outcome_display(), closed]))
    if row.conference_on is not None:
        return "Child protection conference"
    return "No conference, but a plan" if row.has_plan else "No conference and no plan"


def _cells(measure: Proportion, row: Any) -> tuple[object, ...]:
    contact = row.referral.contact
    decider = contact.decided_by if contact else None
    return (
        row.child.full_name,
        contact.reference if contact else "",
        decider.get_full_name() if decider else "",
        _ended(measure, row),
        came_to(row),
    )
