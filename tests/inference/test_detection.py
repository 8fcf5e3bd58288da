"""From reruns with planted releases to how many it takes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.inference import power
from antiphon.inference.detection import Curve, expected, fit, found, needed, normal, scale
from antiphon.inference.power import ALARM


def curve(level: float, slope: float, spread: float) -> Curve:
    return Curve(*(np.array([value]) for value in (level, slope, spread)))


def rehearsed(true: Curve, most: int, seed: int) -> list[dict]:
    """Twenty reruns whose scores follow a line, placed as a study places them."""
    rng = np.random.default_rng(seed)
    runs: list[dict] = []
    for many in power.rounds(20):
        numbers = power.next_numbers(runs, many, most) if runs else power.first_numbers(many, most)
        for n in numbers:
            noise = true.spread[0] * rng.normal()
            score = true.level[0] + true.slope[0] * scale(np.array(float(n))) + noise
            runs.append({"planted": n, "log_odds": float(np.clip(score, -4, 4)) + ALARM})
    return runs


@pytest.mark.parametrize("true", [curve(-5, 2.2, 1.0), curve(-4, 1.0, 0.6), curve(-3.5, 2.5, 1.5)])
def test_the_stated_nine_in_ten_is_nine_in_ten(true):
    """Over studies, what is stated as found 9 times in 10 is found 85 to 95 times in 100."""
    real, held = [], 0
    wanted = float(needed(true, 0.9, 400)[0])
    for seed in range(12):
        row = power.power("x|y", rehearsed(true, 300, seed), 100, 300, seed=seed)[1]
        real.append(found(true, np.array([row["messages"]]))[0])
        held += row["low"] <= wanted / (wanted + 100) <= row["high"]
    assert 0.85 <= np.mean(real) <= 0.95
    assert held >= 8


def test_a_jump_between_two_numbers_needs_as_many_as_are_never_fewer():
    """Where one is never found and two always are, 3.89 in the mean give two 9 times in 10."""
    runs = [
        {"planted": n, "log_odds": -1.2 if n < 2 else 2.4 if n == 2 else 3.6}
        for n in (1, 3, 10, 30, 1, 2, 1, 2, 2, 1, 2, 3, 1, 2, 2, 1, 2, 3, 1, 2)
    ]
    row = power.power("x|y", runs, 100, 50, seed=1)[1]
    assert 3.4 <= row["messages"] <= 4.6


@given(st.floats(-6, 3), st.floats(0.01, 4), st.floats(0.2, 3))
def test_more_releases_are_found_more_often(level, slope, spread):
    """Power grows with the number planted, and lies between 0 and 1."""
    line = curve(level, slope, spread)
    values = [float(found(line, np.array([n]))[0]) for n in (0.5, 2.0, 8.0, 40.0)]
    assert all(more >= less - 1e-9 for less, more in itertools.pairwise(values))
    assert 0 <= min(values) <= max(values) <= 1 + 1e-12


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_beyond_reach_only_tell_their_side(seed):
    """However far a score lies beyond, the line is the same."""
    rng = np.random.default_rng(seed)
    planted = np.repeat([1.0, 4.0, 9.0, 16.0, 64.0], 4)[None, :]
    score = -3 + 1.2 * np.sqrt(planted) + rng.normal(size=planted.shape)
    far = np.where(score > 2.5, score + 30, score)
    assert [float(v[0]) for v in fit(planted, score)] == [float(v[0]) for v in fit(planted, far)]


def test_the_mean_of_a_hidden_score_is_that_of_a_cut_normal():
    """By 400,000 draws, above and below."""
    drawn = np.random.default_rng(5).normal(1.0, 2.0, 400_000)
    for edge, high in ((2.5, True), (-2.5, False)):
        rest = drawn[drawn >= edge] if high else drawn[drawn <= edge]
        sides = (np.array([[not high]]), np.array([[high]]))
        mean, square = expected(*(np.array([[v]]) for v in (edge, 1.0, 2.0)), *sides)
        assert mean[0, 0] == pytest.approx(rest.mean(), abs=0.03)
        assert square[0, 0] == pytest.approx((rest**2).mean(), abs=0.15)


def test_the_normal_distribution_is_the_library_s():
    """To seven digits."""
    z = np.linspace(-8, 8, 333)
    exact = [0.5 * math.erfc(-x / math.sqrt(2)) for x in z.tolist()]
    assert np.allclose(normal(z), exact, atol=1e-7)


def test_where_one_is_always_found_there_must_be_one():
    """Poisson numbers of 2.3 in the mean are at least one 9 times in 10."""
    runs = [{"planted": n, "log_odds": 4.7} for n in (1, 2, 5, 10, 23, 50, *([1] * 14))]
    row = power.power("x|y", runs, 0, 50, seed=1)[1]
    assert row["messages"] == pytest.approx(math.log(10), rel=0.01)
    assert row["detectable_share"] == 1.0
