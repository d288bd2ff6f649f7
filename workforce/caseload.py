"""Caseload, defined once: the children whom a worker leads on a day, set against the limits of the team.

What is counted is in domain.md 7.1 and 7.3: a child with an open allocation as lead worker. The limits are children
for one full-time post and stand in the policy periods CASELOAD-*; part-time hours lower them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev, quantiles

from django.db.models import Count, Q

from cases.models import Allocation
from cases.models.allocations import AllocationQuerySet
from frontdoor.core.policy import periods_by_team
from frontdoor.core.roles import SOCIAL_WORKER
from workforce.models import Team, Worker
from workforce.models.caseload_flags import CaseloadLevel

LIMIT_CODES = {
    CaseloadLevel.AMBER: "CASELOAD-AMBER",
    CaseloadLevel.RED: "CASELOAD-RED",
    CaseloadLevel.CRITICAL: "CASELOAD-CRITICAL",
    CaseloadLevel.ALARM: "CASELOAD-ALARM",
}
FIRST_YEAR_CODES = LIMIT_CODES | {
    CaseloadLevel.AMBER: "CASELOAD-ASYE-AMBER",
    CaseloadLevel.RED: "CASELOAD-ASYE-RED",
}
ALL_CODES = sorted({*LIMIT_CODES.values(), *FIRST_YEAR_CODES.values()})

Limits = dict[CaseloadLevel, int]


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

    @property
    def level(self) -> CaseloadLevel | None:
        """The highest level whose limit is passed, or None."""
        passed = [level for level, limit in self.limits.items() if self.children > limit]
        return passed[-1] if passed else None

    @property
    def limit(self) -> int:
        """The limit that is passed; where none is, the lowest."""
        return self.limits[self.level or CaseloadLevel.AMBER]


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


def allocations(on: date) -> AllocationQuerySet:
    """The rows that a caseload counts."""
    return Allocation.objects.lead().current_on(on)


def limits_of(team: Team | None, on: date) -> Limits:
    """The limits for a full-time post past the first year in a team, or the authority's; one query."""
    periods = periods_by_team(ALL_CODES, on=on)
    own = periods.get(team.pk if team else None) or periods[None]
    return {level: own[code].value for level, code in LIMIT_CODES.items()}


def _children_by_worker(on: date) -> dict[int, int]:
    counted = allocations(on).values("worker_id").annotate(children=Count("pk")).order_by()
    return dict(counted.values_list("worker_id", "children"))


def _measured(workers: Iterable[Worker], children: dict[int, int], on: date) -> list[Caseload]:
    periods = periods_by_team(ALL_CODES, on=on)
    found = []
    for worker in workers:
        codes = FIRST_YEAR_CODES if worker.newly_qualified else LIMIT_CODES
        own = periods.get(worker.team_id) or periods[None]
        limits = {level: int(own[code].value * worker.fte) for level, code in codes.items()}
        found.append(Caseload(worker, children.get(worker.pk, 0), limits))
    return found


def of(workers: Sequence[Worker], on: date) -> dict[int, Caseload]:
    """The caseload of each of these workers on a day, by worker id; two queries."""
    counted = allocations(on).filter(worker__in=workers).values("worker_id").annotate(children=Count("pk")).order_by()
    children = dict(counted.values_list("worker_id", "children"))
    return {load.worker.pk: load for load in _measured(workers, children, on)}


def caseloads(on: date, team: Team | None = None) -> list[Caseload]:
    """Everyone who leads a child or is here to do so, in one team or in all; the heaviest first; three queries.

    Somebody who has left and still leads children is among them: nobody else does.
    """
    children = _children_by_worker(on)
    here_to_lead = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
    workers = Worker.objects.with_roles(on).filter(is_system=False)
    if team is not None:
        workers = workers.filter(team=team)
    leading = workers.filter(Q(pk__in=list(children)) | here_to_lead & Q(held_roles__contains=[SOCIAL_WORKER.code]))
    return sorted(_measured(leading, children, on), key=lambda load: (-load.per_post, load.worker.family_name))


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
