"""What leaders see on one page: what is wrong today, how each team stands, whether contacts are decided in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet, Subquery

from audits.indicators import front_door
from audits.indicators.front_door import Period
from cases.listing import WAITING_TOO_LONG
from cases.models import Assessment
from cases.models.assessments import ASSESSMENT_CLOCK
from frontdoor import desk
from frontdoor.core import jobs
from frontdoor.core.jobs import Nightly
from frontdoor.core.navigation import address
from frontdoor.core.policy import Authority
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentOverride, Contact, Referral
from frontdoor.models.referrals import ALLOCATION_CLOCK
from frontdoor.permissions import DECIDE_OVERRIDE
from workforce import board, caseload
from workforce.board import Tile
from workforce.caseload import Caseload, Caseloads, Spread
from workforce.models import CaseloadFlag, Team, Worker
from workforce.models.caseload_flags import CaseloadLevel
from workforce.models.workers import TeamKind


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
    jobs: list[Nightly]
    teams: list[TeamRow]
    spread: Spread | None
    caseloads: Caseloads
    weeks: list[Period]


class _CountOf(Subquery):
    """The number of rows of a queryset as one value among others."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = BigIntegerField()

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows.order_by().values("pk"))


def of(reader: Worker, now: datetime) -> Board:
    """Everything on the leaders' page at ``now``; nine queries."""
    today = london_date(now)
    contacts = Contact.objects.visible_to(reader)
    urgencies = desk.by_urgency(contacts, now)
    cases = _by_team(
        Referral.objects.visible_to(reader).open(),
        "team",
        cases=Count("pk"),
        unallocated=Count("pk", filter=Q(allocated_on__isnull=True)),
        late=Count("pk", filter=ALLOCATION_CLOCK.overdue_q(today)),
    )
    assessments = _by_team(
        Assessment.objects.visible_to(reader).open(),
        "referral__team",
        assessments=Count("pk"),
        overdue=Count("pk", filter=ASSESSMENT_CLOCK.overdue_q(today)),
    )
    held = caseload.caseloads(today)
    standing = _standing(reader)
    return Board(
        wrong=_wrong(reader, urgencies, cases.values(), assessments.values(), standing),
        jobs=jobs.standing(now),
        teams=_teams(cases, assessments, held.loads),
        spread=caseload.spread(held.loads),
        caseloads=held,
        weeks=front_door.by_week(contacts, at=now),
    )


def _by_team(rows: QuerySet, team: str, **figures: Count) -> dict[int, dict[str, Any]]:
    counted = rows.order_by().values(f"{team}_id", f"{team}__name").annotate(**figures)
    return {row[f"{team}_id"]: row | {"name": row[f"{team}__name"]} for row in counted}


def _standing(reader: Worker) -> dict[str, Any]:
    """Single figures in one query: each is a value beside the one row of the authority."""
    flags = CaseloadFlag.objects.standing().visible_to(reader)
    figures = Authority.objects.values(
        overrides=_CountOf(ConsentOverride.objects.visible_to(reader).undecided()),
        alarms=_CountOf(flags.filter(level=CaseloadLevel.ALARM)),
    ).get()
    return dict(figures)


def _wrong(
    reader: Worker,
    urgencies: Sequence[desk.Urgency],
    cases: Iterable[dict[str, Any]],
    assessments: Iterable[dict[str, Any]],
    standing: dict[str, Any],
) -> list[Tile]:
    """What needs somebody today, a child's safety first."""
    too_long = address("case_list", show=WAITING_TOO_LONG)
    overrides = address("override_queue") if reader.holds(DECIDE_OVERRIDE) else ""
    figures = [
        ("Red contacts open", urgencies[0].open, address("triage_queue", rag=urgencies[0].key)),
        ("Contacts overdue", sum(row.overdue for row in urgencies), address("triage_queue", late=1)),
        ("Assessments overdue", sum(row["overdue"] for row in assessments), address("assessment_list", late=1)),
        ("Cases without a worker too long", sum(row["late"] for row in cases), too_long),
        ("Caseload alarms", standing["alarms"], address("caseload_flags", level=CaseloadLevel.ALARM.value)),
        ("Consent overrides to decide", standing["overrides"], overrides),
    ]
    return [
        Tile(label, count, url, tone="danger" if count else "plain", note="" if count else "Nothing today")
        for label, count, url in figures
    ]


def _teams(
    cases: dict[int, dict[str, Any]], assessments: dict[int, dict[str, Any]], loads: list[Caseload]
) -> list[TeamRow]:
    members: dict[int, list[Caseload]] = {}
    names = {pk: row["name"] for pk, row in (cases | assessments).items()}
    for load in loads:
        if load.worker.team is not None:
            members.setdefault(load.worker.team.pk, []).append(load)
            names[load.worker.team.pk] = load.worker.team.name
    return [
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
        for pk, name in sorted(names.items(), key=lambda item: item[1])
    ]


@board.tiles_from
def decided_in_time(team: Team, reader: Worker, now: datetime) -> Iterable[Tile]:
    """On a front door's page: contacts not decided in time, these thirteen weeks and last week."""
    if team.kind != TeamKind.FRONT_DOOR:
        return
    weeks = front_door.by_week(Contact.objects.visible_to(reader), at=now)
    for label, period in (("13 weeks", front_door.together(weeks)), ("last week", weeks[-2])):
        yield tile_of(period, f"Not decided in time, {label}")


def tile_of(period: Period, label: str) -> Tile:
    """A period's failures as a figure, with the share decided in time in words."""
    below = period.per_cent is not None and period.per_cent < front_door.DECIDED_IN_TIME.target
    words = "No contact fell due" if period.per_cent is None else f"{period.per_cent}% of {period.due} in time"
    return Tile(
        label,
        period.not_in_time,
        rows_of(period, "late"),
        tone="danger" if below else "plain",
        note=f"{words}; the target is {front_door.DECIDED_IN_TIME.target}%",
    )


def rows_of(period: Period, which: str) -> str:
    """The list of a period's contacts: all that fell due, those decided "in_time", or the others ("late")."""
    return address("decided_in_time", since=period.starts_on.isoformat(), weeks=period.weeks, which=which)
