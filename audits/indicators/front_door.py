"""K02: contacts decided in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncWeek

from audits.indicators import Indicator
from frontdoor.core.control_limits import Limits, limits
from frontdoor.core.working_days import LONDON, london_date
from frontdoor.models import Referral
from frontdoor.models.contacts import DECISION_CLOCK, PROMISE, ContactQuerySet, overdue_q
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK

DECIDED_IN_TIME = Indicator(
    code="K02",
    name="Contacts decided in time",
    definition=(
        "Of the contacts whose decision fell due in the period, those decided by then. "
        "A contact that is overdue and still open counts as not in time; "
        "one that is not triaged falls due with its triage. "
        "One that became a referral counts as in time only if it was decided by the end of the next working day too."
    ),
    target=95,
)
WEEKS = 13
A_WEEK = timedelta(days=7)
BECAME_A_REFERRAL_LATE = Q(
    Exists(Referral.objects.filter(contact_id=OuterRef("pk"))),
    ACKNOWLEDGEMENT_CLOCK.past_due_q(F("decided_at"), prefix="acknowledgement__"),
)
"""T03 runs from receipt for both: the acknowledgement, and the decision of what becomes a referral (domain.md T02)."""

IN_TIME = DECISION_CLOCK.kept_q() & ~BECAME_A_REFERRAL_LATE


@dataclass(frozen=True)
class Period:
    """Contacts that fell due from ``starts_on`` for ``weeks`` weeks, and how many of them were decided in time.

    A week of a run has the ``limits`` within which chance alone keeps it.
    """

    starts_on: date
    weeks: int
    due: int
    in_time: int
    limits: Limits | None = None

    @property
    def not_in_time(self) -> int:
        return self.due - self.in_time

    @property
    def per_cent(self) -> int | None:
        """Rounded down, so that 100 means all; None when nothing fell due."""
        return 100 * self.in_time // self.due if self.due else None

    @property
    def has_fallen(self) -> bool:
        """Whether fewer were decided in time than chance explains (L14)."""
        return self.limits is not None and 100 * self.in_time / self.due < self.limits.lower


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def first_week(at: datetime) -> date:
    """The Monday on which the thirteen weeks begin that end with the current one."""
    return monday_of(london_date(at)) - A_WEEK * (WEEKS - 1)


def fell_due(contacts: ContactQuerySet, *, starts_on: date, weeks: int, at: datetime) -> ContactQuerySet:
    """The rows of the denominator: due in these weeks (Mondays, London) and decided, or overdue at ``at``.

    A due moment is the first that is late, so one at midnight belongs to the day before.
    """
    begin = datetime.combine(starts_on, time.min, LONDON)
    end = datetime.combine(starts_on + A_WEEK * weeks, time.min, LONDON)
    promised = contacts.annotate(promise=PROMISE)
    return promised.filter(promise__gt=begin, promise__lte=end).filter(Q(decided_at__isnull=False) | overdue_q(at))


def by_week(contacts: ContactQuerySet, *, at: datetime) -> list[Period]:
    """Thirteen weeks, the last of them the current one so far; one query."""
    since = first_week(at)
    counted = (
        fell_due(contacts, starts_on=since, weeks=WEEKS, at=at)
        .order_by()
        .values(week=TruncWeek(F("promise") - timedelta(microseconds=1), tzinfo=LONDON))
        .annotate(due=Count("pk"), in_time=Count("pk", filter=IN_TIME))
    )
    found = {row["week"].date(): (row["due"], row["in_time"]) for row in counted}
    due, in_time = (sum(figures) for figures in zip(*found.values(), strict=True)) if found else (0, 0)
    weeks = [since + A_WEEK * number for number in range(WEEKS)]
    return [
        Period(week, 1, *found[week], limits(in_time / due, found[week][0])) if week in found else Period(week, 1, 0, 0)
        for week in weeks
    ]


def together(weeks: Sequence[Period]) -> Period:
    """Following weeks as one period."""
    return Period(
        weeks[0].starts_on,
        len(weeks),
        sum(week.due for week in weeks),
        sum(week.in_time for week in weeks),
    )
