"""By when a child is to be seen: promised from the referral, the enquiry, the plan and each time the child was seen."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Assessment, Plan, Section47, SeenDue, Visit
from cases.models.visits import OF_PLANS
from frontdoor.core import jobs
from frontdoor.core.actions import action
from frontdoor.core.policy import calendar, period
from frontdoor.core.timescales import CHILD_SEEN, CHILD_SEEN_SECTION_47, Period, Timescale
from frontdoor.models import Referral
from frontdoor.models.person_choices import BirthDateKnown

JOB = jobs.nightly("catch_up_seen_due", "Children to be seen", task="cases.tasks.catch_up_seen_due")
AT_ONCE = 500
BORN = ~Q(child__birth_date_known=BirthDateKnown.UNBORN)


@dataclass(frozen=True)
class _Start:
    """What starts a clock: ``again`` where each time the child is seen starts it anew."""

    timescale: Timescale
    referral_id: int
    team_id: int | None
    child_id: int
    day: date
    plan_id: int | None = None
    again: bool = False


def catch_up(child_ids: Collection[int]) -> int:
    """Write what is promised to these children by today's rows: days kept by visits, and the days due next.

    Call inside an action. What was promised stays; running it again changes nothing. Returns how many days were
    promised or kept. A visit at which the child was not seen keeps none (T05, T17, T18). Raises CannotBeDated.
    """
    list(Referral.objects.open().filter(child__in=child_ids).order_by("pk").select_for_update(no_key=True))
    starts = list(_starts(child_ids))
    if not starts:
        return 0
    promised = _Promised(starts)
    return sum(promised.keep(start) for start in starts)


def _starts(child_ids: Collection[int]) -> Iterator[_Start]:
    about = ("referral_id", "referral__team_id", "child_id")

    def of(rows: QuerySet) -> QuerySet:
        open_case = {"referral__closed_on__isnull": True, "referral__no_further_action": False}
        return rows.filter(BORN, child__in=child_ids, **open_case).order_by("pk")

    for case in of(Assessment.objects.open()).values_list(*about, "referral_received_on"):
        yield _Start(CHILD_SEEN, *case)
    for case in of(Section47.objects.all()).values_list(*about, "started_on"):
        yield _Start(CHILD_SEEN_SECTION_47, *case)
    for kind, timescale in OF_PLANS.items():
        plans = of(Plan.objects.filter(ended_on__isnull=True, kind=kind))
        for case in plans.values_list(*about, "started_on", "pk"):
            yield _Start(timescale, *case, again=True)


class _Promised:
    """The days promised to some children so far, and the days on which they were seen."""

    def __init__(self, starts: list[_Start]) -> None:
        children = {start.child_id for start in starts}
        first = min(start.day for start in starts)
        self.calendar = calendar(around=first)
        self.periods: dict[tuple[str, date, int | None], Period] = {}
        self.seen: dict[int, list[date]] = {child: [] for child in children}
        seen = Visit.objects.child_seen().filter(child__in=children, visited_on__gte=first)
        for child_id, day in seen.order_by("visited_on").values_list("child_id", "visited_on"):
            self.seen[child_id].append(day)
        self.latest: dict[tuple[int, int | None, str], SeenDue] = {}
        for row in SeenDue.objects.filter(child__in=children).order_by("counted_from", "pk"):
            self.latest[row.referral_id, row.plan_id, row.code] = row

    def keep(self, start: _Start) -> int:
        """Bring one clock up to date; how many days were promised or kept."""
        row = self.latest.get((start.referral_id, start.plan_id, start.timescale.code))
        if row is None or (not start.again and row.counted_from < start.day):
            row = self._promise(start, start.day)
        written = int(row._state.adding)
        for day in self.seen[start.child_id]:
            if day < row.counted_from or (start.again and day == row.counted_from):
                continue
            if row.seen_on is None:
                row.seen_on = day
                row.full_clean()
                row.save()
                written += 1
            if not start.again:
                break
            row = self._promise(start, day)
        if row._state.adding:
            row.full_clean()
            row.save()
        return written

    def _promise(self, start: _Start, day: date) -> SeenDue:
        key = (start.timescale.code, day, start.team_id)
        if key not in self.periods:
            self.periods[key] = period(start.timescale, on=day, team_id=start.team_id)
        return SeenDue(
            child_id=start.child_id,
            referral_id=start.referral_id,
            plan_id=start.plan_id,
            code=start.timescale.code,
            counted_from=day,
            due_on=self.periods[key].due_on(day, self.calendar),
        )


def _catch_up_with_all() -> dict[str, Any]:
    children = set(Assessment.objects.open().values_list("child_id", flat=True))
    children |= set(Plan.objects.filter(ended_on__isnull=True).values_list("child_id", flat=True))
    children |= set(Section47.objects.filter(referral__in=Referral.objects.open()).values_list("child_id", flat=True))
    everyone = sorted(children)
    some = (everyone[first : first + AT_ONCE] for first in range(0, len(everyone), AT_ONCE))
    return {"written": sum(map(catch_up, some))}


@action
def catch_up_with_all(*, by: Any, on: date, now: Callable[[], datetime]) -> dict[str, Any]:
    """Every night: what plans, enquiries and brought-in visits have started since, whoever wrote them.

    Running it again, or several times at once, changes nothing that is already so.
    """
    return jobs.run(name=JOB, on=on, now=now, job=_catch_up_with_all)
