"""T19: an assessment that finds a child in need is followed by a plan that a manager has authorised, by a day."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases import listing, next_due, standing
from cases.actions import assessment_signing as signing
from cases.actions import plans as acts
from cases.migrations._plans_due import promise_plans
from cases.models import Assessment, FamilyAssessment
from cases.models.assessment_rules import PLAN_PROMISED, PLANNED_BY_A_PLAN
from frontdoor.core.acting import acting_as
from frontdoor.core.policy import calendar
from tests.factories import assessments as made
from tests.factories import plans, workers
from tests.factories.cases import PlanFactory
from tests.law.sending import client_of
from tests.rows import bringing_in, update_raw

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def authorised(**given):
    """The one assessment of a family, authorised today by the manager who is returned with it."""
    family = made.write(made.begun(**given))
    signing.submit(by=family.opened_by, on=TODAY, family_id=family.pk, version=family.version)
    family, manager = FamilyAssessment.objects.get(pk=family.pk), made.manager_of(family)
    signing.authorise(by=manager, on=TODAY, now=timezone.now(), family_id=family.pk, version=family.version)
    return family.assessments.get(), manager


def due(child_id, worker):
    found = next_due.of(standing.of_child(child_id, worker=worker, on=TODAY))
    return {one.kind.code: one.url for one in found if one.kind.code in ("plan_start", "plan_agreed")}


def shown(worker, show):
    return listing.cases(viewer=worker, on=timezone.localdate(), show=show).count()


def plan_authorised(row, manager):
    document = acts.start(by=manager, now=timezone.now(), referral_ids=[row.referral_id], reason=plans.REASON)
    part = document.parts.get()
    need = plans.NeedFactory(part=part, written_by=row.family.opened_by, grade="medium")
    plans.ActionFactory(outcome__need=need)
    document.refresh_from_db()
    acts.write_contingency(
        by=row.family.opened_by,
        now=timezone.now(),
        on=TODAY,
        plan_id=document.pk,
        version=document.version,
        contingency=plans.CONTINGENCY,
        contingency_due_on=TODAY + timedelta(days=30),
    )
    acts.propose(by=row.family.opened_by, now=timezone.now(), on=TODAY, plan_id=document.pk)
    document.refresh_from_db()
    assert due(row.child_id, manager) == {"plan_agreed": reverse("plan", args=[document.pk])}
    return acts.authorise(
        by=manager, now=timezone.now(), on=TODAY, plan_id=document.pk, version=document.version
    ).document


def test_T19_the_plan_is_due_from_the_authorised_assessment_until_a_manager_authorises_it():
    row, manager = authorised()
    assert row.plan_due_on == calendar(around=TODAY).add_working_days(TODAY, 10)
    start = reverse("plan_start", args=[row.referral_id])
    assert due(row.child_id, manager) == due(row.child_id, workers.service_manager()) == {"plan_start": start}
    for other in (row.family.opened_by, workers.practice_manager()):
        assert due(row.child_id, other) == {"plan_start": ""}
    assert plan_authorised(row, manager).versions.count() == 1
    row.refresh_from_db()
    assert row.planned_on == TODAY
    assert due(row.child_id, manager) == {}


def test_T19_a_plan_that_is_not_agreed_is_late_on_the_lists_of_worker_and_manager():
    row, manager = authorised()
    worker = row.family.opened_by
    assert (shown(manager, listing.PLAN_LATE), shown(manager, listing.PLAN_SOON)) == (0, 0)
    with acting_as(worker), bringing_in():
        late = {"authorised_on": TODAY - timedelta(days=20), "plan_due_on": TODAY - timedelta(days=1)}
        update_raw(row, version=row.version + 1, **late)
    assert (shown(manager, listing.PLAN_LATE), shown(worker, listing.PLAN_LATE)) == (1, 1)
    for reader in (manager, worker):
        page = client_of(reader).get(reverse("my_work")).text
        assert "without an agreed plan in time" in page
        assert "The assessment found a child in need, and no plan is agreed." in page
    assert not shown(workers.practice_manager(), listing.PLAN_LATE), "a stranger's list does not name the child"
    with acting_as(worker), bringing_in():
        update_raw(row.referral, closed_on=TODAY, closed_by=manager, closure_reason="RC9")
    assert shown(manager, listing.PLAN_LATE) == 0


def test_T19_nothing_is_promised_where_another_outcome_or_an_agreed_plan_stands():
    for changes in ({"outcome": "early_help"}, {"outcome": "cin", "plan": True}):
        family = made.write(made.begun())
        one = family.assessments.get()
        if changes.pop("plan", False):
            PlanFactory(referral=one.referral, protection=True, started_on=TODAY - timedelta(days=2))
        with acting_as(family.opened_by):
            conclusion = family.conclusions.get()
            conclusion.outcome = changes["outcome"]
            conclusion.save()
        signing.submit(by=family.opened_by, on=TODAY, family_id=family.pk, version=family.version)
        family = FamilyAssessment.objects.get(pk=family.pk)
        signing.authorise(
            by=made.manager_of(family), on=TODAY, now=timezone.now(), family_id=family.pk, version=family.version
        )
        assert Assessment.objects.get(pk=one.pk).plan_due_on is None


def test_T19_a_plan_that_was_owed_before_its_days_were_counted_is_promised_once():
    (row, manager), (planned, _) = authorised(), authorised()
    agreed = PlanFactory(referral=planned.referral, protection=True, started_on=TODAY)
    assert agreed.child_id == planned.child_id
    for one in (row, planned):
        with acting_as(manager), bringing_in():
            update_raw(one, version=one.version + 1, plan_due_on=None, planned_on=None)
    for _ in range(2):
        with connection.schema_editor() as editor:
            promise_plans(apps, editor)
        row.refresh_from_db()
        planned.refresh_from_db()
        assert row.plan_due_on == calendar(around=TODAY).add_working_days(TODAY, 10)
        assert planned.plan_due_on is None


def test_T19_the_row_refuses_a_plan_without_its_day_and_one_that_nobody_agreed(acting):
    row, manager = authorised()
    with acting_as(manager):
        for sentence, change in (
            (PLAN_PROMISED, {"plan_due_on": None}),
            (PLAN_PROMISED, {"plan_due_on": TODAY + timedelta(days=90)}),
            (PLANNED_BY_A_PLAN, {"planned_on": TODAY}),
        ):
            with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
                update_raw(row, version=row.version + 1, **change)
