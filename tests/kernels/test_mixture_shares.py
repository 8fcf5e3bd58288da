"""Shares with intervals, where mechanisms are probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.mixture_shares import imputed, redrawn


def test_certain_posts_of_single_families_give_the_binomial_interval():
    chance = np.tile([[1.0, 0.0], [0.0, 1.0]], (100, 1))
    share, low, high = imputed(np.arange(201), chance, draws=2000, level=0.9, seed=1)
    assert share[0] == pytest.approx(0.5)
    assert (low[0], high[0]) == pytest.approx((0.442, 0.558), abs=0.01)


def test_doubt_about_the_mechanism_widens_the_interval():
    families = np.arange(0, 201, 4)
    sure = np.tile([[1.0, 0.0]] * 4 + [[0.0, 1.0]] * 4, (25, 1))
    unsure = np.full((200, 2), 0.5)
    narrow = imputed(np.arange(201), sure, draws=999, level=0.9, seed=1)
    wide = imputed(families, unsure, draws=999, level=0.9, seed=1)
    assert wide[2][0] - wide[1][0] > narrow[2][0] - narrow[1][0]


def test_nothing_gives_unknown_shares():
    share, low, high = imputed(np.zeros(1, np.int64), np.empty((0, 6)), draws=9, level=0.9, seed=1)
    assert np.isnan(share).all()
    assert (low.max(), high.min()) == (0, 1)


def test_every_draw_sums_to_one_and_depends_on_the_seed():
    chance = np.random.default_rng(2).dirichlet(np.ones(6), 60)
    families = np.arange(0, 61, 3)
    one, two = (redrawn(families, chance, 50, seed) for seed in (1, 2))
    assert np.allclose(one.sum(axis=1), 1)
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("seed", range(3))
def test_intervals_cover_the_share_in_the_long_run(seed):
    """Families of three alike, of which 30 % are of the first sort: 90 % intervals hold 0.3."""
    rng = np.random.default_rng(seed)
    held = 0
    for trial in range(100):
        first = np.repeat(rng.random(60) < 0.3, 3)[:, None]
        chance = np.where(first, [[1.0, 0.0]], [[0.0, 1.0]])
        _, low, high = imputed(np.arange(0, 181, 3), chance, draws=300, level=0.9, seed=trial)
        held += low[0] <= 0.3 <= high[0]
    assert held >= 80


def test_what_few_families_have_gets_wilsons_width_and_what_many_have_the_draws():
    """Posts of a family differ by turns: the draws know that, Wilson at so many does not."""
    chance = np.tile([[1.0, 0.0], [0.0, 1.0]], (60, 1))
    families = np.arange(0, 121, 2)
    _, low, high = imputed(families, chance, draws=300, level=0.9, seed=1)
    assert high[0] - low[0] < 0.01
    _, low, high = imputed(families[:6], chance[:10], draws=300, level=0.9, seed=1)
    assert high[0] - low[0] > 0.4


def test_intervals_of_a_mechanism_that_eight_families_have_hold_nearly_as_often():
    """The draws alone hold it in 88 %: what few families have varies more than they tell."""
    rng = np.random.default_rng(5)
    held = 0
    for trial in range(400):
        size = rng.integers(1, 6, 70)
        first = np.repeat(rng.random(70) < 0.12, size)[:, None]
        chance = np.where(first, [[1.0, 0.0]], [[0.0, 1.0]])
        families = np.r_[0, np.cumsum(size)]
        _, low, high = imputed(families, chance, draws=200, level=0.9, seed=trial)
        held += low[0] <= 0.12 <= high[0]
    assert held / 400 >= 0.91
