"""Tails of sums of unlike yes-or-no events."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.poisson_binomial import poisson_upper, saddlepoint, upper


def exact(chances, least):
    """By fractions, every outcome in its place."""
    whole = [Fraction(1)]
    for p in map(Fraction, chances):
        padded = [Fraction(0), *whole, Fraction(0)]
        whole = [padded[k + 1] * (1 - p) + padded[k] * p for k in range(len(whole) + 1)]
    return float(sum(whole[least:], Fraction(0)))


@given(st.lists(st.floats(0.001, 0.999), max_size=12), st.integers(0, 13))
def test_the_tail_is_that_of_fractions(chances, least):
    """Small tails keep their digits."""
    assert upper(np.array(chances), 0.0, least) == pytest.approx(exact(chances, least), rel=1e-10)


@pytest.mark.parametrize("mean", [1e-6, 0.3, 5.0, 80.0])
def test_poisson_tails_are_those_of_the_sum(mean):
    """Tails far out keep their digits too."""
    found = poisson_upper(mean, 20)
    for least in (1, 2, 5, 20):
        terms = [
            math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(least, 400)
        ]
        assert found[least] == pytest.approx(math.fsum(terms), rel=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rare_events_as_one_poisson_number_are_never_too_good(seed):
    """And cost little: one in a hundred of the tail where chances are below 1 in 1000."""
    chances = np.random.default_rng(seed).random(4000) * 1e-3
    rest = -np.log1p(-chances).sum()
    for least in (1, 2, 4, 8):
        lumped, true = upper(np.zeros(0), rest, least), upper(chances, 0.0, least)
        assert true * (1 - 1e-12) <= lumped <= 1.01 * true


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("many", [100, 1000])
def test_the_saddlepoint_is_near_the_recursion(seed, many):
    """Within 1 in 100 of the tail from its middle to 10⁻³⁰ where the variance is 10 or more."""
    rng = np.random.default_rng(seed)
    chances = rng.beta(1, 3, many)
    mean, deviation = chances.sum(), np.sqrt((chances * (1 - chances)).sum())
    assert deviation**2 > 10
    for score in np.arange(-3, 11, 0.5):
        least = round(mean + score * deviation)
        if 0 < least < 0.95 * many:
            true = upper(chances, 2.0, least + 2)
            assert saddlepoint(chances, 2.0, least + 2) == pytest.approx(true, rel=0.01)


def test_the_saddlepoint_has_a_value_at_the_mean():
    """Where both of its terms are infinite it takes the limit."""
    chances = np.full(101, 0.5)
    assert saddlepoint(chances, 0.0, 51) == pytest.approx(0.5, abs=1e-6)


def test_what_cannot_be_reached_has_no_chance():
    """And what is always reached has all of it."""
    assert upper(np.array([0.9]), 0.0, 2) == 0.0
    assert upper(np.array([0.9]), 0.0, 0) == 1.0
    assert upper(np.ones(3), 0.0, 3) == 1.0
