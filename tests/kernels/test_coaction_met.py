"""A row for each object and pair of accounts that are together on it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import coaction_met
from antiphon.kernels.coaction_met import met
from antiphon.kernels.coaction_order import ACCOUNT_BITS

EVENTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(0, 4)), min_size=1, max_size=40
)  # object, seconds, account
WINDOWS = (1, 5)
NO_CAP = 1 << 40


def found(events: list[tuple], shares: int = 1, cap: int = NO_CAP) -> list[list[tuple]]:
    """What each share of the accounts gives: object, a, b, lag, pairs within each window."""
    rows = np.array(sorted(events), np.int64)
    objects, first = np.unique(rows[:, 0], return_index=True)
    start = np.append(first, len(rows)).astype(np.int64)
    event = (rows[:, 1] << ACCOUNT_BITS) | rows[:, 2]
    many = len(objects)
    return [
        [
            (int(objects[o]), int(a), int(b), int(lag), *map(int, counts))
            for part in met(start, event, (np.full(many, share), np.full(many, shares)),
                            np.array(WINDOWS), cap)
            for o, a, b, lag, counts in zip(*part, strict=True)
        ]
        for share in range(shares)
    ]  # fmt: skip


def expected(events: list[tuple], cap: int = NO_CAP) -> list[tuple]:
    """The definition, written as it is read."""
    out: dict[tuple, list[int]] = {}
    for thing in {event[0] for event in events}:
        mine = sorted((t, a) for o, t, a in events if o == thing)
        for (i, (s, one)), (j, (t, two)) in combinations(enumerate(mine), 2):
            if one != two and t - s <= WINDOWS[-1] and j - i <= cap:
                lag = t - s if one < two else s - t
                out.setdefault((thing, min(one, two), max(one, two)), []).append(lag)
    return sorted(
        (*key, min(lags, key=lambda x: (abs(x), -x)), *(sum(abs(x) <= w for x in lags)
                                                        for w in WINDOWS))
        for key, lags in out.items()
    )  # fmt: skip


@given(EVENTS, st.sampled_from([1, 2, NO_CAP]))
def test_it_does_what_the_definition_says(events, cap):
    (rows,) = found(events, cap=cap)
    assert sorted(rows) == expected(events, cap)


@given(EVENTS, st.integers(2, 3))
def test_shares_split_the_pairs_and_change_none(events, shares):
    """Every pair is in one share, that of its smaller account."""
    parts = found(events, shares)
    assert sorted(row for part in parts for row in part) == expected(events)
    accounts = [{row[1] for row in part} for part in parts]
    assert all(not one & other for one, other in combinations(accounts, 2))


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_portions_lose_nothing_where_one_ends(rows, monkeypatch):
    """Also amid an object; a portion holds what one account has, however little is allowed."""
    g = np.random.default_rng(rows)
    events = [(int(o), int(t), int(a)) for o, t, a in
              zip(g.integers(0, 9, 600), g.integers(0, 90, 600), g.integers(0, 40, 600),
                  strict=True)]  # fmt: skip
    (whole,) = found(events)
    monkeypatch.setattr(coaction_met, "ROWS", rows)
    (portions,) = found(events)
    assert portions == whole
    assert len(whole) > 1000
