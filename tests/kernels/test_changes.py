"""Changes of level: found where they are, dated, and not found where there are none."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels.changes import FEWEST, SHORTEST, between, changes
from antiphon.kernels.panel import same_accounts


def noise(seed, n=48, follows=0.0):
    rng = np.random.default_rng(seed)
    found = rng.standard_normal(n)
    for t in range(1, n):
        found[t] = follows * found[t - 1] + np.sqrt(1 - follows**2) * found[t]
    return found


def test_two_changes_are_found_and_dated():
    level = np.repeat([0.0, 1.0, 6.0], [20, 18, 22])
    found = changes(level + 0.2 * noise(1, 60), np.ones(60), seed=1)
    assert [c.low <= at <= c.high for c, at in zip(found.changes, (20, 38), strict=True)] == [
        True
    ] * 2
    first, second = found.changes
    assert first.after == pytest.approx(second.before)
    assert [first.before, first.after, second.after] == pytest.approx([0, 1, 6], abs=0.2)
    assert found.p_value < 0.01


@pytest.mark.parametrize("follows", [0.0, 0.6])
def test_level_series_show_a_change_about_as_seldom_as_they_may(follows):
    """Forty series at a level of a tenth: more than nine finds would come about once in 100."""
    told = [
        bool(changes(noise(s, follows=follows), np.ones(48), seed=s, level=0.1).changes)
        for s in range(100, 140)
    ]
    assert sum(told) <= 9


def test_the_day_of_a_change_is_in_most_intervals():
    held = []
    for seed in range(200, 230):
        at = int(np.random.default_rng(seed).integers(12, 36))
        series = np.where(np.arange(48) < at, 0.0, 4.0) + noise(seed, follows=0.3)
        found = changes(series, np.ones(48), seed=seed).changes
        held += [any(c.low <= at <= c.high for c in found)]
    assert sum(held) >= 26


def test_a_change_in_periods_that_count_for_little_is_no_change():
    series = 0.3 * noise(4)
    series[40:] += 3
    weights = np.ones(48)
    assert changes(series, weights, seed=1).changes
    weights[40:] = 1e-3
    assert not changes(series, weights, seed=1).changes


def test_a_stricter_level_tells_fewer_and_the_p_value_stays():
    series = np.where(np.arange(48) < 24, 0.0, 1.1) + noise(6)
    loose = changes(series, np.ones(48), seed=1, level=0.5)
    strict = changes(series, np.ones(48), seed=1, level=0.0001)
    assert loose.changes
    assert not strict.changes
    assert loose.p_value == strict.p_value


def test_series_that_are_short_or_never_move_are_not_tested():
    assert changes(noise(1, FEWEST - 1), np.ones(FEWEST - 1), seed=1) == ([], None)
    assert changes(np.zeros(40), np.ones(40), seed=1) == ([], None)


def test_the_same_seed_gives_the_same_and_sides_are_not_too_short():
    series = np.where(np.arange(48) < 24, 0.0, 2.0) + noise(6)
    found = changes(series, np.ones(48), seed=1)
    assert found == changes(series, np.ones(48), seed=1)
    assert all(SHORTEST <= c.at <= 48 - SHORTEST for c in found.changes)


def test_squares_between_sides_are_those_of_the_definition():
    values, weights = noise(9, 15), np.random.default_rng(9).uniform(1, 3, 15)
    squares, left = between(values, weights)
    for t in (3, 8, 14):
        parts = [np.average(values[s], weights=weights[s]) for s in (slice(t), slice(t, None))]
        fit = np.where(np.arange(15) < t, *parts)
        whole = np.average(values, weights=weights)
        assert squares[t] == pytest.approx(weights @ (fit - whole) ** 2)
        assert left[t] == pytest.approx(weights @ (values - fit) ** 2)


def test_new_accounts_of_another_tone_do_not_move_the_level_of_the_same_accounts():
    account = np.repeat([0, 1, 2], [10, 10, 5])
    period = np.concatenate([np.arange(10), np.arange(10), np.arange(5, 10)])
    step = np.array([0.1, 0.3, 0.9])[account]
    posts = np.where(account == 2, 30.0, 5.0)
    bare = [np.average(step[period == t], weights=posts[period == t]) for t in (4, 5)]
    found = same_accounts(account, period, posts, posts * step)
    assert bare[1] - bare[0] > 0.4
    assert np.ptp(found.level) == pytest.approx(0, abs=1e-9)
    assert found.joined


def test_levels_are_those_of_least_squares_with_a_column_for_each_account_and_period():
    rng = np.random.default_rng(3)
    account, period = (a.ravel() for a in np.meshgrid(np.arange(6), np.arange(5), indexing="ij"))
    kept = rng.random(30) < 0.7
    account, period = account[kept], period[kept]
    posts = rng.integers(1, 9, kept.sum()).astype(float)
    totals = posts * rng.random(kept.sum())
    columns = np.column_stack([np.eye(6)[account], np.eye(5)[period]])
    root = np.sqrt(posts)[:, None]
    fitted = np.linalg.lstsq(root * columns, (totals / posts)[:, None] * root, rcond=None)[0][6:, 0]
    found = same_accounts(account, period, posts, totals)
    assert np.diff(found.level) == pytest.approx(np.diff(fitted))
    assert np.average(found.level, weights=np.bincount(period, posts)) == pytest.approx(
        totals.sum() / posts.sum()
    )


def test_parts_of_the_time_without_a_common_account_are_not_joined():
    account, period = np.array([0, 0, 1, 1]), np.array([0, 1, 2, 3])
    assert not same_accounts(account, period, np.ones(4), np.zeros(4)).joined
