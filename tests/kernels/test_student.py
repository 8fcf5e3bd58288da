"""Quantiles of Student's distribution, as tables print them."""

from __future__ import annotations

import pytest

from antiphon.kernels.student import distribution, quantile

TABLE = [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)]


@pytest.mark.parametrize(("freedom", "printed"), TABLE)
def test_the_printed_table_of_97_5_per_cent(freedom, printed):
    assert quantile(0.975, freedom) == pytest.approx(printed, abs=6e-4)
    assert quantile(0.025, freedom) == -quantile(0.975, freedom)


@pytest.mark.parametrize("freedom", [0.7, 1.5, 4.2, 77.7])
def test_quantile_and_distribution_undo_each_other(freedom):
    for probability in (0.5, 0.6, 0.9, 0.99):
        assert distribution(quantile(probability, freedom), freedom) == pytest.approx(probability)
