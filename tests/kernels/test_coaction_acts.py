"""Events by object and by account."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import laid, weights, world

from antiphon.kernels.coaction_acts import coincident, common, windowed

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_objects_are_those_of_both(seed):
    """With all events of both on each."""
    found = world(seed)
    for a, b in ((0, 1), (0, 100), (90, 3), (50, 119)):
        runs = np.empty((3000, 4), np.int64)
        many = common(found.own_start, found.own_object, a, b, runs)
        mine, other = (
            found.own_object[found.own_start[x] : found.own_start[x + 1]].tolist() for x in (a, b)
        )
        shared = sorted(set(mine) & set(other))
        assert found.own_object[runs[:many, 0]].tolist() == shared
        assert (runs[:many, 1] - runs[:many, 0]).tolist() == [mine.count(o) for o in shared]
        assert (runs[:many, 3] - runs[:many, 2]).tolist() == [other.count(o) for o in shared]


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_within_the_window_are_counted_as_by_hand(seed):
    """Pairs of events with repeats, pairs of accounts without."""
    found = world(seed)
    events, pairs = windowed(found.start, found.account, found.time, 60)
    assert pairs.sum() == sum(weights(found, 60).values())
    for o in range(len(events)):
        time = found.time[found.start[o] : found.start[o + 1]]
        close = np.abs(time[:, None] - time[None, :]) <= 60
        assert events[o] == np.triu(close, 1).sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_times_coincide_when_two_are_near(seed):
    """Whatever the others do; the window itself counts."""
    rng = np.random.default_rng(seed)
    for _ in range(200):
        one, two = (np.sort(rng.integers(0, 2000, rng.integers(1, 8))) for _ in range(2))
        near = (np.abs(one[:, None] - two[None, :]) <= 60).any()
        times = np.concatenate([one, two])
        assert coincident(times, 0, len(one), len(one), len(times), 60) == near


def test_no_events_give_no_objects():
    """Accounts may be there all the same."""
    none = np.empty(0, np.int64)
    found = laid(none, none, none, 3)
    assert len(found.start) == 1
    assert found.activity.tolist() == [0, 0, 0]
    assert len(windowed(found.start, found.account, found.time, 60)[0]) == 0
