"""Classes of lags."""

from __future__ import annotations

import math

import numpy as np
import pytest

from antiphon.kernels.lag_classes import (
    CLASSES,
    EDGES,
    apart,
    apart_classes,
    counted,
    lognormal_classes,
    place,
)


def test_a_lag_falls_between_the_ends_of_its_class():
    for lag in (0.1, 3.0, 14.9, 15.1, 900.0, 86_400.0, 1e9):
        k = place(math.log(lag))
        assert EDGES[k] <= lag
        assert k == CLASSES - 1 or lag < EDGES[k + 1]


def test_values_are_summed_by_class():
    found = counted(np.log([10.0, 11.0, 900.0]), np.array([0.5, 0.25, 1.0]))
    assert found[place(math.log(10.0))] == pytest.approx(0.75)
    assert found.sum() == pytest.approx(1.75)


@pytest.mark.parametrize(("mu", "sigma"), [(4.0, 0.3), (8.0, 1.5), (12.0, 2.0)])
def test_log_normal_lags_fill_the_classes_as_expected(mu, sigma):
    drawn = np.random.default_rng(1).normal(mu, sigma, 100_000)
    found = counted(drawn, np.full(len(drawn), 1 / len(drawn)))
    np.testing.assert_allclose(found, lognormal_classes(mu, sigma), atol=0.006)


@pytest.mark.parametrize("scale", [60.0, 600.0, 3600.0])
def test_posts_of_one_plan_are_as_far_apart_as_expected(scale):
    """Half-normal lags behind plans that nobody sees, one post a side or two."""
    rng = np.random.default_rng(3)
    families = np.arange(0, 60_001, 3)
    bloc = np.tile([0, 1, 1], 20_000)
    times = 1e6 + np.abs(rng.normal(0, scale, len(bloc)))
    ones = np.ones(len(bloc))
    found = apart(families, times, times + 1, bloc, ones, ones > 0, scale)
    assert found.sum() == pytest.approx(len(bloc))
    np.testing.assert_allclose(found / found.sum(), apart_classes(scale), atol=0.01)


def test_a_post_without_partner_in_another_bloc_is_nowhere():
    times, ones = np.array([0.0, 5.0]), np.ones(2)
    found = apart(np.array([0, 2]), times, times + 1, np.zeros(2, np.int64), ones, ones > 0, 60.0)
    assert found.sum() == 0


def test_partners_that_do_not_count_are_partners_all_the_same():
    times, ones, bloc = np.array([0.0, 100.0]), np.ones(2), np.arange(2)
    found = apart(np.array([0, 2]), times, times + 1, bloc, ones, np.array([True, False]), 60.0)
    assert found[place(math.log(100.0))] == pytest.approx(1)
