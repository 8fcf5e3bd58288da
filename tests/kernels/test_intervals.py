"""Intervals of clustered rates cover what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest

from antiphon.kernels.intervals import clustered_rate, jeffreys, newcombe, wilson


@pytest.mark.parametrize(("rate", "size"), [(0.01, 1), (0.05, 1), (0.05, 4), (0.2, 8)])
def test_95_percent_intervals_cover_the_true_rate_nearly_always(rate, size):
    """Messages of a fixed number of posts: the effective size is the number of messages."""
    generator = np.random.default_rng(7)
    runs, posts = 2000, 2000
    covered = 0
    for _ in range(runs):
        messages = generator.binomial(posts // size, rate)
        _, low, high = clustered_rate([size] * messages, posts)
        covered += low <= rate <= high
    assert 0.93 <= covered / runs <= 0.985


def test_one_large_cluster_widens_the_interval():
    narrow = clustered_rate([1] * 10, 1000)
    wide = clustered_rate([10], 1000)
    assert wide[0] == narrow[0]
    assert wide[2] - wide[1] > 2 * (narrow[2] - narrow[1])


def test_nothing_out_of_nothing_is_unknown():
    assert clustered_rate([], 0) == (None, 0.0, 1.0)
    assert newcombe({"estimate": None}, {"estimate": 1.0}) == (None, -1.0, 1.0)


def test_wilson_worked_example():
    """Newcombe 1998, table I, method 3: 81 of 263 gives 0.2553 to 0.3662."""
    rate, low, high = clustered_rate([1] * 81, 263)
    assert (round(rate, 4), round(low, 4), round(high, 4)) == (0.3080, 0.2553, 0.3662)


def test_newcombe_worked_example():
    """Newcombe 1998, table II, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339."""
    sides = []
    for k, n in ((56, 70), (48, 80)):
        rate, low, high = clustered_rate([1] * k, n)
        sides.append({"estimate": rate, "low": low, "high": high})
    value, low, high = newcombe(*sides)
    assert (round(value, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


def cover(interval, size, shares):
    """Exactly, how often an interval of a difference joined of such ends holds it."""
    ends = [{"estimate": k / size} for k in range(size + 1)]
    for end in ends:
        end["low"], end["high"] = interval(end["estimate"], size)
    chances = [
        [math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size + 1)] for p in shares
    ]
    held = 0.0
    for one, chance in zip(ends, chances[0], strict=True):
        for other, beside in zip(ends, chances[1], strict=True):
            if chance * beside > 1e-9:
                _, low, high = newcombe(one, other)
                held += chance * beside * (low <= shares[0] - shares[1] <= high)
    return held


@pytest.mark.parametrize(("size", "shares"), [(50, (0.05, 0.075)), (100, (0.02, 0.03))])
def test_differences_joined_of_jeffreys_ends_are_covered_as_often_as_said(size, shares):
    assert 0.93 < cover(jeffreys, size, shares) < 0.965
    assert cover(wilson, size, shares) > cover(jeffreys, size, shares) + 0.01


def test_jeffreys_ends_hold_the_share_and_mirror_each_other():
    for rate in (0.0, 0.003, 0.2, 1.0):
        low, high = jeffreys(rate, 60)
        assert low <= rate <= high
        assert (1 - high, 1 - low) == pytest.approx(jeffreys(1 - rate, 60))
    assert jeffreys(0.0, 60)[0] == 0.0
    assert jeffreys(0.0, 60)[1] < wilson(0.0, 60)[1]
