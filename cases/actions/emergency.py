"""Emergency powers over a child: noted with their hours, confirmed, extended once by a court, ended (T27, T28)."""

import re
from datetime import datetime
from typing import Any

from cases.models import EmergencyPower
from cases.models.emergency import (
    EXTENSION_DAYS,
    LEAST_REFERENCE,
    ONLY_AN_ORDER,
    ORDER_DAYS,
    POLICE_HOURS,
    REFERENCE_MISSING,
    TOO_LONG,
    PowerKind,
)
from cases.permissions import CONFIRM_POWER, NOTE_POWER
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.core.working_days import end_of_day, london_date
from frontdoor.models import Person

LATER = "This time is in the future."
ENDED_ALREADY = "This has been ended already."
BEFORE_IT_BEGAN = "It cannot have ended before it began."
CONFIRMED_ALREADY = "This has been confirmed already."


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

    ``ends_at`` is what the court ordered; None for police protection. It counts at once; only to take the place of the
    family's agreement it waits for ``confirm``, due the same day. Raises NotPossible.
    """
    require(by, NOTE_POWER)
    if started_at > now:
        raise NotPossible(LATER, field="started_at")
    longest = started_at + (POLICE_HOURS if kind == PowerKind.POLICE else ORDER_DAYS)
    ends = ends_at if kind == PowerKind.ORDER and ends_at is not None else longest
    if not started_at < ends <= longest:
        raise NotPossible(TOO_LONG, field="ends_at")
    power = EmergencyPower(
        child=child,
        kind=kind,
        reason=reason,
        reference=reference,
        started_at=started_at,
        due_at=ends,
        noted_by=by,
        confirm_due_at=_same_day(now),
    )
    power.full_clean()
    power.save()
    return power


def _same_day(now: datetime) -> datetime:
    return end_of_day(london_date(now))


def _in_force(power_id: int) -> EmergencyPower:
    power = lock(EmergencyPower.objects.all(), power_id)
    if power.ended_at is not None:
        raise NotPossible(ENDED_ALREADY)
    return power


@action
def confirm(*, by: Any, now: datetime, power_id: int, reference: str) -> EmergencyPower:
    """A second person, a manager, stands behind a power: from here on it takes the place of agreement (C08).

    ``reference`` is that of the police or the court, with its number. Raises Refused for whoever is no manager, or has
    noted or extended it, NotPossible without a reference or once it was confirmed or has ended.
    """
    power = _in_force(power_id)
    require(by, CONFIRM_POWER, power)
    if power.confirmed_at is not None:
        raise NotPossible(CONFIRMED_ALREADY)
    if len(reference.strip()) < LEAST_REFERENCE or not re.search("[0-9]", reference):
        raise NotPossible(REFERENCE_MISSING, field="reference")
    power.reference, power.confirmed_at, power.confirmed_by = reference, now, by
    power.full_clean()
    power.save()
    return power


@action
def extend(*, by: Any, now: datetime, power_id: int, ends_at: datetime) -> EmergencyPower:
    """A court extended an order, once, by 7 days at most; that is confirmed anew. Raises NotPossible."""
    require(by, NOTE_POWER)
    power = _in_force(power_id)
    if power.kind != PowerKind.ORDER or power.extended_at is not None:
        raise NotPossible(ONLY_AN_ORDER)
    before = power.due_at
    if not before < ends_at <= before + EXTENSION_DAYS:
        raise NotPossible(TOO_LONG, field="ends_at")
    power.due_at, power.extended_at, power.extended_by = ends_at, now, by
    power.confirmed_at, power.confirmed_by, power.confirm_due_at = None, None, _same_day(now)
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
