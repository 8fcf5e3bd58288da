"""Krippendorff's alpha is what its author computes, and its interval holds what it promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels.agreement import agreement, alpha

FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def counted(rows, values=5):
    """Units × values from one row a coder."""
    units = list(zip(*(row.split() for row in rows), strict=True))
    found = np.zeros((len(units), values))
    for at, unit in enumerate(units):
        for value in unit:
            if value != ".":
                found[at, int(value) - 1] += 1
    return found


@pytest.mark.parametrize(
    ("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_published_example_of_four_coders_and_twelve_units(metric, expected):
    """Krippendorff 2011, section C and D: missing labels, one unit with a single one."""
    assert alpha(counted(FOUR), metric) == pytest.approx(expected, abs=5e-4)


def test_the_published_example_of_two_coders_and_a_binary_label():
    """Krippendorff 2011, section A: ten units, alpha 0.095."""
    rows = ("1 2 1 1 1 1 1 1 2 1", "2 2 2 1 1 2 1 1 1 1")
    assert alpha(counted(rows, 2)) == pytest.approx(0.095, abs=5e-4)


def test_the_published_example_of_two_coders_and_five_labels():
    """Krippendorff 2011, section B: twelve units, alpha 0.692."""
    rows = ("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4")
    assert alpha(counted(rows)) == pytest.approx(0.692, abs=5e-4)


def test_an_unknown_metric_is_refused():
    with pytest.raises(ValueError, match="nominal, ordinal, interval"):
        alpha(np.ones((2, 2)), "cardinal")


def test_nothing_to_compare_or_one_label_only_gives_no_alpha():
    assert agreement(np.array([[1.0, 0], [0, 1]]), seed=1)[:4] == (None, None, None, 0)
    assert agreement(np.array([[2.0, 0], [2, 0]]), seed=1)[:4] == (None, None, None, 2)


def test_full_agreement_on_few_units_is_no_certainty():
    few = agreement(np.array([[2.0, 0]] * 8 + [[0, 2.0]] * 8), seed=1)
    many = agreement(np.array([[2.0, 0]] * 80 + [[0, 2.0]] * 80), seed=1)
    assert few.alpha == many.alpha == few.high == 1.0
    assert few.low < 0.7 < many.low < 1.0


def two_coders(rng, units, share, right):
    """Two coders who each give the true label with that probability."""
    truth = rng.random(units) < share
    votes = [np.where(rng.random(units) < right, truth, ~truth) for _ in range(2)]
    yes = votes[0].astype(float) + votes[1]
    return np.column_stack([2 - yes, yes])


@pytest.mark.parametrize(("units", "share", "right"), [(60, 0.3, 0.9), (150, 0.1, 0.95)])
def test_the_interval_covers_the_alpha_of_very_many_units(units, share, right):
    truth = alpha(two_coders(np.random.default_rng(1), 400_000, share, right))
    rng = np.random.default_rng(2)
    covered = []
    for _ in range(200):
        found = agreement(two_coders(rng, units, share, right), seed=3, resamples=300)
        covered.append(found.low <= truth <= found.high)
    assert 0.9 <= np.mean(covered) <= 1.0


def test_the_same_seed_gives_the_same_interval_and_another_a_near_one():
    counts = two_coders(np.random.default_rng(5), 100, 0.4, 0.85)
    one, again, other = (agreement(counts, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert other.low == pytest.approx(one.low, abs=0.05)


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=3, max_size=12))
def test_order_of_units_and_names_of_labels_do_not_matter(rows):
    counts = np.array(rows, float)
    found = alpha(counts)
    assert alpha(counts[::-1]) == (found if found is None else pytest.approx(found))
    assert alpha(counts[:, ::-1]) == (found if found is None else pytest.approx(found))
    assert found is None or found <= 1 + 1e-12
