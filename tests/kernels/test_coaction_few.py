"""Pairs counted in a square against pairs counted by hash."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import weights, world

from antiphon.kernels import coaction_few
from antiphon.kernels.coaction import ANCHORED, CAPPED, EXACT, Rules, together
from antiphon.kernels.coaction_few import pairs
from antiphon.kernels.coaction_order import sorted_events


def near(found, window):
    return sorted_events(found.object, found.account, found.time, window)


def listed(found):
    return [[tuple(row) for row in np.stack(one, axis=1).tolist()] for one in found]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("mode", [EXACT, CAPPED, ANCHORED])
@pytest.mark.parametrize("least", [1, 2, 4])
def test_they_are_the_pairs_that_the_measure_finds(seed, mode, least, monkeypatch):
    """In every mode and within two windows at once; whether accounts are few or many."""
    found = world(seed, events=2500, span=6000)
    rules = Rules((20, 120), least, 6, mode)
    events = near(found, 120)
    got = listed(pairs(events, rules))
    more = together(events, rules)
    for w in range(2):
        kept = (more.details.weight[w] >= least) & (more.details.cold[w] > 0)
        columns = more.a[kept], more.b[kept], more.details.weight[w][kept]
        assert got[w] == [tuple(row) for row in np.stack(columns, axis=1).tolist()]
    assert len(got[0]) < len(got[1])
    monkeypatch.setattr(coaction_few, "FEW", 0)
    assert listed(pairs(events, rules)) == got


@pytest.mark.parametrize("seed", [1, 2])
def test_they_are_the_pairs_by_hand(seed):
    found = world(seed, events=900, span=9000)
    (got,) = listed(pairs(near(found, 60), Rules((60,), 1)))
    assert {(a, b): weight for a, b, weight in got} == weights(found, 60)
