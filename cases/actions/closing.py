"""Closing a case: by a manager, in words, when nothing of it stands open."""

from datetime import date
from typing import Any

from cases.actions.allocations import lock_open_case
from cases.closing import is_told, open_work, why_not
from cases.models import Allocation, CaseClosure
from cases.models.closure_rules import FAMILY_NOT_TOLD
from cases.permissions import CLOSE_CASE
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require


@action
def close(
    *,
    by: Any,
    on: date,
    referral_id: int,
    reason: str,
    what_changed: str,
    steps_down: bool,
    service: str = "",
    accepted: bool | None = None,
) -> CaseClosure:
    """Close the case of a referral today; whoever worked with the child no longer does.

    Raises NotPossible while an assessment, a section 47 enquiry, a conference or a plan of it stands open, an enquiry
    that was decided on has not started, an emergency power is in force or the family waits to be told of an override
    (C11), when the reason does not fit what was done (census rules 2990, 8825, 8585), and when it is closed already;
    Refused for somebody who does not hold the case.
    """
    referral = lock_open_case(referral_id)
    require(by, CLOSE_CASE, referral)
    if stands_open := open_work(referral):
        raise NotPossible(" ".join(dict.fromkeys(one.refusal for one in stands_open)))
    if not is_told(referral, on=on):
        raise NotPossible(FAMILY_NOT_TOLD)
    closure = CaseClosure(
        referral=referral,
        reason=reason,
        what_changed=what_changed,
        steps_down=steps_down,
        service=service if steps_down else "",
        accepted=accepted if steps_down else None,
        closed_on=on,
        closed_by=by,
    )
    if sentence := why_not(referral, reason):
        raise NotPossible(sentence, field="reason")
    closure.full_clean()
    closure.save()
    referral.closed_on, referral.closed_by, referral.closure_reason = on, by, reason
    referral.full_clean()
    referral.save(update_fields=["closed_on", "closed_by", "closure_reason"])
    for allocation in Allocation.objects.current().filter(referral=referral):
        allocation.ended_on, allocation.ended_by = on, by
        allocation.full_clean()
        allocation.save(update_fields=["ended_on", "ended_by"])
    return closure
