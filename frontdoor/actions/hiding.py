"""One record closed like another: the same restrictions, ties and names, said by the same people at the same time."""

from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from frontdoor.core import ledger
from frontdoor.models import AccessGrant, ConflictOfInterest, Person, Restriction
from frontdoor.models.people import GrantKind


def hide_like(first: Person, other: Person, *, since: datetime | None = None) -> None:
    """Whoever may not see the first may not see the other, and those named on the first are named on the other.

    ``since`` leaves out what was recorded of the first before that moment; what is said of the other already stays.
    """
    later = {"recorded_at__gte": since} if since else {}
    closed = list(Restriction.objects.of(first.pk).open().filter(**later))
    if closed and not other.restricted:
        other.restricted = True
        other.full_clean()
        other.save()
    for row in closed:
        Restriction(
            person=other, reason=row.reason, restricted_by=row.restricted_by, restricted_at=row.restricted_at
        ).save()
    tied = ConflictOfInterest.objects.filter(person=other).values("worker")
    for tie in ConflictOfInterest.objects.filter(person=first, **later).exclude(worker__in=tied).order_by("pk"):
        ConflictOfInterest(worker=tie.worker, person=other, declared_by=tie.declared_by, reason=tie.reason).save()
    live = AccessGrant.objects.filter(kind=GrantKind.RESTRICTED, expires_at__gt=Now())
    named = live.filter(person=first, **later).exclude(worker__in=live.filter(person=other).values("worker"))
    for grant in named.exclude(worker__in=tied).order_by("pk"):
        _name_on(other, grant)


def _name_on(other: Person, grant: Any) -> None:
    same = AccessGrant(
        worker=grant.worker,
        person=other,
        kind=grant.kind,
        reason=grant.reason,
        granted_by=grant.granted_by,
        granted_at=grant.granted_at,
        expires_at=grant.expires_at,
    )
    same.save()
    ledger.granted(subject=same, person_ids=[other.pk], basis=GrantKind.RESTRICTED)
