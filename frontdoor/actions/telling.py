"""Telling a family afterwards that agencies were asked without its consent, or saying why not yet (C11)."""

from datetime import date
from typing import Any

from frontdoor.actions.ties import check_no_tie
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.timescales import FAMILY_TOLD, FAMILY_TOLD_LATER, FAMILY_TOLD_WRONG
from frontdoor.core.versions import lock, lock_untouched
from frontdoor.models import ConsentOverride, Contact, FamilyTelling
from frontdoor.models.telling import (
    IN_THE_FUTURE,
    LONGEST_PUT_OFF,
    NOT_TOLD,
    PUT_OFF_AHEAD,
    PUT_OFF_BY,
    PUT_OFF_BY_ANOTHER,
    PUT_OFF_TOO_LONG,
    TOLD_BY_ANOTHER,
    ToldOf,
)

ALREADY_TOLD = "It is already recorded that the family was told."
BEFORE_THE_DECISION = "The family cannot have been told before it was decided."

PUT_OFF = ("put_off_on", "put_off_by", "put_off_reason", "due_on")
ALLOWED = {ToldOf.ASKED: FAMILY_TOLD, ToldOf.NOT_JUSTIFIED: FAMILY_TOLD_WRONG}


def owe(*, override: ConsentOverride, of: ToldOf, by: Any, on: date) -> FamilyTelling:
    """Start the time in which the family is told, inside the act that decides; ``by`` is who decided."""
    due_on = policy.period(ALLOWED[of], on=on).due_on(on, policy.calendar(around=on))
    telling = FamilyTelling(override=override, of=of, started_on=on, due_on=due_on)
    telling.full_clean()
    telling.save()
    return telling


@action
def tell(*, by: Any, on: date, telling: FamilyTelling, told_on: date, words: str) -> FamilyTelling:
    """Record who of the family was told, and what. Raises NotPossible, ValidationError."""
    held = _untold(telling)
    if held.is_told_by_another_than(by):
        raise NotPossible(TOLD_BY_ANOTHER)
    check_no_tie(by=by, contact_id=held.override.contact_id)
    if told_on > on:
        raise NotPossible(IN_THE_FUTURE, field="told_on")
    if told_on < held.started_on:
        raise NotPossible(BEFORE_THE_DECISION, field="told_on")
    held.told_on, held.told_by, held.told_words = told_on, by, words
    held.full_clean()
    held.save()
    return held


@action
def put_off(*, by: Any, on: date, telling: FamilyTelling, version: int, review_on: date, reason: str) -> FamilyTelling:
    """Say why the family is not told yet and when that is looked at again: the promise moves to that day.

    Said by a manager who neither asked for the decision nor signed it, for C-PUT-OFF at most each time. Raises Stale
    when somebody else has put it off since ``version``, NotPossible, ValidationError.
    """
    _untold(telling)
    held = lock_untouched(FamilyTelling.objects.all(), telling.pk, version=version, fields=PUT_OFF)
    if not may_put_off(by=by, on=on, telling=held):
        raise NotPossible(PUT_OFF_BY_ANOTHER)
    check_no_tie(by=by, contact_id=held.override.contact_id)
    if review_on <= on:
        raise NotPossible(PUT_OFF_AHEAD, field="review_on")
    if review_on > latest_review(on):
        raise NotPossible(PUT_OFF_TOO_LONG, field="review_on")
    held.put_off_on, held.put_off_by, held.put_off_reason, held.due_on = on, by, reason, review_on
    held.full_clean()
    held.save()
    return held


def may_put_off(*, by: Any, on: date, telling: FamilyTelling) -> bool:
    """Whether somebody may say that a family is not told yet: a manager, and no party to the decision."""
    parties = {telling.override.requested_by_id, telling.override.decided_by_id}
    return by.pk not in parties and by.grants.held(on).filter(role__in=PUT_OFF_BY).exists()


def latest_review(on: date) -> date:
    """The last day to which telling a family can be put off on a day (C-PUT-OFF)."""
    by_policy = policy.period(FAMILY_TOLD_LATER, on=on).due_on(on, policy.calendar(around=on))
    return min(by_policy, on + LONGEST_PUT_OFF)


def check_settled(contact: Contact, *, on: date, sentence: str = NOT_TOLD) -> None:
    """Raises NotPossible while a family is neither told nor put off to a day that has not passed (C11)."""
    if FamilyTelling.objects.unsettled(contact, on=on).exists():
        raise NotPossible(sentence)


def _untold(telling: FamilyTelling) -> FamilyTelling:
    held = lock(FamilyTelling.objects.all(), telling.pk)
    if held.told_on is not None:
        raise NotPossible(ALREADY_TOLD)
    return held
