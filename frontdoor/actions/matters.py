"""A manager decides what an answer about consent has opened (C08, C12)."""

from datetime import datetime
from typing import Any

from frontdoor.actions.ties import check_no_tie
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import MANAGERS
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentMatter
from frontdoor.models.matters import NOBODY_AGREES, NOT_A_MANAGER, NOT_THE_RECORDER, RECORDED_IT_ALONE, MatterDecision
from frontdoor.models.positions import agreed_in_spite_of

ALREADY_DECIDED = "This has already been decided."


@action
def decide(*, by: Any, now: datetime, matter: ConsentMatter, decision: str, reason: str) -> ConsentMatter:
    """Sign what one no comes to: it answers that no and no other. Raises NotPossible, ValidationError."""
    held = lock(ConsentMatter.objects.all(), matter.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if by.pk in {held.opened_by_id, held.refusal.recorded_by_id}:
        raise NotPossible(NOT_THE_RECORDER)
    check_no_tie(by=by, contact_id=held.contact_id)
    if not by.grants.held(london_date(now)).filter(role__in=MANAGERS).exists():
        raise NotPossible(NOT_A_MANAGER)
    if decision == MatterDecision.RELY:
        agreed = agreed_in_spite_of(held.refusal, at=now)
        if not agreed:
            raise NotPossible(NOBODY_AGREES, field="decision")
        if any(event.recorded_by_id == by.pk for event in agreed):
            raise NotPossible(RECORDED_IT_ALONE, field="decision")
    held.decided_at, held.decided_by = now, by
    held.decision, held.reason = decision, reason
    held.full_clean()
    held.save()
    return held
