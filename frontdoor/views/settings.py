"""The administrator's pages about agencies, clocks, the calendar, the authority and the nightly jobs."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import agencies as agency_acts
from frontdoor.actions import authority as authority_acts
from frontdoor.actions import policy as policy_acts
from frontdoor.core import jobs as nightly
from frontdoor.core.actions import NotPossible
from frontdoor.core.doors import OPEN, door
from frontdoor.core.policy import ENTERED, Authority, BankHoliday, PolicyPeriod
from frontdoor.forms.administration import (
    AgencyChangeForm,
    AgencyFilter,
    AgencyForm,
    AuthorityForm,
    CorrectionForm,
    CoverForm,
    HolidayForm,
    PeriodForm,
)
from frontdoor.models import Agency
from frontdoor.permissions import MANAGE_AGENCIES, MANAGE_AUTHORITY, MANAGE_POLICY
from frontdoor.presenters import moment
from frontdoor.views.administration import Cell, Table, acted, link, page

ROWS = 25
NOTHING_MOVES = "No open date is moved by this day."
read_or_send = require_http_methods(["GET", "HEAD", "POST"])
TEAMS = PolicyPeriod._meta.get_field("team").related_model


def _initial(row: Any, form: type) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


@door(MANAGE_AGENCIES)
@require_safe
def agencies(request: Any) -> HttpResponse:
    """The managed list, found by part of a name."""
    filters = AgencyFilter(request.GET)
    wanted = filters.cleaned_data["q"] if filters.is_valid() else ""
    found = Agency.objects.named(wanted)
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    table = Table(
        caption="Agencies",
        columns=("Name", "Census source", "Part of the partnership", "In use"),
        rows=[
            (
                Cell(agency.name, reverse("admin_agency", args=[agency.pk])),
                Cell(f"{agency.source_code} {agency.get_source_code_display()}"),
                Cell(agency.get_sector_display()),
                Cell(f"Until {agency.ended_on:%-d %B %Y}" if agency.ended_on else "Yes"),
            )
            for agency in shown
        ],
        nothing="No agency has such a name. Try fewer letters." if wanted else "No agency is listed yet.",
    )
    actions = [link("Add an agency", "admin_agency_new")]
    return page(
        request,
        "list",
        title="Agencies",
        section="admin_agencies",
        actions=actions,
        filters=filters,
        tables=[table],
        page=shown,
    )


@door(MANAGE_AGENCIES)
@read_or_send
def agency_new(request: Any) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST or None)
    if acted(form, agency_acts.add, by=request.user):
        messages.success(request, "The agency is added.")
        return redirect("admin_agencies")
    return page(request, "form", title="Add an agency", section="admin_agencies", form=form, button="Add agency")


@door(MANAGE_AGENCIES)
@read_or_send
def agency(request: Any, agency_id: int) -> HttpResponse:
    """Change an agency, or stop using it."""
    row = get_object_or_404(Agency.objects.with_version(), pk=agency_id)
    form = AgencyChangeForm(request.POST or None, initial=_initial(row, AgencyChangeForm))
    if acted(form, agency_acts.change, by=request.user, agency=row):
        messages.success(request, "The change is saved.")
        return redirect("admin_agencies")
    return page(request, "form", title=f"Change {row.name}", section="admin_agencies", form=form, button="Save")


def _not_entered(code: str) -> tuple[Cell, ...]:
    """The line of what only the authority knows, until somebody enters it."""
    name, _ = ENTERED[code]
    return (Cell(code), Cell(name, reverse("admin_clock", args=[code])), Cell("Not entered"), *[Cell("")] * 3)


@door(MANAGE_POLICY)
@require_safe
def policy(request: Any) -> HttpResponse:
    """Every clock and limit with the value in force today."""
    in_force = PolicyPeriod.objects.in_force(request.today).select_related("team")
    table = Table(
        caption="In force today",
        columns=("Code", "Clock or limit", "Value", "For", "Since", "Source"),
        rows=[
            (
                Cell(period.code),
                Cell(period.name, reverse("admin_clock", args=[period.code])),
                Cell(period.in_words),
                Cell(period.team or "Everyone"),
                Cell(f"{period.valid_from:%-d %B %Y}"),
                Cell(period.source),
            )
            for period in in_force
        ]
        + [_not_entered(code) for code in ENTERED if code not in {period.code for period in in_force}],
    )
    return page(request, "list", title="Clocks and limits", section="admin_policy", tables=[table])


@door(MANAGE_POLICY)
@read_or_send
def clock(request: Any, code: str) -> HttpResponse:
    """One clock or limit: a new dated period, below what was and is in force."""
    kept = PolicyPeriod.objects.of(code).with_reasons().select_related("team", "set_by")
    history = list(kept.order_by("-valid_from", "team_id"))
    if not history and code not in ENTERED:
        return redirect("admin_policy")
    teams = TEAMS.objects.in_use()
    form = PeriodForm(request.POST or None, today=request.today, now=request.now, teams=teams)
    if acted(form, policy_acts.add_period, by=request.user, on=request.today, code=code):
        messages.success(request, "The new period is saved. What was promised before it starts stays as it is.")
        return redirect("admin_policy")
    said = [
        f"{_dated(period)}: {period.source}" + (f" (corrected: {period.corrected})" if period.corrected else "")
        for period in history
    ]
    to_come = [period for period in history if period.valid_from >= request.today]
    return page(
        request,
        "form",
        title=history[0].name if history else ENTERED[code][0],
        section="admin_policy",
        actions=[
            link(f"Correct {_dated(period)}", "admin_period_correct", period.pk, secondary=True) for period in to_come
        ],
        form=form,
        button="Add period",
        warnings=said,
        back_url=reverse("admin_policy"),
        back="Clocks and limits",
    )


def _dated(period: PolicyPeriod) -> str:
    return f"{period.in_words} from {period.valid_from:%-d %B %Y} for {period.team or 'everyone'}"


@door(MANAGE_POLICY)
@read_or_send
def period_correct(request: Any, period_id: int) -> HttpResponse:
    """Put right a period that starts today or later."""
    rows = PolicyPeriod.objects.starting_from(request.today).with_version().select_related("team")
    period = get_object_or_404(rows, pk=period_id)
    form = CorrectionForm(
        request.POST or None,
        today=request.today,
        now=request.now,
        initial={name: getattr(period, name) for name in ("version", "value", "valid_from", "source")},
    )
    if acted(form, policy_acts.correct_period, by=request.user, on=request.today, period=period):
        messages.success(request, "The period is corrected. What was promised under it meanwhile stays as it was.")
        return redirect("admin_clock", period.code)
    return page(
        request,
        "form",
        title=f"Correct: {period.name}",
        section="admin_policy",
        form=form,
        button="Save",
        intro=f"{_dated(period)}.",
        back_url=reverse("admin_clock", args=[period.code]),
        back=period.name,
    )


@door(MANAGE_POLICY)
@require_safe
def holidays(request: Any) -> HttpResponse:
    """The days on which the office is closed, year by year, the latest first."""
    covered = Authority.objects.values_list("holidays_covered_until", flat=True).get(pk=1)
    years: dict[int, list[BankHoliday]] = {}
    for holiday in BankHoliday.objects.order_by("day"):
        years.setdefault(holiday.day.year, []).append(holiday)
    tables = [
        Table(
            caption=str(year),
            columns=("Day", "Name"),
            rows=[(Cell(f"{holiday.day:%A %-d %B %Y}"), Cell(holiday.name)) for holiday in days],
        )
        for year, days in sorted(years.items(), reverse=True)
        if year >= request.today.year - 1
    ]
    return page(
        request,
        "list",
        title="Bank holidays",
        section="admin_holidays",
        intro=f"Complete until {covered:%-d %B %Y}. No date after that day can be worked out.",
        actions=[
            link("Add a closure", "admin_holiday_new"),
            link("Change until when it is complete", "admin_holidays_cover", secondary=True),
        ],
        tables=tables,
    )


@door(MANAGE_POLICY)
@read_or_send
def holiday_new(request: Any) -> HttpResponse:
    """Add a day; what it moves is shown first, and a second press does it."""
    form = HolidayForm(request.POST or None)
    sent = form.cleaned_data["day"].isoformat() if form.is_valid() else ""
    confirmed = bool(sent) and request.POST.get("confirmed") == sent
    context: dict[str, Any] = {"button": "See what it changes", "warnings": []}
    if confirmed and acted(form, policy_acts.add_holiday, by=request.user):
        messages.success(request, "The day is added, and every date that it moves is worked out anew.")
        return redirect("admin_holidays")
    if sent and not confirmed:
        try:
            moves = policy_acts.what_a_holiday_moves(day=form.cleaned_data["day"])
        except NotPossible as refusal:
            form.refuse(refusal)
        else:
            said = [f"{words.capitalize()} that get another date: {count}" for words, count in moves.items()]
            context = {"button": "Add this day", "warnings": said or [NOTHING_MOVES], "confirm": sent}
    return page(request, "form", title="Add a closure", section="admin_holidays", form=form, **context)


@door(MANAGE_POLICY)
@read_or_send
def holidays_cover(request: Any) -> HttpResponse:
    """Say until when the list is complete."""
    form = CoverForm(request.POST or None, today=request.today, now=request.now)
    if acted(form, policy_acts.set_cover, by=request.user, on=request.today):
        messages.success(request, "The list counts as complete until that day.")
        return redirect("admin_holidays")
    return page(
        request,
        "form",
        title="Until when is the list complete?",
        section="admin_holidays",
        form=form,
        button="Save",
        intro="Add every bank holiday up to that day first. An earlier day is possible while no promise lies after it, "
        "and while work that starts in the next four weeks ends before it.",
    )


@door(MANAGE_AUTHORITY)
@read_or_send
def authority(request: Any) -> HttpResponse:
    """Name, mark, colour, telephones, duty hours and from when the duty to share is in force."""
    row = Authority.objects.with_version().get(pk=1)
    form = AuthorityForm(request.POST or None, initial=_initial(row, AuthorityForm))
    if acted(form, authority_acts.change, by=request.user):
        messages.success(request, "The change is saved.")
        return redirect("admin_authority")
    return page(request, "form", title="Authority", section="admin_authority", form=form, button="Save")


@door(OPEN)
@require_safe
@cache_control(public=True, max_age=300)
def authority_css(request: Any) -> HttpResponse:
    """The authority's colour for every page, as a style sheet of its own: the pages allow no inline style."""
    colour = Authority.objects.values_list("brand_colour", flat=True).get(pk=1)
    return HttpResponse(f":root {{ --govuk-brand-colour: {colour}; }}\n", content_type="text/css")


@door(MANAGE_POLICY)
@require_safe
def jobs(request: Any) -> HttpResponse:
    """When each nightly job last ran; one that has not for a day says so in red. ``?late=1`` shows those alone."""
    late = request.GET.get("late") == "1"
    known = nightly.standing(request.now)
    table = Table(
        caption="When each job last ran",
        columns=("Job", "When it runs", "Last done for", "Finished", "State", "Found"),
        rows=[_job_row(job) for job in known if job.is_stale or not late],
        nothing="No job is late.",
    )
    return page(
        request,
        "list",
        title="Nightly jobs",
        section="admin_jobs",
        intro="After a missed day they catch up by themselves.",
        tables=[table, *_set_aside(known)],
    )


def _set_aside(known: list[nightly.Nightly]) -> list[Table]:
    """Rows that a job could not deal with last time, each with the reason; no table where there are none."""
    rows = [(Cell(job.title), Cell(number), Cell(why)) for job in known for number, why in job.set_aside.items()]
    words = "Set aside: the job did all others, and tries these again every morning"
    return [Table(caption=words, columns=("Job", "Number of the row", "Why"), rows=rows)] if rows else []


def _job_row(job: nightly.Nightly) -> tuple[Cell, ...]:
    if job.run is None or job.finished_at is None:
        state = Cell("Has never run", colour="red") if job.is_stale else Cell("Not due yet", colour="grey")
        return Cell(job.title), Cell(job.when), Cell("Never"), Cell(""), state, Cell("")
    return (
        Cell(job.title),
        Cell(job.when),
        Cell(f"{job.run.on:%-d %B %Y}"),
        Cell(moment(job.finished_at)),
        Cell("Not since then", colour="red") if job.is_stale else Cell("In time", colour="green"),
        Cell(", ".join(f"{number:,} {name}" for name, number in job.found if number) or "Nothing"),
    )
