"""What the night leaves for the day."""

from datetime import timedelta

import factory

from frontdoor.models import HandOver
from tests.factories.base import InTurnFactory
from tests.factories.contacts import ContactFactory
from tests.factories.workers import social_worker


class HandOverFactory(InTurnFactory):
    """Written an hour after its contact was received, to be taken on ten hours later."""

    _later = {"taken_by": ("taken_at",)}

    class Meta:
        model = HandOver

    contact = factory.SubFactory(ContactFactory)
    done = "Spoke with the grandmother, who keeps both children tonight."
    to_do = "Visit the mother by noon and see both children alone."
    written_at = factory.LazyAttribute(lambda row: row.contact.received_at + timedelta(hours=1))
    written_by = factory.LazyFunction(social_worker)
    due_at = factory.LazyAttribute(lambda row: row.written_at + timedelta(hours=10))
