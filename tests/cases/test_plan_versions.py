"""Who starts, ends and authorises a plan: refused on the row too, whoever writes it past every form."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import PlanDecision, PlanDocument, PlanVersion
from cases.models.plan_rules import DECIDED_BY_A_MANAGER, NOT_PROPOSED, OWN_PLAN, SIGNED_BY_A_MANAGER
from cases.models.plans import WHY_DECIDED
from cases.smart_plans import CONTINGENCY, HIGH_NEED_UNMET
from frontdoor.core import acting
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.cases import ReferralFactory
from tests.rows import insert_raw
from tests.words import says

pytestmark = pytest.mark.django_db


def refused(row: Any, *, by: Any) -> str:
    """What the database says to the row; by SQL, past every check of the model."""
    with pytest.raises(DatabaseError) as caught, acting.acting_as(by), transaction.atomic():
        insert_raw(row)
    return str(caught.value.__cause__.diag.constraint_name or caught.value)


def decision(by: Any, **changes: Any) -> PlanDecision:
    given = {"referral": ReferralFactory(), "step": "start", "reason": made.REASON, "decided_on": timezone.localdate()}
    return PlanDecision(**given | {"decided_by": by} | changes)


def version(document: PlanDocument, by: Any, **changes: Any) -> PlanVersion:
    given = {"number": 1, "content": {}, "proposed_by": document.proposed_by, "authorised_at": timezone.now()}
    return PlanVersion(document=document, **given | {"authorised_by": by} | changes)


def test_a_manager_decides_that_a_plan_starts_in_person_and_today():
    manager, worker = workers.practice_manager(), workers.social_worker()
    with acting.acting_as(manager):
        insert_raw(decision(manager))
    assert refused(decision(worker), by=worker) == "plan_decided_by_a_manager"
    assert refused(decision(manager), by=worker) == "plan_decided_by_a_manager"
    assert refused(decision(manager, decided_on=date(2026, 1, 5)), by=manager) == "plan_decided_by_a_manager"
    assert refused(decision(manager, reason=says(19) + " "), by=manager) == "plan_decision_says_why"


def test_a_version_is_signed_by_a_manager_in_person():
    document, worker, manager = made.proposed(), workers.social_worker(), workers.practice_manager()
    assert refused(version(document, worker), by=worker) == "plan_version_a_signed_by_a_manager"
    assert refused(version(document, manager), by=worker) == "plan_version_a_signed_by_a_manager"
    with acting.acting_as(manager):
        insert_raw(version(document, manager))
    assert refused(version(document, manager), by=manager) == "plan_version_once"


def test_a_version_is_of_a_plan_that_somebody_proposed():
    document, manager = made.document_of(made.written()), workers.practice_manager()
    row = version(document, manager, proposed_by=document.started_by)
    assert refused(row, by=manager) == "plan_version_b_of_a_proposed_plan"
    waiting = made.proposed()
    other = version(waiting, manager, proposed_by=workers.social_worker())
    assert refused(other, by=manager) == "plan_version_b_of_a_proposed_plan"


def test_S8_no_version_without_a_contingency():
    document, manager = made.proposed(with_contingency=False), workers.practice_manager()
    assert refused(version(document, manager), by=manager) == "plan_version_has_a_contingency"


@pytest.mark.parametrize("grade", ["high", "medium"])
def test_S6_no_version_while_a_high_need_has_no_action(grade):
    document, manager = made.proposed(), workers.practice_manager()
    made.NeedFactory(part=document.parts.get(), grade=grade)
    if grade == "high":
        assert refused(version(document, manager), by=manager) == "plan_version_meets_every_high_need"
    else:
        with acting.acting_as(manager):
            insert_raw(version(document, manager))


def test_S6_what_was_dropped_meets_no_need():
    action, manager = made.written(), workers.practice_manager()
    document = made.document_of(action)
    action.result, action.evidence = "not_needed", "Nobody asked for it any more."
    action.finished_on, action.finished_by = action.due_on, action.written_by
    with acting.acting_as(document.started_by):
        action.save()
        document.proposed_at, document.proposed_by = timezone.now(), document.started_by
        document.save()
    assert refused(version(document, manager), by=manager) == "plan_version_meets_every_high_need"


@pytest.mark.parametrize("what", ["need", "outcome", "action", "contingency"])
def test_a_version_is_never_signed_by_who_wrote_any_of_it(what):
    document, manager = made.proposed(), workers.practice_manager()
    need = document.parts.get().needs.get()
    row: Any = {"need": need, "outcome": need.outcomes.get(), "action": need.outcomes.get().actions.get()}.get(what)
    with acting.acting_as(manager):
        if row is None:
            document.contingency_by = manager
            document.save()
        else:
            row.written_by = manager
            row.save()
    assert refused(version(document, manager), by=manager) == "plan_version_of_others"


def test_a_version_is_never_signed_by_who_proposed_it():
    manager = workers.practice_manager()
    document = made.proposed()
    with acting.acting_as(manager):
        document.proposed_by = manager
        document.save()
    assert refused(version(document, manager), by=manager) == "plan_version_by_another"


def test_the_page_says_what_the_row_says():
    """The sentences of the triggers are those that the acts raise."""
    said = {trigger.name: trigger.func for model in (PlanVersion, PlanDecision) for trigger in model._meta.triggers}
    for name, sentence in {
        "plan_version_a_signed_by_a_manager": SIGNED_BY_A_MANAGER,
        "plan_version_b_of_a_proposed_plan": NOT_PROPOSED,
        "plan_version_has_a_contingency": CONTINGENCY,
        "plan_version_meets_every_high_need": HIGH_NEED_UNMET,
        "plan_version_of_others": OWN_PLAN,
        "plan_decided_by_a_manager": DECIDED_BY_A_MANAGER,
    }.items():
        assert sentence.replace("'", "''") in said[name]
    assert PlanDecision._meta.constraints[0].violation_error_message == WHY_DECIDED
