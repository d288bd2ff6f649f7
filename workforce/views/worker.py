"""One worker's own figures."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cases.models import Allocation, Assessment
from cases.models.assessments import ASSESSMENT_CLOCK
from frontdoor.core.doors import door
from frontdoor.core.looking import looked_through
from frontdoor.core.policy import calendar
from frontdoor.models import Person
from workforce import caseload, presenters
from workforce.models import CaseloadFlag, Worker
from workforce.permissions import VIEW_OWN_TEAM
from workforce.presenters import ChildLed

CLOCK_COLUMNS = (ASSESSMENT_CLOCK.started, ASSESSMENT_CLOCK.due, ASSESSMENT_CLOCK.finished)
SHOWS: dict[str, Callable[[ChildLed], bool]] = {
    "open": lambda row: row.due is not None,
    "late": lambda row: row.is_late,
}


@door(VIEW_OWN_TEAM)
def worker(request: HttpRequest, worker_id: int) -> HttpResponse:
    """Caseload, limits, flag and the children led; ``?show=open`` or ``late`` narrows to their assessments.

    A child hidden from the reader is a row without a name, so that rows and caseload agree.
    """
    who = get_object_or_404(Worker.objects.visible_to(request.user).select_related("team"), pk=worker_id)
    load = caseload.of([who], request.today)[who.pk]
    rows = _children(request, who)
    show = request.GET.get("show", "")
    rows_shown = [row for row in rows if show not in SHOWS or SHOWS[show](row)]
    looked_through(request, listing=Allocation, people=(row.child_id for row in rows_shown if row.child_id))
    return render(
        request,
        "workforce/worker.html",
        {
            "who": who,
            "load": load,
            "per_post": f"{load.per_post:g}",
            "level": load.level.label if load.level else presenters.WITHIN,
            "tone": presenters.TONES[load.level],
            "flag": CaseloadFlag.objects.standing().filter(worker=who).first(),
            "counts": {name: sum(map(belongs, rows)) for name, belongs in SHOWS.items()},
            "show": show if show in SHOWS else "",
            "rows": rows_shown,
        },
    )


def _children(request: Any, who: Worker) -> list[ChildLed]:
    led = caseload.allocations(request.today).of(who).select_related("child").order_by("started_on", "pk")
    children = [allocation.child_id for allocation in led]
    may_open = set(Person.objects.visible_to(request.user).filter(pk__in=children).values_list("pk", flat=True))
    assessments = _open_assessments(may_open)
    days = calendar(around=request.today)
    rows = [
        presenters.child_led(
            allocation,
            assessment=assessments.get(allocation.child_id),
            may_open=allocation.child_id in may_open,
            now=request.now,
            calendar=days,
        )
        for allocation in led
    ]
    return sorted(rows, key=lambda row: row.due.due if row.due else date.max)


def _open_assessments(children: set[int]) -> dict[int, Assessment]:
    found = Assessment.objects.open().filter(child__in=children).only("child_id", *CLOCK_COLUMNS)
    return {assessment.child_id: assessment for assessment in found}
