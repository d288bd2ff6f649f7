"""Open and closed cases: referrals, allocations, assessments, plans, enquiries, visits."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.models import Allocation, Assessment, Plan, Section47, Visit
from frontdoor.models import Referral
from tests.factories.base import RecordFactory, as_somebody
from tests.factories.consent import ConsentEventFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import ChildFactory, RelationshipFactory
from tests.factories.workers import TeamFactory, practice_manager, social_worker
from tests.rows import bringing_in

RECEIVED_ON = date(2026, 11, 16)
DUE_ON = date(2027, 1, 21)
ANALYSIS = "The child is often alone in the evening; the mother has accepted help and keeps to it."


class ReferralFactory(RecordFactory):
    """A referral accepted on Monday 16 November 2026, to be allocated the next day.

    A child's second one is brought in: when it may begin is tried in tests/law/rules_census.py.
    """

    class Meta:
        model = Referral

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        if not Referral.objects.filter(child=kwargs["child"]).exists():
            return super()._create(model_class, *args, **kwargs)
        with bringing_in():
            return super()._create(model_class, *args, **kwargs)

    child = factory.SubFactory(ChildFactory)
    team = factory.SubFactory(TeamFactory)
    received_on = RECEIVED_ON
    source_code = "2A"
    primary_need = "N1"
    accepted_at = factory.LazyAttribute(
        lambda referral: datetime(
            referral.received_on.year, referral.received_on.month, referral.received_on.day, 12, tzinfo=UTC
        )
    )
    accepted_by = factory.LazyFunction(practice_manager)
    allocation_due_on = factory.LazyAttribute(lambda referral: referral.received_on + timedelta(days=1))

    class Params:
        closed = factory.Trait(
            closed_on=factory.LazyAttribute(lambda referral: referral.received_on + timedelta(days=60)),
            closed_by=factory.LazyFunction(practice_manager),
            closure_reason="RC8",
        )


class AllocationFactory(RecordFactory):
    """A lead worker of the referral's own team."""

    class Meta:
        model = Allocation

    referral = factory.SubFactory(ReferralFactory)
    child = factory.SelfAttribute("referral.child")
    worker = factory.LazyAttribute(lambda allocation: social_worker(team=allocation.referral.team))
    started_on = factory.SelfAttribute("referral.received_on")
    allocated_by = factory.SelfAttribute("referral.accepted_by")
    rationale = "Knows the family."

    @factory.post_generation
    def referral_is_allocated(self, create: bool, extracted: Any, **_: Any) -> None:
        if self.referral.allocated_on is None:
            self.referral.allocated_on = self.started_on
            with_actor(self.referral.save)


def with_actor(act: Any) -> None:
    """Run ``act`` in the name of the acting worker, or else of the system."""
    with as_somebody():
        act()


def agreed(referral: Any, **changes: Any) -> Any:
    """A mother with parental responsibility agrees to the assessment of a referral's child. Returns the referral."""
    tie = RelationshipFactory(child=referral.child)
    given = {"child": referral.child, "kind": "C", "given_by": tie.adult, "words": "She agrees to the assessment."}
    received_at = min(referral.accepted_at, timezone.now())
    contact = ContactFactory(children=[referral.child], received_at=received_at)
    ConsentEventFactory(**{"contact": contact} | given | changes)
    return referral


class AssessmentFactory(RecordFactory):
    """An open assessment of a referral received on 16 November 2026, due on 21 January 2027.

    It is brought in, as begun elsewhere: agreement to it is asked for by the act that starts one (``agreed``).
    """

    class Meta:
        model = Assessment

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)

    referral = factory.SubFactory(ReferralFactory, received_on=factory.SelfAttribute("..received_on"))
    child = factory.SelfAttribute("referral.child")
    referral_received_on = factory.SelfAttribute("referral.received_on")
    started_on = factory.SelfAttribute("referral.received_on")
    due_on = DUE_ON
    opened_by = factory.SelfAttribute("referral.accepted_by")

    class Params:
        received_on = RECEIVED_ON
        overdue = factory.Trait(received_on=date(2026, 8, 3), due_on=date(2026, 10, 6))
        written = factory.Trait(
            child_seen_on=factory.LazyAttribute(lambda assessment: assessment.started_on + timedelta(days=3)),
            child_seen_alone=True,
            child_views="I like it when Mum reads to me.",
            analysis=ANALYSIS,
            outcome="cin",
        )
        submitted = factory.Trait(
            written=True,
            submitted_on=factory.LazyAttribute(lambda assessment: assessment.started_on + timedelta(days=20)),
            submitted_by=factory.LazyAttribute(lambda assessment: social_worker(team=assessment.referral.team)),
        )
        authorised = factory.Trait(
            submitted=True,
            authorised_on=factory.LazyAttribute(lambda assessment: assessment.submitted_on + timedelta(days=1)),
            authorised_by=factory.LazyAttribute(lambda assessment: practice_manager(team=assessment.referral.team)),
        )
        finished = factory.Trait(
            authorised=True,
            shared_on=factory.SelfAttribute("authorised_on"),
            shared_by=factory.SelfAttribute("submitted_by"),
            finished_on=factory.SelfAttribute("shared_on"),
        )


class PlanFactory(RecordFactory):
    """A child in need plan, brought in: here one starts by a manager's decision or at a conference."""

    class Meta:
        model = Plan

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)

    referral = factory.SubFactory(ReferralFactory)
    child = factory.SelfAttribute("referral.child")
    kind = "cin"
    started_on = factory.LazyAttribute(lambda plan: plan.referral.received_on + timedelta(days=30))

    class Params:
        protection = factory.Trait(kind="cp", initial_category="NEG", latest_category="NEG")


class Section47Factory(RecordFactory):
    """Brought in: one that starts here comes of a strategy decision (tests/factories/enquiries.py)."""

    class Meta:
        model = Section47

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)

    referral = factory.SubFactory(ReferralFactory)
    child = factory.SelfAttribute("referral.child")
    started_on = factory.SelfAttribute("referral.received_on")


class VisitFactory(RecordFactory):
    class Meta:
        model = Visit

    child = factory.SubFactory(ChildFactory)
    visited_on = RECEIVED_ON
    seen = True
    seen_alone = True
