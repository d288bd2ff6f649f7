"""A manager decides what an answer about consent has opened (C08, C12)."""

from datetime import datetime
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.roles import PRACTICE_MANAGER, SERVICE_MANAGER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentMatter
from frontdoor.models.matters import NOBODY_AGREES, NOT_A_MANAGER, NOT_THE_RECORDER, RECORDED_IT_ALONE, MatterDecision
from frontdoor.models.positions import Stand, positions_of

ALREADY_DECIDED = "This has already been decided."
MANAGERS = frozenset({PRACTICE_MANAGER.code, SERVICE_MANAGER.code})


@action
def decide(*, by: Any, now: datetime, matter: ConsentMatter, decision: str, reason: str) -> ConsentMatter:
    """Sign what follows from a withdrawal, a disagreement or a refused service. Raises NotPossible, ValidationError."""
    held = lock(ConsentMatter.objects.all(), matter.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if held.opened_by_id == by.pk:
        raise NotPossible(NOT_THE_RECORDER)
    if not by.grants.held(london_date(now)).filter(role__in=MANAGERS).exists():
        raise NotPossible(NOT_A_MANAGER)
    stand = positions_of(held.contact, at=now).get((held.child_id, held.kind), Stand())
    if decision == MatterDecision.RELY and not stand.agreed:
        raise NotPossible(NOBODY_AGREES, field="decision")
    if decision == MatterDecision.RELY and any(event.recorded_by_id == by.pk for event in stand.agreed):
        raise NotPossible(RECORDED_IT_ALONE, field="decision")
    held.decided_at, held.decided_by = now, by
    held.decision, held.reason = decision, reason
    held.full_clean()
    held.save()
    return held
