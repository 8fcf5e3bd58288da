"""Several coders of one unit, and what their differences add."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.consensus import between, concentration, consensus


def test_most_coders_decide_and_a_tie_is_split():
    votes = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 2.0]])
    np.testing.assert_array_equal(consensus(votes), [[0, 1], [0, 1], [0.5, 0.5]])


def test_the_variance_of_leanings_is_found():
    """Coders give the label with 0.2, 0.4 or 0.6: a variance of 0.04, on units of their own."""
    rng = np.random.default_rng(1)
    rates = np.array([0.2, 0.4, 0.6])
    unit = np.repeat(np.arange(20_000), 2)
    coder = np.concatenate([rng.choice(3, 2, replace=False) for _ in range(20_000)])
    label = (rng.random(40_000) < rates[coder]).astype(float)
    assert between(unit, coder, label) == pytest.approx(0.04, abs=0.004)


@pytest.mark.parametrize(("coders", "left"), [(2, 1.0), (3, 0.5), (6, 0.2)])
def test_of_few_coders_chance_is_not_all_taken_away(coders, left):
    rng = np.random.default_rng(2)
    found = []
    for _ in range(300):
        unit, coder = np.repeat(np.arange(40), coders), np.tile(np.arange(coders), 40)
        found.append(between(unit, coder, (rng.random(40 * coders) < 0.3).astype(float)))
    chance = 0.3 * 0.7 / 40  # half of what the mean difference of two coders varies by itself
    assert left * chance * 0.85 < np.mean(found) < left * chance * 1.15 + 0.0008


def test_coders_without_a_unit_in_common_tell_nothing():
    assert between(np.array([0, 1, 2]), np.array([0, 0, 1]), np.ones(3)) == 0.0
    assert between(np.array([], int), np.array([], int), np.array([])) == 0.0


def test_coders_of_equal_shares_concentrate_as_one_over_their_number():
    unit = np.arange(12)
    assert concentration(unit, unit % 3, np.ones(12)) == pytest.approx(1 / 3)
    assert concentration(unit, unit * 0, np.ones(12)) == pytest.approx(1)
