"""People recorded twice: children whose name a caller spelt in two ways, mothers with a married name."""

from datetime import datetime, timedelta
from typing import Any

from audits.demo.world import World
from frontdoor.actions import contacts, identity, merging
from frontdoor.actions.contacts import Referrer
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.roles import CALL_HANDLER, SOCIAL_WORKER
from frontdoor.models import Contact, ContactChild, Person, PersonMerge, Relationship
from frontdoor.models.contacts import ClaimedConsent, Method
from frontdoor.models.identity import LinkKind, MergeDecision
from frontdoor.models.relationships import RelationshipKind, Responsibility
from workforce.demo_people import FRONT_DOOR
from workforce.models import Worker

ON_THE_DESK, DECIDED = 3, 2
COLLEAGUE = "Robin Ashby"
TOLD_AGAIN = "A colleague rang yesterday about this child. Nothing has changed since, and we worry as before."
SPELT = "The second caller spelt the name otherwise. The day of birth is the same, and there is one child in the class."
MARRIED = "The same telephone number, and the mother says that she told the school her married name."
AGREED = "I rang the mother. Both records are hers, and nothing on them speaks against it."
AFTER_ALL = "The grandmother has the same names. The second record is hers, not the mother's."
TWO_CHILDREN = "Two children: the days of birth and the parents are different, and the school knows both."


def record_doubles(world: World) -> int:
    """Children told of twice: two possibly the same, one to decide; mothers: one joined, one parted.

    Returns how many contacts told of them again.
    """
    worker = world.staff.members(FRONT_DOOR.name, SOCIAL_WORKER.code, world.on)[0]
    handler = world.staff.members(FRONT_DOOR.name, CALL_HANDLER.code, world.on)[0]
    manager = world.staff.oversees(world.on)
    told_at = world.now - timedelta(hours=5)
    pairs = [(told.child, _told_again(told, handler, told_at)) for told in _on_the_desk()]
    for child, second in pairs[1:]:
        identity.say(by=worker, now=told_at, one=child, other=second, kind=LinkKind.POSSIBLE, reason=SPELT)
    for child, second in pairs[:1]:
        _propose(child, second, worker, told_at, SPELT)
    mothers = Relationship.objects.filter(kind=RelationshipKind.MOTHER, ended_on__isnull=True).order_by("pk")
    for place, tie in enumerate(mothers.select_related("adult", "child").exclude(adult__given_names="")[:DECIDED]):
        merge = _propose(tie.adult, _second_mother(tie, worker), worker, told_at, MARRIED)
        _decide(merge, manager, world, parted=place > 0)
    _known_apart(world, worker)
    return len(pairs)


def _on_the_desk() -> list[ContactChild]:
    """Children of contacts that nobody has decided, one of each contact."""
    told = ContactChild.objects.filter(contact__in=Contact.objects.open(), child__restricted=False)
    told = told.exclude(child__given_names="").exclude(child__birth_date=None).exclude(contact__agency=None)
    return list(told.order_by("contact", "pk").distinct("contact").select_related("child", "contact")[:ON_THE_DESK])


def _told_again(told: ContactChild, handler: Worker, at: datetime) -> Person:
    """Somebody else of the same agency rings about the child, and nobody finds the record that there is."""
    child, contact = told.child, told.contact
    born = {"birth_date": child.birth_date, "birth_date_known": child.birth_date_known}
    second = _spelt_otherwise(child, is_child=True, **born)
    with acting_as(handler):
        second.full_clean()
        second.save()
    contacts.record(
        by=handler,
        now=at,
        received_at=at,
        method=Method.TELEPHONE,
        referrer=Referrer(source_code=contact.source_code, agency=contact.agency, referrer_name=COLLEAGUE),
        children=[second.pk],
        concern=TOLD_AGAIN,
        claimed_consent=ClaimedConsent.NOT_KNOWN,
        immediate_danger=False,
    )
    return second


def _spelt_otherwise(person: Person, **said: Any) -> Person:
    given_names = f"{person.given_names[:-1]}{person.given_names[-1] * 2}"
    return Person(given_names=given_names, family_name=person.family_name, sex=person.sex, **said)


def _second_mother(tie: Relationship, worker: Worker) -> Person:
    second = _spelt_otherwise(tie.adult, telephone=tie.adult.telephone)
    with acting_as(worker):
        second.full_clean()
        second.save()
        Relationship(
            child=tie.child,
            adult=second,
            kind=RelationshipKind.OTHER,
            parental_responsibility=Responsibility.NOT_KNOWN,
        ).save()
    return second


def _propose(survivor: Person, merged: Person, worker: Worker, at: datetime, why: str) -> PersonMerge:
    choices = {"given_names": "survivor"}
    return merging.propose(by=worker, now=at, survivor=survivor, merged=merged, choices=choices, reason=why)


def _decide(merge: PersonMerge, manager: Worker, world: World, *, parted: bool) -> None:
    decided_at = world.now - timedelta(hours=3)
    with acting_as(manager), bringing_in():
        merging.decide(by=manager, now=decided_at, merge=merge, decision=MergeDecision.APPROVED, reason=AGREED)
        if parted:
            merging.undo(by=manager, now=decided_at + timedelta(hours=1), merge=merge, reason=AFTER_ALL)


def _known_apart(world: World, worker: Worker) -> None:
    children = list(Person.objects.children().filter(restricted=False).exclude(given_names="").order_by("pk")[:2])
    if len(children) == 2:
        one, other = children
        identity.say(
            by=worker,
            now=world.now - timedelta(hours=2),
            one=one,
            other=other,
            kind=LinkKind.DIFFERENT,
            reason=TWO_CHILDREN,
        )
