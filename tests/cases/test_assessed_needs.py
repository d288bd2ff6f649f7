"""What an assessment grades high is answered by the plan, and neither is signed by who wrote any of it (S6, L50)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import assessment_signing as signing
from cases.actions import plan_content as content
from cases.actions import plans as acts
from cases.models import FamilyAssessment, PlanNeed
from cases.models.assessment_rules import BY_NO_WRITER
from cases.models.plan_rules import LOWERED_WHY, NOT_TAKEN_IN, OWN_PLAN
from cases.smart_plans import HIGH_NEED_UNMET
from frontdoor.core import acting
from tests.cases.test_plan_versions import refused, version
from tests.cases.test_plans import add, why_not
from tests.factories import assessments, workers
from tests.factories import plans as made
from tests.factories.cases import PlanFactory

pytestmark = pytest.mark.django_db
WHY = "The dentist has seen the child twice since and is content."


@pytest.fixture
def today() -> Any:
    return timezone.localdate()


@pytest.fixture
def plan() -> Any:
    """A whole plan of a child that began before the assessment, and waits for a manager."""
    return made.proposed()


def manager_of(document: Any) -> Any:
    return workers.practice_manager(team=document.parts.get().plan.referral.team)


def assessed(family: Any, today: Any) -> Any:
    """A child's assessment, whole, with one high need, authorised by a manager."""
    assessments.write(family)
    need = family.needs.get(dimension="health")
    need.grade, need.text = "high", "Has not seen a dentist and has toothache at night."
    with acting.acting_as(family.opened_by):
        need.save()
    signing.submit(by=family.opened_by, on=today, family_id=family.pk, version=family.version)
    family.refresh_from_db()
    manager = assessments.manager_of(family)
    signing.authorise(by=manager, on=today, now=timezone.now(), family_id=family.pk, version=family.version)
    return family


def test_S6_L50_a_high_need_of_a_later_assessment_comes_into_the_running_plan_to_be_answered(today):
    family = assessments.begun()
    referral = family.assessments.get().referral
    plan = made.DocumentFactory(with_contingency=True, started_by=family.opened_by)
    part = made.PartFactory(document=plan, plan=PlanFactory(referral=referral, started_on=today))
    made.ActionFactory(outcome__need__part=part)
    acts.propose(by=plan.started_by, now=timezone.now(), on=today, plan_id=plan.pk)
    assessed(family, today)
    need = PlanNeed.objects.get(assessed__family=family)
    assert (need.grade, need.source, need.written_by) == ("high", "assessment", family.opened_by)
    plan.refresh_from_db()
    assert plan.proposed_at is None
    propose = lambda: acts.propose(by=plan.started_by, now=timezone.now(), on=today, plan_id=plan.pk)  # noqa: E731
    assert why_not(propose)[1].startswith(HIGH_NEED_UNMET)
    outcome = content.add_outcome(
        by=plan.started_by, now=timezone.now(), need_id=need.pk, words=made.DIFFERENT, scale_at_start=2
    )
    add(made.ActionFactory.build(outcome=outcome), plan.started_by, today)
    manager = manager_of(plan)
    acts.authorise(by=manager, now=timezone.now(), on=today, plan_id=plan.pk, version=propose().version)


def test_S6_no_version_while_a_high_need_of_the_assessment_is_not_in_the_plan(plan, today):
    needs = [assessments.graded_high(plan.parts.get().child, dimension=one) for one in ("education", "health")]
    manager = manager_of(plan)
    assert refused(version(plan, manager), by=manager) == "plan_version_takes_in_the_assessment"
    act = lambda: acts.authorise(by=manager, now=timezone.now(), on=today, plan_id=plan.pk, version=plan.version)  # noqa: E731
    assert why_not(act)[1].startswith(NOT_TAKEN_IN)
    came = acts.take_in(by=plan.started_by, now=timezone.now(), plan_id=plan.pk)
    assert [need.assessed for need in came] == needs[1:]
    assert acts.take_in(by=plan.started_by, now=timezone.now(), plan_id=plan.pk) == []


def test_S6_a_need_below_the_assessment_says_why_and_the_manager_reads_it(plan, today):
    assessments.graded_high(plan.parts.get().child)
    (need,) = acts.take_in(by=plan.started_by, now=timezone.now(), plan_id=plan.pk)

    def lower(reason: str) -> Any:
        given = {"words": need.words, "grade": "low", "source": "assessment", "lowered_reason": reason}
        return content.change_need(by=plan.started_by, now=timezone.now(), need_id=need.pk, version=1, **given)

    assert why_not(lambda: lower("x" * 19 + " ")) == ("lowered_reason", LOWERED_WHY)
    out = lambda: content.take_out(by=plan.started_by, now=timezone.now(), row=need, version=1, reason="x" * 19)  # noqa: E731
    assert why_not(out) == ("reason", LOWERED_WHY)
    browser = Client()
    browser.force_login(plan.started_by)
    page = browser.post(
        reverse("plan_need", args=[need.pk]),
        {"words": need.words, "grade": "low", "source": "assessment", "lowered_reason": "", "version": "1"},
    )
    assert (page.status_code, LOWERED_WHY in page.content.decode()) == (422, True)
    lower(WHY)
    acts.propose(by=plan.started_by, now=timezone.now(), on=today, plan_id=plan.pk)
    browser.force_login(manager_of(plan))
    assert WHY in browser.get(reverse("plan_decide", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("what", ["need", "contingency"])
def test_a_plan_is_never_signed_by_who_wrote_any_of_it_though_another_wrote_it_again(plan, today, what):
    manager = manager_of(plan)
    row = plan.parts.get().needs.get() if what == "need" else plan
    by, at = ("written_by", "written_at") if what == "need" else ("contingency_by", "contingency_at")
    for writer in (manager, plan.started_by):
        setattr(row, by, writer)
        setattr(row, at, timezone.now())
        with acting.acting_as(writer):
            row.save()
    plan.refresh_from_db()
    act = lambda: acts.authorise(by=manager, now=timezone.now(), on=today, plan_id=plan.pk, version=plan.version)  # noqa: E731
    assert why_not(act)[1] == OWN_PLAN
    assert refused(version(plan, manager), by=manager) == "plan_version_of_others"


def test_an_assessment_is_never_signed_by_who_wrote_any_of_it_though_another_wrote_it_again(today):
    family = assessments.write(assessments.begun())
    manager, section = assessments.manager_of(family), family.sections.earliest("pk")
    for writer in (manager, family.opened_by):
        with acting.acting_as(writer):
            section.save()
    signing.submit(by=family.opened_by, on=today, family_id=family.pk, version=family.version)
    family = FamilyAssessment.objects.get(pk=family.pk)
    sign = {"on": today, "now": timezone.now(), "family_id": family.pk, "version": family.version}
    with pytest.raises(ValidationError, match=BY_NO_WRITER):
        signing.authorise(by=manager, **sign)
    other = assessments.manager_of(family)
    assert signing.authorise(by=other, **sign).authorised_by == other
