"""Where and when two accounts met, against every two of their events."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import laid, sharers, weighed, world

from antiphon.kernels.coaction import Rules, together
from antiphon.kernels.coaction_meetings import meetings
from antiphon.kernels.coaction_order import sorted_events


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("window", [0, 60, 900])
def test_the_nearest_two_events_are_those_by_hand(seed, window):
    """On each object that both acted on within the window, and on no other."""
    found = world(seed, events=900, span=4000)
    pairs = sharers(found, 1)[:400]
    a, b, weight = weighed(found, pairs, window)
    got = meetings(found, a, b, window)
    assert np.bincount(got.pair, minlength=len(a)).tolist() == weight.tolist()
    for pair, item, one, other, lag in zip(*got, strict=True):
        assert found.own_object[one] == found.own_object[other] == item
        assert found.own_start[a[pair]] <= one < found.own_start[a[pair] + 1]
        assert found.own_start[b[pair]] <= other < found.own_start[b[pair] + 1]
        assert found.own_time[other] - found.own_time[one] == lag
        mine, theirs = (
            found.time[(found.object == item) & (found.account == who)]
            for who in (a[pair], b[pair])
        )
        gaps = theirs[None, :] - mine[:, None]
        assert abs(lag) == np.abs(gaps).min()
        assert lag >= 0 or -lag not in gaps


@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_lags_are_those_of_the_pairs_that_were_counted(seed):
    """Evidence and counts say the same of who was first and how long after."""
    found = world(seed, span=6000)
    near = sorted_events(found.object, found.account, found.time, 60)
    pairs = together(near, Rules(windows=(60,), least=1))
    got = meetings(found, pairs.a, pairs.b, 60)
    many = len(pairs.a)
    assert np.bincount(got.pair, minlength=many).tolist() == pairs.details.weight[0].tolist()
    assert (
        np.bincount(got.pair[got.lag > 0], minlength=many).tolist()
        == pairs.details.a_first[0].tolist()
    )
    assert (
        np.bincount(got.pair[got.lag < 0], minlength=many).tolist()
        == pairs.details.b_first[0].tolist()
    )
    assert (
        np.bincount(got.pair, np.abs(got.lag), many).astype(int).tolist()
        == pairs.details.lags[0].tolist()
    )


def test_two_who_never_met_have_no_rows():
    found = laid(np.array([1, 1]), np.array([0, 1]), np.array([0, 61]), 2)
    one, two = np.array([0]), np.array([1])
    assert len(meetings(found, one, two, 60).pair) == 0
    assert meetings(found, one, two, 61).lag.tolist() == [61]
