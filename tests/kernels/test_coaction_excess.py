"""Groups against the largest that chance gives, whatever the activity of accounts."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.coaction_excess import GRID, excess


def worlds(seed, many=100, accounts=40, planted=0):
    """Poisson weights, very large ones among the first accounts; a group planted in world 0."""
    rng = np.random.default_rng(seed)
    a, b = np.triu_indices(accounts, 1)
    mean = np.where(b < 8, 80.0, 0.3)
    found = []
    for n in range(many):
        weight = rng.poisson(mean)
        if not n and planted:
            weight[(a >= 20) & (b < 20 + planted)] += 12
        some = weight >= 2
        found.append((a[some], b[some], weight[some]))
    return found


def share(found, size, level):
    _, most = excess(found, 40)
    step = np.searchsorted(GRID, level, side="right") - 1
    return (1 + (most[1:, step] >= size).sum()) / len(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_group_exceeds_all_that_chance_has(seed):
    """Six accounts that share twelve objects, where others share eighty by chance."""
    found = worlds(seed, planted=6)
    beyond, most = excess(found, 40)
    a, b, weight = found[0]
    mine = (a >= 20) & (b < 26)
    assert beyond[mine].min() > 3
    assert share(found, 6, 3.0) == 0.01
    assert weight[mine].max() < weight[~mine].max()
    assert (np.diff(most, axis=1) <= 0).all()


def test_worlds_of_chance_are_ranked_evenly():
    """The largest group at a level is as large in the data as in draws, in the mean."""
    ranks = []
    for seed in range(150):
        _, most = excess(worlds(100 + seed, many=20), 40)
        at = most[:, np.searchsorted(GRID, 1.75)]
        ranks.append((1 + (at[1:] >= at[0]).sum()) / 20)
    for level in (0.1, 0.2, 0.5):
        assert np.mean(np.array(ranks) <= level) <= level + 3 * (level * (1 - level) / 150) ** 0.5


def test_what_every_world_has_is_no_excess():
    one = np.array([0]), np.array([1]), np.array([50])
    beyond, most = excess([one, one, one], 2)
    assert beyond.tolist() == [0.0]
    assert most[:, 0].tolist() == [2, 2, 2]
    assert most[:, 1].tolist() == [0, 0, 0]
