"""Lags between dates that are intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.lags import (
    cells,
    earlier,
    halfnormal_after,
    lognormal,
    lognormal_after,
)


def drawn(low, high, low_from, high_from, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(low, high, 400_000) - rng.uniform(low_from, high_from, 400_000)


@pytest.mark.parametrize(
    ("to", "of"), [((0, 1), (0, 1)), ((0, 86400), (0, 60)), ((3600, 7200), (0, 86400))]
)
def test_the_weights_of_the_cells_sum_to_the_chance_of_being_later(to, of):
    logs, weights = np.empty(64), np.empty(64)
    n = cells(*map(float, to + of), logs, weights)
    assert weights[:n].sum() == pytest.approx((drawn(*to, *of) > 0).mean(), abs=0.003)


@pytest.mark.parametrize(
    ("to", "of"), [((0, 86400), (0, 86400)), ((7200, 10800), (3600, 7200)), ((600, 660), (0, 60))]
)
def test_cells_give_the_mean_density_over_both_intervals(to, of):
    logs, weights = np.empty(64), np.empty(64)
    mu, sigma = math.log(3600), 1.2
    n = cells(*map(float, to + of), logs, weights)
    found = sum(weights[c] * lognormal(logs[c], mu, sigma) for c in range(n))
    lag = drawn(*to, *of)
    lag = lag[lag > 0]
    z = (np.log(lag) - mu) / sigma
    value = np.exp(-0.5 * z * z) / (sigma * math.sqrt(2 * math.pi) * lag)
    assert found == pytest.approx(value.sum() / 400_000, rel=0.03)


@given(
    st.tuples(st.floats(-1e5, 1e5), st.floats(60, 1e5)),
    st.tuples(st.floats(-1e5, 1e5), st.floats(60, 1e5)),
    st.floats(-3e5, 3e5),
    st.floats(0, 1e5),
)
def test_the_distribution_of_a_lag_grows_from_none_to_all(to, of, x, more):
    ends = (to[0], to[0] + to[1], of[0], of[0] + of[1])
    assert -1e-6 <= earlier(x, *ends) <= earlier(x + more, *ends) + 1e-6 <= 1 + 2e-6


def test_no_lag_is_possible_to_what_is_surely_later():
    logs, weights = np.empty(64), np.empty(64)
    assert cells(0.0, 60.0, 60.0, 120.0, logs, weights) == 0


@pytest.mark.parametrize("low", [-5000.0, 60.0, 300.0, 40_000.0])
@pytest.mark.parametrize("wide", [1.0, 3600.0, 86400.0])
def test_the_closed_forms_agree_with_sums(low, wide):
    """Of the half-normal and the log-normal: mean density over an interval that may begin early."""
    high = low + wide
    x = np.linspace(max(low, 0.0), max(high, 0.0), 400_001)[1:]
    step = max(high, 0.0) - max(low, 0.0)
    scale, mu, sigma = 1500.0, math.log(3600), 1.1
    half = math.sqrt(2 / math.pi) / scale * np.exp(-0.5 * (x / scale) ** 2)
    value, square = halfnormal_after(low, high, scale)
    assert value == pytest.approx(half.mean() * step / wide, rel=0.02, abs=1e-15)
    if step > 0 and half.sum() > 1e-12:
        assert square == pytest.approx((half * x * x).sum() / half.sum(), rel=0.02)
    if step > 0:
        z = (np.log(x) - mu) / sigma
        log = np.exp(-0.5 * z * z) / (sigma * math.sqrt(2 * math.pi) * x)
        value, first, _ = lognormal_after(low, high, mu, sigma)
        assert value == pytest.approx(log.mean() * step / wide, rel=0.03)
        assert first == pytest.approx((log * np.log(x)).sum() / log.sum(), rel=0.02)
