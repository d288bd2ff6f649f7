"""The leaders' page, and the rows behind its indicators."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audits import board
from audits.indicators import front_door
from audits.permissions import VIEW_LEADERS_BOARD
from cases.listing import UNALLOCATED
from frontdoor import presenters as words
from frontdoor.core.doors import door
from frontdoor.core.exports import csv_response
from frontdoor.core.navigation import address
from frontdoor.core.pages import page_of
from frontdoor.core.policy import calendar
from frontdoor.core.timed import Clock
from frontdoor.models import Contact
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK
from frontdoor.permissions import VIEW_CONTACTS
from workforce import presenters
from workforce.board import Tile

EARLIEST, LATEST = date(2000, 1, 3), date(2100, 1, 4)
TARGET = front_door.DECIDED_IN_TIME
MOST_EXPORTED = 5_000
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
DUE_HEADS = ("Contact", "Urgency", "Received", "Due", "Decided")


@door(VIEW_LEADERS_BOARD)
def leaders(request: HttpRequest) -> HttpResponse:
    """What is wrong today first, then the teams, then the weeks. ``?file=teams`` or ``weeks`` saves a table."""
    shown = board.of(request.user, request.now)
    wanted = request.GET.get("file")
    if wanted == "teams":
        return csv_response(name="teams", heads=TEAM_HEADS, rows=map(_team_cells, shown.teams))
    if wanted == "weeks":
        return csv_response(name="contacts-decided-in-time", heads=WEEK_HEADS, rows=map(_week_cells, shown.weeks))
    weeks = [
        {
            "period": week,
            "below": TARGET.missed_by(week.per_cent),
            "all": board.rows_of(week, "all"),
            "late": board.rows_of(week, "late"),
        }
        for week in shown.weeks
    ]
    return render(
        request,
        "audits/leaders.html",
        {
            "board": shown,
            "urgencies": presenters.urgencies(shown.urgencies),
            "teams": [_team(row) for row in shown.teams],
            "weeks": weeks[::-1],
            "points": [
                {"label": words.short_day(week.starts_on), "value": week.per_cent, "limits": week.limits}
                for week in shown.weeks
            ],
            "fallen": [week for week in shown.weeks if week.has_fallen],
            "indicator": TARGET,
            "dots": presenters.strip_dots(shown.caseloads.loads),
            "lines": presenters.strip_lines(shown.caseloads.limits),
        },
    )


def _team_cells(row: board.TeamRow) -> tuple[object, ...]:
    spread = row.spread
    own = (row.name, row.cases, row.unallocated, row.assessments, row.overdue, row.workers, row.above)
    return (*own, *((spread.lowest, spread.median, spread.highest, spread.variation) if spread else ("",) * 4))


def _week_cells(week: front_door.Period) -> tuple[object, ...]:
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


@door(VIEW_CONTACTS)
def decided_in_time(request: HttpRequest) -> HttpResponse:
    """The contacts behind K02: ``?since=`` a Monday, ``?weeks=`` and ``?which=all``, ``in_time`` or ``late``."""
    since = front_door.monday_of(_day(request.GET.get("since", "")) or front_door.first_week(request.now))
    number = request.GET.get("weeks", "")
    weeks = min(int(number), front_door.WEEKS) if number.isascii() and number.isdigit() else front_door.WEEKS
    which = request.GET.get("which", "all")
    contacts = Contact.objects.visible_to(request.user)
    rows = front_door.fell_due(contacts, starts_on=since, weeks=weeks, at=request.now)
    if which == "in_time":
        rows = rows.filter(front_door.IN_TIME)
    elif which == "late":
        rows = rows.exclude(front_door.IN_TIME)
    rows = rows.order_by("promise", "pk")
    if request.GET.get("format") == "csv":
        return csv_response(name="contacts-that-fell-due", heads=DUE_HEADS, rows=map(_due_cells, rows[:MOST_EXPORTED]))
    page = page_of(rows, request.GET.get("page"))
    days = calendar(around=request.today)
    return render(
        request,
        "audits/decided_in_time.html",
        {
            "page": page,
            "rows": [
                (contact, words.due(_clock_of(contact), contact, now=request.now, calendar=days))
                for contact in page.rows
            ],
            "since": since,
            "until": since + timedelta(weeks=weeks, days=-1),
            "which": which,
            "indicator": TARGET,
        },
    )


def _due_cells(contact: Contact) -> tuple[object, ...]:
    due, decided = getattr(contact, _clock_of(contact).due), contact.decided_at
    urgency = contact.get_rag_display() or "Not triaged"
    moments = (words.moment(at) if at else "" for at in (contact.received_at, due, decided))
    return (contact.reference, urgency, *moments)


def _day(text: str) -> date | None:
    """The day that an address names; None for anything else, or for one that no record of ours can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _clock_of(contact: Contact) -> Clock:
    return DECISION_CLOCK if contact.decision_due_at else TRIAGE_CLOCK
