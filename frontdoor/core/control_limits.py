"""What chance alone explains: the limits of a share on a run chart, and whether two shares differ by more.

Pure. A share is counted as so many of so many; limits are three standard errors from the average (Shewhart's p-chart).
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

SIGMAS = 3
UNLIKELY = 0.05


@dataclass(frozen=True)
class Limits:
    """The average of a run, and how far one point may lie from it by chance, in per cent."""

    lower: float
    centre: float
    upper: float

    def breached_by(self, per_cent: float) -> bool:
        """Whether a point lies outside what chance explains."""
        return not self.lower <= per_cent <= self.upper


def limits(average: float, counted: int) -> Limits:
    """The limits for a point that counts ``counted`` things, at least one; ``average`` is the run's share, 0 to 1."""
    reach = SIGMAS * sqrt(average * (1 - average) / counted)
    return Limits(100 * max(average - reach, 0), 100 * average, 100 * min(average + reach, 1))


def differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares, each (so many, of so many), differ by more than chance explains: two-sided, 5 in 100."""
    (had, of), (has, of_now) = first, second
    pooled = (had + has) / (of + of_now)
    error = sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_now))
    if error == 0:
        return False
    distance = abs(had / of - has / of_now) / error
    return 2 * (1 - NormalDist().cdf(distance)) < UNLIKELY
