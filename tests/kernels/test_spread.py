"""Common phrases."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.spread import BEGINS, burst, counted, distinct, is_common, mark_phrases
from antiphon.kernels.tokens import COMMON


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


@pytest.mark.parametrize(
    ("begins", "marked"),
    [([], []), ([2], []), ([2, 3, 4], []), ([2, 3, 4, 5], list(range(2, 9))), ([0, 1, 3, 4], [])],
)
def test_a_phrase_is_a_run_of_common_grams(begins, marked):
    """Four common grams in a row make seven words; one to three are of the language."""
    weights = np.full(12, 2, np.uint8)
    weights[begins] |= BEGINS
    mark_phrases(np.array([0]), np.array([12]), weights)
    assert np.flatnonzero(weights & COMMON).tolist() == marked
    assert counted(weights, np.array([0]), np.array([12]), COMMON)[0] == 24 - 2 * len(marked)
