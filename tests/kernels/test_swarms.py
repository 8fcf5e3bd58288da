"""Crowds around threads, against authors whose threads draw alike."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.discoveries import q_values
from antiphon.kernels.swarms import MOST, crowds, likelihood, size, tails, tempered, upper

SEEDS = (1, 2, 3, 4)


def made(seed, k, authors=300, threads=12):
    """Authors of very different reach; counts negative binomial of size k."""
    rng = np.random.default_rng(seed)
    many = rng.integers(2, 2 * threads, authors)
    author = np.repeat(np.arange(authors), many)
    mean = rng.lognormal(0.5, 1.2, authors)[author]
    return rng.poisson(rng.gamma(k, mean / k)), author


def judged(counts, author):
    k = size(counts, author)
    sums = np.bincount(author, counts).astype(np.int64)[author]
    return tails(counts, sums, np.bincount(author)[author], k)


@pytest.mark.parametrize("k", [0.3, 1.0, 5.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_size_is_found_without_knowing_the_means(k, seed):
    """Though no author's mean can be told from so few threads."""
    assert size(*made(seed, k)) == pytest.approx(k, rel=0.3)


def test_counts_that_vary_as_poisson_numbers_have_a_large_size():
    rng = np.random.default_rng(1)
    assert size(rng.poisson(4, 5000), np.repeat(np.arange(500), 10)) > 50
    assert size(np.full(20, 3), np.repeat(np.arange(4), 5)) > MOST / 2
    assert size(np.empty(0, np.int64), np.empty(0, np.int64)) == MOST


def test_the_likelihood_is_of_counts_given_their_sum():
    """Two counts of sum 2: (2, 0), (1, 1), (0, 2) by the Pólya urn at size 1 are a third each."""
    chance = [
        np.exp(likelihood(1.0, *map(np.array, ([x, 2.0 - x], [1.0, 1.0], [2.0], [2.0], [1.0]))))
        * 2 / (1 if x == 1 else 2)
        for x in (2.0, 1.0, 0.0)
    ]  # fmt: skip
    assert chance == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("k", [0.2, 1.0, 30.0])
def test_the_tail_is_that_of_draws(k):
    """Of negative binomials with another mean than the test could know, given their sum."""
    rng = np.random.default_rng(2)
    drawn = rng.poisson(rng.gamma(k, 3.0 / k, (400_000, 4)))
    some = drawn[drawn.sum(axis=1) == 9]
    for x in (1, 3, 6, 9):
        share = (some[:, 0] >= x).mean()
        assert upper(x, 9, 4, k) == pytest.approx(share, abs=5 * (share / len(some)) ** 0.5 + 1e-4)


@pytest.mark.parametrize("k", [0.3, 1.0, 5.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_usual_crowds_are_not_swarms(k, seed):
    """P-values no smaller than nominal at every level, and no discovery among them."""
    p = judged(*made(seed, k))
    for level in (0.001, 0.01, 0.05, 0.2):
        assert (p <= level).mean() <= level + 4 * (level / len(p)) ** 0.5
    assert (q_values(p, len(p)) <= 0.05).sum() <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_p_values_are_near_uniform_where_crowds_are_large(seed):
    """The test is not needlessly cautious."""
    rng = np.random.default_rng(seed)
    author = np.repeat(np.arange(200), 15)
    counts = rng.poisson(rng.gamma(4.0, 100 / 4.0, len(author)))
    p = judged(counts, author)
    for level in (0.01, 0.05, 0.2, 0.5):
        assert (p <= level).mean() == pytest.approx(level, abs=4 * (level / len(p)) ** 0.5 + 0.005)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_swarms_are_found(seed):
    """Ten threads of authors with one further account or two, to which sixty more came."""
    counts, author = made(seed, 2.0)
    usual = np.bincount(author, counts) / np.bincount(author)
    fit = np.flatnonzero((usual < 2) & (np.bincount(author) >= 6))[:10]
    hit = np.array([np.flatnonzero(author == a)[0] for a in fit])
    counts[hit] += 60
    called = np.flatnonzero(q_values(judged(counts, author), len(counts)) <= 0.05)
    assert set(hit) <= set(called)
    assert len(called) <= len(hit) + 1


def test_accounts_are_counted_once_and_within_the_time():
    """Two threads: one account alone twice, and three of whom two come at once."""
    start = np.array([0, 2, 8])
    accounts = np.array([7, 7, 1, 2, 2, 3, 1, 4])
    times = np.array([0, 5, 0, 100, 110, 130, 3600, 3601])
    assert crowds(start, accounts, times, 3600, 60).tolist() == [[1, 1, 1], [3, 4, 2]]
    assert crowds(start, accounts, times, 120, 0).tolist() == [[1, 1, 1], [2, 4, 1]]
    assert crowds(start, accounts, times, 3601, 3601).tolist() == [[1, 1, 1], [4, 4, 4]]


def test_tails_that_are_too_thin_are_made_thicker():
    """Crowds that vary log-normally: far fewer of the smallest p-values are left."""
    before = after = 0
    for seed in range(8):
        rng = np.random.default_rng(2000 + seed)
        author = np.repeat(np.arange(300), 25)
        mean = rng.lognormal(0.5, 1.0, 300)[author]
        counts = rng.poisson(mean * rng.lognormal(-0.5, 1.0, len(author)))
        p = judged(counts, author)
        now = tempered(p)
        assert (now >= p).all()
        assert (now[p > 0.05] == p[p > 0.05]).all()
        before, after = before + (p <= 1e-5).sum(), after + (now <= 1e-5).sum()
    assert before >= 20
    assert after <= 0.6 * before


def test_uniform_p_values_and_a_few_swarms_stay_what_they_are():
    """Tempering is by the median of small ones: ten of a thousand do not move it far."""
    p = np.random.default_rng(1).random(2000)
    assert tempered(p) == pytest.approx(p, rel=0.4)
    p[:10] = 1e-12
    assert tempered(p)[:10].max() < 1e-8
    assert tempered(np.full(100, 0.04))[0] == 1.0 * np.exp(-np.log(0.05 / 0.04))
