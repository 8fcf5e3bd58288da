"""Interval jitter in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.synchrony import WIDEST, Moved, Spread, added, adjusted, beyond, moved, spread

SEEDS = range(4)
times = st.lists(st.integers(0, 2000), min_size=1, max_size=12)


def train(at, topics=None):
    """Times and topics in the order of interval, topic, time is the caller's; here of time."""
    at = np.sort(np.array(at, np.int64))
    return at, np.zeros(len(at), np.int64) if topics is None else np.array(topics, np.int64)


def shift(a, b, delta, interval, step=1, *, joint=True):
    at, topic = train(a)
    others, _ = train(b)
    return Moved(
        *moved(at, topic, others, np.array([0, len(others)]), delta, interval, step, joint)
    )


def null(a, b, delta, interval, step=1):
    found = shift(a, b, delta, interval, step)
    return int(found.observed.sum()), spread(found, np.arange(len(found.topic)))


def near(a, b, delta):
    return sum(abs(x - y) <= delta for x in a for y in b)


def test_the_worked_example_of_the_documentation():
    """One pair half a minute apart in ten minutes, then five of them."""
    observed, one = null([180], [210], 60, 600)
    assert (observed, one.mean) == (1, pytest.approx(121 / 600))
    assert one.tail(1) == pytest.approx(121 / 600)
    days = [86_400 * day for day in range(5)]
    observed, five = null([d + 180 for d in days], [d + 210 for d in days], 60, 600)
    assert (observed, five.mean) == (5, pytest.approx(605 / 600))
    assert five.tail(5) == pytest.approx((121 / 600) ** 5)


@given(times, times, st.integers(0, 90), st.integers(20, 400))
def test_the_distribution_is_that_of_moving_by_every_step(a, b, delta, interval):
    observed, found = null(a, b, delta, interval)
    cells = {}
    for x in a:
        cells.setdefault(x // interval, []).append(x % interval)
    total = np.ones(1)
    for cell, inside in cells.items():
        counts = [
            near([cell * interval + (x + u) % interval for x in inside], b, delta)
            for u in range(interval)
        ]
        total = np.convolve(total, np.bincount(counts) / interval)
    assert observed == near(a, b, delta)
    assert found.mean == pytest.approx((np.arange(len(total)) * total).sum())
    for k in range(len(total)):
        assert found.tail(k) == pytest.approx(total[k:].sum(), abs=1e-12)


@given(times, times, st.integers(2, 5), st.integers(4, 8))
def test_whole_minutes_move_by_whole_minutes(a, b, delta, interval):
    """Dates to the minute give what the same times in minutes give at one-minute steps."""
    small = null(a, b, delta, interval)
    large = null([60 * x for x in a], [60 * y for y in b], 60 * delta, 60 * interval, 60)
    assert small[0] == large[0]
    assert small[1].mean == pytest.approx(large[1].mean)
    assert small[1].chance == pytest.approx(large[1].chance)


@given(times, times, st.integers(0, 90))
def test_chances_are_chances(a, b, delta):
    _, found = null(a, b, delta, 300)
    assert found.chance.sum() == pytest.approx(1)
    assert (found.chance >= 0).all()
    steps = found.first + np.arange(len(found.chance))
    assert found.mean == pytest.approx((steps * found.chance).sum(), abs=1e-9)
    spread_of = ((steps - found.mean) ** 2 * found.chance).sum()
    assert found.variance == pytest.approx(spread_of, abs=1e-6)


def test_a_single_post_is_poisson_binomial():
    """Posts alone in their intervals: a sum of independent hits of known probability."""
    a = [50, 1050, 2050]
    b = [60, 1040, 1060, 2500]
    _, found = null(a, b, 20, 1000)
    chances = [41 / 1000, 61 / 1000, 41 / 1000]  # two at 1040 and 1060 overlap in one second
    nothing = math.prod(1 - p for p in chances)
    assert found.tail(1) == pytest.approx(1 - nothing)


def test_topics_do_not_meet():
    at, others = np.array([10, 20]), np.array([12, 22])
    bounds = np.array([0, 1, 2])
    crossed = moved(at, np.array([0, 1]), others, bounds, 5, 100, 1, False)
    assert Moved(*crossed).observed.tolist() == [1, 1]
    turned = moved(at, np.array([1, 0]), others, bounds, 5, 100, 1, False)
    assert sum(Moved(*turned).observed) == 0


def test_topics_of_an_interval_move_together():
    """The same two posts on one topic and on two: their sum has the same distribution."""
    one = moved(
        np.array([10, 20]), np.array([0, 0]), np.array([12, 22]), np.array([0, 2]), 2, 100, 1, True
    )
    two = moved(
        np.array([10, 20]),
        np.array([0, 1]),
        np.array([12, 22, 12, 22]),
        np.array([0, 2, 4]),
        2,
        100,
        1,
        True,
    )
    assert spread(Moved(*one), np.array([0])).chance == pytest.approx(
        spread(Moved(*two), np.array([0])).chance
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wide_sum_is_nearly_normal(seed):
    """What is too much to convolve is normal with the same mean and variance."""
    generator = np.random.default_rng(seed)
    a, b = (np.unique(generator.integers(0, 60_000, 500)) for _ in "ab")
    found = shift(a, b, 300, 3600)
    chosen = np.arange(len(found.topic))
    exact = spread(found, chosen)
    wide = found._replace(start=np.zeros_like(found.start))
    normal = spread(wide, chosen)
    assert WIDEST > 1
    for z in (-1, 0, 1, 2):
        at = exact.mean + z * exact.variance**0.5
        assert normal.tail(at) == pytest.approx(exact.tail(at), abs=0.03)


def test_what_lifts_both_alike_lifts_nothing():
    fair = Spread(0, np.full(21, 1 / 21), 10.0, 110 / 3)
    assert beyond(16, fair, 16, fair) == pytest.approx(beyond(10, fair, 10, fair))
    assert beyond(20, fair, 0, fair) == pytest.approx(1 / 441)
    assert beyond(0, fair, 20, fair) == pytest.approx(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_sums_of_counts(seed):
    generator = np.random.default_rng(seed)
    for size in (5, 3000):
        one, two = (generator.dirichlet(np.ones(size)) for _ in "ab")
        both = added(Spread(2, one, 1.0, 1.0), Spread(3, two, 2.0, 1.0))
        assert (both.first, both.mean, both.variance) == (5, 3.0, 2.0)
        assert both.chance == pytest.approx(np.convolve(one, two), abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_are_no_smaller_and_keep_the_order(p):
    p = np.array(p)
    q = adjusted(p)
    assert (q >= p - 1e-12).all()
    assert (q <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()
