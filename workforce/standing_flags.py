"""What stands flagged in a team, as My work and the lists tell it: late assessments, caseloads above a limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from cases import listing, presenters
from cases.models import Assessment
from cases.permissions import VIEW_CASES
from frontdoor.core import pages
from frontdoor.core.navigation import address
from frontdoor.core.policy import calendar
from frontdoor.core.working_days import london_date
from workforce.models import CaseloadFlag, Team, Worker


@dataclass(frozen=True)
class Standing:
    """The first of the flags of one kind; ``count`` is the number of rows behind ``url``.

    ``masked`` more stand on records that the reader may not open. ``people`` are the children whom the rows name.
    """

    rows: Sequence[Any]
    count: int
    url: str
    masked: int = 0
    people: Sequence[int] = ()

    @property
    def is_clear(self) -> bool:
        return not (self.count or self.masked)


def late_assessments(team: Team, reader: Worker, now: datetime) -> Standing | None:
    """The team's overdue assessments (T07), the longest overdue first; None to who may see no cases."""
    if not reader.holds(VIEW_CASES):
        return None
    on = london_date(now)
    late = listing.assessments(viewer=reader, on=on, team=str(team.pk), show=listing.LATE)
    of_team = Assessment.objects.overdue(on).filter(referral__team=team)
    counts = of_team.aggregate(all=Count("pk"), seen=Count("pk", filter=Q(pk__in=late.values("pk"))))
    days = calendar(around=on)
    first = list(listing.assessment_rows(late, "due")[: pages.ROWS])
    return Standing(
        rows=[presenters.assessment_row(row, now=now, calendar=days) for row in first],
        people=[row.child_id for row in first],
        count=counts["seen"],
        url=address("assessment_list", late=1, team=team.pk),
        masked=counts["all"] - counts["seen"],
    )


def high_caseloads(team: Team, flags: Iterable[CaseloadFlag], may_open: set[int]) -> Standing:
    """Those of a team's standing ``flags`` whose worker the reader may open, in their order."""
    seen = [flag for flag in flags if flag.worker_id in may_open]
    return Standing(rows=seen[: pages.ROWS], count=len(seen), url=address("caseload_flags", team=team.pk))
