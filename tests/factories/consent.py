"""Consent, requests to override it and questions to agencies."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from frontdoor.actions import overrides
from frontdoor.models import (
    AgencyCheck,
    AgencyRequest,
    CheckChaser,
    CheckReply,
    ConsentAgency,
    ConsentEvent,
    ConsentOverride,
    OverrideAgency,
    OverrideChild,
    ReplyStatement,
)
from tests.factories.base import RecordFactory, SignedFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.factories.workers import call_handler, consent_decider, practice_manager, social_worker

GROUNDS = "The strategy discussion found bruises in three places and decided on section 47."
STRATEGY = "Chaired by the practice manager, with the police and the named nurse."
ORDER = "Order under section 37: the authority reports to the court."
SPOKEN = {"GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"}
RECORDED_BY = {
    "CYP_COMPETENT": social_worker,
    "GROUND_ENDED": practice_manager,
    "NOT_NEEDED_S47": practice_manager,
    "NOT_NEEDED_COURT": practice_manager,
}
COMPETENT = "She is 15, told back in her own words who would be asked and why, and can say no."
FACTS = "A neighbour saw the stepfather strike the child twice on Sunday, occasion {}."
QUESTION = "What have you seen of this child this month?"
REASON = "The facts show a risk of harm that asking would raise."


def only_child(contact: Any) -> Any:
    """The first child of a contact."""
    return contact.about.order_by("pk").first().child


def a_parent(child: Any) -> Any:
    """An adult with parental responsibility for a child: another one each time."""
    return RelationshipFactory(child=child).adult


class ConsentEventFactory(SignedFactory, RecordFactory):
    """A parent agreed that agencies are asked, when the contact came in. ``covering=[...]`` names agencies."""

    class Meta:
        model = ConsentEvent

    contact = factory.SubFactory(ContactFactory)
    child = factory.LazyAttribute(lambda event: only_child(event.contact))
    kind = "B"
    status = "GIVEN"
    given_by = factory.LazyAttribute(lambda event: a_parent(event.child) if event.status in SPOKEN else None)
    words = "Asked on the telephone. She agreed."
    happened_at = factory.LazyAttribute(lambda event: event.contact.received_at)
    considered = factory.LazyAttribute(lambda event: COMPETENT if event.status == "CYP_COMPETENT" else "")
    strategy_with = factory.LazyAttribute(lambda event: STRATEGY if event.status == "NOT_NEEDED_S47" else "")
    order_named = factory.LazyAttribute(lambda event: ORDER if event.status == "NOT_NEEDED_COURT" else "")
    order_court = factory.LazyAttribute(
        lambda event: "Family Court at Invented" if event.status == "NOT_NEEDED_COURT" else ""
    )
    order_on = factory.LazyAttribute(
        lambda event: timezone.localdate(event.happened_at) if event.status == "NOT_NEEDED_COURT" else None
    )
    order_reference = factory.LazyAttribute(lambda event: "ZZ26P00001" if event.status == "NOT_NEEDED_COURT" else "")
    recorded_by = factory.LazyAttribute(lambda event: RECORDED_BY.get(event.status, call_handler)())

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


class OverrideFactory(SignedFactory, RecordFactory):
    """A social worker's request, made an hour ago, for one child and one agency, not decided yet."""

    _signed_by = "requested_by"

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
    legal_basis = "sch1"
    questions = QUESTION

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
    override: ConsentOverride,
    decision: str = "approved",
    by: Any = None,
    at: datetime | None = None,
    made: datetime | None = None,
) -> ConsentOverride:
    """The request after a manager's decision, now unless said otherwise."""
    return overrides.decide(
        by=by or consent_decider(),
        now=at or timezone.now(),
        override=override,
        decision=decision,
        reason=REASON,
        decided_at=made,
    )


class AgencyRequestFactory(SignedFactory, RecordFactory):
    """A request for information when the contact came in, to be answered in three days. It names no child yet."""

    _signed_by = "requested_by"

    class Meta:
        model = AgencyRequest

    contact = factory.SubFactory(ContactFactory)
    agency = factory.SubFactory(AgencyFactory)
    kind = "information"
    questions = factory.LazyFunction(lambda: [QUESTION])
    requested_by = factory.LazyFunction(social_worker)
    requested_at = factory.LazyAttribute(lambda asked: asked.contact.received_at)
    clock = "T36"
    due_at = factory.LazyAttribute(lambda asked: asked.requested_at + timedelta(days=3))
    remind_at = factory.LazyAttribute(lambda asked: asked.due_at - timedelta(hours=14))
    escalate_at = factory.LazyAttribute(lambda asked: asked.due_at + timedelta(days=3))


class CheckFactory(RecordFactory):
    """One child on a request that an agency has not answered; ``request__...`` describes the request."""

    class Meta:
        model = AgencyCheck

    consent = factory.SubFactory(ConsentEventFactory)
    contact = factory.SelfAttribute("consent.contact")
    child = factory.SelfAttribute("consent.child")
    agency = factory.SubFactory(AgencyFactory)
    request = factory.SubFactory(
        AgencyRequestFactory, contact=factory.SelfAttribute("..contact"), agency=factory.SelfAttribute("..agency")
    )


def asked(**given: Any) -> AgencyRequest:
    """A request about one child: ``consent``, ``contact`` and ``agency`` are the check's, the rest is the request's."""
    of_check = {name: given.pop(name) for name in ("consent", "contact", "agency") if name in given}
    if "contact" in of_check and "consent" not in of_check:
        of_check["consent"] = ConsentEventFactory(contact=of_check.pop("contact"))
    return CheckFactory(**of_check, **{f"request__{name}": value for name, value in given.items()}).request


class ReplyFactory(RecordFactory):
    """What an agency answered a day after it was asked; the request itself is not ended by it."""

    class Meta:
        model = CheckReply

    request = factory.LazyFunction(asked)
    answered_by = "Invented Head"
    received_at = factory.LazyAttribute(lambda reply: reply.request.requested_at + timedelta(days=1))
    recorded_by = factory.LazyFunction(call_handler)


class StatementFactory(RecordFactory):
    """A fact with its source and its day."""

    class Meta:
        model = ReplyStatement

    reply = factory.SubFactory(ReplyFactory)
    said = "fact"
    words = "He was collected by an adult whom nobody knew."
    source = "The register of the school"
    dated_on = factory.LazyAttribute(lambda statement: statement.reply.received_at.date())


class ChaserFactory(RecordFactory):
    """A call to an agency that has not answered."""

    class Meta:
        model = CheckChaser

    request = factory.LazyFunction(asked)
    how = "telephone"
    chased_at = factory.LazyAttribute(lambda chaser: chaser.request.requested_at + timedelta(days=2))
    chased_by = factory.LazyFunction(call_handler)
    words = "She will ring back this afternoon."
