"""Likelihood ratios: one in the mean where the hypothesis is wrong, large where it holds."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.inference.ratios import (
    HEARD,
    RARER,
    SHAPE,
    SUREST,
    Count,
    likelier,
    of_count,
    of_excess,
    of_marked,
    of_scales,
    of_sure,
    of_ways,
)


@pytest.mark.parametrize("among", [40, 150, 600])
def test_the_mean_ratio_of_a_count_is_one_by_error_alone(among):
    """Σ LR · f0 = 1, with f0 summed over normal z: a gamma of shape ½ is z² / 2."""
    error = 0.004
    z = np.linspace(-37, 37, 20_001)
    weight = np.exp(-0.5 * z * z)
    weight /= weight.sum()
    mean = np.maximum(error / SHAPE * z * z / 2 * among, 1e-12)
    null, total, large = [], 0.0, 0.0
    for k in range(2 * among):
        null.append(float(weight @ np.exp(k * np.log(mean) - mean - math.lgamma(k + 1))))
        ratio = math.exp(of_count(float(k), among, error))
        total += ratio * null[-1]
        large += null[-1] * (ratio >= 10)
    assert sum(null) == pytest.approx(1, abs=1e-3)
    assert total == pytest.approx(1, abs=0.03)
    assert large <= 0.1  # Markov's inequality for likelihood ratios


@pytest.mark.parametrize("seed", range(3))
def test_counts_above_error_speak_for_and_none_against(seed):
    rng = np.random.default_rng(seed)
    planned = rng.poisson(0.05 * 200)
    assert of_count(float(planned), 200, 0.0002) > math.log(100)
    assert of_count(0.0, 200, 0.0002) < 0
    assert of_count(0.0, 5, 0.0002) > of_count(0.0, 5000, 0.0002)


def test_one_message_of_one_is_not_enough():
    """However rare mistakes are by the message: any study may have one."""
    assert math.log(5) < of_count(1.0, 1, 0.0001) < math.log(20)
    assert of_count(2.0, 3, 0.0001) > math.log(100)
    assert abs(of_count(0.0, 1, 0.0001)) < 0.3


def test_the_mean_ratio_of_marked_messages_is_one_by_error_alone():
    """A mistake looks sure 1 time in 5, a true one 3 in 5: Σ LR · f0 over both numbers is 1."""
    among, error = 40, 0.004
    wrong = error / SHAPE * among
    total = large = 0.0
    for sure, unsure in itertools.product(range(30), range(30)):
        k = sure + unsure
        null = math.lgamma(k + SHAPE) - math.lgamma(SHAPE) - SHAPE * math.log1p(wrong)
        null += -math.lgamma(sure + 1) - math.lgamma(unsure + 1) - k * math.log1p(1 / wrong)
        null += sure * math.log(0.2) + unsure * math.log(0.8)
        ratio = of_marked([sure, unsure], [math.log(3), math.log(0.5)], among, error)
        total += math.exp(null + ratio)
        large += math.exp(null) * (ratio >= math.log(10))
    assert total == pytest.approx(1, abs=0.05)
    assert 0 < large <= 0.1


def test_how_sure_true_messages_and_mistakes_look_are_distributions():
    """The density of a mistake times what `likelier` says is that of a true one: uniform."""
    for s in (0.5, 3.0, 9.9):
        mistake = RARER * math.exp(-RARER * s)
        assert mistake * math.exp(likelier(1 / (1 + math.exp(-s)))) == pytest.approx(1 / SUREST)


def test_one_message_speaks_by_how_sure_it_looks_and_no_surer_than_was_tried():
    even, sure, surest, beyond = (
        of_sure([1 / (1 + math.exp(-s))], 150, 0.0001) for s in (0.5, 6.0, HEARD, HEARD + 3)
    )
    assert even < of_count(1.0, 150, 0.0001) < sure < surest == pytest.approx(beyond, abs=1e-3)
    assert of_sure([1.0], 150, 0.0001) == pytest.approx(surest, abs=1e-3)
    assert likelier(0.0) == likelier(0.5)


def test_the_order_of_messages_changes_no_digit():
    chances = np.random.default_rng(1).uniform(0.01, 0.999, 400).tolist()
    assert of_sure(chances, 900, 0.001) == of_sure(chances[::-1], 900, 0.001)


@given(st.floats(0, 30), st.integers(31, 5000), st.sampled_from([1e-4, 5e-3, 0.5]))
def test_more_messages_never_speak_less(found, among, error):
    assert of_count(found + 1, among, error) >= of_count(found, among, error) - 1e-9


@pytest.mark.parametrize("news", [0.0, 0.5, 1.0])
def test_the_mean_ratio_of_an_excess_is_at_most_one_where_controls_show_the_same(news):
    """Pairs and controls are raised alike, log-normally: the ratio holds its promise."""
    rng = np.random.default_rng(int(news * 10) + 5)
    ratios = []
    for _ in range(400):
        factor = math.exp(0.6 * news * rng.standard_normal())
        mine = Count(
            rng.poisson(60 * factor * math.exp(0.05 * rng.standard_normal())), 60, 60**0.5, 3600
        )
        control = Count(rng.poisson(80 * factor), 80, 80**0.5, 3600)
        ratios.append(math.exp(of_excess(mine, [control], 0.6, 0.05)))
    assert np.mean(ratios) < 1.3
    assert np.mean(np.array(ratios) >= 10) <= 0.02


def test_an_excess_that_only_the_pair_has_counts_and_one_without_controls_hardly():
    pair, quiet = Count(180, 60, 8, 3600), Count(82, 80, 9, 3600)
    assert of_excess(pair, [quiet], 0.6, 0.05) > math.log(1000)
    assert of_excess(pair, [], 0.6, 0.05) < math.log(20)


def test_what_cannot_be_counted_says_nothing():
    nothing = Count(0, 0.0, 0.0, 3600)
    assert of_excess(nothing, [nothing], 0.6, 0.05) == pytest.approx(0, abs=1e-9)
    assert of_count(0.0, 0, 0.01) == 0
    assert of_scales([]) == of_ways([], 0.5) == 0


@given(st.lists(st.floats(-6.9, 6.9), min_size=1, max_size=4), st.floats(0.05, 0.95))
def test_ways_together_are_bounded_by_their_product_and_by_the_strongest(ratios, each):
    """One strong way is worth its chance of showing at least; no way against takes all away."""
    found = of_ways(ratios, each)
    assert found <= sum(max(r, 0) for r in ratios) + 1e-9
    strongest = max(ratios)
    assert found >= math.log(each) + (len(ratios) - 1) * math.log(1 - each) + strongest - 1e-9
