"""Consent, requests to override it and questions to agencies."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from time_machine import escape_hatch

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
    OverrideOrder,
    OverrideStrategy,
    ReplyStatement,
)
from tests.factories.base import OfFactory, RecordFactory, SignedFactory, WholeFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.factories.strategy import started
from tests.factories.workers import call_handler, consent_decider, practice_manager, social_worker
from tests.rows import bringing_in

GROUNDS = "The strategy discussion found bruises in three places and decided on section 47."
COMPELS = "The school and the doctor send the authority all they know of her attendance and injuries."
DUTY = "Section 16LA: the school sends the authority what it knows of her attendance and injuries."
SPOKEN = {"GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"}
RECORDED_BY = {
    "CYP_COMPETENT": social_worker,
    "GROUND_ENDED": practice_manager,
    "NOT_NEEDED_S47": consent_decider,
    "NOT_NEEDED_COURT": consent_decider,
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


class ConsentEventFactory(WholeFactory, SignedFactory, RecordFactory):
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
    recorded_by = factory.LazyAttribute(lambda event: RECORDED_BY.get(event.status, call_handler)())

    class Params:
        section_47 = factory.Trait(status="NOT_NEEDED_S47")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> Any:
        """What two people decide is asked for by one and signed by another; ``recorded_by`` is who signs."""
        make = {"NOT_NEEDED_S47": SectionFactory, "NOT_NEEDED_COURT": CourtFactory}.get(given["status"])
        if make is None:
            return super()._create(model_class, *args, **given)
        request = make(contact=given["contact"], children=[given["child"]])
        return decided(request, by=given["recorded_by"]).events.get()

    @factory.post_generation
    def covering(self, create: bool, extracted: Any, **_: Any) -> None:
        for agency in extracted or []:
            ConsentAgencyFactory(event=self, agency=agency)


class ConsentAgencyFactory(OfFactory, RecordFactory):
    _of, _signed_by = "event", "recorded_by"

    class Meta:
        model = ConsentAgency

    event = factory.SubFactory(ConsentEventFactory, status="GIVEN_PARTIAL")
    agency = factory.SubFactory(AgencyFactory)


def attempt(means: str = "telephone", *, hours: int) -> dict[str, str]:
    """Somebody tried to reach the mother so many hours before now."""
    return {"at": (timezone.now() - timedelta(hours=hours)).isoformat(), "means": means, "whom": "The mother"}


class OverrideFactory(WholeFactory, SignedFactory, RecordFactory):
    """A social worker's request, made now, for one child and one agency, not decided yet."""

    _signed_by = "requested_by"

    class Meta:
        model = ConsentOverride

    contact = factory.SubFactory(ContactFactory)
    requested_by = factory.LazyFunction(social_worker)
    requested_at = factory.LazyFunction(timezone.now)
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


class SectionFactory(OverrideFactory):
    """A social worker's request on a strategy meeting that started a section 47 enquiry; ``strategy__...`` tells it.

    ``strategy=False`` leaves the meeting out.
    """

    ground = "s47"
    legal_basis = "s47"
    reason_codes = factory.LazyFunction(list)
    evidence = factory.LazyFunction(dict)
    facts = factory.Sequence(f"{GROUNDS} Occasion {{}}.".format)

    @factory.post_generation
    def strategy(self, create: bool, extracted: Any, **told: Any) -> None:
        if create and extracted is not False:
            StrategyFactory(override=self, **told)


class StrategyFactory(OfFactory, RecordFactory):
    """A meeting held when the contact came in, about the children of the request; ``chair`` chaired it."""

    class Meta:
        model = OverrideStrategy

    class Params:
        chair = None
        met_at = None
        meeting = factory.LazyAttribute(
            lambda row: started(row.override.contact, row.override.children.all(), chair=row.chair, held_at=row.met_at)
        )

    meeting_number = factory.SelfAttribute("meeting.pk")
    held_at = factory.SelfAttribute("meeting.held_at")
    led_by = factory.SelfAttribute("meeting.chair")
    outcome = "s47"


class CourtFactory(OverrideFactory):
    """A social worker's request on an order of a court that compels a school to share; ``order__...`` tells it."""

    ground = "court"
    legal_basis = "court"
    reason_codes = factory.LazyFunction(list)
    evidence = factory.LazyFunction(dict)
    overriding_concern = False
    harm = ""
    immediate = None

    @factory.post_generation
    def order(self, create: bool, extracted: Any, **told: Any) -> None:
        if create and extracted is not False:
            OrderFactory(override=self, **told)


class OrderFactory(OfFactory, RecordFactory):
    """An order of today without a last day."""

    class Meta:
        model = OverrideOrder

    court = "Family Court at Invented"
    named = "Order under section 37"
    number = "ZZ26P00001"
    made_on = factory.LazyFunction(timezone.localdate)
    compels = COMPELS


class OverrideChildFactory(OfFactory, RecordFactory):
    class Meta:
        model = OverrideChild


class OverrideAgencyFactory(OfFactory, RecordFactory):
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
    """A request for information when the contact came in, to be answered in three days. It names no child yet.

    What was put to an agency before now is brought in.
    """

    _signed_by = "requested_by"

    class Meta:
        model = AgencyRequest

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> Any:
        is_now = abs(given["requested_at"] - timezone.now()) < timedelta(minutes=1) and not escape_hatch.is_travelling()
        with nullcontext() if is_now else bringing_in():
            return super()._create(model_class, *args, **given)

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


def covered_by(event: ConsentEvent) -> Any:
    """The agency that a manager's decision covers, if the event is one."""
    return event.override.agencies.first() if event.override else None


class CheckFactory(RecordFactory):
    """One child on a request that an agency has not answered; ``request__...`` describes the request.

    What was asked on a yes that counts no more today was asked while it counted: it is brought in.
    """

    class Meta:
        model = AgencyCheck

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> Any:
        is_old = given["consent"].happened_at < timezone.now() - timedelta(days=90)
        with bringing_in() if is_old else nullcontext():
            return super()._create(model_class, *args, **given)

    consent = factory.SubFactory(ConsentEventFactory)
    contact = factory.SelfAttribute("consent.contact")
    child = factory.SelfAttribute("consent.child")
    agency = factory.LazyAttribute(lambda check: covered_by(check.consent) or AgencyFactory())
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
