"""A referral becomes an assessment: one act, one promise of 45 working days, nobody with a tie to the family."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import allocations, assessments
from cases.models import Allocation, Assessment
from cases.models.allocations import CONFLICTED
from frontdoor.core import policy
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.timed import ClockState
from frontdoor.core.working_days import LONDON
from frontdoor.models import LedgerEvent, Referral
from tests.factories import people, workers
from tests.factories.cases import DUE_ON, RECEIVED_ON, AllocationFactory, AssessmentFactory, ReferralFactory, agreed
from tests.law.sending import client_of
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

WHY = "Has worked with this family before."


def start(referral, worker, *, by=None, on=RECEIVED_ON, rationale=WHY):
    return assessments.start_from_referral(
        by=by or workers.practice_manager(team=referral.team),
        on=on,
        referral_id=referral.pk,
        worker=worker,
        rationale=rationale,
    )


@pytest.fixture
def referral(db):
    return agreed(ReferralFactory())


@pytest.fixture
def worker(referral):
    return workers.social_worker(team=referral.team)


def test_the_whole_step_is_one_act(referral, worker):
    manager = workers.practice_manager(team=referral.team)
    assessment = start(referral, worker, by=manager, on=date(2026, 11, 18))
    referral.refresh_from_db()
    lead = Allocation.objects.get(child=referral.child)
    assert referral.allocated_on == date(2026, 11, 18)
    assert (lead.worker, lead.role, lead.allocated_by, lead.rationale) == (worker, "lead", manager, WHY)
    assert (assessment.referral_received_on, assessment.started_on) == (RECEIVED_ON, date(2026, 11, 18))
    assert assessment.due_on == DUE_ON
    events = LedgerEvent.objects.filter(actor_id=manager.pk, person_ids__contains=[referral.child_id])
    assert {event.subject for event in events} >= {"cases_allocation", "cases_assessment", "frontdoor_referral"}


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 12, 19), date(2026, 2, 25)),
        (date(2025, 12, 24), date(2026, 3, 2)),
        (date(2026, 4, 1), date(2026, 6, 9)),
        (date(2026, 5, 1), date(2026, 7, 7)),
        (date(2026, 11, 21), date(2027, 1, 27)),
        (date(2026, 12, 23), date(2027, 3, 1)),
    ],
)
def test_L49_day_45_from_the_referral_is_in_and_day_46_is_out_whenever_it_is_allocated(received, due):
    """The golden dates of domain.md 1.1, over Christmas and Easter."""
    referral = agreed(ReferralFactory(received_on=received))
    with bringing_in():  # on the day of this test the agreement of then counts no more
        assessment = start(referral, workers.social_worker(team=referral.team), on=received + timedelta(days=9))
    assert assessment.due_on == due
    for day, late in ((due, 0), (due + timedelta(days=1), 1)):
        with time_machine.travel(datetime.combine(day, time(12), LONDON), tick=False):
            leader = client_of(workers.service_manager())
            shown = leader.get(reverse("assessment_list"), {"show": "late", "team": "all"})
            assert len(shown.context["rows"]) == late


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (DUE_ON, ClockState.DUE_TODAY),
        (DUE_ON + timedelta(days=1), ClockState.OVERDUE),
    ],
)
def test_day_45_is_in_time_and_day_46_is_not(referral, worker, day, state):
    assessment = start(referral, worker)
    assert assessments.ASSESSMENT_CLOCK.state(assessment, day, policy.calendar(around=day)) == state
    assert Assessment.objects.overdue(day).exists() is (state is ClockState.OVERDUE)


@pytest.mark.parametrize("relative", [False, True], ids=["tie to the child", "tie to the mother"])
def test_a_worker_with_a_tie_to_the_family_is_refused(referral, worker, relative):
    mother = people.RelationshipFactory(child=referral.child).adult
    people.ConflictFactory(
        worker=worker, person=mother if relative else referral.child, declared_by=workers.administrator()
    )
    with pytest.raises(NotPossible) as refused:
        start(referral, worker)
    assert (refused.value.reason, refused.value.field) == (CONFLICTED, "worker")
    assert not Allocation.objects.exists()
    assert not Assessment.objects.exists()


def test_the_database_refuses_a_tie_by_itself(referral, worker):
    people.ConflictFactory(worker=worker, person=referral.child, declared_by=workers.administrator())
    with pytest.raises(DatabaseError, match="declared tie"), transaction.atomic():
        AllocationFactory(referral=referral, worker=worker)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (workers.call_handler, allocations.NOT_A_SOCIAL_WORKER),
        (lambda: workers.social_worker(ended_on=RECEIVED_ON - timedelta(days=1)), allocations.LEFT),
        (lambda: workers.social_worker(is_active=False), allocations.LEFT),
    ],
)
def test_only_a_social_worker_in_post_is_given_a_case(referral, make, sentence):
    with pytest.raises(NotPossible, match=sentence):
        start(referral, make())


def test_a_second_start_is_refused_in_words(referral, worker):
    start(referral, worker)
    with pytest.raises(ValidationError, match="already has a lead worker"):
        start(referral, workers.social_worker(team=referral.team))
    assert Assessment.objects.count() == 1


def test_an_open_assessment_stops_a_second_one_and_leaves_no_allocation_behind(referral, worker):
    AssessmentFactory(referral=referral)
    with pytest.raises(ValidationError, match="already has an open assessment"):
        start(referral, worker)
    assert not Allocation.objects.exists()
    assert Referral.objects.get(pk=referral.pk).allocated_on is None


def test_a_closed_case_is_not_allocated(worker):
    with pytest.raises(NotPossible, match="closed"):
        start(ReferralFactory(closed=True), worker)


@pytest.mark.parametrize("rationale", ["", "short", " " * 20])
def test_why_this_worker_is_said(referral, worker, rationale):
    with pytest.raises(ValidationError):
        start(referral, worker, rationale=rationale)


def test_a_case_passes_from_one_worker_to_another(referral, worker):
    start(referral, worker)
    manager, second = workers.practice_manager(), workers.social_worker()
    day = RECEIVED_ON + timedelta(days=7)
    passed = {"by": manager, "on": day, "referral_id": referral.pk, "worker": second, "rationale": WHY}
    assessments.allocate(version=allocations.lead_of(referral.child_id).version, **passed)
    first = Allocation.objects.get(worker=worker)
    assert (first.ended_on, first.ended_by) == (day, manager)
    assert Allocation.objects.current().lead().get(child=referral.child).worker == second
    referral.refresh_from_db()
    assert referral.allocated_on == RECEIVED_ON
    with pytest.raises(NotPossible, match=allocations.SAME_WORKER):
        assessments.allocate(version=allocations.lead_of(referral.child_id).version, **passed)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ties=st.sets(st.integers(0, 3)), pick=st.integers(0, 3))
def test_no_mixture_of_ties_lets_a_conflicted_worker_through(system, ties, pick):
    with transaction.atomic(), acting_as(system):
        referral = agreed(ReferralFactory())
        staff = [workers.social_worker(team=referral.team) for _ in range(4)]
        for number in ties:
            people.ConflictFactory(worker=staff[number], person=referral.child, declared_by=system)
        try:
            start(referral, staff[pick], by=system)
            given_to = True
        except NotPossible:
            given_to = False
        assert given_to is (pick not in ties)
        transaction.set_rollback(True)
