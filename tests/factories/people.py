"""Invented children and adults, with the traits that real families have."""

from datetime import date
from typing import Any

import factory

from frontdoor.models import Address, Agency, ConflictOfInterest, Person, Relationship
from tests.factories.base import RecordFactory, as_somebody
from tests.rows import bringing_in


class PersonFactory(RecordFactory):
    """An adult with a name."""

    class Meta:
        model = Person

    given_names = factory.Sequence(lambda n: f"Adult{n}")
    family_name = factory.Sequence(lambda n: f"Example{n}")


class ChildFactory(PersonFactory):
    """A child with a name and an exact date of birth."""

    given_names = factory.Sequence(lambda n: f"Child{n}")
    is_child = True
    birth_date = date(2016, 5, 4)
    birth_date_known = "exact"
    sex = "F"

    class Params:
        unborn = factory.Trait(
            given_names="",
            family_name="",
            birth_date=None,
            birth_date_known="unborn",
            expected_birth_date=factory.LazyFunction(lambda: date(2027, 3, 1)),
            sex="U",
        )
        birth_unknown = factory.Trait(birth_date=None, birth_date_known="unknown")
        restricted_record = factory.Trait(restricted=True)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """An unborn child is brought in: whether a birth can still be expected is asked of the true clock."""
        if kwargs["birth_date_known"] != "unborn":
            return super()._create(model_class, *args, **kwargs)
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)


class AddressFactory(RecordFactory):
    class Meta:
        model = Address

    person = factory.SubFactory(ChildFactory)
    lines = factory.Sequence(lambda n: f"{n} Invented Street")
    postcode = "ZZ1 1ZZ"


class RelationshipFactory(RecordFactory):
    """A mother with parental responsibility."""

    class Meta:
        model = Relationship

    child = factory.SubFactory(ChildFactory)
    adult = factory.SubFactory(PersonFactory)
    kind = "mother"
    parental_responsibility = "yes"


class AgencyFactory(RecordFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")
    source_code = "2A"
    sector = "education"


class ConflictFactory(RecordFactory):
    class Meta:
        model = ConflictOfInterest

    person = factory.SubFactory(ChildFactory)
    reason = "Aunt of the child"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """Brought in: who may declare a tie is asked in tests/frontdoor/test_sight.py."""
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)
