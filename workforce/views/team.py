"""A team's page: its work and how evenly it lies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from frontdoor.core.doors import door
from workforce import caseload, presenters
from workforce.models import CaseloadFlag, Team, Worker
from workforce.models.caseload_flags import CaseloadLevel
from workforce.permissions import VIEW_OWN_TEAM

LINES = (CaseloadLevel.AMBER, CaseloadLevel.RED, CaseloadLevel.ALARM)


@door(VIEW_OWN_TEAM)
def team_list(request: HttpRequest) -> HttpResponse:
    """The teams whose page may be opened; whoever has only one goes there."""
    teams = list(Team.objects.visible_to(request.user).in_use())
    if len(teams) == 1:
        return redirect("team", teams[0].pk)
    return render(request, "workforce/team_list.html", {"teams": teams})


@door(VIEW_OWN_TEAM)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team's caseloads with their spread and limits."""
    which = get_object_or_404(Team.objects.visible_to(request.user), pk=team_id)
    loads = caseload.caseloads(request.today, which)
    flags = {flag.worker_id: flag for flag in CaseloadFlag.objects.standing().filter(worker__team=which)}
    may_open = set(Worker.objects.visible_to(request.user).filter(team=which).values_list("pk", flat=True))
    rows = [
        presenters.caseload_row(
            load,
            flag=flags.get(load.worker.pk),
            url=reverse("worker", args=[load.worker.pk]) if load.worker.pk in may_open else "",
        )
        for load in loads
    ]
    return render(
        request,
        "workforce/team.html",
        {
            "team": which,
            "rows": rows,
            "spread": caseload.spread(loads),
            "dots": presenters.strip_dots(loads),
            "lines": presenters.strip_lines(caseload.limits_of(which, request.today), LINES),
        },
    )
