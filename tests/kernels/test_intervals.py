"""Intervals of clustered rates cover what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.intervals import clustered_rate, newcombe


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
