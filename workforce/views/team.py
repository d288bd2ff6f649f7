"""A team's page: its work, and how evenly it lies."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.listing import UNALLOCATED
from cases.models import Assessment
from frontdoor import desk
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.looking import looked_through
from frontdoor.core.navigation import address
from frontdoor.models import Contact, Referral
from frontdoor.models.referrals import ALLOCATION_CLOCK
from workforce import board, caseload, presenters, standing_flags
from workforce.board import Tile
from workforce.caseload import Caseload
from workforce.models import CaseloadFlag, Team, Worker
from workforce.models.workers import TeamKind
from workforce.permissions import VIEW_OWN_TEAM
from workforce.standing_flags import Standing

SHOWS: dict[str, Callable[[Caseload], bool]] = {
    "leading": lambda load: load.children > 0,
    "above": lambda load: load.level is not None,
}
CASELOAD_HEADS = ("Worker", "Hours", "First year", "Children", "For a full-time post", "Limit", "Where it stands")
AT_THE_DESK = (TeamKind.FRONT_DOOR, TeamKind.EMERGENCY_DUTY)


@door(VIEW_OWN_TEAM)
def team_list(request: HttpRequest) -> HttpResponse:
    """The teams whose page may be opened; whoever has only one goes there."""
    teams = list(Team.objects.visible_to(request.user).in_use())
    if len(teams) == 1:
        return redirect("team", teams[0].pk)
    return render(request, "workforce/team_list.html", {"teams": teams})


@door(VIEW_OWN_TEAM)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team's open work, each figure with its rows, and its caseloads with their spread and limits.

    ``?show=leading`` or ``above`` narrows the table of caseloads, ``?format=csv`` saves it.
    """
    which = get_object_or_404(Team.objects.visible_to(request.user), pk=team_id)
    held = caseload.caseloads(request.today, which)
    show = request.GET.get("show", "")
    belongs = SHOWS.get(show, lambda load: True)
    flags = list(CaseloadFlag.objects.standing().filter(worker__team=which).heaviest_first())
    may_open = set(Worker.objects.visible_to(request.user).filter(team=which).values_list("pk", flat=True))
    rows = _rows([load for load in held.loads if belongs(load)], flags, may_open)
    if request.GET.get("format") == "csv":
        return csv_response(name="caseloads", heads=CASELOAD_HEADS, rows=map(presenters.caseload_cells, rows))
    contacts = Contact.objects.visible_to(request.user)
    late = standing_flags.late_assessments(which, request.user, request.now)
    looked_through(request, listing=Assessment, people=late.people if late else ())
    return render(
        request,
        "workforce/team.html",
        {
            "team": which,
            "urgencies": presenters.urgencies(desk.by_urgency(contacts, request.now))
            if which.kind in AT_THE_DESK
            else [],
            "tiles": [
                *board.tiles(which, request.user, request.now),
                *_tiles(which, request.user, request.today, late),
            ],
            "late": late,
            "high": standing_flags.high_caseloads(which, flags, may_open),
            "rows": rows,
            "show": show if show in SHOWS else "",
            "spread": caseload.spread(held.loads),
            "dots": presenters.strip_dots(held.loads),
            "lines": presenters.strip_lines(held.limits),
        },
    )


def _tiles(which: Team, reader: Worker, today: date, overdue: Standing | None) -> list[Tile]:
    """The team's cases and assessments as the lists behind them show them; nothing to who may not see cases."""
    if overdue is None:
        return []
    cases = (
        Referral.objects.visible_to(reader)
        .open()
        .filter(team=which)
        .aggregate(
            open=Count("pk"),
            unallocated=Count("pk", filter=Q(allocated_on__isnull=True)),
            late=Count("pk", filter=ALLOCATION_CLOCK.overdue_q(today)),
        )
    )
    assessments = Assessment.objects.visible_to(reader).open().filter(referral__team=which).count()
    return [
        Tile("Open cases", cases["open"], address("case_list", team=which.pk)),
        _late(
            "Cases without a worker",
            cases["unallocated"],
            cases["late"],
            address("case_list", team=which.pk, show=UNALLOCATED),
        ),
        Tile("Open assessments", assessments, address("assessment_list", team=which.pk)),
        _late("Assessments overdue", overdue.count, overdue.count, overdue.url),
    ]


def _late(label: str, count: int, late: int, url: str) -> Tile:
    return Tile(
        label, count, url, "danger" if late else "plain", f"{late:,} past the last day" if 0 < late < count else ""
    )


def _rows(loads: list[Caseload], flags: list[CaseloadFlag], may_open: set[int]) -> list[presenters.CaseloadRow]:
    of_worker = {flag.worker_id: flag for flag in flags}
    return [
        presenters.caseload_row(
            load,
            flag=of_worker.get(load.worker.pk),
            url=reverse("worker", args=[load.worker.pk]) if load.worker.pk in may_open else "",
        )
        for load in loads
    ]
