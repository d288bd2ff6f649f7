"""Section 47 enquiries: started from a strategy decision, outcome proposed and authorised, the conference."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import conferences, enquiries, presenters, standing, strategy
from cases.actions import enquiries as acts
from cases.forms.enquiries import SEND_BACK, AuthoriseForm, NotNeededForm, OutcomeForm
from cases.forms.enquiry_lists import EnquiryFilters
from cases.models import Section47, StrategyMeeting
from cases.models.enquiries import EnquiryOutcome
from cases.permissions import DECIDE_ENQUIRY, START_ENQUIRY, VIEW_CASES, WORK_ON_ENQUIRY
from cases.presenters import enquiries as words
from cases.views.sending import send
from cases.views.strategy import opened as opened_meeting
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable, looked_through
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may, require
from frontdoor.core.policy import calendar
from frontdoor.views.exports import READ_UP_TO, taken_out

NO_CONFERENCE = "No conference is needed"


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """Enquiries to be started, whose outcome or conference is owed, late ones, or all."""
    filters = EnquiryFilters(request.GET)
    waiting = enquiries.to_start(request.user, whose=filters.chosen_whose)
    told: Callable[..., words.Line] = words.line_to_start
    rows = waiting.select_related("child")
    if not filters.to_start:
        rows = filters.narrow(Section47.objects.visible_to(request.user), worker=request.user, on=request.today)
        rows, told = rows.select_related("child", "referral__team"), words.line
    days = calendar(around=request.today)
    if request.GET.get("format") == "csv":
        found = [told(row, now=request.now, calendar=days) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=Section47,
            people=[row.child_id for row in found],
            name="section-47-enquiries",
            heads=words.HEADS,
            rows=map(words.cells, found),
        )
    page = page_of(rows, request.GET.get("page"))
    shown = [told(row, now=request.now, calendar=days) for row in page.rows]
    looked_through(request, listing=Section47, people=(row.child_id for row in shown))
    context = {"filters": filters, "page": page, "rows": shown, "waits": not filters.to_start and waiting.exists()}
    return render(request, "cases/enquiries/list.html", context)


@require_POST
@door(START_ENQUIRY)
def start(request: HttpRequest, child_row_id: int) -> HttpResponse:
    """Start the enquiry that a strategy meeting decided on for a child."""
    seen = StrategyMeeting.objects.visible_to(request.user)
    row = get_object_or_404(strategy.children_at(seen), pk=child_row_id)
    opened_meeting(request, row.meeting_id)
    try:
        started = acts.start(by=request.user, decided=row)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("strategy", row.meeting_id)
    messages.success(request, "The section 47 enquiry has started.")
    return redirect("enquiry", started.pk)


_ENQUIRY = Openable(
    lambda viewer: Section47.objects.visible_to(viewer).select_related(
        "referral__team", "child", "decided__meeting", "proposed_by", "authorised_by", "not_needed_by"
    ),
    people=lambda row: [row.child_id],
)


def opened(request: HttpRequest, enquiry_id: int) -> Section47:
    """The enquiry for whoever may see it, its opening in the ledger; Http404 otherwise."""
    return _ENQUIRY.opened(request, pk=enquiry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_CASES)
def enquiry(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """One enquiry, and its outcome: proposed by the child's worker, decided by a manager."""
    row = opened(request, enquiry_id)
    form, act, done = _next_step(request, row)
    if request.method == "POST" and form is None:
        require(request.user, WORK_ON_ENQUIRY, row)
    if form is not None and form.is_bound and form.is_valid() and send(request, form, act, done):
        return redirect("enquiry", row.pk)
    return _page(request, row, form=form)


def _next_step(request: HttpRequest, row: Section47) -> tuple[Any, Any, str]:
    """The form about the outcome that this worker may fill in now, what it does, and what is said when it is done."""
    data, version = request.POST or None, {"version": row.version}
    act: dict[str, Any] = {"by": request.user, "enquiry_id": row.pk}
    if not row.is_open:
        return None, None, ""
    if row.proposed_on is None and may(request.user, WORK_ON_ENQUIRY, row):
        written = {"outcome": row.outcome, "outcome_reason": row.outcome_reason}
        form: Any = OutcomeForm(data, initial=version | written)
        return form, lambda: acts.propose(on=request.today, **act, **form.cleaned_data), "Proposed. A manager decides."
    if row.proposed_on is not None and may(request.user, DECIDE_ENQUIRY, row):
        form = AuthoriseForm(data, initial=version)
        return form, lambda: _authorise(form.cleaned_data, act | {"on": request.today}), "Saved."
    return None, None, ""


def _authorise(given: dict[str, Any], act: dict[str, Any]) -> Section47:
    if given["decision"] == SEND_BACK:
        return acts.send_back(
            by=act["by"], enquiry_id=act["enquiry_id"], version=given["version"], reason=given["reason"]
        )
    return acts.authorise(version=given["version"], **act)


@require_http_methods(["GET", "HEAD", "POST"])
@door(DECIDE_ENQUIRY)
def conference(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """A manager decides that no conference is needed."""
    row = opened(request, enquiry_id)
    require(request.user, DECIDE_ENQUIRY, row)
    form = NotNeededForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        act = lambda: acts.decide_not_needed(  # noqa: E731
            by=request.user, on=request.today, enquiry_id=row.pk, **form.cleaned_data
        )
        if send(request, form, act, "Saved."):
            return redirect("enquiry", row.pk)
    return _page(request, row, form=form, title=NO_CONFERENCE)


def _leads_to_one(row: Section47) -> bool:
    return row.awaits_conference and row.outcome == EnquiryOutcome.CONFERENCE


def _page(request: HttpRequest, row: Section47, *, form: Any, title: str = "Section 47 enquiry") -> HttpResponse:
    days = calendar(around=row.started_on)
    child = standing.of_child(row.child_id, worker=request.user, on=request.today)
    outcome, owed = words.clocks(row, now=request.now, calendar=days)
    held_or_planned = list(conferences.of(row, worker=request.user))
    convened = any(one.is_open for one in held_or_planned)
    may_be_spared = row.awaits_conference and row.authorised_on is not None and not convened
    may_work = bool(may(request.user, WORK_ON_ENQUIRY, row))
    may_decide = bool(may(request.user, DECIDE_ENQUIRY, row))
    return render_form(
        request,
        "cases/enquiries/enquiry.html",
        {
            "enquiry": row,
            "title": title,
            "child": presenters.banner(child, now=request.now, calendar=days),
            "state": words.state_of(row),
            "facts": words.facts_of(row),
            "outcome_due": outcome,
            "conference_due": owed,
            "form": form,
            "form_kind": type(form).__name__ if form else "",
            "may_convene": may_work and not convened and title != NO_CONFERENCE and _leads_to_one(row),
            "may_spare": may_decide and may_be_spared and title != NO_CONFERENCE,
            "conferences": held_or_planned,
            "meeting": row.decided.meeting if row.decided else None,
        },
    )
