"""Accounts exchanged within hours."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import laid, sharers, weighed, world

from antiphon.kernels.coaction_relabel import crossed, meetings, relabelled, within_bins

SEEDS = (1, 2, 3)
WINDOW = 60
WIDTH = 600


@pytest.mark.parametrize("seed", SEEDS)
def test_every_account_keeps_its_hours(seed):
    """As many events in each as before, on the same objects together."""
    found = world(seed)
    bins = found.time // WIDTH
    now = relabelled(found.account, bins, 0, seed)
    assert (now != found.account).any()
    before, after = (sorted(zip(x, bins, strict=True)) for x in (found.account, now))
    assert before == after


@pytest.mark.parametrize("seed", SEEDS)
def test_meetings_of_blocs_are_counted_as_by_hand(seed):
    """Pairs of events of two accounts, once each."""
    found = world(seed, events=800)
    bloc = np.arange(120) % 3
    counts = meetings(found.start, found.account, found.time, bloc, WINDOW, 3)
    slow = np.zeros((3, 3), np.int64)
    for i in range(len(found.time)):
        for k in range(i):
            same = found.object[i] == found.object[k] and found.account[i] != found.account[k]
            if same and abs(found.time[i] - found.time[k]) <= WINDOW:
                one, two = sorted((bloc[found.account[i]], bloc[found.account[k]]))
                slow[one, two] += 1
    assert (np.triu(counts) == slow).all()
    assert (counts == counts.T).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_expected_meetings_of_a_pair_are_those_of_draws(seed):
    """Summed over all pairs of accounts, and within the scatter of draws."""
    found = world(seed, events=1500)
    bins = found.time // WIDTH
    one, two = np.triu_indices(120, 1)
    weight = np.ones(len(one), np.int64)
    null = within_bins(found, (one, two, weight), WINDOW, bins, WIDTH)
    own = np.arange(120)
    draws = []
    for number in range(100):
        now = relabelled(found.account, bins, number, seed)
        draws.append(meetings(found.start, now, found.time, own, WINDOW, 120)[one, two])
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
    now = laid(found.object, relabelled(found.account, bins, 0, seed), found.time, 120)
    pairs = weighed(now, sharers(now, 1), WINDOW)
    null = within_bins(now, pairs, WINDOW, now.time // WIDTH, WIDTH)
    for level in (0.001, 0.01, 0.05):
        many = len(null.p_value)
        assert (null.p_value <= level).mean() <= level + 4 * np.sqrt(level * 8 / many)


def test_blocs_that_meet_by_chance_do_not_stand_out():
    """In no more than about one world of twenty."""
    bloc = np.arange(120) % 2
    p_values = []
    for seed in range(40):
        found = world(seed, events=600)
        null = crossed(found, bloc, WINDOW, found.time // WIDTH, 59, seed)
        p_values.append(null.p_more[0, 1])
    assert np.mean(np.array(p_values) <= 0.05) <= 0.15
    assert 0.3 < np.mean(p_values) < 0.7


def test_blocs_that_act_together_stand_out():
    """Twenty pairs of one of each, on two hundred objects of their own."""
    found = world(1)
    items = np.repeat(np.arange(1000, 1200), 2)
    accounts = np.tile([0, 1], 200) + np.repeat(np.arange(200) % 20, 2) * 2
    joined = laid(
        np.append(found.object, items),
        np.append(found.account, accounts),
        np.append(found.time, np.repeat(np.arange(200) * 100, 2)),
        120,
    )
    bloc = np.arange(120) % 2
    null = crossed(joined, bloc, WINDOW, joined.time // WIDTH, 99, 1)
    assert null.p_more[0, 1] == 0.01
    assert null.p_fewer[0, 1] == 1.0
    assert null.observed[0, 1] > null.expected[0, 1] + 3 * null.deviation[0, 1]


def test_the_same_seed_gives_the_same_answer():
    """And another one another."""
    found = world(2, events=500)
    args = (found, np.arange(120) % 2, WINDOW, found.time // WIDTH, 20)
    assert (crossed(*args, 5).expected == crossed(*args, 5).expected).all()
    assert (crossed(*args, 5).expected != crossed(*args, 6).expected).any()
