"""Assessments of families: begun, written whole, submitted, authorised."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cases import coverage
from cases.models import (
    AdultSection,
    AgreementDecision,
    AssessedNeed,
    AssessmentExtension,
    AssessmentShared,
    ChildConclusion,
    ChildRisk,
    ChildSection,
    ChildVersion,
    CopiedPart,
    FamilyAssessment,
    FamilyReturn,
    FlagAnswer,
    HistoryConsidered,
    ManagerCheck,
)
from cases.models.assessment_words import Dimension
from frontdoor.actions import matters
from frontdoor.core import acting
from frontdoor.models import RiskFlag
from tests.factories.after_override import matter_of, withdrawn
from tests.factories.base import RecordFactory, SignedFactory
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory, VisitFactory, agreed
from tests.factories.contacts import ContactFactory
from tests.factories.families import MemberFactory, living_together
from tests.factories.people import ChildFactory, RelationshipFactory
from tests.factories.strategy import BroughtIn
from tests.factories.workers import practice_manager, service_manager, social_worker
from tests.rows import bringing_in

WORDS = (
    "I get up when it is still dark and I make toast for my sister because Mum is asleep on the sofa. I like school "
    "and I like it when Grandma comes on Sundays and we cook together."
)
LIFE = {
    "seen_by": "Ann Invented, social worker",
    "seen_alone": True,
    "words_whose": "child",
    "words": WORDS,
    "day": "Up at six, breakfast alone, school until three, then television until somebody comes home.",
    "strengths": "Loves reading and talks to the teacher.",
    "danger": "Nobody is there in the evening, and the cooker is on.",
}
RISK = {
    "harm": "Burns or a fire while no adult is there.",
    "by_whom": "The mother, who leaves",
    "likelihood": "likely",
    "severity": "severe",
    "protective": "The grandmother lives two streets away.",
    "unknowns": "Where the father lives now.",
}
CONCLUSION = {
    "analysis": "Left alone most evenings; the mother wants help and the grandmother can be there on weekdays.",
    "outcome": "cin",
    "factors": ["4B", "16A"],
}
ADULT = {"account": "She says that she works nights since March and that nobody else could come."}
WHY_LEFT_OUT = "Lives with the father since August and is assessed by his authority."


class FamilyFactory(BroughtIn, RecordFactory):
    """A document without any assessment."""

    class Meta:
        model = FamilyAssessment

    opened_on = factory.LazyFunction(timezone.localdate)
    opened_by = factory.LazyFunction(social_worker)

    class Params:
        submitted = factory.Trait(
            submitted_on=factory.SelfAttribute("opened_on"), submitted_by=factory.SelfAttribute("opened_by")
        )
        authorised = factory.Trait(
            submitted=True,
            authorised_on=factory.SelfAttribute("submitted_on"),
            authorised_by=factory.LazyFunction(practice_manager),
        )


class OfFamily(BroughtIn, RecordFactory):
    class Meta:
        abstract = True

    family = factory.SubFactory(FamilyFactory)


class SectionFactory(OfFamily):
    class Meta:
        model = ChildSection

    child = factory.SubFactory(ChildFactory)

    class Params:
        left_out = factory.Trait(
            left_out_reason=WHY_LEFT_OUT,
            left_out_on=factory.LazyFunction(timezone.localdate),
            left_out_by=factory.LazyFunction(practice_manager),
        )


class NeedFactory(OfFamily):
    class Meta:
        model = AssessedNeed

    child = factory.SubFactory(ChildFactory)
    dimension = "health"
    grade = "high"
    text = "Has not seen a dentist and has toothache at night."


class RiskFactory(OfFamily):
    class Meta:
        model = ChildRisk

    child = factory.SubFactory(ChildFactory)


class ConclusionFactory(OfFamily):
    class Meta:
        model = ChildConclusion

    child = factory.SubFactory(ChildFactory)


class AdultFactory(OfFamily):
    class Meta:
        model = AdultSection

    adult = factory.LazyFunction(lambda: RelationshipFactory().adult)


class FlagFactory(RecordFactory):
    """A risk raised at a contact."""

    class Meta:
        model = RiskFlag

    contact = factory.SubFactory(ContactFactory)
    harm = "NEG"
    seen_by = "The school saw it."
    raised_at = factory.LazyFunction(timezone.now)
    raised_by = factory.LazyFunction(social_worker)


class FlagAnswerFactory(OfFamily):
    class Meta:
        model = FlagAnswer

    flag = factory.SubFactory(FlagFactory)
    found = "confirmed"
    because = "The home visit found the same."
    answered_by = factory.SelfAttribute("family.opened_by")


class ConsideredFactory(OfFamily):
    class Meta:
        model = HistoryConsidered

    contact = factory.SubFactory(ContactFactory)
    relevance = "The same worry a year ago."
    considered_by = factory.SelfAttribute("family.opened_by")


class CheckFactory(OfFamily):
    class Meta:
        model = ManagerCheck

    checked_on = factory.LazyFunction(timezone.localdate)
    checked_by = factory.LazyFunction(practice_manager)
    said = "The father is not asked yet: ring him this week."


class ReturnFactory(OfFamily):
    class Meta:
        model = FamilyReturn

    kind = "sent_back"
    returned_by = factory.LazyFunction(practice_manager)
    reason = "The father is not asked yet."


class ExtensionFactory(OfFamily):
    class Meta:
        model = AssessmentExtension

    reason_code = "specialist"
    why = "The paediatrician sees the child next week."
    needed_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))
    requested_on = factory.LazyFunction(timezone.localdate)
    requested_by = factory.SelfAttribute("family.opened_by")

    class Params:
        agreed = factory.Trait(
            decision="agreed",
            decision_reason="It cannot be known before.",
            decided_on=factory.SelfAttribute("requested_on"),
            decided_by=factory.LazyFunction(practice_manager),
        )


class SharedFactory(OfFamily):
    class Meta:
        model = AssessmentShared

    family = factory.SubFactory(FamilyFactory, authorised=True)
    person = factory.SubFactory(ChildFactory)
    shared_on = factory.SelfAttribute("family.authorised_on")
    how = "read"
    comments = "He wants to live with Grandma."
    shared_by = factory.SelfAttribute("family.opened_by")


class VersionFactory(OfFamily):
    class Meta:
        model = ChildVersion

    child = factory.SubFactory(ChildFactory)


class CopiedFactory(OfFamily):
    class Meta:
        model = CopiedPart

    person = factory.SubFactory(ChildFactory)
    part = "strengths"
    source = factory.SubFactory(AssessmentFactory)
    copied_by = factory.SelfAttribute("family.opened_by")


def begun(*, days_ago: int = 20, due_in: int = 30, children: Any = (), **given: Any) -> Any:
    """A document about a child with a mother and whoever lives there too; its worker is ``opened_by``."""
    today = timezone.localdate()
    received = today - timedelta(days=days_ago)
    child = given.pop("child", None) or ChildFactory()
    referral = agreed(ReferralFactory(child=child, received_on=received, allocated_on=received))
    worker = AllocationFactory(referral=referral, child=child).worker
    family = FamilyFactory(opened_on=received, opened_by=worker, **given)
    due = today + timedelta(days=due_in)
    AssessmentFactory(referral=referral, child=child, family=family, due_on=due, opened_by=worker)
    mother = child.adults.get().adult
    living_together(*(one for one in (child, mother, *children) if one.birth_date_known != "unborn"))
    return family


def write(family: Any, *, on: Any = None, by: Any = None, **changes: Any) -> Any:
    """Answer for everything that a document lacks today, by whoever opened it unless said otherwise."""
    today = on or timezone.localdate()
    covered = coverage.of(family, on=today)
    people = covered.people
    with acting.acting_as(by or family.opened_by):
        for child_id in covered.child_ids:
            if child_id in covered.left_out:
                continue
            seen = {} if people[child_id].birth_date_known == "unborn" else {"seen_on": family.opened_on}
            if seen:
                VisitFactory(child=people[child_id], visited_on=family.opened_on)
            life = {
                **LIFE,
                **seen,
                "words": f"{WORDS} My name is {people[child_id].full_name}, and child number {child_id} I am.",
            }
            if not seen:
                life |= {"seen_alone": None, "seen_by": "", "words_whose": "observed"}
            _put(family, ChildSection, {"child_id": child_id}, life)
            _put(family, ChildRisk, {"child_id": child_id}, RISK)
            _put(family, ChildConclusion, {"child_id": child_id}, CONCLUSION)
            for dimension in Dimension:
                _put(family, AssessedNeed, {"child_id": child_id, "dimension": dimension}, {"grade": "none"})
        for adult_id in covered.adult_ids:
            _put(family, AdultSection, {"adult_id": adult_id}, ADULT)
        for item in covered.of(*coverage.HISTORY):
            about = {f"{item.part}_id": item.thing_id}
            _put(
                family,
                HistoryConsidered,
                about,
                {"relevance": "The same worry then.", "considered_by": family.opened_by},
            )
        for item in covered.of("flag"):
            answer = {"found": "confirmed", "because": "The visit found the same.", "answered_by": family.opened_by}
            _put(family, FlagAnswer, {"flag_id": item.thing_id}, answer)
    return family


def _put(family: Any, model: Any, about: dict[str, Any], values: dict[str, Any]) -> None:
    row = model.objects.filter(family=family, **about).first() or model(family=family, **about)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def manager_of(family: Any) -> Any:
    """A practice manager of the team that holds the case."""
    return practice_manager(team=family.assessments.earliest("pk").referral.team)


def graded_high(child: Any, **given: Any) -> AssessedNeed:
    """A high need of a child in a document of the family that a manager authorised today."""
    need = NeedFactory(family=FamilyFactory(), child=child, **given)
    authorise(need.family)
    return need


def authorise(family: Any) -> Any:
    """Submitted by its worker and authorised by a manager today, whole or not."""
    today = timezone.localdate()
    family.submitted_on, family.submitted_by = today, family.opened_by
    family.authorised_on, family.authorised_by = today, practice_manager()
    with acting.acting_as(family.authorised_by), bringing_in():
        family.save()
    return family


def rows_of_a_document(referral: Any) -> dict[str, int]:
    """A document about the child of a referral, as the ids that its pages' addresses carry."""
    family = FamilyFactory()
    AssessmentFactory(referral=referral, family=family, finished=True)
    VersionFactory(family=family, child=referral.child)
    ExtensionFactory(family=family)
    adult = referral.child.adults.order_by("pk").first() or RelationshipFactory(child=referral.child)
    return {"family_id": family.pk, "child_id": referral.child_id, "adult_id": adult.adult_id}


def joins(home: Any, **given: Any) -> Any:
    """A child who lives in a home, as it was known all along."""
    child = ChildFactory(**given)
    MemberFactory(household=home, person=child)
    return child


def without_agreement(family: Any = None, *, recorded_by: Any = None) -> Any:
    """The mother took back her agreement to an assessment that had begun, and a manager upheld it: the document."""
    family = family or begun()
    given = family.assessments.get().child.consent_events.earliest("pk")
    no = withdrawn(given, recorded_by=recorded_by or social_worker())
    matters.decide(
        by=service_manager(),
        now=timezone.now(),
        matter=matter_of(no),
        decision="stop",
        reason="The mother does not want it, and the school sees no harm.",
    )
    return family


class AgreementDecisionFactory(SignedFactory, RecordFactory):
    """A manager's decision that an assessment ends."""

    _signed_by = "decided_by"

    class Meta:
        model = AgreementDecision

    assessment = factory.LazyAttribute(lambda _: without_agreement().assessments.get())
    decision = "ends"
    reason = "The mother does not want it, and the school sees no harm."
    decided_by = factory.LazyFunction(service_manager)
