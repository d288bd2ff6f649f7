"""A signed decision starts the enquiry; one that cannot start yet is due everywhere, nothing closes over it (T10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import drift, next_due
from cases.actions import allocations, assessments, closing, enquiries, plans
from cases.models import Assessment, FamilyAssessment, Section47, StrategyMeeting
from cases.models.closure_rules import NOT_STARTED, POWER_IN_FORCE
from cases.models.protection_rules import ENQUIRY_STANDS_OPEN
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.working_days import london_date
from frontdoor.models import Person
from tests.cases.test_strategy import sign
from tests.factories import people, workers
from tests.factories import strategy as made
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.families import living_together
from tests.factories.plans import PartFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> StrategyMeeting:
    return made.ready()


def case_of(meeting: StrategyMeeting) -> Any:
    row = meeting.children.get()
    referral = ReferralFactory(child=row.child)
    AllocationFactory(referral=referral)
    return referral


def get(worker: Any, name: str, *args: Any, **query: Any) -> str:
    browser = Client()
    browser.force_login(worker)
    return browser.get(reverse(name, args=args), query).content.decode()


def upcoming(child: Any, worker: Any) -> list[str]:
    person = Person.objects.annotate(**next_due.columns(worker)).get(pk=child.pk)
    return [one.kind.code for one in next_due.of(person)]


def drifts(child: Any) -> list[str]:
    return [one.code for one in drift.of_child(child, on=timezone.localdate(), worker=workers.service_manager())]


def test_T10_T11_the_signature_starts_the_enquiry_and_its_clocks_run_from_the_discussion(meeting):
    referral = case_of(meeting)
    sign(meeting)
    enquiry = Section47.objects.get(decided=meeting.children.get())
    assert (enquiry.referral, enquiry.started_on) == (referral, london_date(meeting.held_at))
    assert enquiry.outcome_due_on < enquiry.conference_due_on
    assert {"outcome", "conference", "seen"} <= set(upcoming(referral.child, workers.service_manager()))


def test_2991_the_assessment_that_an_enquiry_needs_opens_with_it_and_nobody_is_asked(meeting):
    referral = case_of(meeting)
    assert not Assessment.objects.exists()
    sign(meeting)
    (assessment,) = Assessment.objects.all()
    assert (assessment.referral, assessment.started_on) == (referral, london_date(meeting.held_at))
    assert (assessment.opened_by, assessment.family.assessments.count()) == (meeting.chair, 1)
    assert "assessment" in upcoming(referral.child, referral.allocations.get().worker)
    sign(made.ready(contact=meeting.contact))
    assert Assessment.objects.count() == 1


def test_2991_each_child_whom_the_meeting_decides_on_is_assessed_in_the_one_document_and_no_other(db):
    first, spared, later = children = [people.ChildFactory() for _ in range(3)]
    living_together(*children)
    meeting = made.ready(contact=ContactFactory(children=children))
    for child in (first, spared):
        AllocationFactory(referral=ReferralFactory(child=child))
    without = ReferralFactory(child=later)
    made.decide(meeting.children.get(child=spared), "none")
    sign(meeting)
    assert [one.child for one in Assessment.objects.all()] == [first]
    given = {"version": allocations.lead_of(later.pk).version, "rationale": says(20)}
    lead, manager = workers.social_worker(team=without.team), workers.practice_manager(team=without.team)
    assessments.allocate(by=manager, on=timezone.localdate(), referral_id=without.pk, worker=lead, **given)
    (document,) = FamilyAssessment.objects.all()
    assert {one.child for one in document.assessments.all()} == {first, later}


def test_an_enquiry_that_goes_on_goes_on(meeting):
    case_of(meeting)
    sign(meeting)
    again = made.ready(contact=meeting.contact)
    sign(again)
    assert Section47.objects.count() == 1
    assert not again.children.to_start().exists()


def test_T10_what_waits_for_a_case_is_due_at_once_for_worker_and_manager_and_nothing_closes_over_it(meeting):
    sign(meeting)
    chair, row = meeting.chair, meeting.children.get()
    assert "Section 47 enquiries to start" in get(chair, "my_work")
    referral = case_of(meeting)
    lead, manager = referral.allocations.get().worker, workers.practice_manager(team=referral.team)
    assert "enquiry_start" in upcoming(row.child, lead)
    for worker, title, whose in (
        (lead, "My section 47 enquiries to start", "mine"),
        (manager, "Section 47 enquiries to start", "team"),
    ):
        assert row.child.full_name in get(worker, "my_work").partition(title)[2]
        assert row.child.full_name in get(worker, "enquiry_list", show="start", whose=whose)
    assert "enquiry-not-started" in drifts(row.child)
    part = PartFactory(plan=PlanFactory(referral=referral, started_on=timezone.localdate()))
    end = {"on": timezone.localdate(), "plan_id": part.document_id, "part_ids": [part.pk], "reason": says(20)}
    with pytest.raises(NotPossible, match=ENQUIRY_STANDS_OPEN):
        plans.end(by=manager, **end)
    with pytest.raises(ValidationError, match=NOT_STARTED):
        close(referral, manager)
    enquiries.start(by=lead, decided=row)
    assert "enquiry-not-started" not in drifts(row.child)
    assert plans.end(by=manager, **end)


def close(referral: Any, manager: Any) -> Any:
    return closing.close(
        by=manager,
        on=timezone.localdate(),
        referral_id=referral.pk,
        reason="RC7",
        what_changed="The child sleeps in an own bed, is at school each day, and the mother has help.",
        steps_down=False,
    )


def test_L34_the_signature_alone_is_no_decision_about_the_case(meeting):
    sign(meeting)
    row = meeting.children.get()
    assert not meeting.children.decided().exists()
    enquiries.start(by=workers.service_manager(), decided=(case_of(meeting), row)[1])
    assert meeting.children.decided().get() == row


def test_a_case_does_not_close_while_an_emergency_power_is_in_force():
    referral = ReferralFactory()
    power = PowerFactory(child=referral.child)
    manager = workers.practice_manager(team=referral.team)
    with pytest.raises(ValidationError, match=POWER_IN_FORCE):
        close(referral, manager)
    power.ended_at, power.ended_by, power.ended_how = timezone.now(), manager, "Home with the grandmother."
    with acting_as(manager):
        power.save()
    assert close(referral, manager)


def test_L66_a_meeting_without_its_quorum_is_due_again_until_it_is_held_again(meeting):
    referral = case_of(meeting)
    lead, chair = referral.allocations.get().worker, meeting.chair
    meeting.held_at -= timedelta(days=9)
    meeting.cause_at = meeting.convened_at = meeting.held_at - timedelta(hours=2)
    meeting.alone_reason = made.WHY_ALONE
    meeting.reconvene_due_on = london_date(meeting.held_at)
    with acting_as(chair):
        meeting.save()
    for worker in (lead, chair):
        assert f"S{meeting.pk}" in get(worker, "my_work").partition("Strategy meetings to hold again")[2]
        assert f"S{meeting.pk}" in get(worker, "strategy_list", show="again", whose="follow")
    assert "again" in upcoming(referral.child, lead)
    assert "not-held-again" in drifts(referral.child)
    made.ready(contact=meeting.contact)
    assert not StrategyMeeting.objects.to_hold_again().exists()
    assert "not-held-again" not in drifts(referral.child)
