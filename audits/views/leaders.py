"""The leaders' page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audits import board
from audits.indicators import front_door
from audits.indicators.measures import Period
from audits.permissions import VIEW_LEADERS_BOARD
from cases.listing import UNALLOCATED
from frontdoor import presenters as words
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.navigation import address
from workforce import presenters
from workforce.board import Tile

TARGET = front_door.DECIDED_IN_TIME.indicator
TEAM_HEADS = (
    "Team",
    "Open cases",
    "Cases without a worker",
    "Open assessments",
    "Assessments overdue",
    "Workers who lead a child",
    "Workers above a limit",
    "Fewest children for a full-time post",
    "Middle",
    "Most",
    "Unevenness in per cent",
)
WEEK_HEADS = ("Week from", "Fell due", "In time", "Not in time", "Per cent in time")


@door(VIEW_LEADERS_BOARD)
def leaders(request: HttpRequest) -> HttpResponse:
    """What is wrong today first, then the teams, then the weeks. ``?file=teams`` or ``weeks`` saves a table."""
    shown = board.of(request.user, request.now)
    wanted = request.GET.get("file")
    if wanted == "teams":
        return csv_response(name="teams", heads=TEAM_HEADS, rows=map(_team_cells, shown.teams))
    if wanted == "weeks":
        return csv_response(name="contacts-decided-in-time", heads=WEEK_HEADS, rows=map(_week_cells, shown.weeks))
    return render(
        request,
        "audits/leaders.html",
        {
            "board": shown,
            "urgencies": presenters.urgencies(shown.urgencies),
            "teams": [_team(row) for row in shown.teams],
            "weeks": [board.side(front_door.DECIDED_IN_TIME, week) for week in reversed(shown.weeks)],
            "points": [
                {"label": words.short_day(week.starts_on), "value": week.per_cent, "limits": week.limits}
                for week in shown.weeks
            ],
            "fallen": [week for week in shown.weeks if week.has_fallen],
            "indicator": TARGET,
            "words": front_door.DECIDED_IN_TIME.words,
            "dots": presenters.strip_dots(shown.caseloads.loads),
            "lines": presenters.strip_lines(shown.caseloads.limits),
        },
    )


def _team_cells(row: board.TeamRow) -> tuple[object, ...]:
    spread = row.spread
    own = (row.name, row.cases, row.unallocated, row.assessments, row.overdue, row.workers, row.above)
    return (*own, *((spread.lowest, spread.median, spread.highest, spread.variation) if spread else ("",) * 4))


def _week_cells(week: Period) -> tuple[object, ...]:
    return week.starts_on, week.due, week.in_time, week.not_in_time, week.per_cent


def _team(row: board.TeamRow) -> dict[str, object]:
    page = address("team", row.team_id)
    figures = [
        Tile("open cases", row.cases, address("case_list", team=row.team_id)),
        Tile("without a worker", row.unallocated, address("case_list", team=row.team_id, show=UNALLOCATED)),
        Tile("open assessments", row.assessments, address("assessment_list", team=row.team_id)),
        Tile(
            "assessments overdue",
            row.overdue,
            address("assessment_list", late=1, team=row.team_id),
            tone="danger" if row.overdue else "plain",
        ),
    ]
    return {
        "row": row,
        "url": page,
        "figures": figures,
        "leading_url": f"{page}?show=leading#caseloads",
        "above_url": f"{page}?show=above#caseloads",
    }
