"""The one definition of late.

A promise is stored on its row when its clock starts; whether it is late is asked, never stored.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from frontdoor.core.timescales import Period
from frontdoor.core.working_days import LONDON, CalendarEnds, WorkingCalendar, london_date

SOON_SHARE, LAST_DAYS = 0.8, 2
"""A promise is due soon when this much of its time is used, or in its last working days (domain.md 1.1)."""


class ClockState(StrEnum):
    """Where a promise stands (domain.md 1.1)."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"


def day_of(moment: date | datetime) -> date:
    """The calendar day, in London where there is a time."""
    return london_date(moment) if isinstance(moment, datetime) else moment


def last_day_in_time(due: date | datetime) -> date:
    """The last day on which a promise can still be kept."""
    return london_date(due - timedelta(microseconds=1)) if isinstance(due, datetime) else due


def _in_its_last_days(due: date | datetime, at: date | datetime, calendar: WorkingCalendar) -> bool:
    """Whether no more than the last working days are left, that of ``at`` among them; no where holidays are unknown."""
    try:
        return calendar.working_days_between(day_of(at), last_day_in_time(due)) < LAST_DAYS
    except CalendarEnds:
        return False


def due_if_known(lasts: Period, start: datetime, calendar: WorkingCalendar) -> datetime | None:
    """The first moment that is late; None past the known bank holidays."""
    try:
        return lasts.due_at(start, calendar)
    except CalendarEnds:
        return None


def last_day_of(lasts: Period, start: date, calendar: WorkingCalendar, *, cannot_wait: bool) -> date | None:
    """The last day in time. Past the known bank holidays CalendarEnds, or None for what cannot wait for a calendar."""
    try:
        return lasts.due_on(start, calendar)
    except CalendarEnds:
        if not cannot_wait:
            raise
        return None


@dataclass(frozen=True)
class Clock:
    """Which columns of a row hold a promise: its start, its due moment and its end.

    The columns are dates for clocks counted in days and datetimes for clocks counted to the minute;
    a due moment is the first moment that is late, a due date the last day in time.
    """

    code: str
    started: str
    due: str
    finished: str

    def open_q(self, prefix: str = "") -> Q:
        """Promised and not yet kept."""
        return Q(**{f"{prefix}{self.due}__isnull": False, f"{prefix}{self.finished}__isnull": True})

    def overdue_q(self, at: date | datetime | Combinable, prefix: str = "") -> Q:
        """Open and past its due moment at ``at``."""
        return self.open_q(prefix) & self.past_due_q(at, prefix)

    def past_due_q(self, at: date | datetime | Combinable, prefix: str = "") -> Q:
        """Past its due moment at ``at``, a moment or an expression of one, kept or not."""
        return Q(**{f"{prefix}{self.due}__lt": at})

    def past_due_sql(self, row: str, at: str) -> str:
        """SQL for triggers: what ``past_due_q`` asks, of the row behind an alias."""
        return f"{row}.{self.due} < {at}"

    def kept_q(self, prefix: str = "") -> Q:
        """Finished by its due moment."""
        return Q(**{f"{prefix}{self.finished}__lte": F(f"{prefix}{self.due}")})

    def due_by_q(self, at: date | datetime, prefix: str = "") -> Q:
        """Open and falling due at or before ``at``, late or not."""
        return self.open_q(prefix) & Q(**{f"{prefix}{self.due}__lte": at})

    def due_from_q(self, day: date, prefix: str = "") -> Q:
        """Falling due on a day in London or later."""
        first = datetime.combine(day, time.min, LONDON) if self.due.endswith("_at") else day
        return Q(**{f"{prefix}{self.due}__gte": first})

    def due_after_q(self, day: date, prefix: str = "") -> Q:
        """Whose last day in time in London comes after a day."""
        end = datetime.combine(day + timedelta(days=1), time.min, LONDON) if self.due.endswith("_at") else day
        return Q(**{f"{prefix}{self.due}__gt": end})

    def is_overdue(self, row: models.Model, at: date | datetime) -> bool:
        """The same question asked of one row in memory."""
        due, finished = getattr(row, self.due), getattr(row, self.finished)
        return due is not None and finished is None and due < at

    def is_kept(self, row: models.Model) -> bool:
        """What ``kept_q`` asks of the rows, of one in memory."""
        due, finished = getattr(row, self.due), getattr(row, self.finished)
        return finished is not None and finished <= due

    def state(self, row: models.Model, at: date | datetime, calendar: WorkingCalendar) -> ClockState:
        """Where this promise stands at ``at`` (domain.md 1.1)."""
        started, due, finished = (getattr(row, name) for name in (self.started, self.due, self.finished))
        if due is None:
            return ClockState.NOT_STARTED
        if finished is not None:
            return ClockState.DONE_IN_TIME if self.is_kept(row) else ClockState.DONE_LATE
        if due < at:
            return ClockState.OVERDUE
        if last_day_in_time(due) == day_of(at):
            return ClockState.DUE_TODAY
        used = (at - started) >= (due - started) * SOON_SHARE
        return ClockState.DUE_SOON if used or _in_its_last_days(due, at, calendar) else ClockState.RUNNING

    def constraints(self, table: str) -> list[models.BaseConstraint]:
        """What the database refuses: a due moment or an end before the start."""
        label = self.code.lower().replace("-", "_")
        return [
            models.CheckConstraint(
                name=f"{table}_{label}_due_after_start",
                condition=Q(**{f"{self.due}__gte": F(self.started)}),
                violation_error_message="The due date cannot be before the start.",
            ),
            models.CheckConstraint(
                name=f"{table}_{label}_end_after_start",
                condition=Q(**{f"{self.finished}__gte": F(self.started)}),
                violation_error_message="The end cannot be before the start.",
            ),
        ]

    def index(self, table: str) -> models.Index:
        """Late rows are found among the unfinished alone."""
        label = self.code.lower().replace("-", "_")
        return models.Index(fields=[self.due], name=f"{table}_{label}_open", condition=self.open_q())
