"""Reviews: nothing is left unsaid, what is carried three times is drift, and the next review falls due by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import plan_lists, plans
from cases.actions import core_groups, plan_content, plan_reviews
from cases.actions.plan_reviews import ActionReviewed
from cases.models import PlanAction, PlanActionUpdate, PlanDocument, PlanReview, PlanScale
from cases.models.core_groups import REVIEW_THE_PLAN
from cases.models.plan_content import DRIFT, SCALE_RANGE
from cases.models.plan_reviews import NEW_DAY, NOT_EARLIER, UPDATE_WHOLE, VIEW_WHOLE
from cases.models.plan_rules import (
    EVERY_ACTION,
    EVERY_CHILD,
    EVERY_OUTCOME,
    PAST_REVIEW,
    REVIEW_IN_THE_FUTURE,
    THROUGH_A_REVIEW,
)
from frontdoor.core import acting as hands
from frontdoor.core.permissions import Refused
from tests.cases.test_plans import typed, why_not
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.conferences import CoreGroupFactory, running_plan
from tests.rows import update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

SAID = "There was no place at the club this month."


@pytest.fixture
def today() -> Any:
    return timezone.localdate()


@pytest.fixture
def action(today) -> PlanAction:
    return made.written()


def review(action: PlanAction, today: Any, **changes: Any) -> PlanReview:
    """A review that carries the action on by a week, unless it says something else."""
    document = made.document_of(action)
    updates = {
        row.pk: ActionReviewed(result="carried", words=SAID, new_due_on=row.due_on + timedelta(days=7))
        for row in plans.read(document).to_update
    }
    given = {
        "by": document.started_by,
        "now": timezone.now(),
        "on": today,
        "plan_id": document.pk,
        "held_on": today,
        "attended": "Wren, Nan and the teacher",
        "words": made.WORDS,
        "views": {part.pk: made.VIEW for part in document.parts.all()},
        "scales": {action.outcome_id: 5},
        "updates": updates,
    }
    return plan_reviews.hold(**given | changes)


def test_a_review_is_held_and_the_next_falls_due_by_the_clock(action, today):
    held = review(action, today)
    action.refresh_from_db()
    assert action.due_on == today + timedelta(days=21)
    following = plans.next_review(made.document_of(action))
    assert (following.counted_from, following.due_on) == (today, today + timedelta(days=42))
    part = made.document_of(action).parts.get()
    assert (held.views.get().words, part.plan.latest_review_on) == (made.VIEW, today)
    assert PlanActionUpdate.objects.get().was_due_on == today + timedelta(days=14)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"views": {}}, EVERY_CHILD), ({"scales": {}}, EVERY_OUTCOME), ({"updates": {}}, EVERY_ACTION)],
)
def test_S16_a_review_with_something_unsaid_is_refused_and_nothing_of_it_stays(action, today, changed, sentence):
    assert why_not(lambda: review(action, today, **changed))[1] == sentence
    assert not PlanReview.objects.filter(held_on__isnull=False).exists()
    assert not PlanScale.objects.exists()


def test_S16_the_row_refuses_a_review_with_an_action_not_updated(action, today):
    row = plans.next_review(made.document_of(action))
    made.ViewFactory(review=row, part=action.outcome.need.part)
    made.ScaleFactory(review=row, outcome=action.outcome)
    held = {"held_on": today, "held_by": made.document_of(action).started_by, "attended": "Wren", "words": made.WORDS}
    with pytest.raises(DatabaseError, match=EVERY_ACTION), transaction.atomic():
        update_raw(row, **held)
    made.UpdateFactory(review=row, action=action)
    with hands.acting_as(held["held_by"]):
        update_raw(row, **held)


def test_L02_each_outcome_stands_on_the_scale_for_its_child_from_review_to_review(action, today):
    other = made.OutcomeFactory(need=action.outcome.need, scale_at_start=1)
    both = {action.outcome_id: 5, other.pk: 2}
    for scales in (both, {action.outcome_id: 8, other.pk: 2}):
        review(action, today, scales=scales)
    first, second = plans.read(made.document_of(action)).children[0].outcomes
    assert (first.row.scale_at_start, [scale for _, scale in first.scales]) == (3, [5, 8])
    assert (first.latest, second.latest) == ((today, 8), (today, 2))
    for wrong in (-1, 11):
        act = lambda scale=wrong: review(action, today, scales=both | {other.pk: scale})  # noqa: E731
        assert why_not(act) == (f"scale_{other.pk}", SCALE_RANGE)


def test_what_is_said_of_an_action_is_whole(action, today):
    pk = action.pk
    for said, field, sentence in (
        (ActionReviewed(result="done", words=says(9) + " "), f"words_{pk}", UPDATE_WHOLE),
        (ActionReviewed(result="carried", words=SAID), f"new_due_on_{pk}", NEW_DAY),
        (ActionReviewed(result="done", words=SAID, new_due_on=action.due_on), f"new_due_on_{pk}", NEW_DAY),
        (
            ActionReviewed(result="carried", words=SAID, new_due_on=action.due_on - timedelta(days=1)),
            f"new_due_on_{pk}",
            NOT_EARLIER,
        ),
        (
            ActionReviewed(result="carried", words=SAID, new_due_on=today + timedelta(days=43)),
            f"new_due_on_{pk}",
            PAST_REVIEW,
        ),
    ):
        assert why_not(lambda said=said: review(action, today, updates={pk: said})) == (field, sentence)
    part = made.document_of(action).parts.get()
    assert why_not(lambda: review(action, today, views={part.pk: says(9)}))[1] == VIEW_WHOLE
    later = lambda: review(action, today, held_on=today + timedelta(days=1))  # noqa: E731
    assert why_not(later) == ("held_on", REVIEW_IN_THE_FUTURE)


@pytest.mark.parametrize("result", ["done", "not_done", "not_needed"])
def test_what_is_not_carried_on_ends_with_its_reason(action, today, result):
    review(action, today, updates={action.pk: ActionReviewed(result=result, words=SAID)})
    action.refresh_from_db()
    assert (action.result, action.evidence, action.finished_on) == (result, SAID, today)


def test_an_action_added_while_the_review_was_written_is_asked_for(action, today):
    said = {action.pk: ActionReviewed(result="done", words=SAID)}
    plan_content.add_action(
        by=made.document_of(action).started_by,
        now=timezone.now(),
        on=today,
        outcome_id=action.outcome_id,
        written=typed(today),
    )
    assert why_not(lambda: review(action, today, updates=said))[1] == EVERY_ACTION


def test_L27_an_action_carried_three_times_is_drift_and_twice_is_not(action, today):
    for number in (1, 2, 3, 4):
        review(action, today)
        counted = PlanAction.objects.with_carried().get(pk=action.pk).carried
        assert (counted, PlanAction.objects.drifting().exists()) == (number, number >= 3)


@pytest.mark.parametrize("ends", ["done", "plan"])
def test_L34_drift_ends_when_the_action_does(action, today, ends):
    made.UpdateFactory.create_batch(DRIFT, action=action)
    assert list(PlanAction.objects.drifting()) == [action]
    if ends == "done":
        worker = made.document_of(action).started_by
        plan_content.finish(by=worker, on=today, action_id=action.pk, result="done", evidence=SAID)
    else:
        made.ended(action.outcome.need.part.plan)
    assert not PlanAction.objects.drifting().exists()


def test_T14_the_core_group_is_the_one_place_that_says_by_when_a_protection_plan_is_reviewed(today):
    period = running_plan()
    late = {"counted_from": today - timedelta(days=60), "due_on": today - timedelta(days=18), "code": "T14"}
    action = made.written(
        document={"kind": "cp", "review": late},
        plan=period,
        referral=period.referral,
    )
    document, group = made.authorised(made.document_of(action)), CoreGroupFactory(plan=period)
    assert not PlanReview.objects.overdue(today).exists()
    assert plans.due_next(document) == group
    (line,) = plan_lists.lines(PlanDocument.objects.filter(pk=document.pk))
    assert line.review_by == group.due_on
    wrote = {"attended": "The mother", "child_day": says(30), "progress": says(20), "held_on": today}
    act = {"by": document.started_by, "on": today, "now": timezone.now(), "group_id": group.pk, "version": 1, **wrote}
    assert why_not(lambda: core_groups.hold_group(**act))[1] == REVIEW_THE_PLAN
    review(action, today)
    assert core_groups.hold_group(**act).held_on == today


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_L34_a_review_is_late_on_the_day_after_its_last(action, days, late):
    day = plans.next_review(made.document_of(action)).due_on + timedelta(days=days)
    assert PlanReview.objects.overdue(day).exists() == late
    assert PlanReview.objects.due_by(day).exists()


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_L34_an_action_is_late_on_the_day_after_its_last(action, days, late):
    assert PlanAction.objects.overdue(action.due_on + timedelta(days=days)).exists() == late


def test_a_stranger_holds_no_review(action, today):
    with pytest.raises(Refused):
        review(action, today, by=workers.social_worker())


def test_S16_what_a_review_carried_on_is_dropped_by_a_review_or_a_manager_alone(action, today):
    review(action, today)
    document = made.document_of(action)
    drop = {"on": today, "action_id": action.pk, "result": "not_needed", "evidence": "She goes there by herself now."}
    refused = why_not(lambda: plan_content.finish(by=document.started_by, **drop))
    assert refused == ("result", THROUGH_A_REVIEW)
    manager = workers.practice_manager(team=action.outcome.need.part.plan.referral.team)
    assert plan_content.finish(by=manager, **drop).result == "not_needed"


def test_S16_the_same_action_agreed_anew_goes_on_being_counted(action, today):
    document = made.document_of(action)
    for _ in range(DRIFT):
        review(action, today)
    ended = {row.pk: ActionReviewed(result="not_needed", words=SAID) for row in plans.read(document).to_update}
    review(action, today, updates=ended)
    assert not PlanAction.objects.drifting().exists()
    add = lambda what: plan_content.add_action(  # noqa: E731
        by=document.started_by,
        now=timezone.now(),
        on=today,
        outcome_id=action.outcome_id,
        written=typed(today, what=what),
    )
    assert add(f" {action.what.upper()}. ".replace(" ", "  ")) in PlanAction.objects.drifting()
    assert add("Ring the club and ask when a place is free") not in PlanAction.objects.drifting()
