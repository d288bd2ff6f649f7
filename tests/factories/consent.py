"""Consent, requests to override it and questions to agencies."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.actions import overrides
from frontdoor.models import AgencyCheck, ConsentAgency, ConsentEvent, ConsentOverride, OverrideAgency, OverrideChild
from tests.factories.base import RecordFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, PersonFactory
from tests.factories.workers import call_handler, consent_decider, practice_manager, social_worker

GROUNDS = "The strategy discussion found bruises in three places and decided on section 47."
FACTS = "A neighbour saw the stepfather strike the child twice on Sunday, occasion {}."
REASON = "The facts show a risk of harm that asking would raise."


def only_child(contact: Any) -> Any:
    """The first child of a contact."""
    return contact.about.order_by("pk").first().child


class ConsentEventFactory(RecordFactory):
    """A parent agreed that agencies are asked, when the contact came in. ``covering=[...]`` names agencies."""

    class Meta:
        model = ConsentEvent

    contact = factory.SubFactory(ContactFactory)
    child = factory.LazyAttribute(lambda event: only_child(event.contact))
    kind = "B"
    status = "GIVEN"
    given_by = factory.SubFactory(PersonFactory)
    words = "Asked on the telephone. She agreed."
    happened_at = factory.LazyAttribute(lambda event: event.contact.received_at)
    recorded_by = factory.LazyFunction(call_handler)

    class Params:
        section_47 = factory.Trait(
            status="NOT_NEEDED_S47",
            words=GROUNDS,
            strategy_decided_at=factory.LazyAttribute(lambda event: event.contact.received_at),
            recorded_by=factory.LazyFunction(practice_manager),
        )

    @factory.post_generation
    def covering(self, create: bool, extracted: Any, **_: Any) -> None:
        for agency in extracted or []:
            ConsentAgencyFactory(event=self, agency=agency)


class ConsentAgencyFactory(RecordFactory):
    class Meta:
        model = ConsentAgency

    event = factory.SubFactory(ConsentEventFactory)
    agency = factory.SubFactory(AgencyFactory)


class OverrideFactory(RecordFactory):
    """A social worker's request, made an hour ago, for one child and one agency, not decided yet."""

    class Meta:
        model = ConsentOverride

    contact = factory.SubFactory(ContactFactory)
    requested_by = factory.LazyFunction(social_worker)
    requested_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    asked = "not_asked"
    reason_codes = factory.LazyFunction(lambda: ["O1"])
    evidence = factory.LazyFunction(lambda: {"O1": "The stepfather would strike the child."})
    facts = factory.Sequence(FACTS.format)
    harm_if_sought = "The child would be beaten for telling."
    harm_if_not_shared = "Nobody would see the next injury."
    overriding_concern = True
    harm = "PHY"
    immediate = True
    less_intrusive = "Waiting for the mother was considered; she lives with him."
    questions = "What has the agency seen of the child this month?"

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        if create:
            for child in extracted or [only_child(self.contact)]:
                OverrideChildFactory(override=self, child=child)

    @factory.post_generation
    def agencies(self, create: bool, extracted: Any, **_: Any) -> None:
        if create:
            for agency in extracted or [AgencyFactory()]:
                OverrideAgencyFactory(override=self, agency=agency)


class OverrideChildFactory(RecordFactory):
    class Meta:
        model = OverrideChild


class OverrideAgencyFactory(RecordFactory):
    class Meta:
        model = OverrideAgency


def decided(
    override: ConsentOverride, decision: str = "approved", by: Any = None, at: datetime | None = None
) -> ConsentOverride:
    """The request after a manager's decision, now unless said otherwise."""
    return overrides.decide(
        by=by or consent_decider(), now=at or timezone.now(), override=override, decision=decision, reason=REASON
    )


class CheckFactory(RecordFactory):
    """A question put to an agency on the day of the contact, to be answered in three working days."""

    class Meta:
        model = AgencyCheck

    consent = factory.SubFactory(ConsentEventFactory)
    contact = factory.SelfAttribute("consent.contact")
    child = factory.SelfAttribute("consent.child")
    agency = factory.SubFactory(AgencyFactory)
    question = "What have you seen of this child this month?"
    requested_by = factory.LazyFunction(social_worker)
    requested_on = factory.LazyAttribute(lambda check: check.contact.received_at.date())
    due_on = factory.LazyAttribute(lambda check: check.requested_on + timedelta(days=3))
