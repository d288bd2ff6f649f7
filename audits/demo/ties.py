"""Ties of workers to families, restricted records and who is named on them, and searches to look into."""

from datetime import timedelta

from audits.demo.history import History
from audits.demo.world import World
from frontdoor.core.roles import CALL_HANDLER
from frontdoor.models import AccessGrant, ConflictOfInterest, Person, Restriction, SearchAlert
from workforce.demo_people import FRONT_DOOR
from workforce.models import Worker

TIES = ("Cousin of the child's mother", "Neighbour of the family", "Former partner of the child's father")
WHY_RESTRICTED = "A grandparent of the child works for the authority and could open the record."
LOOKS_AFTER = "Looks after this record: names others and lifts the restriction."
FOUND = "Asked on the same day: the caller had given two spellings of the name."
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
    _restrict(world, history, leads)
    _notice(world)


def _restrict(world: World, history: History, leads: dict[int, set[Worker]]) -> None:
    """Each restricted record with its reason, a manager of the desk who looks after it, and who leads the case."""
    closed_by, desk = world.staff.oversees(world.on), world.staff.manager(FRONT_DOOR.name, world.on)
    for child in (child for family in history.families for child in family.children if child.restricted):
        closed = Restriction(
            person=child,
            reason=WHY_RESTRICTED,
            restricted_by=closed_by,
            restricted_at=world.now - timedelta(days=30),
        )
        world.add(closed, by=closed_by)
        _name(world, child, desk, LOOKS_AFTER)
        for worker in sorted(leads.get(id(child), set()) - {desk}, key=lambda worker: worker.email):
            _name(world, child, worker, WHY_NAMED)


def _name(world: World, child: Person, worker: Worker, why: str) -> None:
    by = world.staff.oversees(world.on)
    grant = AccessGrant(
        worker=worker,
        person=child,
        kind="restricted",
        reason=why,
        granted_by=by,
        granted_at=world.now - timedelta(days=30),
        expires_at=world.now + timedelta(days=335),
    )
    world.add(grant, by=by)


def _notice(world: World) -> None:
    """One search that nobody has asked about yet, and one that a manager has."""
    handlers = world.staff.members(FRONT_DOOR.name, CALL_HANDLER.code, world.on)
    manager = world.staff.manager(FRONT_DOOR.name, world.on)
    waits = SearchAlert(worker=handlers[0], kind="masked", noticed_at=world.now - timedelta(hours=2))
    done = SearchAlert(
        worker=handlers[-1],
        kind="pace",
        noticed_at=world.now - timedelta(days=6),
        looked_at=world.now - timedelta(days=5),
        looked_by=manager,
        found=FOUND,
    )
    world.add(waits, by=handlers[0])
    world.add(done, by=manager)
