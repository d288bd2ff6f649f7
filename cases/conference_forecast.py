"""How many conferences the next 15 working days need: section 47 enquiries times the year's conversion (L69, K19)."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Conference, Section47
from frontdoor.core.policy import calendar

AHEAD = 15
"""Working days: within which the conference of an enquiry is held (T11)."""


@dataclass(frozen=True)
class Forecast:
    """The counts behind the figure, and the figure."""

    opened: int
    ended: int
    led: int
    until: date
    booked: int

    @property
    def conversion(self) -> float | None:
        """The share of the year's ended enquiries that led to a conference; None where none has ended."""
        return self.led / self.ended if self.ended else None

    @property
    def needed(self) -> int | None:
        """Open enquiries times conversion, rounded up: a part of a conference needs a whole slot."""
        return None if self.conversion is None else math.ceil(self.opened * self.led / self.ended)

    @property
    def short(self) -> int:
        """How many conferences are needed beyond those convened."""
        return max(0, (self.needed or 0) - self.booked)


def forecast(*, viewer: Any, on: date) -> Forecast:
    """What the enquiries that this worker may open lead one to expect. Four counts."""
    enquiries = Section47.objects.visible_to(viewer)
    year = enquiries.ended_of_a_year(on)
    return Forecast(
        opened=enquiries.awaiting_conference().count(),
        ended=year.count(),
        led=year.led_to_a_conference().count(),
        until=calendar(around=on).add_working_days(on, AHEAD),
        booked=Conference.objects.visible_to(viewer).first_to_hold().count(),
    )
