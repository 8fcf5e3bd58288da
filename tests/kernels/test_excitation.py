"""Posts that follow posts, in bins of time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.excitation import edges, excitation, lagged, moments

BIN = 600
SHARES = ((0.2, 0.0, 0.1), (0.3, 0.2, 0.1), (0.0, 0.0, 0.1))  # of whom each post of whom brings


def world(seed, days=60, rates=(8, 8, 5), shares=SHARES, delay=1800):
    """Times of three blocs that excite each other, with a rhythm of days and weeks."""
    generator = np.random.default_rng(seed)
    length = days * 86_400
    events = [[] for _ in rates]
    born = []
    for bloc, rate in enumerate(rates):
        at = generator.random(generator.poisson(1.3 * rate * days)) * length
        busy = (1 + 0.3 * np.sin(2 * np.pi * at / 86_400)) * np.where(at // 86_400 % 7 >= 5, 0.5, 1)
        born += [(t, bloc) for t in at[generator.random(len(at)) < busy / 1.3]]
    while born:
        later = []
        for t, bloc in born:
            events[bloc].append(t)
            for other in range(len(rates)):
                then = t + generator.exponential(delay, generator.poisson(shares[other][bloc]))
                later += [(at, other) for at in then if at < length]
        born = later
    bins = length // BIN
    return [np.bincount(np.array(e, int) // BIN, minlength=bins).astype(float) for e in events]


def estimate(counts, x, y, horizon=36):
    starts = np.arange(len(counts[0])) * BIN
    days = starts // 86_400
    groups = starts % 86_400 // 3600 + 24 * (days % 7 >= 5)
    bounds = edges(horizon)
    return excitation(moments(counts[y], counts[x], counts[2], groups, days, bounds), bounds, 1.96)


def test_the_intervals_hold_the_truth():
    """Sixty Hawkes worlds, both directions; 200 and more are in the documentation."""
    held = {(0, 1): [], (1, 0): []}
    values = {(0, 1): [], (1, 0): []}
    for seed in range(60):
        counts = world(seed)
        for (x, y), hits in held.items():
            value, low, high = estimate(counts, x, y)
            hits.append(low <= SHARES[y][x] <= high)
            values[x, y].append(value)
    for way, hits in held.items():
        assert np.mean(hits) >= 0.85
        assert np.mean(values[way]) == pytest.approx(SHARES[way[1]][way[0]], abs=0.04)


@given(st.lists(st.integers(0, 3), min_size=20, max_size=60), st.integers(1, 15))
def test_lags_are_means_of_what_went_before(counts, horizon):
    counts, bounds = np.array(counts, float), edges(horizon)
    found = lagged(counts, bounds)
    for t in range(len(counts)):
        for k, (first, last) in enumerate(pairwise(bounds)):
            before = [counts[t - lag] for lag in range(first, last) if t >= lag]
            assert found[t, k] == pytest.approx(sum(before) / (last - first))


@pytest.mark.parametrize("horizon", [1, 2, 5, 36, 144, 1000])
def test_the_lags_reach_to_the_horizon(horizon):
    found = edges(horizon)
    assert (found[0], found[-1]) == (1, horizon + 1)
    assert (np.diff(found) > 0).all()


def test_nothing_to_lead_cannot_be_told():
    counts = world(1)
    counts[0][:] = 0
    assert np.isnan(estimate(counts, 0, 1)).all()


def test_sums_of_subjects_are_between_them():
    """Two subjects with common coefficients lie between the two of their own."""
    one, two = world(3), world(4)
    starts = np.arange(len(one[0])) * BIN
    days, bounds = starts // 86_400, edges(36)
    found = [moments(c[1], c[0], c[2], starts % 86_400 // 3600, days, bounds) for c in (one, two)]
    values = [excitation(m, bounds, 1.96) for m in (*found, found[0].plus(found[1]))]
    assert values[2][2] - values[2][1] < min(v[2] - v[1] for v in values[:2])
    assert min(values[0][1], values[1][1]) < values[2][0] < max(values[0][2], values[1][2])
