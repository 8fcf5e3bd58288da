"""The written rules, one case each."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.mechanism_kernel import attribute

from antiphon.schema import MECHANISMS

NORTH, SOUTH, WORLD = 0, 1, 2
UNLISTED = 3
HOUR = 3600.0


def judge(*members, within=900.0, soon=12 * HOUR, draws=64, mostly=True):
    """Members are (time, bloc, credited blocs, span); all share 20 words, in order of time."""
    rows = [tuple(m) + ((), 0.0)[len(m) - 2 :] for m in members]
    n = len(rows)
    near = np.arange(0, n * (n - 1) + 1, n - 1) if n > 1 else np.zeros(n + 1, np.int64)
    other = np.array([j for i in range(n) for j in range(n) if j != i], np.int64)
    share, parent = attribute(
        np.array([0, n]),
        np.array([r[0] for r in rows], np.float64),
        np.array([r[3] for r in rows], np.float64),
        np.array([r[1] for r in rows], np.int64),
        np.array([sum(1 << b for b in r[2]) for r in rows], np.int64),
        np.full(n, mostly),
        near.astype(np.int64),
        other,
        np.full(len(other), 20.0),
        np.zeros(len(other), np.bool_),
        2,
        within,
        soon,
        draws,
    )
    return share, parent


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([(0, NORTH), (9 * HOUR, SOUTH)], ["own", "borrowing"]),
        ([(0, NORTH), (9 * HOUR, SOUTH, (NORTH,))], ["own", "exchange"]),
        ([(0, NORTH), (300, SOUTH)], ["coordinated_release", "coordinated_release"]),
        ([(0, NORTH), (300, SOUTH, (NORTH,))], ["own", "exchange"]),
        ([(0, WORLD), (300, NORTH), (500, SOUTH)], [None, "common_source", "common_source"]),
        ([(0, NORTH), (300, WORLD), (500, SOUTH)], ["own", None, "borrowing"]),
        ([(0, NORTH), (9 * HOUR, NORTH), (20 * HOUR, SOUTH)], ["own", "internal", "borrowing"]),
        (
            [(0, NORTH), (9 * HOUR, SOUTH), (20 * HOUR, SOUTH)],
            ["own", "borrowing", "internal"],
        ),
        (
            [(0, NORTH, (UNLISTED,)), (9 * HOUR, SOUTH, (UNLISTED,))],
            ["common_source", "common_source"],
        ),
        (
            [(0, NORTH), (300, SOUTH), (600, NORTH), (9 * HOUR, SOUTH)],
            ["coordinated_release"] * 3 + ["borrowing"],
        ),
    ],
)
def test_each_rule(members, expected):
    share, _ = judge(*members)
    found = [None if not row.any() else MECHANISMS[int(row.argmax())] for row in share]
    assert found == expected


def test_a_passing_phrase_is_no_release():
    share, _ = judge((0, NORTH), (300, SOUTH), mostly=False)
    assert [MECHANISMS[int(row.argmax())] for row in share] == ["own", "borrowing"]


def test_probabilities_sum_to_one_for_compared_blocs_and_are_empty_for_reference():
    share, parent = judge((0, WORLD), (300, NORTH), (9 * HOUR, SOUTH))
    assert np.allclose(share.sum(axis=1), [0, 1, 1])
    assert parent.tolist() == [-1, 0, 0]


def test_inexact_dates_divide_the_probability():
    """Two posts of one day came within 15 minutes with probability 1 - (1 - 1/96)², about 2 %."""
    day = 86400.0
    share, _ = judge((0, NORTH, (), day), (0, SOUTH, (), day), draws=4000)
    release = share[:, MECHANISMS.index("coordinated_release")]
    assert np.allclose(release, release[0])
    assert np.isclose(release[0], 1 - (1 - 1 / 96) ** 2, atol=0.008)
    own = share[:, MECHANISMS.index("own")]
    assert np.allclose(own, (1 - release[0]) / 2, atol=0.03)
    assert np.isclose(own.sum() + release[0], 1)


def test_swapping_the_blocs_swaps_the_result():
    one, _ = judge((0, NORTH), (9 * HOUR, SOUTH), (20 * HOUR, NORTH))
    other, _ = judge((0, SOUTH), (9 * HOUR, NORTH), (20 * HOUR, SOUTH))
    assert np.array_equal(one, other)
