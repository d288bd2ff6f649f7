"""One look-back of the invented authority: most contacts are looked at, and one is about a record restricted since."""

from datetime import timedelta

from audits.actions import look_backs
from audits.cohort import cohort
from audits.demo.world import World
from audits.models import LookBackItem
from audits.models.look_backs import Finding
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import AUDITOR, SENIOR_LEADER
from frontdoor.models import Contact
from workforce.demo_people import QUALITY
from workforce.models import Worker

PURPOSE = "The partnership asked whether the reasons are plain where nothing more was done."
STARTED, WINDOW = timedelta(days=20), (timedelta(days=150), timedelta(days=40))
FOUND = (
    (Finding.SOUND, "The facts, the history and the view of the child are weighed, and the reason follows from them."),
    (Finding.SOUND, "The family was told and knew whom to ring. The reason is short and it is enough."),
    (Finding.RECORD, "The decision is right, but nobody can see from the words why the history did not change it."),
    (
        Finding.LEARNING,
        "A call to the school on the same day would have shown it sooner. The team has talked about it.",
    ),
)
STILL_TO_DO = 4


def look_back(world: World) -> None:
    """Call once contacts and names on restricted records are stored."""
    (leader, *_), (auditor, *_) = (
        world.staff.members(QUALITY.name, role.code, world.on) for role in (SENIOR_LEADER, AUDITOR)
    )
    at = world.now - STARTED
    since, until = (world.on - back for back in WINDOW)
    criteria = {"since": since.isoformat(), "until": until.isoformat(), "outcome": "NFA"}
    if not cohort(Contact.objects.visible_to(leader), criteria).exists():
        return
    with bringing_in():
        made = look_backs.start(
            by=leader, at=at, name="Contacts that ended without action", purpose=PURPOSE, criteria=criteria
        )
        is_hidden = _restricted_since(made.pk, leader)
        items = LookBackItem.objects.visible_to(auditor).of(made.pk).exclude(contact__decided_by=auditor)
        for number, item in enumerate(items[: max(items.count() - STILL_TO_DO, 1)]):
            finding, found = FOUND[number % len(FOUND)]
            day = at + timedelta(days=1 + number // 4, minutes=25 * (number % 4))
            look_backs.record(by=auditor, at=day, item_id=item.pk, finding=finding, found=found)
        if is_hidden:
            look_backs.hand_on(by=leader, at=world.now - timedelta(days=2), look_back_id=made.pk, worker=auditor)


def _restricted_since(look_back_id: int, by: Worker) -> bool:
    """Add a decided contact about a child whose record was restricted after it was picked; whether there is one."""
    restricted = Contact.objects.filter(about__child__restricted=True, decided_at__isnull=False)
    contact = restricted.order_by("received_at", "pk").first()
    if contact is None:
        return False
    with acting_as(by):
        LookBackItem(look_back_id=look_back_id, contact=contact).save()
    return True
