"""Which dates can start a clock: told before anything is stored, and used when it is."""

from datetime import date

from frontdoor.core.policy import by_team, calendar, periods_until
from frontdoor.core.timescales import Timescale
from frontdoor.core.working_days import CannotBeDated

BEFORE_ALL = date(1990, 1, 1)
"""No bank holiday that any clock needs lies before it."""


class Clocks:
    """The authority's periods of some timescales and its working calendar, read once for a whole workbook."""

    def __init__(self, *timescales: Timescale, until: date) -> None:
        codes = [timescale.code for timescale in timescales]
        self._periods = list(periods_until(codes, until).filter(team=None))
        self._calendar = calendar(around=BEFORE_ALL)

    def due_on(self, timescale: Timescale, start: date) -> date:
        """The last day in time of a clock that starts on a day. Raises NoPolicy or CalendarEnds."""
        in_force = [row for row in self._periods if row.valid_from <= start]
        length = by_team(in_force, [timescale.code], on=start)[None][timescale.code]
        return length.due_on(start, self._calendar)

    def fault(self, timescale: Timescale, start: date) -> str:
        """Why such a clock could not be dated, in a sentence; empty when it can."""
        try:
            self.due_on(timescale, start)
        except CannotBeDated as missing:
            return str(missing)
        return ""
