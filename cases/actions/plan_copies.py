"""Giving an authorised plan to a child, a parent or whoever else is to have it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.actions.plans import standing_plan
from cases.models import CoreGroupInvitation, PlanCopy
from cases.models.plan_copies import OF_ANOTHER_PLAN, GivenHow
from cases.permissions import WRITE_PLAN
from frontdoor.core import ledger, outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require

TOPIC = "plan.copy"
NOT_AUTHORISED = "A plan is given to the family when a manager has authorised it."
NOT_IN_IT = "This child does not stand in the version that was authorised."


@dataclass(frozen=True)
class Recipient:
    """Who gets a copy: one of the family (``person_id``), of the core group (``member_id``), or somebody else."""

    given_to: str
    kind: str
    person_id: int | None = None
    member_id: int | None = None
    sent_to: str = ""


@action
def give(*, by: Any, now: datetime, plan_id: int, part_id: int | None, to: Recipient, how: str) -> PlanCopy:
    """Record that one person gets the plan as last authorised, of one child or of all (``part_id`` None).

    By e-mail the copy leaves as a PDF for that person. That it was disclosed stands in the ledger. Raises NotPossible
    before it is authorised, for a child who does not stand in that version and for the core group of another plan;
    ValidationError for e-mail without an address or to the family; Refused.
    """
    document = standing_plan(plan_id)
    require(by, WRITE_PLAN, document)
    version = document.versions.order_by("-number").first()
    if version is None:
        raise NotPossible(NOT_AUTHORISED)
    parts = [child["part"] for child in version.content["children"]]
    if part_id is not None and part_id not in parts:
        raise NotPossible(NOT_IN_IT, field="part")
    group = CoreGroupInvitation.objects.filter(pk=to.member_id, group__plan__in=document.parts.values("plan"))
    if to.member_id is not None and not group.exists():
        raise NotPossible(OF_ANOTHER_PLAN)
    copy = PlanCopy(version=version, part_id=part_id, how=how, given_at=now, given_by=by, **vars(to))
    if how != GivenHow.EMAIL:
        copy.sent_to = ""
    copy.full_clean()
    copy.save()
    of = document.parts.filter(pk__in=parts if part_id is None else [part_id])
    people = list(of.values_list("child_id", flat=True))
    basis = "given to an agency" if copy.member_id or how == GivenHow.EMAIL else "given to the family"
    ledger.disclosed(listing=type(document), person_ids=people, subject_id=document.pk, basis=basis)
    if how == GivenHow.EMAIL:
        outbox.put(topic=TOPIC, key=f"{TOPIC}:{copy.pk}", copy=copy.pk)
    return copy
