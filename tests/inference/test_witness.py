"""A message that may be a release is judged by what the others taught."""

from __future__ import annotations

import made_members
import numpy as np
import pytest

from antiphon.inference import witness
from antiphon.inference.mixture import empty, fit, part
from antiphon.inference.priors import Mechanism
from antiphon.inference.witness import impartial
from antiphon.kernels.mixture import expect
from antiphon.kernels.mixture_arrays import RELEASE

SEEDS = (1, 2, 3)


def few(seed, released=1):
    """Messages of every kind, but only so many releases: posts, fit, numbers of the releases."""
    posts, _, partners = made_members.members(seed, families=60)
    number = np.arange(60)
    kept = number[(number % 4 != 3) | (number < 4 * released)]
    posts = part(posts, kept)
    return posts, fit(posts, 2, partners, Mechanism()), np.flatnonzero(kept % 4 == 3), partners


def odds(chance):
    """Log-odds of a probability."""
    return np.log(chance / (1 - chance))


def largest(posts, sums):
    """The largest probability of a release, message by message."""
    return np.maximum.reduceat(sums.chance[:, RELEASE], posts.families[:-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_judged_as_if_all_had_been_fitted_without_it(seed):
    posts, fitted, (alone,), partners = few(seed)
    others = np.delete(np.arange(len(posts.families) - 1), alone)
    model = fit(part(posts, others), 2, partners, Mechanism()).model
    message = part(posts, np.array([alone]))
    exact = empty(message, model)
    expect(message, model, 2, exact)
    before = odds(largest(posts, fitted.sums)[alone])
    after = odds(largest(posts, impartial(posts, 2, fitted).sums)[alone])
    truly = odds(exact.chance[:, RELEASE].max())
    assert abs(after - truly) < 0.25 * (before - truly)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_more_releases_there_are_the_less_each_was_its_own_witness(seed):
    lost = []
    for released in (1, 4, 15):
        posts, fitted, which, _ = few(seed, released)
        before = odds(largest(posts, fitted.sums)[which])
        after = odds(largest(posts, impartial(posts, 2, fitted).sums)[which])
        lost.append((before - after).mean())
    assert lost[0] > 2 > lost[1] > lost[2] > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_what_cannot_be_a_release_stays_as_it_was(seed):
    posts, fitted, _, _ = few(seed)
    left = np.repeat(largest(posts, fitted.sums) <= witness.DOUBTFUL, np.diff(posts.families))
    after = impartial(posts, 2, fitted).sums
    assert 0 < left.sum() < len(left)
    assert (after.chance[left] == fitted.sums.chance[left]).all()
    assert (after.chance[~left] != fitted.sums.chance[~left]).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_probabilities_and_those_of_parents_still_agree(seed):
    posts, fitted, _, _ = few(seed, 3)
    after = impartial(posts, 2, fitted).sums
    assert np.allclose(after.chance.sum(axis=1), posts.compared)
    i = np.repeat(np.arange(len(posts.low)), np.diff(posts.near))
    taken = np.bincount(i, after.of_parent.sum(axis=1), minlength=len(posts.low))
    seen = after.chance[:, 1:RELEASE].sum(axis=1) - after.unseen
    assert np.allclose(taken[posts.compared], seen[posts.compared])


def test_the_fit_itself_is_left_alone():
    posts, fitted, _, _ = few(1)
    chance = fitted.sums.chance.copy()
    after = impartial(posts, 2, fitted)
    assert (fitted.sums.chance == chance).all()
    assert after.model is fitted.model
    assert after.sums.starts is fitted.sums.starts


def test_among_plenty_nobody_is_judged_again(monkeypatch):
    posts, fitted, _, _ = few(1, 15)
    assert impartial(posts, 2, fitted) is not fitted
    monkeypatch.setattr(witness, "PLENTY", 10.0)
    assert impartial(posts, 2, fitted) is fitted
