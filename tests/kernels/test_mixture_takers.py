"""Somebody brought it in: a bloc that was not first has it from elsewhere, whatever the dates."""

from __future__ import annotations

import itertools

import made_members
import numpy as np
import pytest

from antiphon.inference.mixture import empty, fit
from antiphon.inference.priors import Mechanism
from antiphon.kernels.mixture import expect
from antiphon.kernels.mixture_arrays import FIRST, INTERNAL, OTHER, SAME
from antiphon.kernels.mixture_parents import lag_cells, sooner
from antiphon.kernels.mixture_takers import circles, opened

DAY = 86400.0


@pytest.mark.parametrize("seed", range(3))
def test_opened_leaves_out_that_all_have_it_from_one_another(seed):
    inside = np.random.default_rng(seed).random(3)
    closed = np.zeros(2)
    circles(inside, np.array([1, 1, 1]), 2, closed)
    whole, mine = 0.0, np.zeros(3)
    for taken in itertools.product((False, True), repeat=3):
        if not all(taken):
            chance = np.prod(np.where(taken, inside, 1 - inside))
            whole += chance
            mine += chance * np.array(taken)
    assert closed == pytest.approx([0, 1 - whole])
    for i in range(3):
        within, elsewhere = opened(closed[1], inside[i])
        assert inside[i] * within == pytest.approx(mine[i] / whole)
        assert (1 - inside[i]) * elsewhere == pytest.approx(1 - mine[i] / whole)


def test_two_takers_of_one_date_weigh_as_two_in_a_known_order():
    x, y = 0.3, 0.9
    norm = x + y / 2
    closed = np.zeros(1)
    circles(np.full(2, y / 2 / norm), np.zeros(2, np.int64), 1, closed)
    assert norm**2 * (1 - closed[0]) == pytest.approx(x * (x + y))


def test_of_posts_of_one_date_each_may_be_the_earliest():
    low = np.array([0.0, 0.0, 0.0, 9 * DAY])
    families, near = np.array([0, 4]), np.array([0, 3, 6, 9, 12])
    other = np.array([j for i in range(4) for j in range(4) if j != i])
    side = np.where(other == 3, OTHER, SAME)
    offsets, _, weights = lag_cells(families, low, low + DAY, near, other)
    found = sooner(near, side, offsets, weights)
    assert found[:3, SAME] == pytest.approx(2 / 3)
    assert found[:3, OTHER] == pytest.approx(0)
    assert found[3, SAME] == pytest.approx(1)


def test_two_takers_of_one_day_are_not_copies_of_each_other():
    rows = [[(1e9, 0, 4, 0), (1e9, 1, 4, 0), (1e9, 1, 4, 0)]]
    posts, _, partners = made_members.arrays(rows, np.random.default_rng(0), DAY)
    model = fit(posts, 2, partners, Mechanism(), rounds=1).model
    share = model.share.copy()
    share[FIRST, 0, INTERNAL] = 9.0
    starts = np.where(np.arange(4) == FIRST, 1.0, 1e-250)
    sums = empty(posts, model)
    expect(posts, model._replace(starts=starts, share=share), 2, sums)
    assert 0.8 < sums.chance[1:, INTERNAL].sum() <= 1
    assert sums.chance.sum(axis=1) == pytest.approx(np.ones(3))
