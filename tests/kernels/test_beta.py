"""Quantiles of the beta distribution."""

from __future__ import annotations

import math

import pytest

from antiphon.kernels.beta import below, beta_quantile


@pytest.mark.parametrize(("a", "b"), [(0.5, 50.5), (3.5, 0.7), (40.0, 60.0), (1.0, 1.0)])
def test_quantile_and_distribution_undo_each_other(a, b):
    for probability in (0.001, 0.025, 0.5, 0.975):
        assert below(beta_quantile(probability, a, b), a, b) == pytest.approx(probability)


def test_the_cases_that_have_a_formula():
    """Beta(1, b) and Beta(½, ½), the arcsine law."""
    assert beta_quantile(0.3, 1.0, 9.0) == pytest.approx(1 - 0.7 ** (1 / 9))
    assert beta_quantile(0.3, 0.5, 0.5) == pytest.approx(math.sin(0.3 * math.pi / 2) ** 2)
    assert below(0.2, 1.0, 3.0) == pytest.approx(1 - 0.8**3)
