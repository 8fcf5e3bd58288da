"""What the expectation step leaves out, and what it must not count twice."""

from __future__ import annotations

import itertools

import made_members
import numpy as np
import pytest

from antiphon.inference.beliefs import OUTSIDERS, SIZES, beliefs
from antiphon.inference.mixture import empty, fit
from antiphon.inference.priors import Mechanism
from antiphon.inference.traces import around, sizes
from antiphon.kernels.mixture import expect
from antiphon.kernels.mixture_arrays import FIRST, OTHER, OUTSIDE, RELEASE, SAME
from antiphon.kernels.mixture_takers import two_takers

HOUR = 3600.0


@pytest.mark.parametrize("seed", range(3))
def test_two_takers_is_the_sum_over_all_subsets_of_two_or_more(seed):
    rest = np.random.default_rng(seed).random(5)
    alone = np.zeros(5)
    valid = two_takers(rest, np.ones(5), alone)
    whole, mine = 0.0, np.zeros(5)
    for takes in itertools.product((False, True), repeat=5):
        if sum(takes) >= 2:
            chance = np.prod(np.where(takes, 1 - rest, rest))
            whole += chance
            mine += chance * np.array(takes)
    assert valid == pytest.approx(whole)
    assert (1 - rest) * (1 - alone) == pytest.approx(mine)


def test_a_start_by_a_post_has_a_mass_of_one_over_the_times_of_two_posts():
    """Either of two posts may be first: over all lags of the other, both ways, that is one case."""
    lags = np.exp(np.linspace(np.log(2.0), np.log(30 * 86400.0), 160))
    rows = [[(1e9, 0, 1, 0), (1e9 + lag, 1, 1, 0)] for lag in lags]
    posts, _, partners = made_members.arrays(rows, np.random.default_rng(0), 1.0)
    model = fit(posts, 2, partners, Mechanism(), rounds=1).model
    model = model._replace(
        starts=np.where(np.arange(4) == FIRST, 1.0, 1e-200),
        edited=np.ones_like(model.edited),
        shape=np.ones_like(model.shape),
        credit=np.ones_like(model.credit),
    )
    found = []
    for k in range(len(lags)):
        one, _, _ = made_members.arrays([rows[k]], np.random.default_rng(0), 1.0)
        one = one._replace(pair=np.where(one.pair >= 0, 0, -1))
        found.append(np.exp(expect(one, model, 2, empty(one, model))))
    # The two orders are alike; a post may also stand by chance, within 30 days.
    assert 2 * np.trapezoid(found, lags) == pytest.approx(1, abs=0.03)


def test_others_are_counted_whoever_was_first():
    """The second post has one possible parent, the first none; each has one post around it."""
    bloc = np.array([0, 1, 2])
    compared = np.array([True, True, False])
    found = around(np.array([1, 2]), np.array([0, 0]), bloc, compared)
    assert found[0, [SAME, OTHER, OUTSIDE]].tolist() == [0, 1, 1]
    assert found[1, [SAME, OTHER, OUTSIDE]].tolist() == [0, 1, 0]
    assert found[2, [SAME, OTHER, OUTSIDE]].tolist() == [0, 1, 0]


def test_families_of_one_size_have_one_class():
    compared = np.array([True, True, True, True, False, True, True, True, False, False])
    found = sizes(np.array([0, 2, 5, 10]), compared)
    wide = len(OUTSIDERS) + 1
    assert found.tolist() == [0, 1, int(np.searchsorted(SIZES, 3)) * wide + 2]


def test_slow_plans_beside_quick_imitation_are_found_though_all_is_rewritten():
    """One post a bloc within 45 minutes, borrowings after two hours, words changed alike."""
    rng = np.random.default_rng(4)
    rows, planned = [], []
    for f in range(160):
        at = 1e9 + f * 40 * 86400.0
        plan = f % 2
        late = 45 * 60 * rng.random() if plan else 2 * HOUR * np.exp(rng.normal())
        rows.append([(at, 0, 1, 0), (at + late, 1, 1, 0)])
        planned += [plan, plan]
    posts, _, partners = made_members.arrays(rows, rng, 1.0)
    pair = np.array(planned)[np.repeat(np.arange(len(planned)), np.diff(posts.near))]
    posts.edited[:] = np.where(pair, 4, 5) + rng.integers(0, 2, len(pair))
    near = np.array(planned)
    posts.near_edited[:] = np.where(posts.near_edited < 0, -1, np.where(near, 4, 5))
    chance = fit(posts, 2, partners, Mechanism()).sums.chance[:, RELEASE]
    told = chance > 0.5
    assert told[near == 1].mean() > 0.7
    assert told[near == 0].mean() < 0.1


def test_a_date_of_more_than_a_day_is_of_no_plan():
    rows = [[(1e9, 0, 5, 0), (1e9 + 60, 1, 5, 0)]]
    posts, _, partners = made_members.arrays(rows, np.random.default_rng(1), 1.0)
    open_ended = posts._replace(low=posts.low - 30 * 86400.0)
    sure, unsure = (
        fit(p, 2, partners, Mechanism()).sums.chance[:, RELEASE] for p in (posts, open_ended)
    )
    assert sure.min() > 0.3
    assert unsure.max() == 0
    assert beliefs(Mechanism()).starts[3] > 0
