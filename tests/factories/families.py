"""Homes and ties of invented families."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from frontdoor.core import acting
from frontdoor.models import AddressGrant, Household, HouseholdMember, Tie
from tests.factories import workers
from tests.factories.base import RecordFactory, SignedFactory
from tests.factories.people import AddressFactory, ChildFactory, PersonFactory, RelationshipFactory
from workforce.models import Worker

PROTECTED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
WHY_PROTECTED = "The former partner has threatened to find them."


class HouseholdFactory(RecordFactory):
    """A home; ``secret=True`` protects its address."""

    class Meta:
        model = Household

    class Params:
        secret = factory.Trait(
            protected=True,
            protected_reason=WHY_PROTECTED,
            protected_at=PROTECTED_AT,
            protected_by=factory.LazyFunction(workers.practice_manager),
        )

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> Any:
        """A secret one in the name of whoever protects it."""
        signer = given.get("protected_by") or acting.current() or Worker.objects.the_system()
        with acting.acting_as(signer):
            return super()._create(model_class, *args, **given)


class MemberFactory(RecordFactory):
    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    person = factory.SubFactory(ChildFactory)


class TieFactory(RecordFactory):
    """Partners."""

    class Meta:
        model = Tie

    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    kind = "partners"


class AddressGrantFactory(SignedFactory, RecordFactory):
    _signed_by = "granted_by"

    class Meta:
        model = AddressGrant

    household = factory.SubFactory(HouseholdFactory, secret=True)
    worker = factory.LazyFunction(workers.social_worker)
    reason = "Visits the family at home this week."
    granted_by = factory.LazyFunction(workers.practice_manager)
    granted_at = PROTECTED_AT
    expires_at = PROTECTED_AT + timedelta(days=300)


def living_together(*people: Any, since: Any = None, **address: Any) -> Household:
    """A home of these people, with an address where one is given."""
    home = HouseholdFactory()
    for person in people:
        MemberFactory(household=home, person=person, started_on=since)
        if address:
            AddressFactory(person=person, household=home, started_on=since, **address)
    return home


def rows_of(child: Any) -> dict[str, int]:
    """A small family of a child, as the ids that its pages' addresses carry."""
    mother = RelationshipFactory(child=child)
    father = RelationshipFactory(child=child, kind="father")
    home = living_together(child, mother.adult)
    return {
        "relationship_id": mother.pk,
        "tie_id": TieFactory(person=mother.adult, other=father.adult).pk,
        "other_id": mother.adult_id,
        "household_id": home.pk,
        "member_id": home.members.get(person=mother.adult).pk,
    }
