"""Who can be given a case: the team's social workers with what they carry now, and who has known the child before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.actions.allocations import conflicted
from cases.models import Allocation
from frontdoor.core.roles import SOCIAL_WORKER
from frontdoor.models import Referral
from workforce import caseload
from workforce.caseload import Caseload
from workforce.models import Worker


@dataclass(frozen=True)
class Candidate:
    """One worker who can be given the case."""

    worker: Worker
    load: Caseload
    led_before: bool
    leads_now: bool

    @property
    def words(self) -> str:
        """What a manager weighs, in one line."""
        load = self.load
        said = [
            f"{load.children} {'child' if load.children == 1 else 'children'} now",
            f"{self.worker.fte.normalize():f} FTE",
        ]
        if load.level is not None:
            said.append(f"over the limit of {load.limit}")
        if self.worker.newly_qualified:
            said.append("in the first year")
        if self.leads_now:
            said.append("leads this case now")
        elif self.led_before:
            said.append("has worked with this child before")
        return ", ".join(said)


def of(referral: Referral, on: date) -> list[Candidate]:
    """The referral's team, and whoever has led this child before; nobody with a tie to the family; six queries.

    Those who know the child come first, then those who carry least for their hours.
    """
    allocations = Allocation.objects.lead().filter(child_id=referral.child_id).values_list("worker_id", "ended_on")
    before = {worker_id for worker_id, _ in allocations}
    now = {worker_id for worker_id, ended_on in allocations if ended_on is None}
    here = Worker.objects.with_roles(on).filter(pk__in=Worker.objects.in_post(on).holding(SOCIAL_WORKER.code, on))
    workers = list(here.filter(Q(team_id=referral.team_id) | Q(pk__in=before)))
    tied = conflicted(child_id=referral.child_id, worker_ids=[worker.pk for worker in workers])
    loads = caseload.of(workers, on)
    found = [
        Candidate(worker, loads[worker.pk], worker.pk in before, worker.pk in now)
        for worker in workers
        if worker.pk not in tied
    ]
    return sorted(found, key=lambda one: (not one.led_before, one.load.per_post, one.worker.family_name))
