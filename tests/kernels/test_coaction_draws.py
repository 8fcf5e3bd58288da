"""Edges by chance, drawn."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import weights, world

from antiphon.kernels.coaction_draws import dealt, edges, moved, swapped

SEEDS = (1, 2, 3)
KINDS = {
    "moved": lambda found, seed: moved(found, 300, seed),
    "dealt": dealt,
    "swapped": lambda found, seed: swapped(found, found.time // 600, seed),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_edges_of_a_draw_are_those_counted_by_hand(kind, seed):
    """At every weight."""
    found = world(seed, events=800)
    draw = KINDS[kind](found, seed)
    counted = edges(found, draw, 60, np.array([1, 2, 3]), 3)
    for number in range(3):
        accounts, times = draw(number)
        order = np.lexsort((times, found.object))
        now = found._replace(account=accounts[order], time=times[order])
        weight = np.array(list(weights(now, 60).values()))
        assert counted[number].tolist() == [(weight >= k).sum() for k in (1, 2, 3)]


def test_each_kind_keeps_what_it_says():
    """Intervals; the moments of objects; the moments of hours."""
    found = world(1)
    accounts, times = moved(found, 300, 1)(0)
    assert (accounts == found.account).all()
    assert (times // 300 == found.time // 300).all()
    assert (times != found.time).mean() > 0.9
    for draw, group in (
        (dealt(found, 1), found.object),
        (swapped(found, found.time // 600, 1), found.time // 600),
    ):
        accounts, times = draw(0)
        assert (times == found.time).all()
        assert sorted(zip(accounts, group, strict=True)) == sorted(
            zip(found.account, group, strict=True)
        )
        assert (accounts != found.account).mean() > 0.5


def test_the_same_seed_gives_the_same_edges():
    """And another number another draw."""
    found = world(2)
    first, again = (edges(found, moved(found, 900, 3), 60, np.array([2]), 2) for _ in range(2))
    assert (first == again).all()
    assert first[0] != first[1]
