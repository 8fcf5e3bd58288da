"""Accounts exchanged within hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from made_acts import laid, sharers, weighed, world

from antiphon.kernels.coaction_relabel import within_bins
from antiphon.kernels.coaction_rows import within
from antiphon.kernels.relabel import shuffle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

SEEDS = (1, 2, 3)
WINDOW = 60
WIDTH = 600


def relabelled(found: Acts, bins: NDArray[np.int64], number: int, seed: int) -> NDArray[np.int64]:
    """Accounts of events after one exchange within equal bins."""
    order = np.argsort(bins, kind="stable")
    now = np.empty(len(bins), np.int64)
    now[order] = shuffle(found.account[order], bins[order], number, seed)
    return now


def meetings(found: Acts, accounts: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    """Pairs of events of two accounts within the window, accounts × accounts."""
    early, late = within(found.object, found.time, WINDOW)
    one, two = accounts[early], accounts[late]
    pairs = np.bincount(one * many + two, minlength=many * many).reshape(many, many)
    return pairs + pairs.T


@pytest.mark.parametrize("seed", SEEDS)
def test_every_account_keeps_its_hours(seed):
    """As many events in each as before, on the same objects together."""
    found = world(seed)
    bins = found.time // WIDTH
    now = relabelled(found, bins, 0, seed)
    assert (now != found.account).any()
    before, after = (sorted(zip(x, bins, strict=True)) for x in (found.account, now))
    assert before == after


@pytest.mark.parametrize("seed", SEEDS)
def test_the_expected_meetings_of_a_pair_are_those_of_draws(seed):
    """Summed over all pairs of accounts, and within the scatter of draws."""
    found = world(seed, events=1500)
    bins = found.time // WIDTH
    one, two = np.triu_indices(120, 1)
    weight = np.ones(len(one), np.int64)
    null = within_bins(found, (one, two, weight), WINDOW, bins, WIDTH)
    draws = []
    for number in range(100):
        now = relabelled(found, bins, number, seed)
        draws.append(meetings(found, now, 120)[one, two])
    drawn = np.array(draws)
    total = drawn.sum(axis=1)
    assert null.expected.sum() == pytest.approx(total.mean(), abs=4 * total.std() / 10)
    error = (drawn.mean(axis=0) - null.expected) / np.sqrt(np.maximum(null.expected, 0.05) / 100)
    assert np.abs(error).max() < 7
    assert np.mean(error**2) < 1.6


@pytest.mark.parametrize("seed", SEEDS)
def test_exchanged_worlds_have_no_pair_out_of_the_ordinary(seed):
    """P-values under the null's own model are uniform or larger."""
    found = world(seed, events=1500)
    bins = found.time // WIDTH
    now = laid(found.object, relabelled(found, bins, 0, seed), found.time, 120)
    pairs = weighed(now, sharers(now, 1), WINDOW)
    null = within_bins(now, pairs, WINDOW, now.time // WIDTH, WIDTH)
    for level in (0.001, 0.01, 0.05):
        many = len(null.p_value)
        assert (null.p_value <= level).mean() <= level + 4 * np.sqrt(level * 8 / many)
