"""Pairs of accounts that act on one object within a window."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import coaction
from antiphon.kernels.coaction import ANCHORED, CAPPED, EXACT, Rules
from antiphon.kernels.coaction_order import ordered, sorted_events, together

Row = tuple[int, int, int]  # object, account, seconds
WINDOWS = (5, 60, 300)
NAMES = ("weight", "a_first", "b_first", "pairs", "lags")


def arrays(rows: list[Row]) -> list[np.ndarray]:
    return [np.array([row[i] for row in rows], np.int64) for i in range(3)]


def found(rows: list[Row], rules: Rules, origin: int | None = None) -> dict[tuple[int, int], dict]:
    """What the kernel says of each pair, by window."""
    near = ordered(*arrays(rows), rules.windows[-1], origin)
    result = coaction.together(near, rules)
    pairs = list(zip(result.a.tolist(), result.b.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert (coaction.search(near, rules)[0].weight == result.details.weight[-1]).all()
    return {
        pair: {n: getattr(result.details, n)[:, i].tolist() for n in NAMES}
        for i, pair in enumerate(pairs)
    }


def expected(rows: list[Row], rules: Rules) -> dict[tuple[int, int], dict]:
    """The definition, written as it is read."""
    windows = rules.windows
    blank = {name: [0] * len(windows) for name in NAMES}
    out: dict[tuple[int, int], dict] = {}
    for number in {row[0] for row in rows}:
        events = sorted((t, a) for o, a, t in rows if o == number)
        nearest: dict[tuple[int, int], list[int]] = {}
        for (i, (s, one)), (j, (t, two)) in combinations(enumerate(events), 2):
            if one == two or t - s > windows[-1]:
                continue
            if rules.mode == CAPPED and j - i > rules.hot:
                continue
            lag = t - s if one < two else s - t
            nearest.setdefault((min(one, two), max(one, two)), []).append(lag)
        for pair, lags in nearest.items():
            row = out.setdefault(pair, {k: list(v) for k, v in blank.items()})
            lag = min(lags, key=lambda x: (abs(x), -x))
            for w, window in enumerate(windows):
                row["pairs"][w] += sum(abs(x) <= window for x in lags)
                if abs(lag) <= window:
                    row["weight"][w] += 1
                    row["lags"][w] += abs(lag)
                    row["a_first"][w] += lag > 0
                    row["b_first"][w] += lag < 0
    return {pair: row for pair, row in out.items() if row["weight"][-1] >= rules.least}


def world(seed: int, events: int, objects: int, accounts: int, span: int) -> list[Row]:
    """Events at random, some accounts and objects more active than others, ties included."""
    g = np.random.default_rng(seed)
    columns = (
        (objects * g.random(events) ** 2).astype(int) * 7919 - 3,
        (accounts * g.random(events) ** 2).astype(int),
        g.integers(-span // 2, span // 2, events),
    )
    return [tuple(int(x) for x in row) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("least", [1, 2, 4])
@pytest.mark.parametrize(("events", "objects", "span"), [(300, 20, 4000), (400, 3, 1500)])
def test_it_does_what_the_definition_says(seed, least, events, objects, span):
    """Weights, order, lags and pairs at three windows, sparse objects and crowded ones."""
    rows = world(seed, events, objects, 25, span)
    rules = Rules(WINDOWS, least)
    assert found(rows, rules) == expected(rows, rules)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(-9, 9)), max_size=40),
    st.integers(1, 3),
    st.integers(0, 6),
)
def test_any_events_give_what_the_definition_says(rows, least, window):
    """Ties, an account with itself, lags equal to the window, times before 1970."""
    rules = Rules((window, window + 2), least)
    assert found(rows, rules) == expected(rows, rules)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cap", [1, 2, 5])
def test_a_cap_pairs_each_event_with_the_nearest(seed, cap):
    """In order of time and account; what is left out is counted."""
    rows = world(seed, 250, 3, 12, 1200)
    rules = Rules(WINDOWS, 1, cap, CAPPED)
    assert found(rows, rules) == expected(rows, rules)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_cap_left_out_is_counted(seed):
    """Pairs of events within the window and not looked at."""
    rows = world(seed, 300, 2, 300, 900)
    near = ordered(*arrays(rows), 60)
    result = coaction.together(near, Rules((60,), 1, 2, CAPPED))
    total = 0
    for number in {row[0] for row in rows}:
        events = sorted((t, a) for o, a, t in rows if o == number)
        pairs = combinations(enumerate(events), 2)
        total += sum(t - s <= 60 and j - i > 2 for (i, (s, _)), (j, (t, _)) in pairs)
    assert result.skipped == total > 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("least", [1, 2, 3])
def test_anchored_adds_hot_objects_to_pairs_that_share_another(seed, least):
    """The weight is the exact one; pairs of hot objects alone are no pairs."""
    rows = world(seed, 150, 30, 20, 4000) + [(99 + k, i % 17, i % 40) for k in (0, 1)
                                             for i in range(50)]  # fmt: skip
    hot = 30
    near = ordered(*arrays(rows), 300)
    result = coaction.together(near, Rules((300,), least, hot, ANCHORED))
    exact = expected(rows, Rules((300,), 1))
    cold = expected([row for row in rows if row[0] not in (99, 100)], Rules((300,), 1))
    wanted = {
        pair: row["weight"][0]
        for pair, row in exact.items()
        if pair in cold and row["weight"][0] >= least
    }
    pairs = zip(result.a.tolist(), result.b.tolist(), strict=True)
    assert dict(zip(pairs, result.details.weight[0].tolist(), strict=True)) == wanted
    assert (result.hot_objects, result.hot_events) == (2, 100)


@pytest.mark.parametrize("mode", [EXACT, ANCHORED, CAPPED])
def test_little_memory_gives_the_same_in_several_passes(mode):
    """The ranges of hashes split no pair."""
    rows = world(2, 3000, 10, 60, 9000)
    near = ordered(*arrays(rows), 300)
    whole = coaction.together(near, Rules(WINDOWS, 3, 12, mode))
    parts = coaction.together(near, Rules(WINDOWS, 3, 12, mode, memory=1 << 12))
    assert (whole.passes, parts.passes > 4) == (1, True)
    assert len(whole.a) > 50
    for one, two in zip((whole.a, whole.b, *whole.details), (parts.a, parts.b, *parts.details),
                        strict=True):  # fmt: skip
        assert (one == two).all()


def test_events_may_come_in_any_order_in_parts_and_sorted():
    """Shuffled, in order, and object by object: the same pairs."""
    rows = world(4, 2000, 200, 60, 90_000)
    objects, accounts, times = arrays(rows)
    order = np.lexsort((times, objects))
    near = ordered(objects, accounts, times, 300)
    other = sorted_events(objects[order], accounts[order], times[order], 300)
    half = objects % 2 == 0
    some = [
        ordered(objects[mask], accounts[mask], times[mask], 300, int(times.min()))
        for mask in (half, ~half)
    ]
    results = [coaction.together(n, Rules((300,), 2)) for n in (near, other, together(some))]
    for result in results[1:]:
        assert (result.a == results[0].a).all()
        assert (result.details.lags == results[0].details.lags).all()
    assert len(results[0].a) > 10


def test_no_events_and_no_neighbours_give_no_pairs():
    for rows in ([], [(1, 1, 0)], [(1, 1, 0), (1, 1, 1)], [(1, 1, 0), (1, 2, 301)]):
        assert found(rows, Rules(WINDOWS, 1)) == {}
    assert len(coaction.together(together([]), Rules()).a) == 0


def test_the_window_includes_its_end():
    """|Δt| = window is a pair, one second more is none."""
    rows = [(1, 0, 0), (1, 1, 60), (2, 0, 0), (2, 1, 61)]
    assert found(rows, Rules((60,), 1))[0, 1]["weight"] == [1]


def test_renumbering_objects_and_moving_time_change_nothing():
    """Only the differences of times matter, and objects have no order."""
    rows = world(7, 500, 30, 25, 5000)
    moved = [(-o * 31 + 5, a, t - 4_000_000_000) for o, a, t in rows]
    rules = Rules(WINDOWS, 2)
    assert found(moved, rules) == found(rows, rules)
