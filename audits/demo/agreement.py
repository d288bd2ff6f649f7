"""A family of the invented authority that takes back its agreement while its assessment is written (C08, C12)."""

from datetime import timedelta

from audits.demo.world import World
from cases.models import Allocation, Assessment
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentEvent, ConsentMatter

SAID = "She rang: she does not want to be visited any more, and will see the family hub instead."
UPHELD = "She understands what was offered and says no. Nothing known is reason to suspect significant harm."


def take_back(world: World) -> None:
    """Call once documents are written: one is waiting for a manager to decide whether it ends."""
    given = ConsentEvent.objects.filter(kind="C", status="GIVEN").order_by("-happened_at")
    writing = Assessment.objects.open().filter(submitted_on=None, family__isnull=False).order_by("-started_on", "-pk")
    for assessment in writing:
        yes = given.filter(child=assessment.child_id).first()
        if yes is not None and assessment.started_on < world.on - timedelta(days=3):
            _uphold(world, yes)
            return


def _uphold(world: World, yes: ConsentEvent) -> None:
    said_at, decided_at = world.now - timedelta(days=2), world.now - timedelta(days=1)
    manager = world.staff.oversees(london_date(decided_at))
    lead = Allocation.objects.current().lead().filter(child=yes.child_id).first()
    by = lead.worker if lead else yes.recorded_by
    told = {"contact": yes.contact, "child": yes.child, "kind": yes.kind}
    with acting_as(by), bringing_in():
        no = ConsentEvent(
            status="WITHDRAWN", given_by=yes.given_by, words=SAID, happened_at=said_at, recorded_by=by, **told
        )
        no.save()
    with acting_as(manager), bringing_in():
        ConsentMatter(
            event=no,
            refusal=no,
            cause="withdrawn",
            opened_at=said_at,
            opened_by=by,
            due_at=world.due_at("C-MATTER", said_at),
            decided_at=decided_at,
            decided_by=manager,
            decision="stop",
            reason=UPHELD,
            **told,
        ).save()
