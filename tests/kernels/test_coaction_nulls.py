"""What chance alone gives two accounts, under three nulls: against worlds drawn from each."""

from __future__ import annotations

import numpy as np
import pytest
from made_acts import everybody, laid, planted, sharers, weighed, world

from antiphon.kernels.bicm import fitness
from antiphon.kernels.coaction_acts import windowed
from antiphon.kernels.coaction_bipartite import bipartite, by_chance, crowds, surprise
from antiphon.kernels.coaction_draws import dealt, moved
from antiphon.kernels.coaction_nulls import exchanged, jittered, repeated, single

SEEDS = (1, 2, 3)
WINDOW = 60
LEVELS = (0.001, 0.01, 0.05, 0.2)


def lone(seed, accounts=60, objects=300, each=12, span=3000):
    """Every account acts on an object once at most."""
    rng = np.random.default_rng(seed)
    account = np.tile(np.arange(accounts), (objects, 1))
    mine = rng.permuted(account, axis=1)[:, :each].ravel()
    items = np.repeat(np.arange(objects), each)
    return laid(items, mine, rng.integers(0, span, len(mine)), accounts)


def redrawn(found, draw, number):
    accounts, times = draw(number)
    return laid(found.object, accounts, times, len(found.activity))


def conservative(p_values):
    """No level is reached more often than it says, give or take sampling: pairs are correlated."""
    for level in LEVELS:
        spare = 4 * np.sqrt(level * (1 - level) * 8 / len(p_values))
        assert (p_values <= level).mean() <= level + spare


@pytest.mark.parametrize("window", [0, 7, 60, 900])
@pytest.mark.parametrize("interval", [60, 300])
def test_two_seconds_meet_as_often_as_counted(window, interval):
    """Every pair of seconds, intervals up to three apart."""
    place = np.arange(interval)
    for apart in range(-3, 4):
        gaps = np.abs(place[:, None] + apart * interval - place[None, :])
        assert single(apart, window, interval) == pytest.approx((gaps <= window).mean())


def test_a_repeat_is_exact_when_the_other_acted_once():
    """However its repeats are spread over intervals."""
    rng = np.random.default_rng(1)
    one, others = np.array([450]), np.array([310, 330, 610, 900])
    p = repeated(np.concatenate([one, others]), 0, 1, 1, 5, WINDOW, 300)
    mine = rng.integers(300, 600, 400_000)
    theirs = others // 300 * 300 + rng.integers(0, 300, (400_000, 4))
    hit = (np.abs(theirs - mine[:, None]) <= WINDOW).any(axis=1)
    assert p == pytest.approx(hit.mean(), abs=0.003)


@pytest.mark.parametrize("seed", SEEDS)
def test_repeats_of_both_are_bounded_from_above(seed):
    """By no more than a third here."""
    rng = np.random.default_rng(seed)
    one, two = np.sort(rng.integers(0, 1500, 3)), np.sort(rng.integers(0, 1500, 4))
    bound = repeated(np.concatenate([one, two]), 0, 3, 3, 7, WINDOW, 300)
    mine = one // 300 * 300 + rng.integers(0, 300, (100_000, 3))
    theirs = two // 300 * 300 + rng.integers(0, 300, (100_000, 4))
    hit = (np.abs(mine[:, :, None] - theirs[:, None, :]) <= WINDOW).any(axis=(1, 2)).mean()
    assert hit - 0.005 <= bound <= hit * 1.34


@pytest.mark.parametrize("interval", [300, 1200])
def test_jitter_expects_what_jitter_gives(interval):
    """The mean weight over draws, and the tail of the most likely to meet."""
    found = lone(1)
    pairs = sharers(found, 1)
    draw = moved(found, interval, seed=5)
    drawn = np.array([weighed(redrawn(found, draw, n), pairs, WINDOW)[2] for n in range(60)])
    a, b, weight = weighed(found, pairs, WINDOW)
    null = jittered(found, (a, b, weight), WINDOW, interval)
    total = drawn.sum(axis=1)
    assert null.expected.sum() == pytest.approx(total.mean(), abs=4 * total.std() / 60**0.5)
    two = jittered(found, (a, b, np.full(len(a), 2)), WINDOW, interval).p_value
    assert two.sum() == pytest.approx((drawn >= 2).sum(axis=1).mean(), rel=0.05)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("repeats", [False, True])
def test_jittered_worlds_are_not_jitters_discoveries(seed, repeats):
    """P-values under the null's own model are uniform or larger."""
    found = world(seed, span=3000) if repeats else lone(seed)
    now = redrawn(found, moved(found, 600, seed), 0)
    weighted = weighed(now, sharers(now, 1), WINDOW)
    conservative(jittered(now, weighted, WINDOW, 600).p_value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("repeats", [False, True])
def test_dealt_worlds_are_not_exchanges_discoveries(seed, repeats):
    """Also where all of an object's moments lie in few bursts."""
    found = world(seed, span=3000) if repeats else lone(seed)
    found = laid(found.object, found.account, found.time // 600 * 600, len(found.activity))
    now = redrawn(found, dealt(found, seed), 0)
    weighted = weighed(now, sharers(now, 1), WINDOW)
    conservative(exchanged(now, weighted, WINDOW).p_value)


@pytest.mark.parametrize("seed", SEEDS)
def test_exchange_expects_all_that_happened(seed):
    """Summed over all pairs, where nobody acts on an object twice."""
    found = lone(seed)
    pairs = weighed(found, sharers(found, 1), WINDOW)
    assert exchanged(found, pairs, WINDOW).expected.sum() == pytest.approx(pairs[2].sum())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("burst", [False, True])
def test_worlds_of_chance_are_not_the_bipartite_nulls_discoveries(seed, burst):
    """Repeats and bursts that everybody takes part in included."""
    found = world(seed, events=1500, span=3000)
    if burst:
        times = np.where(found.time % 3 > 0, found.object * 3000, found.object * 3000 + found.time)
        found = laid(found.object, found.account, times, len(found.activity))
    model = fitness(found.activity, found.popularity)
    pairs = weighed(found, everybody(found), WINDOW)
    conservative(bipartite(found, model, crowds(found, model, WINDOW), pairs).p_value)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bipartite_null_expects_about_what_chance_gives(seed):
    """Between as many meetings as there were and a third more where all act on all."""
    found = world(seed, events=1500, span=3000)
    model = fitness(found.activity, found.popularity)
    crowd = crowds(found, model, WINDOW)
    pairs = weighed(found, everybody(found), WINDOW)
    null = bipartite(found, model, crowd, pairs)
    assert 0.95 * pairs[2].sum() <= null.expected.sum() <= 1.35 * pairs[2].sum()
    sums = [
        bipartite(found, model, crowd, (*pairs[:2], np.full_like(pairs[2], k))).p_value.sum()
        for k in (1, 2, 5)
    ]
    counted = by_chance(found, model, crowd, np.array([1, 2, 5]))
    assert counted == pytest.approx(sums, rel=0.002)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bipartite_null_expects_all_that_happened_where_nobody_repeats(seed):
    """To within 3 in 100, in a world where an account acts on one object in five."""
    found = lone(seed)
    model = fitness(found.activity, found.popularity)
    pairs = weighed(found, everybody(found), WINDOW)
    null = bipartite(found, model, crowds(found, model, WINDOW), pairs)
    assert null.expected.sum() == pytest.approx(pairs[2].sum(), rel=0.03)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_planted_group_stands_out(seed):
    """Against jitter and popularity; not against exchange, all of whose moments are its own."""
    found = planted(seed)
    pairs = weighed(found, everybody(found), WINDOW)
    group = pairs[0] >= 120
    model = fitness(found.activity, found.popularity)
    for null in (
        jittered(found, pairs, WINDOW, 600),
        bipartite(found, model, crowds(found, model, WINDOW), pairs),
    ):
        assert null.p_value[group].max() < 1e-6
    assert exchanged(found, pairs, WINDOW).p_value[group].min() == 1.0
    assert surprise(found, model, pairs, WINDOW)[group].min() > 40


def test_a_rare_meeting_surprises_more_than_a_common_one():
    """Two accounts on an object that everybody acts on, and two on one of their own."""
    items = np.append(np.repeat(np.arange(8), 10), [8, 8])
    accounts = np.append(np.tile(np.arange(10), 8), [10, 11])
    found = laid(items, accounts, items * 1000, 12)
    model = fitness(found.activity, found.popularity)
    pairs = (np.array([0, 10]), np.array([1, 11]), np.array([8, 1]))
    common, rare = surprise(found, model, pairs, WINDOW)
    assert rare > common / 8


def test_nothing_is_shared_where_there_is_nothing():
    """No pairs in, no pairs out; accounts that share no object expect none."""
    found = laid(np.array([1, 2]), np.array([0, 1]), np.array([5, 5]), 2)
    none = np.empty(0, np.int64)
    assert len(jittered(found, (none, none, none), WINDOW, 300).p_value) == 0
    pair = (np.array([0]), np.array([1]), np.array([0]))
    assert jittered(found, pair, WINDOW, 300) == (np.zeros(1), np.ones(1))
    model = fitness(found.activity, found.popularity)
    crowd = crowds(found, model, WINDOW)
    assert windowed(found.start, found.account, found.time, WINDOW)[1].sum() == 0
    assert bipartite(found, model, crowd, pair) == (np.zeros(1), np.ones(1))
