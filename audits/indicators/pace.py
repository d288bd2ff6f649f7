"""K40 and K22: how long children wait, from the first concern to help and from the referral to a finished assessment.

A middle of those who were helped says nothing of those who still wait, so their number stands beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate

from audits.indicators.windows import Window
from cases.models import Assessment, CaseClosure, Plan
from cases.models.assessments import ASSESSMENT_CLOCK
from frontdoor.core import policy
from frontdoor.core.working_days import LONDON
from frontdoor.models import Referral

MONTHS = 12
FEW, FEWEST = 20, 5
"""Below ``FEWEST`` a middle is one child's story, and below ``FEW`` so is the ninth of ten (domain.md 3.3)."""

Spans = Iterable[tuple[date, date, int]]


@dataclass(frozen=True)
class Lengths:
    """How many took how many days: ``by_days`` counts them by their length."""

    by_days: Mapping[int, int]

    @property
    def count(self) -> int:
        return sum(self.by_days.values())

    @property
    def median(self) -> int | None:
        """The days within which half of them were done; None for fewer than ``FEWEST``."""
        return self._within(50) if self.count >= FEWEST else None

    @property
    def most(self) -> int | None:
        """The days within which nine of ten were done; None for fewer than ``FEW``."""
        return self._within(90) if self.count >= FEW else None

    def _within(self, per_cent: int) -> int:
        """The least length that so many of them do not exceed: the nearest rank, no length between two."""
        reached = 0
        for days in sorted(self.by_days):
            reached += self.by_days[days]
            if 100 * reached >= per_cent * self.count:
                return days
        raise ValueError("There is nothing to measure.")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long something takes: the rows that ended on a day (``ended``) and where they ``began``.

    ``of`` gives rows that may have ended in the window; ``waiting`` those that have begun and not ended on a day.
    """

    key: str
    code: str
    name: str
    definition: str
    unit: str
    waiting_words: str
    of: Callable[[Any, Window], QuerySet]
    waiting: Callable[[Any, date], QuerySet]
    began: str
    ended: str
    in_working_days: bool = False

    def rows(self, reader: Any, window: Window) -> QuerySet:
        """Those that ended in the window, of what ``reader`` may open."""
        span = {f"{self.ended}__gte": window.since, f"{self.ended}__lt": window.until}
        return self.of(reader, window).filter(**span)

    def by_month(self, reader: Any, window: Window) -> dict[date, Lengths]:
        """The lengths of those that ended in each month of the window, by its first day; one query, and the calendar
        where working days are counted."""
        counted = self.rows(reader, window).order_by().values(start=F(self.began), end=F(self.ended))
        spans = [(row["start"], row["end"], row["rows"]) for row in counted.annotate(rows=Count("pk"))]
        length = self._length(spans)
        found: dict[date, dict[int, int]] = {month.since: {} for month in months(window)}
        for start, end, rows in spans:
            days = found[end.replace(day=1)]
            days[length(start, end)] = days.get(length(start, end), 0) + rows
        return {month: Lengths(days) for month, days in found.items()}

    def _length(self, spans: list[tuple[date, date, int]]) -> Callable[[date, date], int]:
        if not self.in_working_days or not spans:
            return lambda start, end: (end - start).days
        return policy.calendar(around=min(start for start, _, _ in spans)).working_days_between


def together(lengths: Iterable[Lengths]) -> Lengths:
    """Those of several months as one."""
    found: dict[int, int] = {}
    for one in lengths:
        for days, number in one.by_days.items():
            found[days] = found.get(days, 0) + number
    return Lengths(found)


def last_months(today: date) -> Window:
    """Twelve whole months, the last of them the current one."""
    following = today.replace(day=1) + relativedelta(months=1)
    return Window(following - relativedelta(months=MONTHS), following)


def months(window: Window) -> list[Window]:
    """The months of a window that begins and ends with one, oldest first."""
    first, found = window.since, []
    while first < window.until:
        following = first + relativedelta(months=1)
        found.append(Window(first, following))
        first = following
    return found


CONCERN = Coalesce(TruncDate("contact__received_at", tzinfo=LONDON), F("received_on"))
"""The day of the first concern of a case: its contact's, or its own where no contact is recorded."""
EARLY_HELP = Q(steps_down=True, accepted=True)


def _help(rows: QuerySet) -> QuerySet:
    """Each case with the day of its first ``concern_on`` and of its first help, ``helped_on``."""
    first_plan = Plan.objects.filter(referral_id=OuterRef("pk")).order_by().values("referral_id")
    stepped_down = CaseClosure.objects.filter(EARLY_HELP, referral_id=OuterRef("pk"))
    return rows.annotate(
        concern_on=CONCERN,
        helped_on=Least(
            Subquery(first_plan.annotate(day=Min("started_on")).values("day")),
            Subquery(stepped_down.values("closed_on")),
        ),
    )


def _may_be_helped(reader: Any, window: Window) -> QuerySet:
    plans = Plan.objects.filter(started_on__gte=window.since, started_on__lt=window.until)
    closures = CaseClosure.objects.filter(EARLY_HELP, closed_on__gte=window.since, closed_on__lt=window.until)
    either = Q(pk__in=plans.values("referral_id")) | Q(pk__in=closures.values("referral_id"))
    return _help(Referral.objects.visible_to(reader).filter(either))


def _waiting_for_help(reader: Any, on: date) -> QuerySet:
    return _help(Referral.objects.open().visible_to(reader)).filter(helped_on__isnull=True)


def _assessed(reader: Any, window: Window) -> QuerySet:
    return Assessment.objects.visible_to(reader)


def _late_assessments(reader: Any, on: date) -> QuerySet:
    return Assessment.objects.visible_to(reader).overdue(on)


HELP = Pace(
    key="help",
    code="K40",
    name="From the first concern to help",
    definition=(
        "Of the cases whose first help began in the month: the days from the day on which the contact was received to "
        "the start of the child's first plan on this case, or to the day on which it closed to early help that the "
        "family had accepted, whichever came first."
    ),
    unit="days",
    waiting_words="open cases without a plan",
    of=_may_be_helped,
    waiting=_waiting_for_help,
    began="concern_on",
    ended="helped_on",
)
ASSESSMENTS = Pace(
    key="assessments",
    code="K22",
    name="From the referral to a finished assessment",
    definition=(
        "Of the assessments that were finished in the month, authorised by a manager and shared with the family: the "
        "working days from the referral."
    ),
    unit="working days",
    waiting_words="open past the 45th working day",
    of=_assessed,
    waiting=_late_assessments,
    began=ASSESSMENT_CLOCK.started,
    ended=ASSESSMENT_CLOCK.finished,
    in_working_days=True,
)
PACES = {pace.key: pace for pace in (HELP, ASSESSMENTS)}
