"""The bootstrap over families."""

from __future__ import annotations

import numpy as np

from antiphon.kernels.bootstrap import ratios


def test_90_percent_intervals_cover_the_true_share():
    generator = np.random.default_rng(3)
    truth, covered, runs = 0.3, 0, 300
    for seed in range(runs):
        sizes = generator.integers(1, 5, 80).astype(float)
        kinds = generator.random(80) < truth
        _, low, high = ratios((sizes * kinds)[:, None], sizes, draws=300, level=0.9, seed=seed)
        covered += low[0] <= truth <= high[0]
    assert 0.85 <= covered / runs <= 0.97


def test_never_seen_is_not_never():
    _, low, high = ratios(np.zeros((20, 1)), np.ones(20), draws=100, level=0.9, seed=1)
    assert low[0] == 0
    assert 0.05 < high[0] < 0.25


def test_the_same_seed_gives_the_same_interval_and_another_does_not():
    generator = np.random.default_rng(1)
    sizes = generator.integers(1, 9, 50).astype(float)
    sums = sizes[:, None] * (generator.random((50, 1)) < 0.5)
    first = ratios(sums, sizes, draws=500, level=0.9, seed=1)
    again = ratios(sums, sizes, draws=500, level=0.9, seed=1)
    other = ratios(sums, sizes, draws=500, level=0.9, seed=2)
    assert [a.tolist() for a in first] == [a.tolist() for a in again]
    assert first[1].tolist() != other[1].tolist()


def test_no_clusters_say_nothing():
    ratio, low, high = ratios(np.zeros((0, 2)), np.zeros(0), draws=10, level=0.9, seed=1)
    assert np.isnan(ratio).all()
    assert (low.tolist(), high.tolist()) == ([0, 0], [1, 1])
