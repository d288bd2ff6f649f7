"""How many section 47 enquiries come on each 10,000 children of the area (K19), where their number is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Section47
from frontdoor.core import policy
from frontdoor.core.policy_rules import POPULATION

PER = 10_000


@dataclass(frozen=True)
class Rate:
    """Enquiries that were started in the year up to a day, and the children among whom."""

    enquiries: int
    children: int
    source: str

    @property
    def per_10_000(self) -> float:
        return round(PER * self.enquiries / self.children, 1)


def enquiries(*, reader: Any, on: date) -> Rate | None:
    """The rate of the year before a day, of the records that the reader may open; None where nobody has entered how
    many children live in the area."""
    population = policy.entered(POPULATION, on=on)
    if population is None:
        return None
    started = Section47.objects.visible_to(reader).started_in_a_year(on).count()
    return Rate(started, population.value, population.source)
