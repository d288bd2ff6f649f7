"""Links between records and merges of them, as two people would make them."""

from typing import Any

from django.utils import timezone

from frontdoor.actions import identity, merging
from frontdoor.models import IdentityLink, Person, PersonMerge
from tests.factories import sight, workers
from tests.factories.contacts import ContactFactory
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory

REASON = "The school and the mother say that it is the same child."


def pair(**given: Any) -> tuple[Person, Person]:
    """Two records of one child, alike in everything that both say."""
    return ChildFactory(given_names="Wren", family_name="Invented", **given), ChildFactory(
        given_names="Wren", family_name="Invented"
    )


def link(kind: str = "possible", **given: Any) -> IdentityLink:
    """What a social worker said about two records."""
    one, other = given.get("pair") or pair()
    return identity.say(
        by=workers.social_worker(), now=timezone.now(), one=one, other=other, kind=kind, reason="The same names"
    )


def proposal(*, records: tuple[Person, Person] | None = None, **choices: str) -> PersonMerge:
    """A merge that waits for a second person."""
    survivor, merged = records or pair()
    return merging.propose(
        by=_named_on(workers.social_worker(), survivor, merged),
        now=timezone.now(),
        survivor=survivor,
        merged=merged,
        choices=choices,
        reason=REASON,
    )


def second_record(relation: str, *people: Any) -> Person:
    """Another record in the same relation to some workers, without a case of its own."""
    other = ChildFactory(restricted=relation == "restricted")
    for worker in people:
        if relation == "conflicted":
            ConflictFactory(person=other, worker=worker, declared_by=worker)
        if relation in {"own", "own_team"}:
            ContactFactory(children=[other], recorded_by=worker)
    return other


def pair_with_an_address() -> tuple[Person, Person]:
    """Two records of one child, the second with an address."""
    survivor, merged = pair()
    AddressFactory(person=merged)
    return survivor, merged


def second_person(merge: PersonMerge) -> Any:
    """A manager who may sign it: for an adult one who sees every family."""
    of_children = merge.survivor.is_child and merge.merged.is_child
    manager = workers.practice_manager() if of_children else workers.service_manager()
    return _named_on(manager, merge.survivor, merge.merged)


def _named_on(worker: Any, *records: Person) -> Any:
    """The worker, by name on those of the records that are restricted: nobody joins what is hidden."""
    for record in records:
        if record.restricted:
            sight.named(record, worker)
    return worker


def approve(merge: PersonMerge, by: Any = None) -> list[merging.Moved]:
    """The second person's signature."""
    return merging.decide(
        by=by or second_person(merge), now=timezone.now(), merge=merge, decision="approved", reason=REASON
    )


def joined(**given: Any) -> PersonMerge:
    """A merge that stands."""
    merge = proposal(**given)
    approve(merge)
    merge.refresh_from_db()
    return merge


def part(merge: PersonMerge, by: Any = None) -> list[merging.Moved]:
    """The merge taken back."""
    return merging.undo(by=by or second_person(merge), now=timezone.now(), merge=merge, reason=REASON)
