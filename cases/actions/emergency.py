"""Emergency powers over a child: noted with their hours, extended once by a court, ended (T27, T28)."""

from datetime import datetime
from typing import Any

from cases.models import EmergencyPower
from cases.models.emergency import EXTENSION_DAYS, ONLY_AN_ORDER, ORDER_DAYS, POLICE_HOURS, TOO_LONG, PowerKind
from cases.permissions import NOTE_POWER
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Person

LATER = "This time is in the future."
ENDED_ALREADY = "This has been ended already."
BEFORE_IT_BEGAN = "It cannot have ended before it began."


@action
def note(
    *,
    by: Any,
    now: datetime,
    child: Person,
    kind: str,
    reason: str,
    reference: str,
    started_at: datetime,
    ends_at: datetime | None,
) -> EmergencyPower:
    """Note a power over a child: police protection ends after 72 hours, an order when the court says, 8 days at most.

    ``ends_at`` is what the court ordered; None for police protection. Raises NotPossible.
    """
    require(by, NOTE_POWER)
    if started_at > now:
        raise NotPossible(LATER, field="started_at")
    longest = started_at + (POLICE_HOURS if kind == PowerKind.POLICE else ORDER_DAYS)
    ends = ends_at if kind == PowerKind.ORDER and ends_at is not None else longest
    if not started_at < ends <= longest:
        raise NotPossible(TOO_LONG, field="ends_at")
    power = EmergencyPower(
        child=child, kind=kind, reason=reason, reference=reference, started_at=started_at, due_at=ends, noted_by=by
    )
    power.full_clean()
    power.save()
    return power


def _in_force(power_id: int) -> EmergencyPower:
    power = lock(EmergencyPower.objects.all(), power_id)
    if power.ended_at is not None:
        raise NotPossible(ENDED_ALREADY)
    return power


@action
def extend(*, by: Any, now: datetime, power_id: int, ends_at: datetime) -> EmergencyPower:
    """A court extended an order, once, by 7 days at most. Raises NotPossible."""
    require(by, NOTE_POWER)
    power = _in_force(power_id)
    if power.kind != PowerKind.ORDER or power.extended_at is not None:
        raise NotPossible(ONLY_AN_ORDER)
    before = power.due_at
    if not before < ends_at <= before + EXTENSION_DAYS:
        raise NotPossible(TOO_LONG, field="ends_at")
    power.due_at, power.extended_at, power.extended_by = ends_at, now, by
    power.full_clean()
    power.save()
    return power


@action
def end(*, by: Any, now: datetime, power_id: int, ended_at: datetime, ended_how: str) -> EmergencyPower:
    """Record when and how a power ended, and where the child is. Raises NotPossible."""
    require(by, NOTE_POWER)
    power = _in_force(power_id)
    if ended_at > now:
        raise NotPossible(LATER, field="ended_at")
    if ended_at < power.started_at:
        raise NotPossible(BEFORE_IT_BEGAN, field="ended_at")
    power.ended_at, power.ended_by, power.ended_how = ended_at, by, ended_how
    power.full_clean()
    power.save()
    return power
