"""That a child was found or privately fostered, and what the child said afterwards (T29, T30)."""

from typing import Any

from django.db.models import QuerySet

from cases.models import FollowUp
from cases.models.follow_ups import FollowUpKind
from frontdoor.core.chronology import Told, extract, full_name, source

CATEGORY = "Missing and private fostering"
REPORTED = {
    FollowUpKind.MISSING: "Found after going missing",
    FollowUpKind.FOSTERING: "Private fostering: we were told of it",
}


def _reported(viewer: Any, person: Any) -> QuerySet:
    return FollowUp.objects.filter(child_id=person)


@source(CATEGORY, rows=_reported, at="started_at", kind="kind", reason=extract("reason"), who=full_name("recorded_by"))
def follow_up_owed(*, kind: str, reason: str, who: str) -> Told:
    """What was reported."""
    return Told(title=REPORTED[FollowUpKind(kind)], detail=reason, who=who)


@source(
    CATEGORY,
    rows=lambda viewer, person: _reported(viewer, person).filter(done_at__isnull=False),
    at="done_at",
    kind="kind",
    said=extract("said"),
    who="spoke",
)
def follow_up_held(*, kind: str, said: str, who: str) -> Told:
    """What the child said."""
    return Told(title=str(FollowUpKind(kind).label), detail=said, who=who)


@source(
    CATEGORY,
    rows=lambda viewer, person: _reported(viewer, person).filter(called_off_at__isnull=False),
    at="called_off_at",
    kind="kind",
    reason=extract("called_off_reason"),
    who=full_name("called_off_by"),
)
def follow_up_called_off(*, kind: str, reason: str, who: str) -> Told:
    """Why it does not take place."""
    return Told(title=f"{FollowUpKind(kind).label} called off", detail=reason, who=who)
