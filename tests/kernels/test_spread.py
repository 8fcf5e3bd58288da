"""Common phrases."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.spread import burst, distinct, is_common


@pytest.mark.parametrize(
    ("times", "window", "most"),
    [([0], 5, 1), ([0, 5, 11], 5, 2), ([0, 1, 2, 90, 91], 5, 3), ([0, 10, 20], 5, 1)],
)
def test_the_most_in_one_window(times, window, most):
    assert burst(np.array(times, np.int64), window) == most


def test_accounts_are_counted_up_to_the_limit():
    accounts = np.array([3, 3, 1, 2, 9, 1], np.int64)
    assert distinct(accounts, 10) == 4
    assert distinct(accounts, 2) == 2


@pytest.mark.parametrize(
    ("times", "accounts", "common"),
    [
        ([0, 10, 20, 30], [1, 2, 3, 4], True),
        ([0, 1, 2, 30], [1, 2, 3, 4], False),
        ([0, 10, 20, 30], [1, 1, 1, 2], False),
        ([0, 10], [1, 2], False),
        ([0, 10, 20, 30, 40, 50, 60, 70], [1, 1, 1, 2, 1, 2, 2, 1], True),
        ([0, 1, 2, 3, 4, 50, 60, 70], [1, 1, 1, 2, 1, 2, 2, 1], False),
    ],
    ids=["spread", "in a burst", "two accounts", "too few", "boilerplate", "one day's phrase"],
)
def test_what_is_common(times, accounts, common):
    found = is_common(np.array(times, np.int64), np.array(accounts, np.int64), 4, 5)
    assert bool(found) is common
