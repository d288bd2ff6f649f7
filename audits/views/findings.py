"""The register of what inspections found: the list, a page a finding, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.actions import findings as acts
from audits.forms import findings as forms
from audits.models import FindingEvent, FindingWeek, InspectionFinding
from audits.models.finding_choices import Theme
from audits.permissions import KEEP_FINDINGS, VIEW_FINDINGS
from audits.presenters import findings as words
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.forms import render_form
from frontdoor.core.idempotency import once
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.core.versions import Stale
from frontdoor.views.refusals import put_on
from frontdoor.views.unfinished import unsent

MOST_EXPORTED = 5_000
REPEATED = "It is recorded that this was found again, and leaders are told."


@require_safe
@door(VIEW_FINDINGS)
def listed(request: HttpRequest) -> HttpResponse:
    """The register, open findings first, those found first before the others; ``?state=again`` is what leaders see."""
    owners = [(worker.pk, worker.get_full_name()) for worker in forms.owners(request.user)]
    filters = forms.FindingFilters(request.GET, owners=owners)
    rows = filters.narrow(InspectionFinding.objects.with_people().in_order(), on=request.today)
    if request.GET.get("format") == "csv":
        return csv_response(name="inspection-findings", heads=words.HEADS, rows=map(words.cells, rows[:MOST_EXPORTED]))
    page = page_of(rows, request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": words.lines(page.rows, request.now),
        "may_keep": bool(may(request.user, KEEP_FINDINGS)),
    }
    return render(request, "audits/findings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(KEEP_FINDINGS)
def new(request: HttpRequest) -> HttpResponse:
    """Record a finding. ``?theme=`` is chosen first: the page asks whether it is one that was found before."""
    theme = request.GET.get("theme", "")
    if theme not in Theme.values:
        chosen = forms.ThemeForm(request.GET or None)
        return render_form(request, "audits/findings/theme.html", {"form": chosen})
    form = forms.FindingForm(
        request.POST or None, today=request.today, earlier=list(InspectionFinding.objects.of_theme(theme))
    )

    def act() -> InspectionFinding:
        if form.repeats is not None:
            return acts.find_again(by=request.user, on=request.today, finding_id=form.repeats, **form.repetition())
        return acts.record(by=request.user, on=request.today, theme=theme, **form.answer())

    if form.is_valid():
        done = REPEATED if form.repeats is not None else "The finding is recorded. Choose what it is measured by."
        made = _once(request, form, act, done)
        if made is not None:
            return redirect("finding", made)
    return render_form(request, "audits/findings/new.html", {"form": form, "theme": Theme(theme).label})


def _once(
    request: HttpRequest, form: Any, act: Callable[[], Any], done: str, *, differ: Any = words.owner_differences
) -> int | None:
    """Run an act once for a valid form and return its row's id; None when the form says why not, and where it is
    overtaken what ``differ`` finds."""
    try:
        made = once(key=form.cleaned_data["submission_key"], by=request.user, act=act)
    except Stale as stale:
        put_on(form, stale)
        form.differences = differ(form, stale.current)
        return None
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, done)
    return made


def _finding(finding_id: int) -> InspectionFinding:
    row: InspectionFinding = get_object_or_404(InspectionFinding.objects.with_people().with_version(), pk=finding_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_FINDINGS)
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding: what was found, whose it is, thirteen weeks of its indicator, and what happened to it.

    Its owner and whoever keeps the register note here what is done about it.
    """
    row = _finding(finding_id)
    form = None
    if (row.closed_on is None or request.method == "POST") and acts.may_note(request.user, row):
        form = forms.ProgressForm(request.POST or None)
        act = lambda: acts.note(  # noqa: E731
            by=request.user, on=request.today, finding_id=row.pk, **form.answer()
        )
        if form.is_valid() and _once(request, form, act, "Your note is saved.") is not None:
            return redirect("finding", row.pk)
    context = {
        "finding": row,
        "due": words.due_of(row, request.now),
        "tags": words.tags(row),
        "found_by": words.found_by(row),
        "may_keep": bool(may(request.user, KEEP_FINDINGS)),
        "form": form,
        "unsent": unsent(form, "words") if form is not None and row.closed_on else "",
        "events": words.timeline(FindingEvent.objects.of(row.pk)),
        **_weeks(request, row),
    }
    return render_form(request, "audits/findings/finding.html", context)


def _weeks(request: HttpRequest, row: InspectionFinding) -> dict[str, Any]:
    """The weeks as they stand now, or for a closed finding those on which it was closed."""
    measured = acts.measured_by(row)
    if measured is None:
        return {"weeks": None}
    if row.closed_on is not None:
        return {"weeks": words.kept_weeks(*measured, FindingWeek.objects.proving(row))}
    found = acts.standing(row, request.user, on=request.today, at=request.now)
    return {"weeks": words.weeks(measured[0], found)}


@require_http_methods(["GET", "HEAD", "POST"])
@door(KEEP_FINDINGS)
def hand_over(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Another owner or another day."""
    form = forms.HandOverForm(request.POST or None, today=request.today)
    return _change(
        request, finding_id, form, acts.hand_over, title="Change the owner or the day", done="The owner is changed."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(KEEP_FINDINGS)
def measure(request: HttpRequest, finding_id: int) -> HttpResponse:
    """What the finding is measured by."""
    form = forms.MeasureForm(request.POST or None)
    return _change(
        request,
        finding_id,
        form,
        acts.measure,
        title="Choose the indicator",
        done="The indicator is chosen.",
        differ=words.measure_differences,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(KEEP_FINDINGS)
def again(request: HttpRequest, finding_id: int) -> HttpResponse:
    """The same was found again: a closed finding opens."""
    form = forms.AgainForm(request.POST or None, today=request.today)
    return _change(request, finding_id, form, acts.find_again, title="Record that it was found again", done=REPEATED)


def _change(
    request: HttpRequest, finding_id: int, form: Any, act: Callable[..., Any], *, title: str, done: str, **differ: Any
) -> HttpResponse:
    row = _finding(finding_id)
    form.initial["version"] = row.version

    def run() -> Any:
        return act(by=request.user, on=request.today, finding_id=row.pk, **form.answer())

    if form.is_valid() and _once(request, form, run, done, **differ) is not None:
        return redirect("finding", row.pk)
    return render_form(request, "audits/findings/change.html", {"finding": row, "form": form, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@door(KEEP_FINDINGS)
def close(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Close a finding on thirteen weeks inside its target; the page says why it cannot be closed yet."""
    row = _finding(finding_id)
    if row.closed_on is not None and request.method != "POST":
        return redirect("finding", row.pk)
    refusal = acts.why_not(row, request.user, acts.standing(row, request.user, on=request.today, at=request.now))
    form = forms.ClosingForm(request.POST or None)

    def act() -> InspectionFinding:
        return acts.close(by=request.user, on=request.today, at=request.now, finding_id=row.pk, **form.answer())

    if form.is_valid() and _once(request, form, act, "The finding is closed.") is not None:
        return redirect("finding", row.pk)
    context = {
        "finding": row,
        "form": form if refusal is None or request.method == "POST" else None,
        "why_not": refusal.reason if refusal and row.closed_on is None else "",
        "unsent": unsent(form, "evidence") if row.closed_on else "",
        **_weeks(request, row),
    }
    return render_form(request, "audits/findings/close.html", context)
