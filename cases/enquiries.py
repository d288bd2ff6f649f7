"""Section 47 enquiries that a strategy meeting decided on and that have not started, as far as a worker may know."""

from typing import Any

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery, Value

from cases.models import StrategyChild, StrategyMeeting
from frontdoor.core.timed import Clock
from frontdoor.models import Referral

START_CLOCK = Clock("T10", started="decided_at", due="signed_at", finished="begun_at")
"""An enquiry starts when the record that decides on it is signed, and is due from that minute."""
LED, TEAM = "mine", "team"


def to_start(viewer: Any, *, whose: str = "") -> QuerySet:
    """The children of these decisions, the oldest signature first: all, those one leads (``LED``), or those of one's
    team and of the meetings one chaired (``TEAM``).

    Each with the columns of ``START_CLOCK``, ``met_on`` and ``team_name``.
    """
    rows = StrategyChild.objects.to_start().filter(meeting__in=StrategyMeeting.objects.visible_to(viewer))
    if whose == LED:
        rows = rows.led_by(viewer)
    elif whose == TEAM:
        rows = rows.of_team_or_chaired(viewer)
    team = Referral.objects.open().filter(child_id=OuterRef("child_id")).values("team__name")[:1]
    return rows.annotate(
        signed_at=F("meeting__signed_at"),
        begun_at=Value(None, output_field=DateTimeField()),
        team_name=Subquery(team),
    ).order_by("signed_at", "pk")
