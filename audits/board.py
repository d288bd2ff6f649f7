"""What leaders see on one page: what is wrong today, how each team stands, whether contacts are decided in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Subquery

from audits.indicators import agencies, front_door
from audits.indicators.measures import Measure, Period, together
from audits.models import InspectionFinding
from cases.listing import ALL_TEAMS, NOT_STARTED, WAITING_TOO_LONG
from cases.models import Assessment
from cases.models.assessments import ASSESSMENT_CLOCK
from cases.standing import not_started
from frontdoor import desk
from frontdoor.core import jobs
from frontdoor.core.access import Viewer, looking
from frontdoor.core.jobs import Nightly
from frontdoor.core.navigation import address
from frontdoor.core.policy import Authority
from frontdoor.core.together import MOMENT, Found, Moment, Together, at_moment
from frontdoor.core.working_days import london_date
from frontdoor.models import Acknowledgement, AgencyRequest, ConsentOverride, Contact, Referral, ReferrerFeedback
from frontdoor.models.referrals import ALLOCATION_CLOCK
from workforce import board, caseload
from workforce.board import Tile
from workforce.caseload import Caseload, Caseloads, Spread
from workforce.models import CaseloadFlag, Team, Worker
from workforce.models.caseload_flags import CaseloadLevel
from workforce.models.workers import TeamKind

ByTeam = dict[int, dict[str, Any]]


@dataclass(frozen=True)
class TeamRow:
    """One team's line: its open work and how evenly children are spread over its workers."""

    team_id: int
    name: str
    cases: int
    unallocated: int
    assessments: int
    overdue: int
    workers: int
    children: int
    above: int
    spread: Spread | None


@dataclass(frozen=True)
class Board:
    """The leaders' page. Counts are of what the reader may open."""

    wrong: list[Tile]
    urgencies: list[desk.Urgency]
    jobs: list[Nightly]
    teams: list[TeamRow]
    spread: Spread | None
    caseloads: Caseloads
    weeks: list[Period]
    agencies: list[Tile]


@dataclass(frozen=True)
class Wrong:
    """What needs somebody today, as it was counted."""

    urgencies: list[desk.Urgency]
    cases: ByTeam
    assessments: ByTeam
    standing: dict[str, int]

    @classmethod
    def of(cls, found: Sequence[Found]) -> "Wrong":
        """From the answers to ``asked``."""
        urgencies, cases, assessments, standing = (answer.rows for answer in found)
        return cls(desk.urgencies(urgencies), _by_team(cases), _by_team(assessments), *standing)


class _CountOf(Subquery):
    """The number of rows of a queryset as one value among others."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = BigIntegerField()

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows.order_by().values("pk"))


def of(reader: Worker, now: datetime) -> Board:
    """Everything on the leaders' page at ``now``; two queries."""
    values = looking(reader) | at_moment(now) | agencies.period(now)
    *counted, runs, installed, children, workers, periods, reviewed, actions = _page(Viewer.like(reader)).ask(**values)
    wrong = Wrong.of(counted)
    held = caseload.measured(children.rows, workers.rows, periods.rows, on=london_date(now))
    return Board(
        wrong=tiles(wrong),
        urgencies=wrong.urgencies,
        jobs=[job for job in jobs.judged(runs.rows, installed.rows, now) if job.makes_figures],
        teams=_teams(wrong.cases, wrong.assessments, held.loads),
        spread=caseload.spread(held.loads),
        caseloads=held,
        weeks=front_door.decided_by_week(Contact.objects.visible_to(reader), at=now),
        agencies=list(agencies.tiles([reviewed, actions], now)),
    )


@cache
def _page(viewer: Viewer) -> Together:
    runs, held = jobs.runs(MOMENT.today), caseload.asked(MOMENT.today)
    return Together(*asked(viewer, MOMENT), runs, jobs.installation(), *held, *agencies.asked(viewer, MOMENT))


def asked(viewer: Viewer, at: Moment) -> list[QuerySet]:
    """The queries behind ``Wrong``, in the order of its fields."""
    cases, assessments = Referral.objects.visible_to(viewer).open(), Assessment.objects.visible_to(viewer).open()
    return [
        desk.counted_by_urgency(Contact.objects.visible_to(viewer), at.now),
        _counted_by_team(
            cases,
            "team",
            cases=Count("pk"),
            unallocated=Count("pk", filter=Q(allocated_on__isnull=True)),
            late=Count("pk", filter=ALLOCATION_CLOCK.overdue_q(at.today)),
        ),
        _counted_by_team(
            assessments,
            "referral__team",
            assessments=Count("pk"),
            overdue=Count("pk", filter=ASSESSMENT_CLOCK.overdue_q(at.today)),
        ),
        _standing(viewer, at),
    ]


def _counted_by_team(rows: QuerySet, team: str, **figures: Count) -> QuerySet:
    named = {"team_pk": F(f"{team}_id"), "name": F(f"{team}__name")}
    return rows.order_by().values(**named).annotate(**figures)


def _by_team(counted: list[dict[str, Any]]) -> ByTeam:
    return {row["team_pk"]: row for row in counted}


def _standing(viewer: Viewer, at: Moment) -> QuerySet:
    """Single figures in one query: each is a value beside the one row of the authority."""
    flags = CaseloadFlag.objects.standing().visible_to(viewer)
    return Authority.objects.values(
        overrides=_CountOf(ConsentOverride.objects.visible_to(viewer).undecided()),
        alarms=_CountOf(flags.filter(level=CaseloadLevel.ALARM)),
        unacknowledged=_CountOf(Acknowledgement.objects.visible_to(viewer).overdue(at.now)),
        not_started=_CountOf(Referral.objects.visible_to(viewer).open().filter(not_started())),
        untold=_CountOf(ReferrerFeedback.objects.visible_to(viewer).overdue(at.today)),
        unanswered=_CountOf(AgencyRequest.objects.visible_to(viewer).late(at.now)),
        found_again=_CountOf(InspectionFinding.objects.found_again()),
    )


def tiles(found: Wrong) -> list[Tile]:
    """What needs somebody today in figures, each with the list behind it."""
    urgencies, cases, assessments, standing = found.urgencies, found.cases, found.assessments, found.standing
    red, overdue = urgencies[0], sum(row.overdue for row in urgencies)
    kinds = ", ".join(f"{row.overdue:,} {row.name}" for row in urgencies if row.overdue)
    too_long = address("case_list", show=WAITING_TOO_LONG)
    alarms = address("caseload_flags", level=CaseloadLevel.ALARM.value)
    arrived, told = address("acknowledgements_owed", late=1), address("feedback_owed", late=1)
    figures = [
        ("Red contacts open", red.open, address("triage_queue", rag=red.key), f"{red.overdue:,} of them overdue"),
        ("Contacts overdue", overdue, address("triage_queue", late=1), kinds),
        (
            "Assessments overdue",
            sum(row["overdue"] for row in assessments.values()),
            address("assessment_list", late=1),
            _most(assessments, "overdue"),
        ),
        ("Cases without a worker too long", sum(row["late"] for row in cases.values()), too_long, _most(cases, "late")),
        (
            "Assessments not started",
            standing["not_started"],
            address("case_list", show=NOT_STARTED, team=ALL_TEAMS),
            "With a worker; most wait until the family has agreed",
        ),
        ("Caseload alarms", standing["alarms"], alarms, "Far more children than one worker can lead"),
        (
            "Contacts not acknowledged in time",
            standing["unacknowledged"],
            arrived,
            "The referrer does not know it came",
        ),
        ("Referrers not told in time", standing["untold"], told, "Of what was decided"),
        (
            "Agencies' replies overdue",
            standing["unanswered"],
            address("check_list", late=1),
            "Asked, due and not answered",
        ),
        (
            "Consent overrides to decide",
            standing["overrides"],
            address("override_queue", all=1),
            "Waiting for a consent decider",
        ),
        (
            "Findings reopened or repeated",
            standing["found_again"],
            address("findings", state="again"),
            "Found again by an inspection, a visit or an audit",
        ),
    ]
    return [
        Tile(label, count, url, tone="danger" if count else "plain", note=note if count else "Nothing today")
        for label, count, url, note in figures
    ]


def _most(teams: ByTeam, figure: str) -> str:
    """The team with the most of a figure, in words."""
    total = sum(row[figure] for row in teams.values())
    most = max(teams.values(), key=lambda row: row[figure], default=None)
    if most is None:
        return ""
    return f"All in {most['name']}" if most[figure] == total else f"{most[figure]:,} of them in {most['name']}"


def _teams(cases: ByTeam, assessments: ByTeam, loads: list[Caseload]) -> list[TeamRow]:
    """One row a team, those with the most overdue first, then the most above a limit or without a worker."""
    members: dict[int, list[Caseload]] = {}
    names = {pk: row["name"] for pk, row in (cases | assessments).items()}
    for load in loads:
        if load.worker.team is not None:
            members.setdefault(load.worker.team.pk, []).append(load)
            names[load.worker.team.pk] = load.worker.team.name
    rows = [
        TeamRow(
            team_id=pk,
            name=name,
            cases=cases.get(pk, {}).get("cases", 0),
            unallocated=cases.get(pk, {}).get("unallocated", 0),
            assessments=assessments.get(pk, {}).get("assessments", 0),
            overdue=assessments.get(pk, {}).get("overdue", 0),
            workers=sum(1 for load in members.get(pk, ()) if load.children),
            children=sum(load.children for load in members.get(pk, ())),
            above=sum(1 for load in members.get(pk, ()) if load.level),
            spread=caseload.spread(members.get(pk, ())),
        )
        for pk, name in names.items()
    ]
    return sorted(rows, key=lambda row: (-row.overdue, -row.above, -row.unallocated, row.name, row.team_id))


@board.tiles_from
def decided_in_time(team: Team, reader: Worker, now: datetime) -> Iterable[Tile]:
    """On a front door's page: contacts not decided in time, these thirteen weeks and last week."""
    if team.kind != TeamKind.FRONT_DOOR:
        return
    weeks = front_door.decided_by_week(Contact.objects.visible_to(reader), at=now)
    for label, period in (("13 weeks", together(weeks)), ("last week", weeks[-2])):
        yield tile_of(period, f"Not decided in time, {label}")


def tile_of(period: Period, label: str) -> Tile:
    """A period's failures as a figure, with the share decided in time in words."""
    indicator = front_door.DECIDED_IN_TIME.indicator
    below = indicator.missed_by(period.per_cent)
    words = "No contact fell due" if period.per_cent is None else f"{period.per_cent}% of {period.due} in time"
    return Tile(
        label,
        period.not_in_time,
        rows_of(period, "late"),
        tone="danger" if below else "plain",
        note=f"{words}; the target is {indicator.target}%",
    )


def rows_of(period: Period, which: str, measure: Measure = front_door.DECIDED_IN_TIME) -> str:
    """The list of a period's rows: "all" that fell due, those done "in_time", or the others ("late")."""
    window = period.window
    return address(measure.listed, measure=measure.key, since=window.since, until=window.until, which=which)


def side(measure: Measure, period: Period) -> dict[str, Any]:
    """A period with the lists of its rows."""
    return {
        "period": period,
        "all": rows_of(period, "all", measure),
        "late": rows_of(period, "late", measure),
        "below": measure.indicator.missed_by(period.per_cent),
    }
