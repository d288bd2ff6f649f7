"""The third person's review of a decision to ask without consent, and what is put right after it (C10, T33)."""

from datetime import date, datetime
from typing import Any

from frontdoor.actions import telling
from frontdoor.actions.ties import check_no_tie
from frontdoor.core import drafts, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import MANAGERS
from frontdoor.core.timescales import OVERRIDE_REMEDY
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentOverride, OverrideRemedy
from frontdoor.models.override_choices import OverrideDecision, ReviewResult
from frontdoor.models.override_rules import NO_REMEDY, NOT_A_REVIEWER, NOT_A_THIRD, NOTHING_TO_REVIEW, STARTED_IT
from frontdoor.models.remedies import OWNED_BY_ANOTHER, VERIFIED_BY_ANOTHER, VERIFIED_BY_NO_PARTY
from frontdoor.models.telling import ToldOf

DRAFT_FORM = "override_review"
ALREADY_REVIEWED = "This decision has already been reviewed."
ALREADY_DONE = "It is already recorded that this was done."
NOT_DONE = "It is not recorded yet that this was done."
ALREADY_VERIFIED = "Another person has already checked this."


@action
def review(
    *,
    by: Any,
    now: datetime,
    override: ConsentOverride,
    result: str,
    words: str,
    remedy: str = "",
    owner: Any = None,
) -> ConsentOverride:
    """Sign what a third person found about a decision to ask without consent.

    Found not justified, it carries no question any more: those that wait are stopped by the database, the family is to
    be told within C-TOLD-WRONG, and ``remedy`` is put right by ``owner`` within C-REMEDY and checked by somebody else.
    A decision that the lot left out may be reviewed too. Raises NotPossible, ValidationError.
    """
    held = lock(ConsentOverride.objects.all(), override.pk)
    if held.decision != OverrideDecision.APPROVED:
        raise NotPossible(NOTHING_TO_REVIEW)
    if held.reviewed_at is not None:
        raise NotPossible(ALREADY_REVIEWED)
    if by.pk in {held.requested_by_id, held.decided_by_id}:
        raise NotPossible(NOT_A_THIRD)
    if by.pk == held.started_by:
        raise NotPossible(STARTED_IT)
    check_no_tie(by=by, contact_id=held.contact_id)
    today = london_date(now)
    if not by.grants.held(today).filter(role__in=MANAGERS).exists():
        raise NotPossible(NOT_A_REVIEWER)
    if result == ReviewResult.NOT_JUSTIFIED:
        _put_right(held, what=remedy, owner=owner, by=by, on=today)
    held.reviewed_by, held.reviewed_at = by, now
    held.review_result, held.review_words = result, words
    held.full_clean()
    held.save()
    drafts.discard(worker=by, form=DRAFT_FORM, subject_id=held.pk)
    return held


def _put_right(override: ConsentOverride, *, what: str, owner: Any, by: Any, on: date) -> None:
    if owner is None or not what.strip():
        raise NotPossible(NO_REMEDY, field="remedy")
    if owner.pk == override.decided_by_id:
        raise NotPossible(OWNED_BY_ANOTHER, field="owner")
    due_on = policy.period(OVERRIDE_REMEDY, on=on).due_on(on, policy.calendar(around=on))
    row = OverrideRemedy(override=override, what=what, owner=owner, set_on=on, set_by=by, due_on=due_on)
    row.full_clean()
    row.save()
    telling.owe(override=override, of=ToldOf.NOT_JUSTIFIED, by=by, on=on)


@action
def done(*, by: Any, on: date, remedy: OverrideRemedy, words: str) -> OverrideRemedy:
    """Record what was done. Raises NotPossible, ValidationError."""
    held = lock(OverrideRemedy.objects.all(), remedy.pk)
    if held.done_on is not None:
        raise NotPossible(ALREADY_DONE)
    check_no_tie(by=by, contact_id=held.override.contact_id)
    held.done_on, held.done_by, held.done_words = on, by, words
    held.full_clean()
    held.save()
    return held


@action
def verify(*, by: Any, on: date, remedy: OverrideRemedy) -> OverrideRemedy:
    """Somebody saw it done who neither owned nor did it, nor asked for the decision or made it. Raises NotPossible."""
    held = lock(OverrideRemedy.objects.all(), remedy.pk)
    if held.done_on is None:
        raise NotPossible(NOT_DONE)
    if held.verified_on is not None:
        raise NotPossible(ALREADY_VERIFIED)
    if by.pk in {held.owner_id, held.done_by_id}:
        raise NotPossible(VERIFIED_BY_ANOTHER)
    if by.pk in {held.override.requested_by_id, held.override.decided_by_id}:
        raise NotPossible(VERIFIED_BY_NO_PARTY)
    check_no_tie(by=by, contact_id=held.override.contact_id)
    held.verified_on, held.verified_by = on, by
    held.full_clean()
    held.save()
    return held
