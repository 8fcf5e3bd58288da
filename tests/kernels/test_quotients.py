"""Quotients of shares."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.intervals import wilson
from antiphon.kernels.quotients import quotient


def share(value, low, high):
    return {"estimate": value, "low": low, "high": high}


def test_it_covers_the_true_quotient_in_95_of_100():
    rng = np.random.default_rng(1)
    held = []
    for a, b in zip(rng.binomial(300, 0.3, 1000), rng.binomial(200, 0.15, 1000), strict=True):
        _, low, high = quotient(
            share(a / 300, *wilson(a / 300, 300)), share(b / 200, *wilson(b / 200, 200))
        )
        held.append(low <= 2 <= high)
    assert 0.93 <= np.mean(held) <= 0.975


def test_without_an_interval_there_is_a_quotient_and_no_ends():
    assert quotient(share(0.2, None, None), share(0.1, 0.05, 0.2)) == (2.0, None, None)


def test_by_nothing_there_is_no_quotient():
    assert quotient(share(0.2, 0.1, 0.3), share(0.0, 0.0, 0.1)) == (None, None, None)


def test_where_the_divisor_may_be_nothing_there_is_no_upper_end():
    value, low, high = quotient(share(0.2, 0.1, 0.3), share(0.05, 0.0, 0.09))
    assert value == pytest.approx(4)
    assert 0 < low < 4
    assert high is None
