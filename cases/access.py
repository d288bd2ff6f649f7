"""Why somebody who works with families may open a child's record."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.models import Allocation
from frontdoor.core import access
from frontdoor.models import Referral


@access.basis
def allocated(worker: Any, person: str) -> Q:
    """The worker is allocated to the child now."""
    return Q(Exists(Allocation.objects.current().of(worker).filter(child_id=OuterRef(person))))


@access.basis
def own_team(worker: Any, person: str) -> Q:
    """The child has an open case with the worker's team: duty cover and the manager's oversight."""
    if worker.team_id is None:
        return Q(pk__in=[])
    return Q(Exists(Referral.objects.open().filter(team_id=worker.team_id, child_id=OuterRef(person))))
