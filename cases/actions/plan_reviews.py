"""Holding a review of a plan: the child's view, every outcome on the scale, every action updated (S16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import plans
from cases.actions.plan_content import end_as
from cases.actions.plans import promise_review, standing_plan
from cases.models import Plan, PlanAction, PlanActionUpdate, PlanDocument, PlanReview, PlanScale, PlanView
from cases.models.plan_content import HIGHEST, SCALE_RANGE
from cases.models.plan_reviews import NEW_DAY, NOT_EARLIER, UPDATE_WHOLE, VIEW_WHOLE, UpdateResult
from cases.models.plan_rules import EVERY_ACTION, EVERY_CHILD, EVERY_OUTCOME, PAST_REVIEW, REVIEW_IN_THE_FUTURE
from cases.permissions import WRITE_PLAN
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.written import is_written

NO_REVIEW = "No review of this plan is promised."
BEFORE_THE_LAST = "This review cannot lie before the last one, or before the plan."
PAST_DAY = "The new day cannot be in the past."


@dataclass(frozen=True, kw_only=True)
class ActionReviewed:
    """What a review says of one action; ``new_due_on`` where it is carried on."""

    result: str
    words: str
    new_due_on: date | None = None


@action
def hold(
    *,
    by: Any,
    now: datetime,
    on: date,
    plan_id: int,
    held_on: date,
    attended: str,
    words: str,
    views: Mapping[int, str],
    scales: Mapping[int, int],
    updates: Mapping[int, ActionReviewed],
) -> PlanReview:
    """Record a review as it was held, and promise the next one by the clock (T20, T14).

    ``views`` are what each child says, by its part of the plan; ``scales`` each outcome from 0 to 10; ``updates`` what
    is said of each action that was to be done. Raises NotPossible where one is missing or not whole, such as an action
    that somebody else added meanwhile, for a day in the future or before the last review; Refused.
    """
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    review = plans.next_review(document)
    if review is None:
        raise NotPossible(NO_REVIEW)
    if held_on > on:
        raise NotPossible(REVIEW_IN_THE_FUTURE, field="held_on")
    if held_on < review.counted_from:
        raise NotPossible(BEFORE_THE_LAST, field="held_on")
    plan = plans.read(document)
    _hear(review, plan, views)
    _scale(review, plan, scales)
    _check(plan.to_update, updates, on=on)
    review.held_on, review.held_by, review.attended, review.words = held_on, by, attended, words
    review.full_clean()
    _update(review, plan.to_update, updates, by=by)
    review.save()
    following = promise_review(document, counted_from=held_on)
    _carry(plan.to_update, updates, until=plans.latest_day(following, on=on))
    _note_review(document, held_on)
    return review


def _hear(review: PlanReview, plan: plans.PlanRead, views: Mapping[int, str]) -> None:
    for child in plan.children:
        words = views.get(child.part.pk)
        if words is None:
            raise NotPossible(EVERY_CHILD)
        if not is_written(words, 10):
            raise NotPossible(VIEW_WHOLE, field=f"view_{child.part.pk}")
        view = PlanView(review=review, part=child.part, words=words)
        view.full_clean()
        view.save()


def _scale(review: PlanReview, plan: plans.PlanRead, scales: Mapping[int, int]) -> None:
    for outcome in (one.row for child in plan.children for one in child.outcomes):
        number = scales.get(outcome.pk)
        if number is None:
            raise NotPossible(EVERY_OUTCOME)
        if not 0 <= number <= HIGHEST:
            raise NotPossible(SCALE_RANGE, field=f"scale_{outcome.pk}")
        scale = PlanScale(review=review, outcome=outcome, scale=number)
        scale.full_clean()
        scale.save()


def _check(actions: Sequence[PlanAction], updates: Mapping[int, ActionReviewed], *, on: date) -> None:
    for row in actions:
        said = updates.get(row.pk)
        if said is None:
            raise NotPossible(EVERY_ACTION)
        if not is_written(said.words, 10):
            raise NotPossible(UPDATE_WHOLE, field=f"words_{row.pk}")
        if (said.result == UpdateResult.CARRIED) != (said.new_due_on is not None):
            raise NotPossible(NEW_DAY, field=f"new_due_on_{row.pk}")
        if said.new_due_on is not None and said.new_due_on < row.due_on:
            raise NotPossible(NOT_EARLIER, field=f"new_due_on_{row.pk}")
        if said.new_due_on is not None and said.new_due_on < on:
            raise NotPossible(PAST_DAY, field=f"new_due_on_{row.pk}")


def _update(
    review: PlanReview, actions: Sequence[PlanAction], updates: Mapping[int, ActionReviewed], *, by: Any
) -> None:
    for row in actions:
        said = updates[row.pk]
        update = PlanActionUpdate(
            review=review,
            action=row,
            result=said.result,
            words=said.words,
            was_due_on=row.due_on,
            new_due_on=said.new_due_on,
        )
        update.full_clean()
        update.save()
        if said.result != UpdateResult.CARRIED and review.held_on is not None:
            locked = lock(PlanAction.objects.all(), row.pk)
            end_as(locked, result=said.result, evidence=said.words, on=review.held_on, by=by)


def _carry(actions: Sequence[PlanAction], updates: Mapping[int, ActionReviewed], *, until: date | None) -> None:
    """Give what is carried on its new day: by the next review (``plans.latest_day``)."""
    for row in actions:
        new_day = updates[row.pk].new_due_on
        if new_day is None or new_day == row.due_on:
            continue
        if until is not None and until < new_day:
            raise NotPossible(PAST_REVIEW, field=f"new_due_on_{row.pk}")
        locked = lock(PlanAction.objects.all(), row.pk)
        locked.due_on = new_day
        locked.full_clean()
        locked.save()


def _note_review(document: PlanDocument, held_on: date) -> None:
    """The census asks when a child in need plan was last reviewed; a protection plan's is its review conference."""
    if document.kind != Plan.Kind.CHILD_IN_NEED:
        return
    for part in document.parts.filter(plan__ended_on__isnull=True).select_related("plan"):
        part.plan.latest_review_on = held_on
        part.plan.full_clean()
        part.plan.save(update_fields=["latest_review_on"])
