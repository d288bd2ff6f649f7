"""Lists that people of the invented authority take out: one that waits for approval, one approved, one that left."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from audits.demo.world import World
from cases import listing
from frontdoor.core.acting import acting_as, because
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER
from frontdoor.models import Export
from frontdoor.models.exports import ALONE_UP_TO, MOST_LINES, ExportDecision
from workforce.demo_people import FRONT_DOOR, QUALITY
from workforce.models import Worker

REASON = "Invented for the demo"
SAMPLE = "To draw the sample of this quarter's case audits."
THURSDAY = "To go through every late assessment with the team managers on Thursday."
NIGHT = "The list on paper for the night, in case the network fails."
APPROVED_BECAUSE = "The meeting is agreed and the paper stays in the room."


def take_out(world: World) -> None:
    """Call once the cases are stored: the numbers are those of the lists."""
    (leader, *_), (auditor, *_) = (
        world.staff.members(QUALITY.name, role.code, world.on) for role in (SENIOR_LEADER, AUDITOR)
    )
    manager = world.staff.oversees(world.on)
    cases = _number(listing.cases(viewer=auditor, on=world.on))
    late = _number(listing.assessments(viewer=manager, on=world.on, show=listing.LATE))
    _keep(world, auditor, 2, name="cases", address=_list("case_list"), people=cases, purpose=SAMPLE)
    _keep(
        world,
        manager,
        5,
        name="assessments",
        address=_list("assessment_list", show=listing.LATE),
        people=late,
        purpose=THURSDAY,
        decided_by=leader,
        decided_at=world.now - timedelta(hours=1),
        decision=ExportDecision.APPROVED,
        reason=APPROVED_BECAUSE,
    )
    _keep(
        world,
        world.staff.manager(FRONT_DOOR.name, world.on),
        18,
        name="contacts",
        address=reverse("triage_queue") + "?format=csv",
        people=14,
        purpose=NIGHT,
        taken_at=world.now - timedelta(hours=18),
        taken_people=14,
        taken_lines=14,
    )


def _list(name: str, **filters: str) -> str:
    return f"{reverse(name)}?{urlencode({'team': listing.ALL_TEAMS} | filters | {'format': 'csv'})}"


def _number(rows: Any) -> int:
    """How many are on a list; in a very small authority, as many as need an approval."""
    return min(max(rows.count(), ALONE_UP_TO + 1), MOST_LINES)


def _keep(world: World, by: Worker, hours_ago: int, **row: Any) -> None:
    asked = Export(requested_by=by, requested_at=world.now - timedelta(hours=hours_ago), lines=row["people"], **row)
    with acting_as(by), bringing_in(), because(REASON):
        Export.objects.bring_in([asked])
