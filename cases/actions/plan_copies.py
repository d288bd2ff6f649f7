"""Giving an authorised plan to a child, a parent or whoever else is to have it."""

from datetime import datetime
from typing import Any

from cases.actions.plans import standing_plan
from cases.models import PlanCopy
from cases.permissions import WRITE_PLAN
from frontdoor.core import ledger
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require

NOT_AUTHORISED = "A plan is given to the family when a manager has authorised it."
NOT_IN_IT = "This child does not stand in the version that was authorised."


@action
def give(*, by: Any, now: datetime, plan_id: int, part_id: int | None, given_to: str, kind: str, how: str) -> PlanCopy:
    """Record that one person gets the plan as last authorised, of one child or of all (``part_id`` None).

    That it was disclosed stands in the ledger. Raises NotPossible before it is authorised and for a child who does not
    stand in that version; Refused.
    """
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    version = document.versions.order_by("-number").first()
    if version is None:
        raise NotPossible(NOT_AUTHORISED)
    parts = [child["part"] for child in version.content["children"]]
    if part_id is not None and part_id not in parts:
        raise NotPossible(NOT_IN_IT, field="part")
    copy = PlanCopy(version=version, part_id=part_id, given_to=given_to, kind=kind, how=how, given_at=now, given_by=by)
    copy.full_clean()
    copy.save()
    of = document.parts.filter(pk__in=parts if part_id is None else [part_id])
    people = list(of.values_list("child_id", flat=True))
    ledger.disclosed(listing=type(document), person_ids=people, subject_id=document.pk, basis="given to the family")
    return copy
