"""Children's plans: needs, outcomes and actions of a child under a plan, reviews, versions and copies."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.models import (
    PlanAction,
    PlanActionUpdate,
    PlanChild,
    PlanCopy,
    PlanDecision,
    PlanDocument,
    PlanNeed,
    PlanOutcome,
    PlanReview,
    PlanScale,
    PlanVersion,
    PlanView,
)
from frontdoor.core import acting
from tests.factories.base import RecordFactory, as_somebody
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory
from tests.factories.workers import practice_manager, social_worker
from tests.rows import bringing_in

REASON = "The assessment found that she is alone most evenings and wants help with it."
NEED = "Somebody who is at home in the evening"
DIFFERENT = "Wren has tea with an adult and is in bed by eight on school days."
WHAT = "Book a place at the breakfast club and take Wren there on Monday"
CONTINGENCY = "If she is alone on two evenings in a week, we meet with the family within two days."
VIEW = "I like it when Nan is there for tea."
WORDS = "She goes to the club and is less tired at school."
MEASURED = {
    "measure": "The club's register shows who came.",
    "baseline": "Never so far",
    "target": "Four mornings of five",
    "checked_by": "Ann Invented",
}


class BroughtIn:
    """Rows of the past: rules about the moment and the signature are tried in tests/cases/test_plans.py."""

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_somebody(), bringing_in():
            return super()._create(model_class, *args, **kwargs)  # type: ignore[misc]


class PlanDecisionFactory(BroughtIn, RecordFactory):
    class Meta:
        model = PlanDecision

    referral = factory.SubFactory(ReferralFactory)
    step = "start"
    reason = REASON
    decided_on = factory.LazyFunction(timezone.localdate)
    decided_by = factory.LazyFunction(practice_manager)


class DocumentFactory(RecordFactory):
    """A plan for one child in need that began today, written by a worker; ``review_on`` None promises no review."""

    class Meta:
        model = PlanDocument

    class Params:
        with_contingency = factory.Trait(
            contingency=CONTINGENCY,
            contingency_due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            contingency_at=factory.LazyFunction(timezone.now),
            contingency_by=factory.SelfAttribute("started_by"),
        )

    kind = "cin"
    started_on = factory.LazyFunction(timezone.localdate)
    started_by = factory.LazyFunction(social_worker)

    @factory.post_generation
    def review(self, create: bool, extracted: Any, **_: Any) -> None:
        if extracted is not False:
            ReviewFactory(document=self, **(extracted or {}))


class PartFactory(RecordFactory):
    class Meta:
        model = PlanChild

    document = factory.SubFactory(DocumentFactory)
    plan = factory.SubFactory(
        PlanFactory,
        kind=factory.SelfAttribute("..document.kind"),
        started_on=factory.SelfAttribute("..document.started_on"),
    )
    child = factory.SelfAttribute("plan.child")


class NeedFactory(RecordFactory):
    class Meta:
        model = PlanNeed

    part = factory.SubFactory(PartFactory)
    words = NEED
    grade = "high"
    source = "visit"
    written_at = factory.LazyFunction(timezone.now)
    written_by = factory.SelfAttribute("part.document.started_by")


class OutcomeFactory(RecordFactory):
    class Meta:
        model = PlanOutcome

    need = factory.SubFactory(NeedFactory)
    words = DIFFERENT
    scale_at_start = 3
    written_at = factory.LazyFunction(timezone.now)
    written_by = factory.SelfAttribute("need.written_by")


class ActionFactory(RecordFactory):
    """To be done within two weeks by somebody of an agency."""

    class Meta:
        model = PlanAction

    class Params:
        done = factory.Trait(
            result="done",
            finished_on=factory.SelfAttribute("due_on"),
            finished_by=factory.SelfAttribute("written_by"),
            evidence="The register shows it.",
        )

    outcome = factory.SubFactory(OutcomeFactory)
    what = WHAT
    owner_kind = "agency"
    owner_name = "Owen Example"
    owner_role = "Family support worker"
    started_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    written_at = factory.LazyFunction(timezone.now)
    written_by = factory.SelfAttribute("outcome.written_by")
    measure = MEASURED["measure"]
    baseline = MEASURED["baseline"]
    target = MEASURED["target"]
    checked_by = MEASURED["checked_by"]


class PastActionFactory(BroughtIn, ActionFactory):
    """One whose day may lie in the past."""

    class Meta:
        model = PlanAction


class ReviewFactory(RecordFactory):
    """Promised in six weeks, not held."""

    class Meta:
        model = PlanReview

    document = factory.SubFactory(DocumentFactory, review=False)
    code = "T20"
    counted_from = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyAttribute(lambda review: review.counted_from + timedelta(days=42))


class HeldReviewFactory(BroughtIn, ReviewFactory):
    """Held today."""

    class Meta:
        model = PlanReview

    held_on = factory.SelfAttribute("counted_from")
    held_by = factory.LazyFunction(social_worker)
    attended = "Wren, Nan and the teacher"
    words = WORDS


class UpdateFactory(BroughtIn, RecordFactory):
    """A review carried an action on by a week."""

    class Meta:
        model = PlanActionUpdate

    action = factory.SubFactory(ActionFactory)
    review = factory.LazyAttribute(lambda update: HeldReviewFactory(document=document_of(update.action)))
    result = "carried"
    words = "There was no place at the club."
    was_due_on = factory.SelfAttribute("action.due_on")
    new_due_on = factory.LazyAttribute(lambda update: update.was_due_on + timedelta(days=7))


class ScaleFactory(BroughtIn, RecordFactory):
    class Meta:
        model = PlanScale

    outcome = factory.SubFactory(OutcomeFactory)
    review = factory.LazyAttribute(lambda scale: HeldReviewFactory(document=scale.outcome.need.part.document))
    scale = 5


class ViewFactory(BroughtIn, RecordFactory):
    class Meta:
        model = PlanView

    part = factory.SubFactory(PartFactory)
    review = factory.LazyAttribute(lambda view: HeldReviewFactory(document=view.part.document))
    words = VIEW


class VersionFactory(BroughtIn, RecordFactory):
    """As a manager authorised it."""

    class Meta:
        model = PlanVersion

    document = factory.SubFactory(DocumentFactory)
    number = 1
    content = factory.LazyFunction(
        lambda: {"kind": "Child in need plan", "contingency": CONTINGENCY, "contingency_by": "", "children": []}
    )
    proposed_by = factory.LazyFunction(social_worker)
    authorised_at = factory.LazyFunction(timezone.now)
    authorised_by = factory.LazyFunction(practice_manager)


class CopyFactory(RecordFactory):
    class Meta:
        model = PlanCopy

    version = factory.SubFactory(VersionFactory)
    given_to = "Nan Example"
    kind = "family"
    how = "handed"
    given_at = factory.LazyFunction(timezone.now)
    given_by = factory.LazyFunction(social_worker)


def document_of(action: PlanAction) -> PlanDocument:
    return action.outcome.need.part.document


def written(**given: Any) -> PlanAction:
    """An action of a whole plan in need, whose child has a worker of the team; the worker wrote it all."""
    referral = given.pop("referral", None) or ReferralFactory()
    lead = AllocationFactory(referral=referral)
    contingency = given.pop("with_contingency", True)
    document = DocumentFactory(started_by=lead.worker, with_contingency=contingency, **given.pop("document", {}))
    plan = given.pop("plan", None)
    plan = plan or PlanFactory(referral=referral, kind=document.kind, started_on=document.started_on)
    part = PartFactory(document=document, plan=plan)
    return ActionFactory(outcome__need__part=part, **given)


def proposed(**given: Any) -> PlanDocument:
    """A whole plan that waits for a manager."""
    document = document_of(written(**given))
    document.proposed_at, document.proposed_by = timezone.now(), document.started_by
    with acting.acting_as(document.started_by):
        document.save()
    return document


def ended(plan: Any, *, on: Any = None) -> Any:
    """The period under a plan, over since a day, today where none is said; a manager decided so elsewhere."""
    plan.ended_on = on or timezone.localdate()
    with as_somebody(), bringing_in():
        plan.save()
    return plan


def authorised(document: PlanDocument) -> PlanDocument:
    """The plan as a manager has authorised it: kept as a version."""
    version = VersionFactory(document=document)
    document.authorised_at, document.authorised_by = version.authorised_at, version.authorised_by
    with acting.acting_as(version.authorised_by), bringing_in():
        document.save()
    return document


def rows_of_a_plan(referral: Any) -> dict[str, int]:
    """A row of each kind in a plan for the child of a case, by the name of its part of an address."""
    document = DocumentFactory()
    action = ActionFactory(outcome__need__part=PartFactory(document=document, plan=PlanFactory(referral=referral)))
    version = VersionFactory(document=document)
    return {
        "plan_id": document.pk,
        "part_id": action.outcome.need.part_id,
        "need_id": action.outcome.need_id,
        "outcome_id": action.outcome_id,
        "plan_action_id": action.pk,
        "review_id": HeldReviewFactory(document=document).pk,
        "copy_id": CopyFactory(version=version).pk,
        "plan_version_id": version.pk,
    }
