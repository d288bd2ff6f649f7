"""Limits of a run chart: beyond them lies what chance hardly ever gives, and nothing else."""

from fractions import Fraction
from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.core.control_limits import TAIL, limits, rate_limits


def share_chances(share: Fraction, of: int) -> list[float]:
    return [float(comb(of, had) * share**had * (1 - share) ** (of - had)) for had in range(of + 1)]


def is_unlikely(chances: list[float], number: int) -> bool:
    return sum(chances[: number + 1]) < TAIL or sum(chances[number:]) < TAIL


@given(per_mille=st.integers(min_value=1, max_value=999), of=st.integers(min_value=1, max_value=120))
def test_a_share_is_beyond_its_limits_exactly_when_chance_hardly_gives_it(per_mille, of):
    chances = share_chances(Fraction(per_mille, 1000), of)
    stand = limits(per_mille / 1000, of)
    for had in range(of + 1):
        assert stand.breached_by(100 * had / of) == is_unlikely(chances, had)
        assert stand.breached_by(round(100 * had / of, 1)) == is_unlikely(chances, had)


@given(tenths=st.integers(min_value=1, max_value=80), among=st.integers(min_value=1, max_value=6))
def test_a_rate_is_beyond_its_limits_exactly_when_chance_hardly_gives_it(tenths, among):
    mean = tenths * among / 10
    chances = [exp(-mean) * mean**number / factorial(number) for number in range(160)]
    stand = rate_limits(tenths / 10, among)
    for number in range(100):
        assert stand.breached_by(number / among) == is_unlikely(chances, number)


@pytest.mark.parametrize(
    ("share", "of", "lower", "upper"),
    [(0.2, 100, 8.5, 33.5), (0.1, 100, 1.5, 20.5), (0.2, 4, 0, 100), (0, 5, 0, 10), (1, 5, 90, 100)],
)
def test_limits_are_those_of_the_tables(share, of, lower, upper):
    stand = limits(share, of)
    assert (stand.lower, stand.centre, stand.upper) == (lower, 100 * share, upper)


def test_one_missed_of_two_is_no_signal_where_one_in_forty_is_missed():
    assert not limits(39 / 40, 2).breached_by(50)
    assert limits(39 / 40, 2).breached_by(0)


def test_large_numbers_have_the_limits_of_three_standard_errors():
    stand, rate = limits(0.95, 6000), rate_limits(900, 3)
    assert stand.lower == pytest.approx(95 - 3 * 0.2814, abs=0.05)
    assert rate.upper == pytest.approx(900 + 3 * 300**0.5, abs=1)
    assert (rate_limits(0, 2).lower, rate_limits(0, 2).upper) == (0, 0.25)
