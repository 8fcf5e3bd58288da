"""Labels that change places within hours."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.relabel import pairs, relabelled, shuffle

SEEDS = (1, 2, 3)


def corpus(seed, many=200, topics=3):
    generator = np.random.default_rng(seed)
    at = np.sort(generator.integers(0, 50_000, many))
    topic = generator.integers(0, topics, many)
    order = np.lexsort((at, topic))
    return order, topic[order], at[order], generator.integers(0, 3, many), at // 3600


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_counted_as_by_hand(seed):
    posts, topics, times, labels, _ = corpus(seed)
    deltas = np.array([60, 600])
    found = pairs(posts, topics, times, labels, deltas, 3)
    for topic in range(3):
        mine = topics == topic
        a, b = (times[mine & (labels[posts] == side)] for side in (0, 1))
        for k, delta in enumerate(deltas):
            assert found[topic, k] == (np.abs(a[:, None] - b[None, :]) <= delta).sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_labels_stay_in_their_hour(seed):
    *_, labels, hours = corpus(seed)
    turned = shuffle(labels, hours, 0, seed)
    assert (turned != labels).any()
    for hour in np.unique(hours):
        assert sorted(turned[hours == hour]) == sorted(labels[hours == hour])


def test_every_place_is_as_likely():
    labels, hours = np.arange(4), np.zeros(4, np.int64)
    drawn = np.array([shuffle(labels, hours, n, 1) for n in range(4000)])
    counts = np.array([np.bincount(column, minlength=4) for column in drawn.T])
    assert (np.abs(counts - 1000) < 4.5 * np.sqrt(1000 * 0.75)).all()


def test_the_same_seed_gives_the_same_draws():
    posts, topics, times, labels, hours = corpus(1)
    args = (posts, topics, times, labels, hours, np.array([600]), 3, 20)
    assert (relabelled(*args, 5) == relabelled(*args, 5)).all()
    assert (relabelled(*args, 5) != relabelled(*args, 6)).any()
