"""Activity and popularity kept, the rest chance."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.bicm import fitness

SEEDS = (1, 2, 3)


def degrees(seed, accounts=300, objects=200, density=0.004):
    rng = np.random.default_rng(seed)
    odds = density * np.outer(rng.pareto(1.5, accounts) + 0.5, rng.pareto(1.5, objects) + 0.5)
    acted = rng.random((accounts, objects)) < odds / (1 + odds)
    return acted.sum(axis=1), acted.sum(axis=0)


def table(model, accounts, objects):
    one, two = np.meshgrid(np.arange(accounts), np.arange(objects), indexing="ij")
    return model.chance(one.ravel(), two.ravel()).reshape(accounts, objects)


@pytest.mark.parametrize("seed", SEEDS)
def test_expected_degrees_are_the_observed_ones(seed):
    """Of accounts and of objects, zeros included."""
    activity, popularity = degrees(seed)
    assert (activity == 0).any()
    chance = table(fitness(activity, popularity), 300, 200)
    assert chance.sum(axis=1) == pytest.approx(activity, abs=1e-6)
    assert chance.sum(axis=0) == pytest.approx(popularity, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_sparse_world_the_chance_is_the_product_of_the_degrees(seed):
    """The usual shortcut d k / E is within 2 in 100 there."""
    rng = np.random.default_rng(seed)
    activity, popularity = rng.integers(1, 4, 3000), rng.integers(1, 4, 3000)
    popularity = popularity[: np.searchsorted(np.cumsum(popularity), activity.sum())]
    model = fitness(activity, popularity)
    rows = rng.integers(0, [[len(activity)], [len(popularity)]], (2, 500))
    short = activity[rows[0]] * popularity[rows[1]] / activity.sum()
    assert model.chance(*rows) == pytest.approx(short, rel=0.02)


def test_the_shortcut_is_too_large_among_the_busy():
    """Above 1 even, where the model stays a probability."""
    activity, popularity = np.array([50] * 3 + [1] * 50), np.array([20] * 2 + [1] * 160)
    chance = table(fitness(activity, popularity), 53, 162)
    assert (chance < 1).all()
    assert chance.sum(axis=1) == pytest.approx(activity, rel=1e-6)
    assert activity[0] * popularity[0] / activity.sum() > 1


def test_an_account_that_acts_on_everything_is_told_by_the_error():
    """Its fitness grows without bound; its chances go to 1."""
    model = fitness(np.array([3, 1, 1]), np.array([2, 2, 1]))
    assert table(model, 3, 3)[0] == pytest.approx(1.0, abs=0.01)
    assert model.error > 1e-9
