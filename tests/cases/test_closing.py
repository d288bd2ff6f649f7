"""A case closes by a manager, in words, when nothing of it stands open; and stays closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import closing
from cases.models import Allocation, CaseClosure, ConferenceChild
from cases.models.closure_rules import ASSESSED_ALONE, DEATH_HAS_A_DAY, FAMILY_NOT_TOLD, NOT_DEAD, STANDS_OPEN
from cases.models.closures import CHANGED, STEP_DOWN_WHOLE, STEPS_DOWN
from frontdoor.core.acting import acting_as
from frontdoor.core.permissions import Refused
from frontdoor.models.referrals import CLOSED_IN_WORDS
from tests.factories import after_override, cases, people, workers
from tests.factories.conferences import ConferenceFactory
from tests.rows import update_raw

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SUMMARY = "The child sleeps in an own bed, is at school each day, and the mother has help."
ANSWERS = {"reason": "RC7", "what_changed": SUMMARY, "steps_down": "no"}


@pytest.fixture
def case():
    referral = cases.ReferralFactory(received_on=TODAY - timedelta(days=40))
    cases.AllocationFactory(referral=referral)
    return referral


@pytest.fixture
def manager(case):
    return workers.practice_manager(team=case.team)


def close(case, manager, **changes):
    act = {"reason": "RC7", "what_changed": SUMMARY, "steps_down": False} | changes
    return closing.close(by=manager, on=TODAY, referral_id=case.pk, **act)


def browser(worker):
    client = Client()
    client.force_login(worker)
    return client


def url(case):
    return reverse("case_close", args=[case.pk])


def test_it_closes_with_its_reason_and_nobody_works_with_the_child_any_more(case, manager):
    closure = close(case, manager)
    case.refresh_from_db()
    assert (case.closed_on, case.closed_by, case.closure_reason) == (TODAY, manager, "RC7")
    assert not Allocation.objects.current().filter(referral=case).exists()
    ended = case.allocations.get()
    assert (ended.ended_on, ended.ended_by) == (TODAY, manager)
    assert closure.what_changed == SUMMARY
    with pytest.raises(ValidationError, match="closed"):
        close(case, manager)


@pytest.mark.parametrize("work", ["assessment", "plan", "enquiry", "conference"])
def test_it_does_not_close_over_open_work(case, manager, work):
    if work == "conference":
        child = ConferenceChild(child=case.child, referral=case)
        ConferenceFactory(kind="transfer", code="T12", children=[child])
    else:
        factory = {"assessment": cases.AssessmentFactory, "plan": cases.PlanFactory, "enquiry": cases.Section47Factory}
        factory[work](referral=case)
    closure = CaseClosure(
        referral=case, reason="RC7", what_changed=SUMMARY, steps_down=False, closed_on=TODAY, closed_by=manager
    )
    with acting_as(manager), pytest.raises(DatabaseError, match=STANDS_OPEN), transaction.atomic():
        closure.save()
    with pytest.raises(ValidationError, match=STANDS_OPEN):
        close(case, manager)
    page = browser(manager).get(url(case)).text
    assert "Finish this first" in page
    assert 'name="what_changed"' not in page, "nobody writes a summary that cannot be sent"


def test_a_finished_enquiry_or_a_plan_that_ended_lets_it_close(case, manager):
    cases.PlanFactory(referral=case, ended_on=TODAY)
    cases.Section47Factory(referral=case, conference_not_needed=True)
    close(case, manager)


def test_no_further_action_is_for_an_assessment_without_more(case, manager):
    with pytest.raises(ValidationError, match=ASSESSED_ALONE):
        close(case, manager, reason="RC8")
    cases.AssessmentFactory(referral=case, finished=True)
    cases.PlanFactory(referral=case, ended_on=TODAY)
    with pytest.raises(ValidationError, match=ASSESSED_ALONE):
        close(case, manager, reason="RC8")


def test_an_assessment_alone_closes_to_early_help_that_is_named_and_answered(case, manager):
    cases.AssessmentFactory(referral=case, finished=True)
    with pytest.raises(ValidationError, match=STEPS_DOWN):
        close(case, manager, reason="RC9")
    with pytest.raises(ValidationError, match=STEP_DOWN_WHOLE):
        close(case, manager, reason="RC9", steps_down=True, service="Family Hub")
    closure = close(case, manager, reason="RC9", steps_down=True, service="Family Hub", accepted=False)
    assert (closure.service, closure.accepted) == ("Family Hub", False)


def test_death_has_its_own_reason_and_its_day(case, manager):
    with pytest.raises(ValidationError, match=DEATH_HAS_A_DAY):
        close(case, manager, reason="RC2")
    dead = cases.ReferralFactory(child=people.ChildFactory(death_date=TODAY), team=case.team, received_on=TODAY)
    with pytest.raises(ValidationError, match=NOT_DEAD):
        close(dead, manager)
    close(dead, manager, reason="RC2")


def test_C11_a_case_does_not_close_while_the_family_waits_to_be_told_of_an_override(case, manager):
    telling = after_override.TellingFactory()
    waiting = cases.ReferralFactory(contact=telling.override.contact, team=case.team, received_on=TODAY)
    with pytest.raises(ValidationError, match=FAMILY_NOT_TOLD):
        close(waiting, manager)
    assert reverse("families_to_tell") in browser(manager).get(url(waiting)).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what_changed": "Closed."}, CHANGED),
        ({"steps_down": ""}, "Select yes if the family goes on to early help"),
        ({"steps_down": "yes", "service": "", "accepted": "yes"}, STEP_DOWN_WHOLE),
        ({"steps_down": "yes", "service": "Family Hub"}, "Select yes if the family has accepted early help"),
        ({"reason": ""}, "Select why the case closes"),
        ({"reason": "RC9"}, STEPS_DOWN),
    ],
)
def test_a_form_that_says_too_little_is_shown_again_with_what_was_typed(case, manager, wrong, sentence):
    answer = browser(manager).post(url(case), ANSWERS | wrong)
    assert answer.status_code == 422
    assert sentence.rstrip(".") in answer.text
    assert (wrong.get("what_changed") or SUMMARY) in answer.text
    assert not CaseClosure.objects.exists()


def test_a_manager_closes_it_from_the_record_and_the_story_says_why(case, manager):
    client = browser(manager)
    record = reverse("person", args=[case.child_id])
    assert url(case) in client.get(record).text
    assert f'<a class="govuk-back-link" href="{record}">' in client.get(url(case)).text
    answer = client.post(url(case), ANSWERS, follow=True)
    assert f"The case of {case.child.full_name} is closed." in answer.text
    assert client.get(url(case)).status_code == 404
    assert client.get(record).status_code == 403, "with the case the team's reason to open the record has ended"
    told = browser(workers.service_manager()).get(record).text
    assert SUMMARY in told
    assert url(case) not in told


def test_what_was_written_is_shown_again_when_work_was_opened_meanwhile(case, manager):
    client = browser(manager)
    client.get(url(case))
    cases.PlanFactory(referral=case)
    answer = client.post(url(case), ANSWERS)
    assert answer.status_code == 422
    assert STANDS_OPEN in answer.text
    assert SUMMARY in answer.text


def test_only_a_manager_who_holds_the_case_closes_it(case):
    worker, elsewhere = workers.social_worker(team=case.team), workers.practice_manager()
    for person in (worker, elsewhere):
        with pytest.raises(Refused):
            close(case, person)
    assert browser(worker).get(url(case)).status_code == 403
    assert browser(elsewhere).get(url(case)).status_code == 404
    close(case, workers.service_manager())


def test_a_closed_case_is_not_opened_or_changed_by_sql(case, manager, acting):
    close(case, manager)
    case.refresh_from_db()
    for values in ({"closed_on": None, "closed_by": None, "closure_reason": ""}, {"closure_reason": "RC5"}):
        with pytest.raises(IntegrityError, match=CLOSED_IN_WORDS), transaction.atomic():
            update_raw(case, **values)
