"""The mixture over parents, on families whose mechanism is known."""

from __future__ import annotations

import made_members
import numpy as np
import pytest

from antiphon.inference import mixture
from antiphon.inference.beliefs import beliefs, edits
from antiphon.inference.mixture import fit, thinned
from antiphon.inference.priors import Mechanism
from antiphon.kernels.mixture_arrays import RELEASE, Posts

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("span", [1.0, 60.0, 3600.0, 86400.0])
def test_no_round_makes_the_parameters_less_probable(seed, span):
    posts, _, partners = made_members.members(seed, families=40, span=span)
    path = np.array(fit(posts, 2, partners, Mechanism(), rounds=25).path)
    assert len(path) > 3
    assert np.diff(path).min() > -1e-6


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("span", [1.0, 60.0, 86400.0])
def test_probabilities_sum_to_one_for_compared_blocs_and_to_nothing_for_others(seed, span):
    posts, _, partners = made_members.members(seed, span=span)
    chance = fit(posts, 2, partners, Mechanism()).sums.chance
    assert np.allclose(chance.sum(axis=1), posts.compared)
    assert chance.min() >= 0


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_planted_is_found(seed):
    posts, mechanism, partners = made_members.members(seed, families=80)
    found = fit(posts, 2, partners, Mechanism()).sums.chance.argmax(axis=1)
    mine = posts.compared
    assert (found == mechanism)[mine].mean() > 0.93


def test_the_same_members_give_the_same_bytes():
    posts, _, partners = made_members.members(5)
    one, two = (fit(posts, 2, partners, Mechanism()).sums.chance for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_swapping_the_blocs_swaps_nothing_else():
    posts, _, partners = made_members.members(6)
    swapped = posts._replace(bloc=np.where(posts.bloc < 2, 1 - posts.bloc, posts.bloc))
    one = fit(posts, 2, partners, Mechanism(), rounds=5).sums.chance
    two = fit(swapped, 2, partners, Mechanism(), rounds=5).sums.chance
    assert np.allclose(one, two)


def test_one_bloc_alone_releases_nothing():
    """Two posts of one bloc within minutes are no plan of two blocs."""
    rng = np.random.default_rng(0)
    rows = [[(1e9, 0, 5, 0), (1e9 + 60, 0, 5, 0), (1e9 + 90, 2, 5, 0)]]
    posts, _, partners = made_members.arrays(rows, rng, 1.0)
    assert fit(posts, 2, partners, Mechanism()).sums.chance[:, RELEASE].max() == 0


def test_the_scale_of_releases_has_its_bound():
    posts, _, partners = made_members.members(7, families=60)
    narrow = Mechanism(release_most_minutes=2.0)
    assert fit(posts, 2, partners, narrow).model.scale[0] <= 120


def test_strong_beliefs_stay():
    posts, _, partners = made_members.members(8, families=40)
    model = fit(posts, 2, partners, Mechanism(post_worth=1e5), rounds=6).model
    assert np.allclose(model.mu[1:5], beliefs(Mechanism()).mu[1:5], atol=0.01)


def test_a_thinned_study_is_made_of_whole_families():
    posts, _, _ = made_members.members(9, families=9)
    few = thinned(posts, 3)
    assert len(few.families) == 4
    sizes = np.diff(posts.families)[::3]
    assert np.diff(few.families).tolist() == sizes.tolist()
    assert few.other.min() >= 0
    assert few.other.max() < len(few.low)
    for name in Posts._fields:
        assert getattr(few, name).dtype == getattr(posts, name).dtype


def test_many_posts_are_fitted_on_some_of_their_families(monkeypatch):
    posts, mechanism, partners = made_members.members(10, families=120)
    monkeypatch.setattr(mixture, "MANY", 100)
    found = fit(posts, 2, partners, Mechanism()).sums.chance.argmax(axis=1)
    assert (found == mechanism)[posts.compared].mean() > 0.9


@pytest.mark.parametrize("share", [0.001, 0.5, 0.999])
def test_beliefs_are_distributions(share):
    prior = beliefs(
        Mechanism(unseen_share=share, plan_share=share, source_credit=share, exchange_credit=share)
    )
    for table in (prior.starts, prior.share, prior.edited, prior.shape, prior.credit):
        assert np.allclose(table.sum(axis=-1), 1)
        assert table.min() > 0
    assert edits(0.3)[-2] > edits(0.02)[-2]
