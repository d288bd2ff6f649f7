"""The caseloads above a limit that somebody answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.pages import page_of
from workforce.models import CaseloadFlag
from workforce.models.caseload_flags import CaseloadLevel
from workforce.permissions import VIEW_OWN_TEAM

HEADS = ("Worker", "Team", "Children when noticed", "Limit", "Noticed on", "What ends it")


def _cells(flag: CaseloadFlag) -> tuple[object, ...]:
    team = flag.worker.team or "No team"
    return flag.worker.get_full_name(), team, flag.children, flag.limit, flag.noticed_on, flag.words


@door(VIEW_OWN_TEAM)
def caseload_flags(request: HttpRequest) -> HttpResponse:
    """Standing flags, the heaviest first; ``?team=`` and ``?level=`` narrow them, ``?format=csv`` saves."""
    flags = CaseloadFlag.objects.standing().visible_to(request.user).heaviest_first()
    if (team := request.GET.get("team", "")).isdecimal():
        flags = flags.filter(worker__team_id=int(team))
    if (level := request.GET.get("level", "")) in CaseloadLevel.values:
        flags = flags.filter(level=level)
    if request.GET.get("format") == "csv":
        return csv_response(name="caseloads-above-a-limit", heads=HEADS, rows=map(_cells, flags))
    page = page_of(flags, request.GET.get("page"))
    return render(request, "workforce/caseload_flags.html", {"page": page})
