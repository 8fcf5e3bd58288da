"""Groups in networks whose groups are known."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from antiphon.kernels.communities import communities, divided, largest, modularity


def cliques(*sizes, joined=()):
    """Everybody knows everybody of the own clique; edges between as given."""
    bounds = np.cumsum((0, *sizes))
    edges = [
        p
        for n, size in enumerate(sizes)
        for p in combinations(range(bounds[n], bounds[n] + size), 2)
    ]
    edges += joined
    a, b = np.array(edges, np.int64).T
    return a.copy(), b.copy(), int(bounds[-1])


def planted(seed, groups=4, size=20, inside=0.5, outside=0.03):
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(groups), size)
    one, two = np.triu_indices(groups * size, 1)
    chance = np.where(truth[one] == truth[two], inside, outside)
    some = rng.random(len(one)) < chance
    return one[some], two[some], rng.integers(1, 4, int(some.sum())).astype(float), truth


def test_cliques_that_hang_together_by_one_edge_are_groups():
    """The largest first, of equals that with the least node; a lonely node is in none."""
    a, b, many = cliques(4, 6, 4, joined=[(0, 4), (5, 10)])
    groups = communities(a, b, np.ones(len(a)), many + 1, seed=1)
    assert groups.tolist() == [1] * 4 + [0] * 6 + [2] * 4 + [-1]


@pytest.mark.parametrize("seed", range(5))
def test_planted_groups_are_found(seed):
    """Four groups of twenty, an edge inside sixteen times as likely as one between."""
    a, b, weight, truth = planted(seed)
    groups = communities(a, b, weight, len(truth), seed=seed)
    assert len(np.unique(groups)) == 4
    for n in range(4):
        assert len(np.unique(groups[truth == n])) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_division_is_as_good_as_the_truth(seed):
    """Modularity is no less than that of the planted groups, also where these are faint."""
    a, b, weight, truth = planted(seed, inside=0.3, outside=0.08)
    groups = communities(a, b, weight, len(truth), seed=1)
    assert modularity(a, b, weight, groups) >= modularity(a, b, weight, truth) - 0.01


@pytest.mark.parametrize("seed", range(5))
def test_every_group_hangs_together(seed):
    """In a network without any structure too."""
    rng = np.random.default_rng(seed)
    one, two = np.triu_indices(60, 1)
    some = rng.random(len(one)) < 0.05
    a, b = one[some], two[some]
    groups = communities(a, b, np.ones(len(a)), 60, seed=seed)
    for n in range(groups.max() + 1):
        mine = np.flatnonzero(groups == n)
        same = (groups[a] == n) & (groups[b] == n)
        reached = {int(mine[0])}
        for _ in mine:
            reached |= {int(y) for x, y in zip(a[same], b[same], strict=True) if x in reached}
            reached |= {int(x) for x, y in zip(a[same], b[same], strict=True) if y in reached}
        assert reached == set(mine.tolist())


def test_heavy_edges_hold_more_than_light_ones():
    """Two pairs in a ring of four: by weights alone."""
    a, b = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 3])
    groups = communities(a, b, np.array([9.0, 1.0, 9.0, 1.0]), 4, seed=1)
    assert groups.tolist() == [0, 0, 1, 1]
    turned = communities(a, b, np.array([1.0, 9.0, 1.0, 9.0]), 4, seed=1)
    assert turned.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_edges_does_not_matter(seed):
    a, b, weight, truth = planted(seed, inside=0.3, outside=0.08)
    order = np.random.default_rng(seed).permutation(len(a))
    usual = communities(a, b, weight, len(truth), seed=4)
    assert (
        communities(b[order], a[order], weight[order], len(truth), seed=4).tolist()
        == usual.tolist()
    )


def test_more_than_one_order_is_tried():
    """No single order does better than what is kept."""
    a, b, weight, truth = planted(2, inside=0.25, outside=0.1)
    kept = modularity(a, b, weight, communities(a, b, weight, len(truth), seed=7))
    rng = np.random.default_rng(7)
    tried = [
        modularity(a, b, weight, divided(a, b, weight, rng.permutation(len(truth))))
        for _ in range(10)
    ]
    assert kept == pytest.approx(max(tried))
    assert min(tried) < kept - 1e-6


def test_modularity_of_a_known_division():
    """Two triangles joined by an edge: 6/7 of the edges inside, of degrees 7 and 7 in 14."""
    a, b, _ = cliques(3, 3, joined=[(0, 3)])
    assert modularity(a, b, np.ones(7), np.repeat([0, 1], 3)) == pytest.approx(6 / 7 - 0.5)


def test_no_edges_give_no_groups():
    none = np.empty(0, np.int64)
    assert communities(none, none, np.empty(0), 3, seed=1).tolist() == [-1] * 3


def test_the_largest_component_at_each_weight():
    """A chain whose edges get lighter, and a heavy pair apart."""
    a, b = np.array([4, 0, 1, 2]), np.array([5, 1, 2, 3])
    found = largest(a, b, np.array([9, 5, 4, 2]), 6, np.array([2, 3, 5, 6, 10]))
    assert found.tolist() == [4, 3, 2, 2, 0]
