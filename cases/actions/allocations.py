"""Who works with a child: given to a worker, passed on to another."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Allocation
from cases.models.allocations import CONFLICTED
from cases.permissions import ASSESS
from frontdoor.core.actions import NotPossible
from frontdoor.models import ConflictOfInterest, Referral, Relationship

CLOSED = "This case is closed. It cannot be given to a worker."
NOT_A_SOCIAL_WORKER = "A case needs a social worker. This worker does not hold that role."
LEFT = "This worker does not work here on that day."
SAME_WORKER = "This worker already leads the case."


def conflicted(*, child_id: int, worker_ids: list[int]) -> set[int]:
    """Those of the workers who have a declared tie to the child or to an adult of the family."""
    family = [child_id, *Relationship.objects.filter(child_id=child_id).values_list("adult_id", flat=True)]
    ties = ConflictOfInterest.objects.filter(worker_id__in=worker_ids, person_id__in=family)
    return set(ties.values_list("worker_id", flat=True))


@dataclass(frozen=True)
class Lead:
    """The current allocation of a child's lead worker, or None while nobody leads."""

    allocation: Allocation | None

    @property
    def version(self) -> int:
        """What a form that gives the case to somebody carries: which allocation it was opened on; 0 for none."""
        return self.allocation.pk if self.allocation else 0


def lead_of(child_id: int) -> Lead:
    """Who leads the case of a child now."""
    current = Allocation.objects.current().lead().select_related("worker", "allocated_by")
    return Lead(current.filter(child_id=child_id).first())


def lock_open_case(referral_id: int) -> Referral:
    """The referral, locked for this transaction. Raises NotPossible when it is closed."""
    referral = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral_id)
    if referral.closed_on is not None or referral.no_further_action:
        raise NotPossible(CLOSED)
    return referral


def give_lead(*, by: Any, on: date, referral: Referral, worker: Any, rationale: str) -> Allocation:
    """Make ``worker`` the child's lead worker. Part of an act that has locked the case. Raises NotPossible."""
    if not worker.is_active or worker.is_system or (worker.ended_on or on) < on:
        raise NotPossible(LEFT, field="worker")
    if not worker.holds(ASSESS):
        raise NotPossible(NOT_A_SOCIAL_WORKER, field="worker")
    if conflicted(child_id=referral.child_id, worker_ids=[worker.pk]):
        raise NotPossible(CONFLICTED, field="worker")
    allocation = Allocation(
        child_id=referral.child_id,
        referral=referral,
        worker=worker,
        started_on=on,
        allocated_by=by,
        rationale=rationale,
    )
    allocation.full_clean()
    allocation.save()
    if referral.allocated_on is None:
        referral.allocated_on = on
        referral.full_clean()
        referral.save(update_fields=["allocated_on"])
    return allocation


def pass_on(*, by: Any, on: date, referral: Referral, lead: Lead, worker: Any, rationale: str) -> Allocation:
    """Pass a case from ``lead`` to another lead worker from ``on``; the former allocation ends the same day.

    Part of an act that has locked the case. Raises NotPossible when the worker already leads it, has left, is no
    social worker or has a declared tie to the family.
    """
    former = lead.allocation
    if former is not None and former.worker_id == worker.pk:
        raise NotPossible(SAME_WORKER, field="worker")
    if former is not None:
        former.ended_on, former.ended_by = on, by
        former.full_clean()
        former.save(update_fields=["ended_on", "ended_by"])
    return give_lead(by=by, on=on, referral=referral, worker=worker, rationale=rationale)
