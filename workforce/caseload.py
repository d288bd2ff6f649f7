"""Caseload, defined once: the children whom a worker leads on a day, set against the limits of the team.

What is counted is in domain.md 7.1 and 7.3: a child with an open allocation as lead worker. The limits are children
for one full-time post and stand in the policy periods CASELOAD-*; part-time hours lower them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import fmean, pstdev, quantiles
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.models import Allocation
from cases.models.allocations import AllocationQuerySet
from frontdoor.core.policy import LADDERS, PolicyPeriod, by_team, periods_by_team, periods_until
from frontdoor.core.roles import SOCIAL_WORKER
from frontdoor.core.timescales import Period
from workforce.models import Team, Worker
from workforce.models.caseload_flags import CaseloadLevel

LIMIT_CODES, FIRST_YEAR_CODES = (dict(zip(CaseloadLevel, ladder, strict=True)) for ladder in LADDERS)
ALL_CODES = sorted({*LIMIT_CODES.values(), *FIRST_YEAR_CODES.values()})

FULL_TIME = Decimal(1)

Limits = dict[CaseloadLevel, int]
Codes = dict[CaseloadLevel, str]
Periods = dict[int | None, dict[str, Period]]


@dataclass(frozen=True)
class Caseload:
    """One worker's children, and the most children allowed before each level at this worker's hours."""

    worker: Worker
    children: int
    limits: Limits

    @property
    def per_post(self) -> float:
        """Children for one full-time post, to one decimal."""
        return round(self.children / float(self.worker.fte), 1)

    @cached_property
    def level(self) -> CaseloadLevel | None:
        """The highest level whose limit is passed, or None."""
        passed = [level for level, limit in self.limits.items() if self.children > limit]
        return passed[-1] if passed else None

    @property
    def limit(self) -> int:
        """The limit that is passed; where none is, the lowest."""
        return self.limits[self.level or CaseloadLevel.AMBER]


@dataclass(frozen=True)
class Caseloads:
    """The caseloads of a team or of the service, and the limits for a full-time post past the first year there."""

    loads: list[Caseload]
    limits: Limits


@dataclass(frozen=True)
class Spread:
    """How evenly work lies, in children for one full-time post; ``variation`` is the coefficient in per cent."""

    workers: int
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    variation: int


def allocations(on: Any) -> AllocationQuerySet:
    """The rows that a caseload counts."""
    return Allocation.objects.lead().current_on(on)


def _counted(rows: AllocationQuerySet) -> QuerySet:
    """Worker id and children, as pairs."""
    return rows.order_by().values_list("worker_id").annotate(children=Count("pk"))


def _limits(periods: Periods, team_id: int | None, codes: Codes, fte: Decimal = FULL_TIME) -> Limits:
    own = periods.get(team_id) or periods[None]
    return {level: int(own[code].value * fte) for level, code in codes.items()}


def _measured(workers: Iterable[Worker], children: dict[int, int], periods: Periods) -> list[Caseload]:
    known: dict[tuple[int | None, bool, Decimal], Limits] = {}
    measured = []
    for worker in workers:
        terms = (worker.team_id, worker.newly_qualified, worker.fte)
        if terms not in known:
            codes = FIRST_YEAR_CODES if worker.newly_qualified else LIMIT_CODES
            known[terms] = _limits(periods, worker.team_id, codes, worker.fte)
        measured.append(Caseload(worker, children.get(worker.pk, 0), known[terms]))
    return measured


def of(workers: Sequence[Worker], on: date) -> dict[int, Caseload]:
    """The caseload of each of these workers on a day, by worker id; two queries."""
    children = dict(_counted(allocations(on).filter(worker__in=workers)))
    return {load.worker.pk: load for load in _measured(workers, children, periods_by_team(ALL_CODES, on=on))}


def caseloads(on: date, team: Team | None = None) -> Caseloads:
    """Everyone who leads a child or is here to do so, in one team or in all; the heaviest first; three queries.

    Somebody who has left and still leads children is among them: nobody else does.
    """
    return measured(*asked(on, team), on=on, team=team)


def asked(on: Any, team: Team | None = None) -> tuple[QuerySet, QuerySet, QuerySet]:
    """The queries of ``caseloads``."""
    still_here = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    leads = Q(pk__in=allocations(on).values("worker_id"))
    workers = Worker.objects.with_roles(on).people()
    if team is not None:
        workers = workers.filter(team=team)
    listed = workers.filter(leads | still_here & Q(held_roles__contains=[SOCIAL_WORKER.code]))
    return _counted(allocations(on)), listed, periods_until(ALL_CODES, on)


def measured(
    counted: Iterable[tuple[int, int]],
    workers: Iterable[Worker],
    periods: Iterable[PolicyPeriod],
    *,
    on: date,
    team: Team | None = None,
) -> Caseloads:
    """What ``caseloads`` gives, from the answers to ``asked``."""
    of_teams = by_team(periods, ALL_CODES, on=on)
    loads = sorted(
        _measured(workers, dict(counted), of_teams),
        key=lambda load: (-load.per_post, load.worker.family_name, load.worker.pk),
    )
    return Caseloads(loads, _limits(of_teams, team.pk if team else None, LIMIT_CODES))


def above(on: date) -> list[Caseload]:
    """Everyone above a limit on a day, each with no more of the worker than decides it; three queries."""
    children = dict(_counted(allocations(on)))
    people = Worker.objects.people().values_list("pk", "team_id", "newly_qualified", "fte", named=True)
    leading = (worker for worker in people if worker.pk in children)
    return [load for load in _measured(leading, children, periods_by_team(ALL_CODES, on=on)) if load.level]


def spread(loads: Iterable[Caseload]) -> Spread | None:
    """How evenly the work lies among those who lead a child (domain.md 7.3); None when nobody does."""
    values = sorted(load.per_post for load in loads if load.children)
    if not values:
        return None
    lower, median, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return Spread(
        workers=len(values),
        lowest=values[0],
        lower_quartile=round(lower, 1),
        median=round(median, 1),
        upper_quartile=round(upper, 1),
        highest=values[-1],
        variation=round(100 * pstdev(values) / fmean(values)),
    )
