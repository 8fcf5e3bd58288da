"""False edges, counted among the pairs that could have been."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_acts import everybody, planted, sharers, weighed, world

from antiphon.kernels import discoveries
from antiphon.kernels.bicm import fitness
from antiphon.kernels.coaction_bipartite import bipartite, crowds
from antiphon.kernels.coaction_nulls import jittered
from antiphon.kernels.coaction_relabel import within_bins
from antiphon.kernels.discoveries import (
    at_most,
    every_pair_between,
    q_values,
    sharing_between,
)
from antiphon.kernels.synchrony import adjusted

SEEDS = (1, 2, 3)


def of_all(count, found, least):
    """A family, whatever the blocs."""
    return int(count(found, least, np.zeros(len(found.activity), np.int64), 1)[0, 0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 50))
def test_pairs_that_are_no_edges_count_as_chance(p_values, others):
    """The q-values are those of the whole family, spelt out."""
    given_p = np.array(p_values)
    whole = adjusted(np.append(given_p, np.ones(others)))[: len(p_values)]
    assert q_values(given_p, len(p_values) + others) == pytest.approx(whole)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_share_of_false_edges_is_kept(seed):
    """Over 300 families with a tenth of effects, the mean share at .05 is .05 or less."""
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(300):
        p_values = np.append(rng.random(180), rng.random(20) * 1e-4)
        kept = np.flatnonzero(p_values <= 0.2)
        found = kept[q_values(p_values[kept], 200) <= 0.05]
        shares.append((found < 180).sum() / max(len(found), 1))
    assert np.mean(shares) <= 0.05 + 4 * np.std(shares) / 300**0.5


def test_the_family_of_edges_alone_finds_too_much():
    """What is tested here is why the family is all pairs: chance alone, its largest kept."""
    rng = np.random.default_rng(1)
    p_values = np.sort(rng.random(10_000))[:30]
    assert (q_values(p_values, 30) <= 0.05).sum() == 30
    assert (q_values(p_values, 10_000) <= 0.05).sum() == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_sharing_pairs_are_counted_as_by_hand(seed):
    """For each least number of objects."""
    found = world(seed, events=600)
    for least in (1, 2, 4):
        assert of_all(sharing_between, found, least) == len(sharers(found, least))
    busy = int((found.activity >= 4).sum())
    assert of_all(every_pair_between, found, 4) == busy * (busy - 1) // 2


def test_what_takes_too_long_is_bounded_from_above(monkeypatch):
    """And it is said that it was not counted."""
    found = world(1, events=900)
    exact = of_all(sharing_between, found, 2)
    monkeypatch.setattr(discoveries, "LONG", 10)
    assert sharing_between(found, 2, np.zeros(120, np.int64), 1) is None
    assert at_most(found, 2) >= exact > 0


def called(found):
    """Edges of two objects or more, and which of them each null leaves at q ≤ .05."""
    a, b, weight = weighed(found, everybody(found), 60)
    kept = weight >= 2
    pairs = a[kept], b[kept], weight[kept]
    model = fitness(found.activity, found.popularity)
    crowd = crowds(found, model, 60)
    every = of_all(every_pair_between, found, 2)
    p_values = {
        "jitter": (jittered(found, pairs, 60, 1200), of_all(sharing_between, found, 2)),
        "bipartite": (bipartite(found, model, crowd, pairs), every),
        "labels": (within_bins(found, pairs, 60, found.time // 1200, 1200), every),
    }
    return pairs, {name: q_values(p.p_value, m) <= 0.05 for name, (p, m) in p_values.items()}


def test_few_worlds_of_chance_have_an_edge_that_stands():
    """One in twenty at most, by any of three nulls; all have edges of weight 2."""
    worlds = [called(world(seed, events=1500, span=6000)) for seed in range(60)]
    assert min(len(pairs[0]) for pairs, _ in worlds) > 40
    for null in ("jitter", "bipartite", "labels"):
        assert sum(stands[null].any() for _, stands in worlds) <= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_edges_stand_and_few_others(seed):
    """All ten, among hundreds of edges of weight 2 or more."""
    pairs, stands = called(planted(seed, span=6000))
    true = pairs[0] >= 120
    assert true.sum() == 10
    assert true.mean() < 0.03
    for stand in stands.values():
        assert stand[true].all()
        assert stand[~true].sum() <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_families_of_pairs_of_blocs_are_counted_as_by_hand(seed):
    """Both families, each pair of accounts in one pair of blocs, mirrored."""
    found = world(seed, events=900)
    bloc = np.arange(len(found.activity)) % 3
    active = found.activity >= 2
    for between, pairs in (
        (every_pair_between(found, 2, bloc, 3), [p for p in everybody(found) if active[p].all()]),
        (sharing_between(found, 2, bloc, 3), sharers(found, 2)),
    ):
        by_hand = np.zeros((3, 3), np.int64)
        for a, b in pairs:
            by_hand[min(bloc[a], bloc[b]), max(bloc[a], bloc[b])] += 1
        assert np.triu(between).tolist() == by_hand.tolist()
        assert (between == between.T).all()
        assert np.triu(between).sum() == len(pairs)
