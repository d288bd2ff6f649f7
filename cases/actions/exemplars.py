"""Good examples: put forward by one person, published by another, taken out where it no longer serves."""

from datetime import datetime
from typing import Any

from cases import exemplars
from cases.models import Exemplar
from cases.models.exemplar_rules import NAMES_SOMEBODY, PUBLISHED_STAYS
from cases.permissions import PROPOSE_EXEMPLAR, PUBLISH_EXEMPLAR, TAKE_OUT_EXEMPLAR
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock


def _names_nobody(row: Exemplar) -> None:
    found = exemplars.known_by(f"{row.text} {row.why}", family_id=row.family_id, plan_id=row.plan_id)
    if found:
        raise NotPossible(f"{NAMES_SOMEBODY} Found: {', '.join(found)}.", field="text")


@action
def propose(
    *,
    by: Any,
    now: datetime,
    part: str,
    text: str,
    why: str,
    family_id: int | None = None,
    plan_id: int | None = None,
) -> Exemplar:
    """Put a passage of an assessment or a plan, rewritten, forward as a good example.

    Raises NotPossible while the family can be known from it, Refused, ValidationError.
    """
    require(by, PROPOSE_EXEMPLAR)
    row = Exemplar(
        part=part,
        text=text.strip(),
        why=why.strip(),
        family_id=family_id,
        plan_id=plan_id,
        proposed_at=now,
        proposed_by=by,
    )
    row.full_clean()
    _names_nobody(row)
    row.save()
    return row


def _standing(exemplar_id: int) -> Exemplar:
    row: Exemplar = lock(Exemplar.objects.all(), exemplar_id)
    if row.withdrawn_at is not None:
        raise NotPossible(PUBLISHED_STAYS)
    return row


@action
def publish(*, by: Any, now: datetime, exemplar_id: int) -> Exemplar:
    """Publish what somebody else put forward. Raises NotPossible while the family can be known from it, Refused."""
    row = _standing(exemplar_id)
    require(by, PUBLISH_EXEMPLAR, row)
    if row.published_at is None:
        _names_nobody(row)
        row.published_at, row.published_by = now, by
        row.full_clean()
        row.save()
    return row


@action
def take_out(*, by: Any, now: datetime, exemplar_id: int, reason: str) -> Exemplar:
    """Take a good example out of the library, or refuse to publish it. Raises NotPossible, Refused, ValidationError."""
    row = _standing(exemplar_id)
    require(by, TAKE_OUT_EXEMPLAR)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by, reason.strip()
    row.full_clean()
    row.save()
    return row
