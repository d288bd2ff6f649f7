"""Contacts as they stand at the desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from frontdoor.models import Contact, ContactChild
from tests.factories.base import RecordFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import call_handler, social_worker

RECEIVED = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


class ContactFactory(RecordFactory):
    """A contact about one child, received on Monday 16 November 2026 at 10:00, to be triaged by noon."""

    class Meta:
        model = Contact

    received_at = RECEIVED
    recorded_by = factory.LazyFunction(call_handler)
    method = "telephone"
    source_code = "2A"
    agency = factory.SubFactory(AgencyFactory)
    referrer_name = "Invented Referrer"
    concern = "The child came to school hungry and without a coat three days in a row."
    claimed_consent = "not_known"
    immediate_danger = False
    decision_due_at = factory.LazyAttribute(
        lambda contact: contact.received_at + timedelta(hours=4) if contact.immediate_danger else None
    )
    triage_due_at = factory.LazyAttribute(lambda contact: contact.received_at + timedelta(hours=2))

    class Params:
        triaged = factory.Trait(
            rag="amber",
            rag_reason="Needs an answer tomorrow.",
            triaged_at=factory.LazyAttribute(lambda contact: contact.received_at + timedelta(hours=1)),
            triaged_by=factory.LazyFunction(social_worker),
            decision_due_at=datetime(2026, 11, 18, 0, 0, tzinfo=UTC),
        )

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        for child in extracted or [ChildFactory()]:
            ContactChildFactory(contact=self, child=child)


class ContactChildFactory(RecordFactory):
    class Meta:
        model = ContactChild
