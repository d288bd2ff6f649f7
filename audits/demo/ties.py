"""Ties of workers to families, and who is named on restricted records."""

from datetime import timedelta

from audits.demo.history import History
from audits.demo.world import World
from frontdoor.models import AccessGrant, ConflictOfInterest
from workforce.models import Worker

TIES = ("Cousin of the child's mother", "Neighbour of the family", "Former partner of the child's father")
WHY_NAMED = "Leads this case and must read the record to keep the child safe."


def tie(world: World, history: History) -> None:
    """A few conflicts of interest with families whom the worker has never had, and the grants on restricted records."""
    leads: dict[int, set[Worker]] = {}
    for episode in history.episodes:
        workers = {span.worker for span in episode.spans if span.worker is not None}
        leads.update({id(child): leads.get(id(child), set()) | workers for child in episode.children})
    everyone = [
        worker for worker in world.staff.workers.values() if world.staff.weights[worker.pk] and worker.is_active
    ]
    for number, reason in enumerate(TIES):
        family = world.dice.choice(history.families)
        free = [worker for worker in everyone if all(worker not in leads.get(id(c), ()) for c in family.children)]
        worker = sorted(free, key=lambda worker: worker.email)[number]
        for child in family.children:
            conflict = ConflictOfInterest(worker=worker, person=child, declared_by=worker, reason=reason)
            world.add(conflict, by=worker)
    manager = world.staff.oversees(world.on)
    restricted = [child for family in history.families for child in family.children if child.restricted]
    for child in restricted:
        for worker in sorted(leads.get(id(child), ()), key=lambda worker: worker.email):
            grant = AccessGrant(
                worker=worker,
                person=child,
                kind="restricted",
                reason=WHY_NAMED,
                granted_by=manager,
                granted_at=world.now - timedelta(days=30),
                expires_at=world.now + timedelta(days=335),
            )
            world.add(grant, by=manager)
