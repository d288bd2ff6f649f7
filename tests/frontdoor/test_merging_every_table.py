"""A merge and its undoing with rows in every table that points at a person, whatever guards those rows."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import ConferenceChild
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import Birth, Person, PersonMerge, Tie
from frontdoor.models.identity import ON_ONE_CONTACT, RELATIVES
from frontdoor.pointing import pointers
from tests.factories import assessments, workers
from tests.factories.after_override import SharingRefusalFactory, matter_of, withdrawn
from tests.factories.cases import (
    AllocationFactory,
    AssessmentFactory,
    PlanFactory,
    ReferralFactory,
    Section47Factory,
)
from tests.factories.conferences import ConferenceFactory, ConferenceFamilyFactory
from tests.factories.consent import CheckFactory, ConsentEventFactory, OverrideFactory, ReplyFactory, StatementFactory
from tests.factories.contacts import ContactFactory
from tests.factories.documents import DocumentFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.families import MemberFactory
from tests.factories.follow_ups import FollowUpFactory
from tests.factories.identity import REASON, approve, joined, link, pair, part, proposal
from tests.factories.partners import ToldPersonFactory
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory, PersonFactory, RelationshipFactory
from tests.factories.plans import CopyFactory, PartFactory
from tests.factories.reviews import decided_contact
from tests.factories.sight import restriction
from tests.factories.strategy import InvitationFactory, LineFactory, MeetingChildFactory, MeetingFactory
from tests.factories.visits import CaseNoteChildFactory, ChildVisitFactory, SeenDueFactory, SignificantEventFactory
from tests.law.rules_evidence import decision, outcome
from tests.rows import bringing_in, update_raw
from tests.whole import whole

pytestmark = pytest.mark.django_db


def _case(child: Person) -> Any:
    return ReferralFactory(child=child, closed=True)


def _consent(child: Person, **given: Any) -> Any:
    return ConsentEventFactory(contact=ContactFactory(children=[child]), **given)


def _tie(one: Person, two: Person) -> Tie:
    with acting_as(workers.social_worker()):
        tie = Tie.between(one, two, kind="partners")
        tie.save()
    return tie


def _relied_on(child: Person, contact: Any = None) -> Any:
    """The father takes his yes back, the mother does not; a manager goes on with hers."""
    given = ConsentEventFactory(contact=contact or ContactFactory(children=[child]), child=child)
    matter = matter_of(withdrawn(ConsentEventFactory(contact=given.contact, child=child)))
    manager = workers.practice_manager()
    matter.decision, matter.reason = "rely", "The mother holds responsibility and agrees."
    matter.decided_by, matter.decided_at = manager, timezone.now()
    with acting_as(manager):
        matter.save()
    return matter


def _statement(child: Person) -> Any:
    asked = CheckFactory(consent=_consent(child)).request
    return StatementFactory(reply=ReplyFactory(request=asked), child=child)


def _said(child: Person) -> Any:
    meeting = MeetingFactory(children=[child])
    return LineFactory(invitation=InvitationFactory(meeting=meeting), child=child)


def _conferred(child: Person) -> Any:
    """A conference about the child was held and signed; its case has ended since."""
    referral = _case(child)
    row = ConferenceChild(child=child, referral=referral)
    times = {"kind": "transfer", "code": "T12"}
    with bringing_in():
        return ConferenceFactory(held=True, children=[row], **times).children.get()


def _birth(child: Person) -> Birth:
    day = child.birth_date
    born = Birth(child=child, born_on=day, expected_on=day, told_by="The midwife", recorded_by=workers.social_worker())
    with acting_as(born.recorded_by):
        born.save()
    return born


def _outcome(child: Person) -> Any:
    return outcome(decision(ContactFactory(children=[child], triaged=True)))


def of_family(make: Any, **about: Any) -> Any:
    """A row of a document that a manager has authorised: it stays as it was written, and moves with its child."""
    return make(family=assessments.FamilyFactory(authorised=True), **about)


MAKE = {
    "cases_adultsection.adult_id": lambda adult: of_family(assessments.AdultFactory, adult=adult),
    "cases_allocation.child_id": lambda child: AllocationFactory(referral=_case(child)),
    "cases_assessedneed.child_id": lambda child: of_family(assessments.NeedFactory, child=child),
    "cases_assessment.child_id": lambda child: AssessmentFactory(referral=_case(child)),
    "cases_assessmentshared.person_id": lambda child: assessments.SharedFactory(person=child),
    "cases_casenotechild.child_id": lambda child: CaseNoteChildFactory(child=child),
    "cases_childconclusion.child_id": lambda child: of_family(assessments.ConclusionFactory, child=child),
    "cases_childrisk.child_id": lambda child: of_family(assessments.RiskFactory, child=child),
    "cases_childsection.child_id": lambda child: of_family(assessments.SectionFactory, child=child),
    "cases_childversion.child_id": lambda child: of_family(assessments.VersionFactory, child=child),
    "cases_conferencechild.child_id": _conferred,
    "cases_conferencefamily.person_id": lambda adult: ConferenceFamilyFactory(person=adult),
    "cases_copiedpart.person_id": lambda child: of_family(assessments.CopiedFactory, person=child),
    "cases_emergencypower.child_id": lambda child: PowerFactory(child=child),
    "cases_followup.child_id": lambda child: FollowUpFactory(child=child),
    "cases_plan.child_id": lambda child: PlanFactory(referral=_case(child)),
    "cases_section47.child_id": lambda child: Section47Factory(referral=_case(child)),
    "cases_seendue.child_id": lambda child: SeenDueFactory(referral=_case(child)),
    "cases_significantevent.child_id": lambda child: SignificantEventFactory(child=child),
    "cases_plancopy.person_id": lambda child: CopyFactory(person=child),
    "cases_planchild.child_id": lambda child: PartFactory(plan__child=child),
    "cases_strategychild.child_id": lambda child: MeetingChildFactory(child=child),
    "cases_strategyinformation.child_id": _said,
    "cases_visit.child_id": lambda child: ChildVisitFactory(child=child),
    "frontdoor_address.person_id": lambda child: AddressFactory(person=child),
    "frontdoor_agencycheck.child_id": lambda child: CheckFactory(consent=_consent(child)),
    "frontdoor_birth.child_id": _birth,
    "frontdoor_childoutcome.child_id": _outcome,
    "frontdoor_conflictofinterest.person_id": lambda child: ConflictFactory(
        person=child, worker=workers.social_worker(), declared_by=workers.practice_manager()
    ),
    "frontdoor_consentevent.child_id": _consent,
    "frontdoor_consentevent.given_by_id": lambda adult: _consent(ChildFactory(), status="REFUSED", given_by=adult),
    "frontdoor_consentmatter.child_id": _relied_on,
    "frontdoor_contactchild.child_id": lambda child: ContactFactory(children=[child]).about.get(),
    "frontdoor_document.child_id": lambda child: DocumentFactory(child=child),
    "frontdoor_householdmember.person_id": lambda child: MemberFactory(person=child),
    "frontdoor_identitylink.one_id": lambda child: link(pair=(child, ChildFactory())),
    "frontdoor_identitylink.other_id": lambda child: link(pair=(ChildFactory(), child)),
    "frontdoor_overridechild.child_id": lambda child: OverrideFactory(
        contact=ContactFactory(children=[child])
    ).covered_children.get(),
    "frontdoor_referral.child_id": _case,
    "frontdoor_relationship.adult_id": lambda adult: RelationshipFactory(adult=adult, kind="grandparent"),
    "frontdoor_relationship.child_id": lambda child: RelationshipFactory(child=child),
    "frontdoor_replystatement.child_id": _statement,
    "frontdoor_restriction.person_id": lambda child: restriction(person=child, lifted=True),
    "frontdoor_sharingrefusal.child_id": lambda child: SharingRefusalFactory(contact=ContactFactory(children=[child])),
    "frontdoor_tie.other_id": lambda adult: _tie(Person.objects.earliest("pk"), adult),
    "frontdoor_tie.person_id": lambda adult: _tie(adult, PersonFactory()),
    "frontdoor_toldperson.person_id": lambda child: ToldPersonFactory(settled=True, person=child),
}
"""A row of every column that points at a person, as people come to have one."""


def test_no_table_is_forgotten():
    """A table of a later app that points at a person gets a line above: what guards its rows must let a merge by."""
    assert set(MAKE) == {str(pointer) for pointer in pointers()}


@pytest.mark.parametrize("pointer", list(pointers()), ids=str)
def test_a_row_goes_to_the_surviving_record_and_comes_home(pointer):
    PersonFactory()  # a tie names the lower id first: somebody who was there before
    survivor, merged = pair()
    row = MAKE[str(pointer)](merged)
    before = whole(survivor, merged)
    merge = joined(records=(survivor, merged))
    assert list(pointer.rows_of(survivor.pk)) == [row]
    assert not pointer.rows_of(merged.pk).exists()
    part(merge)
    assert whole(survivor, merged) == before
    assert list(pointer.rows_of(merged.pk)) == [row]


def test_a_decision_to_rely_on_one_parent_stays_although_the_other_record_says_no():
    """What a manager decided is not decided anew: only the record that it stands on is another."""
    survivor, merged = pair()
    matter = _relied_on(merged, decided_contact(children=[survivor, merged]))
    mother = matter.contact.consent_events.earliest("pk").given_by
    ConsentEventFactory(contact=matter.contact, child=survivor, given_by=mother, status="REFUSED")
    before = whole(survivor, merged)
    merge = joined(records=(survivor, merged))
    matter.refresh_from_db()
    assert (matter.child, matter.decision) == (survivor, "rely")
    part(merge)
    assert whole(survivor, merged) == before


@pytest.mark.parametrize("relate", [_tie, lambda one, other: RelationshipFactory(child=one, adult=other, kind="other")])
def test_relatives_of_each_other_are_two_people_until_that_is_ended(relate):
    survivor, merged = pair()
    waiting = proposal(records=(survivor, merged))
    row = relate(survivor, merged)
    refused(waiting, RELATIVES)
    row.started_on, row.ended_on = date(2026, 1, 5), date(2026, 11, 1)
    with acting_as(workers.social_worker()):
        row.save()
    before = whole(survivor, merged)
    assert [moved.stayed for moved in approve(waiting)] == [True]
    part(PersonMerge.objects.get(pk=waiting.pk))
    assert whole(survivor, merged) == before


def test_both_on_a_contact_that_is_not_decided_wait_for_its_decision():
    """Else the record that is joined away would need an outcome of its own, or be forgotten."""
    survivor, merged = pair()
    waiting = proposal(records=(survivor, merged))
    ContactFactory(children=[survivor, merged])
    refused(waiting, ON_ONE_CONTACT)


def refused(waiting: PersonMerge, sentence: str) -> None:
    """Refused by the act and, past it, by the row, in the same words."""
    with pytest.raises(NotPossible, match=sentence):
        approve(waiting)
    manager = workers.practice_manager()
    with acting_as(manager), pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        update_raw(waiting, decided_by=manager, decided_at=timezone.now(), decision="approved", decision_reason=REASON)
