from datetime import date

import pytest
from django.core.exceptions import ValidationError

from frontdoor.core.acting import acting_as
from frontdoor.models import Contact, Person
from tests.factories.contacts import RECEIVED, ContactFactory
from tests.factories.people import ChildFactory

pytestmark = pytest.mark.django_db


def test_every_broken_constraint_is_named_with_one_query(django_assert_num_queries):
    child = Person(given_names="", birth_date_known="exact", birth_date=None)
    with django_assert_num_queries(1), pytest.raises(ValidationError) as refused:
        child.full_clean()
    assert refused.value.messages == [
        "Enter a date of birth, or say that it is not known.",
        "Enter a first name or a family name. If neither is known, write Unknown.",
    ]


def test_a_sound_row_passes():
    child = ChildFactory.build()
    child.full_clean()
    assert child.birth_date == date(2016, 5, 4)


def test_a_row_that_was_read_is_not_asked_for_again(system, django_assert_num_queries):
    with acting_as(system):
        contact = ContactFactory()
    with django_assert_num_queries(1):
        contact.full_clean()
    with pytest.raises(ValidationError):
        Contact(recorded_by_id=0, received_at=RECEIVED, concern="x").full_clean()


def test_the_databases_own_time_is_compared_too():
    contact = Contact(received_at=RECEIVED.replace(year=2099), method="email", source_code="9", concern="Hungry.")
    contact.claimed_consent, contact.immediate_danger = "not_known", False
    with pytest.raises(ValidationError, match="received in the future"):
        contact.full_clean(exclude=["recorded_by"])
