"""Lags by mechanism beside the fitted density."""

from __future__ import annotations

import made
import made_members
import numpy as np
import pyarrow.compute as pc
import pytest

from antiphon.inference import mechanism
from antiphon.inference.lags import lags
from antiphon.inference.mechanism import Mechanism
from antiphon.inference.mixture import fit
from antiphon.kernels.mixture_arrays import BORROWING, OUTSIDE, RELEASE
from antiphon.measures import reuse
from antiphon.measures.reuse import Reuse
from antiphon.schema import LAGS


def world(seed: int, families: int = 400, span: float = 1.0):
    posts, _, partners = made_members.members(seed, families, span)
    fitted = fit(posts, 2, partners, Mechanism())
    return posts, fitted, lags(posts, fitted, posts.compared)


def curve(table, name: str) -> tuple[np.ndarray, np.ndarray]:
    rows = table.filter(pc.equal(table["mechanism"], name))
    return rows["posts"].to_numpy(), rows["fitted"].to_numpy()


def of_rows(rows: list[dict]):
    with made.engine(made.posts(*rows), made.accounts()) as engine:
        for name, table in reuse.compute(engine, made.BLOCS, Reuse()).items():
            engine.register(name, table)
        return mechanism.tables(engine, made.BLOCS, Mechanism())["lags"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_log_normal_lags_give_bars_that_match_their_curve(seed):
    """Half the distance between bars and curve is small beside the posts they hold."""
    *_, table = world(seed)
    found, fitted = curve(table, "borrowing")
    assert 60 < found.sum() < 140
    assert abs(found - fitted).sum() / 2 < 0.16 * found.sum()


@pytest.mark.parametrize("span", [1.0, 60.0, 86400.0])
def test_totals_are_those_of_the_posterior_whatever_the_precision(span):
    posts, fitted, table = world(5, 80, span)
    LAGS.validate(table)
    sums = fitted.sums
    taker = np.repeat(np.arange(len(posts.low)), np.diff(posts.near))
    mine = posts.compared[taker]
    expected = {
        "borrowing": sums.of_parent[mine, 1].sum(),
        "common_source": sums.of_parent[mine & (posts.side == OUTSIDE), 0].sum(),
        "coordinated_release": sums.chance[posts.compared, RELEASE].sum(),
    }
    for name, total in expected.items():
        found, curved = curve(table, name)
        assert found.sum() == pytest.approx(total, rel=0.02, abs=0.05)
        assert curved.sum() == pytest.approx(found.sum())


def test_classes_follow_one_another_from_nought():
    table = world(1, 8)[2]
    for name in set(table["mechanism"].to_pylist()):
        rows = table.filter(pc.equal(table["mechanism"], name))
        start, end = rows["from_seconds"].to_numpy(), rows["to_seconds"].to_numpy()
        assert start[0] == 0
        assert (start[1:] == end[:-1]).all()


def test_a_post_without_a_row_is_counted_nowhere():
    posts, fitted, table = world(2, 40)
    none = lags(posts, fitted, np.zeros(len(posts.low), bool))
    assert pc.sum(none["posts"]).as_py() == 0
    some = posts.compared & (np.arange(len(posts.low)) % 2 == 0)
    half = curve(lags(posts, fitted, some), "borrowing")[0].sum()
    assert 0 < half < curve(table, "borrowing")[0].sum()


def test_shorter_lags_move_the_curve_to_the_left():
    posts, fitted, table = world(3, 80)
    mu = fitted.model.mu.copy()
    mu[BORROWING] -= 2
    quick = fitted._replace(model=fitted.model._replace(mu=mu))
    now, before = (
        (curve(t, "borrowing")[1] * np.arange(20)).sum()
        for t in (lags(posts, quick, posts.compared), table)
    )
    assert now < before


def test_a_message_gives_its_lag_and_nothing_gives_no_row():
    """Two posts fifteen hours apart, one of them borrowed, stand in the class of that lag."""
    text = made.words(2, 30)
    rows = [made.post("a", "n1", 0, text), made.post("b", "s1", 900, f"{text} x")]
    assert of_rows(rows[:1]).num_rows == 0
    found = of_rows(rows)
    assert found.num_rows == 100
    best = max(found.to_pylist(), key=lambda row: row["posts"])
    assert best["mechanism"] == "borrowing"
    assert best["from_seconds"] <= 54_000 < best["to_seconds"]
