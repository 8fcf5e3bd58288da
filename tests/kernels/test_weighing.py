"""Classes of like weights, and sizes in them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.intervals import wilson
from antiphon.kernels.weighing import classes, joined, sizes, squares


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=40))
def test_every_class_has_two_units_and_the_least_weight_comes_first(weights):
    weight = np.array(weights)
    found = classes(weight)
    assert found[np.argmin(weight)] == 0
    assert set(found) == set(range(found.max() + 1))
    assert len(weights) == 1 or np.bincount(found).min() >= 2


def test_equal_weights_count_whole_and_one_giant_counts_alone():
    parts = np.zeros(4, np.int64)
    assert sizes(np.full(4, 7.0), parts)[0] == pytest.approx(4)
    assert sizes(np.array([1e9, 1, 1, 1]), parts)[0] == pytest.approx(1)


def test_squares_of_a_simple_sample_are_its_variance_times_its_size():
    values = np.array([0.0, 1.0, 1.0, 0.0, 0.0])
    found = squares(values, np.ones(5), np.zeros(5, np.int64))[0]
    assert found == pytest.approx(values.var(ddof=1) * 5)


def test_one_class_is_wilsons_interval_and_two_equal_ones_are_narrower_by_the_root_of_two():
    low, high = wilson(0.3, 80)
    one = joined(np.array([0.3]), np.array([80.0]), np.array([1.0]), 1.959963984540054)
    assert one == pytest.approx((0.3 - low, high - 0.3))
    two = joined(np.full(2, 0.3), np.full(2, 80.0), np.full(2, 0.5), 1.959963984540054)
    assert two[0] == pytest.approx(one[0] / math.sqrt(2))
