"""What chance alone explains: the limits of a point on a run chart, and whether two shares differ by more.

Pure. A share is counted as so many of so many, a rate as so many for each of those who did them. Limits are those of
Shewhart's p-chart and u-chart, three standard errors from the average, as chances: a point lies beyond them when chance
gives so few, or so many, less often than once in 740 times. So they hold for small numbers too, of which a share has
only a few values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

SIGMAS = 3
TAIL = NormalDist().cdf(-SIGMAS)
UNLIKELY = 0.05


@dataclass(frozen=True)
class Limits:
    """The average of a run, and how far one point may lie from it by chance: in per cent, or in the rate's own unit.

    Limits stand half way to the first number beyond them, so that no rounding moves a point across.
    """

    lower: float
    centre: float
    upper: float

    def breached_by(self, point: float) -> bool:
        """Whether a point lies outside what chance explains."""
        return not self.lower <= point <= self.upper


def limits(average: float, counted: int) -> Limits:
    """The limits for a point that counts ``counted`` things, at least one; ``average`` is the run's share, 0 to 1."""
    few, many = _likely(_of_a_share(average, counted))
    return Limits(max(few - 0.5, 0) * 100 / counted, 100 * average, min(many + 0.5, counted) * 100 / counted)


def rate_limits(average: float, among: int) -> Limits:
    """The limits for a point of a rate: things done by ``among`` people, at least one; ``average`` things for each."""
    few, many = _likely(_of_a_rate(average * among))
    return Limits(max(few - 0.5, 0) / among, average, (many + 0.5) / among)


def _likely(chances: Iterable[float]) -> tuple[int, int]:
    """The fewest and the most that are not beyond chance, from the chances of none, one, two and so on."""
    few, so_far = None, 0.0
    number = 0
    for number, chance in enumerate(chances):
        so_far += chance
        if few is None and so_far >= TAIL:
            few = number
        if 1 - so_far < TAIL:
            break
    return few or 0, number


def _of_a_share(share: float, of: int) -> Iterable[float]:
    """The binomial distribution."""
    if not 0 < share < 1:
        return (float(number == round(share * of)) for number in range(of + 1))
    ways = lgamma(of + 1)
    return (
        exp(ways - lgamma(had + 1) - lgamma(of - had + 1) + had * log(share) + (of - had) * log(1 - share))
        for had in range(of + 1)
    )


def _of_a_rate(mean: float) -> Iterable[float]:
    """The Poisson distribution."""
    if mean == 0:
        return iter((1.0,))
    return (exp(number * log(mean) - mean - lgamma(number + 1)) for number in count())


def differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares, each (so many, of so many), differ by more than chance explains: two-sided, 5 in 100."""
    (had, of), (has, of_now) = first, second
    pooled = (had + has) / (of + of_now)
    error = sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_now))
    if error == 0:
        return False
    distance = abs(had / of - has / of_now) / error
    return 2 * (1 - NormalDist().cdf(distance)) < UNLIKELY
