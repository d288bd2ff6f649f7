"""What the two partners of the demo have sent: some of it decided long ago, some waiting for who the child is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from audits.demo.weighing import answer_due_at
from audits.demo.world import World
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, ContactChild, ContactReturn, PartnerReferral, Person, ToldPerson
from frontdoor.models.partners import LONG, SIGNS
from workforce.demo_people import FRONT_DOOR, POLICE_SERGEANT, SAFEGUARDING_LEAD, DemoPerson
from workforce.models import Worker

OWN = 6
TELEPHONE = {SAFEGUARDING_LEAD.email: "01632 960411", POLICE_SERGEANT.email: "01632 960412"}
JOBS = {SAFEGUARDING_LEAD.email: "Designated safeguarding lead", POLICE_SERGEANT.email: "Police sergeant"}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A referral that nobody has settled: by whom, how long ago, about what, and what its sender was asked since."""

    by: DemoPerson
    minutes: int
    concern: str
    child_voice: str = ""
    claimed_consent: str = "told"
    reason: str = ""
    level: str = "4"
    danger: bool = False
    over_limit: bool = False
    asked: str = ""
    child: dict[str, Any] = field(default_factory=dict)


WAITING = (
    Sent(
        by=SAFEGUARDING_LEAD,
        minutes=25,
        concern="Came to school three days running without lunch, and fell asleep in the first lesson each day.",
        child_voice="I make the tea for the baby. Mum is tired.",
    ),
    Sent(
        by=POLICE_SERGEANT,
        minutes=50,
        concern="Called by a neighbour at 02:10. Two adults shouting, the child alone on the stairs in night clothes.",
        claimed_consent="not_asked",
        reason="Both adults were too drunk to be asked.",
        danger=True,
    ),
    Sent(
        by=POLICE_SERGEANT,
        minutes=41,
        concern="Found at the bus station at 23:30 with an adult who is not of the family. Taken home.",
        claimed_consent="agreed",
        over_limit=True,
        child={"given_names": "Jory", "family_name": "Quillfeather", "school": "Eastergate High School"},
    ),
    Sent(
        by=SAFEGUARDING_LEAD,
        minutes=190,
        concern="A grandparent told the office that the family may be moving and that money is short.",
        asked="Where does the family live now, and since when? Do the parents know that you wrote to us?",
        level="2",
        child={"given_names": "Tansy", "family_name": "Underhay", "school": "Beacon Rise Primary School"},
    ),
)


def refer(world: World) -> None:
    """Give both partners decided contacts of their agencies, and put four on the desk that nobody has settled."""
    for person in (SAFEGUARDING_LEAD, POLICE_SERGEANT):
        _sent_before(world, world.staff.workers[person.email])
    for sent in WAITING:
        _waits(world, sent, world.staff.workers[sent.by.email])


def _sent_before(world: World, partner: Worker) -> None:
    decided = [
        contact
        for contact, _ in world.rows[Contact]
        if contact.agency == partner.agency and contact.decided_at is not None
    ]
    for contact in sorted(decided, key=lambda contact: contact.received_at)[-OWN:]:
        contact.method, contact.recorded_by = "form", partner
        contact.referrer_name, contact.referrer_email = partner.get_full_name(), partner.email
        _name(world, contact, partner, level="4")


def _name(world: World, contact: Contact, partner: Worker, *, level: str, over_limit: bool = False) -> None:
    claimed = world.levels.on(london_date(contact.received_at))[level]
    contact.claimed_level, contact.claimed_level_not_said = claimed, False
    public_id = "".join(world.dice.choice(SIGNS) for _ in range(LONG))
    referral = PartnerReferral(
        contact=contact,
        public_id=public_id,
        agency=partner.agency,
        sent_by=partner,
        claimed_level=claimed,
        over_limit=over_limit,
    )
    world.add(referral, by=partner)


def _waits(world: World, sent: Sent, partner: Worker) -> None:
    received_at = world.now - timedelta(minutes=sent.minutes)
    contact = Contact(
        received_at=received_at,
        recorded_by=partner,
        method="form",
        source_code=partner.agency.source_code,
        agency=partner.agency,
        referrer_name=partner.get_full_name(),
        referrer_role=JOBS[sent.by.email],
        referrer_telephone=TELEPHONE[sent.by.email],
        referrer_email=partner.email,
        concern=sent.concern,
        child_voice=sent.child_voice,
        claimed_consent=sent.claimed_consent,
        claimed_consent_reason=sent.reason,
        immediate_danger=sent.danger,
        triage_due_at=world.due_at("T01-RED" if sent.danger else "T01", received_at),
        decision_due_at=world.due_at("T02-RED", received_at) if sent.danger else None,
    )
    world.add(contact, by=partner)
    world.add(ToldPerson(contact=contact, is_child=True, **(sent.child or _as_heard(world))), by=partner)
    _name(world, contact, partner, level=sent.level, over_limit=sent.over_limit)
    if sent.asked:
        _goes_back(world, contact, sent.asked)


def _goes_back(world: World, contact: Contact, missing: str) -> None:
    """Read by a social worker, and returned by a manager for what is missing."""
    reader = world.staff.triages(world.dice, world.on)
    contact.rag, contact.rag_reason = "green", "No harm is seen and nobody is at risk today."
    contact.triaged_at, contact.triaged_by = contact.received_at + timedelta(minutes=40), reader
    contact.decision_due_at = world.due_at("T02-GREEN", contact.received_at)
    manager = world.staff.manager(FRONT_DOOR.name, world.on)
    row = ContactReturn(
        contact=contact,
        reason="identity",
        missing=missing,
        how="email",
        returned_at=contact.triaged_at + timedelta(minutes=20),
        returned_by=manager,
        answer_due_at=answer_due_at(world, contact, contact.triaged_at + timedelta(minutes=20)),
    )
    world.add(row, by=manager)


def _as_heard(world: World) -> dict[str, Any]:
    """A child who is recorded already, spelt as somebody else would spell it."""
    known = [
        about.child
        for about, _ in world.rows[ContactChild]
        if about.child.birth_date is not None and not about.child.restricted and len(about.child.family_name) > 4
    ]
    child: Person = world.dice.choice(known)
    return {
        "given_names": child.given_names,
        "family_name": f"{child.family_name[:-2]}{child.family_name[-1]}",
        "birth_date": child.birth_date,
        "birth_date_known": child.birth_date_known,
        "sex": child.sex,
        "school": child.school,
    }
