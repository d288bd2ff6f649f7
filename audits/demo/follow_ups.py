"""Children of the invented authority who were missing and found, or live with others by a private arrangement."""

from datetime import datetime, time, timedelta

from audits.demo.world import World
from cases.models import Allocation, FollowUp
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.working_days import LONDON

OWED = (
    (1, "missing", "Missing since the evening before; police found the child at a friend's and took the child home."),
    (5, "missing", "Did not come home from school; found at the station at night. It is the second time this term."),
    (2, "fostering", "The school says that the child lives with the family of a friend while the mother is abroad."),
)
"""How many days ago somebody told us, what is owed, what is known."""
SPOKE = "Robin Invented, independent visitor"
TOLD = "The child went because of the shouting at home, was at a friend's all night, and wants to speak with an aunt."


def tell(world: World) -> None:
    """Call once cases have their workers: some are owed, one of them late, and one took place in time."""
    leads = Allocation.objects.current().lead().filter(started_on__lte=world.on - timedelta(days=20))
    found = list(leads.select_related("worker", "child").order_by("-started_on", "-pk")[: len(OWED) + 1])
    for lead, (days, kind, known) in zip(found, OWED, strict=False):
        _owed(world, lead, days, kind, known)
    for lead in found[len(OWED) :]:
        row = _owed(world, lead, 16, "missing", OWED[0][2])
        row.done_at, row.done_by = row.started_at + timedelta(days=2), lead.worker
        row.spoke, row.said = SPOKE, TOLD
        with acting_as(lead.worker), bringing_in():
            row.save()


def _owed(world: World, lead: Allocation, days: int, kind: str, known: str) -> FollowUp:
    at = datetime.combine(world.on - timedelta(days=days), time(8, 30), LONDON)
    due_at = world.due_at("T29" if kind == "missing" else "T30", at)
    row = FollowUp(child=lead.child, kind=kind, reason=known, started_at=at, due_at=due_at, recorded_by=lead.worker)
    with acting_as(lead.worker), bringing_in():
        row.full_clean()
        row.save()
    return row
