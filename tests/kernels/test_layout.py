"""Places of points whose distances follow the lines between them."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.layout import settled, steps


def lines(*pairs):
    a, b = np.array(pairs, np.int64).T
    return a.copy(), b.copy()


def start(size, seed=1):
    return np.random.default_rng(seed).random((size, 2))


def stress(places, between):
    """How far distances are from steps: the sum that `settled` lowers."""
    i, j = np.tril_indices(len(places), -1)
    far = between[i, j]
    apart = np.linalg.norm(places[i] - places[j], axis=1)
    return float((((apart - far) / far) ** 2).sum())


def test_steps_count_the_lines_between_points():
    between = steps(*lines((0, 1), (1, 2), (2, 3), (4, 5)), 6)
    assert between[0].tolist() == [0, 1, 2, 3, 0, 0]
    assert between[3, 0] == 3
    assert between[4, 5] == between[5, 4] == 1
    assert (between == between.T).all()


def test_steps_take_the_shortest_way_round_a_ring():
    size = 9
    between = steps(*lines(*((k, (k + 1) % size) for k in range(size))), size)
    assert between[0].tolist() == [0, 1, 2, 3, 4, 4, 3, 2, 1]


def test_three_points_in_a_row_lie_in_a_row():
    between = steps(*lines((0, 1), (1, 2)), 3)
    found = settled(start(3), between, 400)
    apart = [np.linalg.norm(found[i] - found[j]) for i, j in ((0, 1), (1, 2), (0, 2))]
    assert apart == pytest.approx([1, 1, 2], abs=0.01)
    assert stress(found, between) == pytest.approx(0, abs=1e-3)


def test_more_rounds_never_raise_the_stress():
    rng = np.random.default_rng(3)
    ends = [(i, int(rng.integers(0, i))) for i in range(1, 40)]
    between = steps(*lines(*ends), 40)
    values = [stress(settled(start(40), between, n), between) for n in (0, 1, 5, 20, 80)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0] / 3


def test_the_same_lines_give_the_same_places():
    between = steps(*lines((0, 1), (1, 2), (2, 0), (2, 3)), 4)
    one, two = (settled(start(4), between, 50) for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_a_point_alone_stays_where_it_is():
    assert settled(start(1), np.zeros((1, 1), np.int64), 9).tolist() == start(1).tolist()
