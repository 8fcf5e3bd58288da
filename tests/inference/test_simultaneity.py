"""Posts of one message in the same minutes, against jitter and against outsiders."""

from __future__ import annotations

import numpy as np
import pytest
from made_messages import FAMILY_POSTS, engine, member, rows

from antiphon.engine import Engine
from antiphon.inference.simultaneity import SCALES, simultaneity
from antiphon.schema import Blocs

BLOCS = Blocs(("north", "south"), ("world",))
OUTSIDE = {"credits": [""]}


def passed_on(rng, messages, together):
    """Messages of an unlisted outsider that three blocs pass on, some by two at the same minute."""
    found = []
    for family in range(messages):
        at = family * 20_000 + float(rng.integers(0, 3600))
        north, world = at + rng.exponential(5400), at + rng.exponential(5400)
        near = north + rng.uniform(0, 90)
        south = near if rng.random() < together else at + rng.exponential(5400)
        for bloc, seconds in (("north", north), ("south", south), ("world", world)):
            found.append(member(family, bloc, int(seconds), **OUTSIDE))
    return found


def result(members, blocs=BLOCS):
    with Engine() as held:
        held.register("family_posts", rows(FAMILY_POSTS, members))
        return simultaneity(held, blocs).to_pylist()


def one(table, null, role="compare", delta=300):
    return next(
        r for r in table
        if (r["null"], r["role"], r["delta_seconds"], r["interval_seconds"])
        == (null, role, delta, 3600)
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_posts_by_one_hand_are_found_and_outsiders_are_not(seed):
    table = result(passed_on(np.random.default_rng(seed), 150, 0.4))
    assert one(table, "interval")["p_value"] < 1e-6
    assert one(table, "reference")["p_value"] < 1e-3
    assert one(table, "interval", "reference")["p_value"] > 1e-3
    assert one(table, "interval")["messages"] == 150


def test_p_values_hold_their_level_where_everybody_reacts_alike():
    """60 worlds of reactions spread over an hour and a half: p ≤ .1 in about a tenth."""
    p = [
        one(result(passed_on(np.random.default_rng(1000 + k), 80, 0.0)), "reference")["p_value"]
        for k in range(60)
    ]
    assert np.mean(np.array(p) <= 0.1) <= 0.22
    assert 0.3 < np.mean(p) < 0.75


def test_a_post_that_had_it_from_the_other_bloc_is_left_out():
    """North begins the message and nobody credits an outsider: there is nothing to compare."""
    members = [
        member(f, b, f * 9000 + s) for f in range(30) for b, s in (("north", 0), ("south", 9))
    ]
    (row,) = [r for r in result(members) if r["role"] == "compare" and r["delta_seconds"] == 600]
    assert (row["observed"], row["posts_a"], row["p_value"]) == (0, 0, None)
    assert "fewer than" in row["reason"]


def test_what_a_reference_bloc_began_counts_for_all_but_the_account_that_did():
    members = [
        member(f, b, f * 90_000 + s, account_id=a)
        for f in range(30)
        for b, s, a in (
            ("world", 0, "w1"), ("world", 400, "w2"), ("north", 500, "n1"), ("south", 560, "s1"),
        )
    ]  # fmt: skip
    table = result(members)
    assert one(table, "interval")["observed"] == 30
    control = [r for r in table if r["pair"] == "north|world" and r["delta_seconds"] == 300]
    assert {r["posts_b"] for r in control} == {30}


def test_quotations_and_captured_posts_are_left_out_and_no_posts_are_no_rows_to_fail_on():
    members = [
        member(f, b, f * 9000 + s, **OUTSIDE, **more)
        for f, more in ((0, {"quotation": True}), (1, {"time_source": "captured"}))
        for b, s in (("north", 0), ("south", 9))
    ]
    assert {r["posts_a"] for r in result(members)} == {0}
    assert len(result([], Blocs(("north", "south")))) == len(SCALES)


def test_dates_to_the_hour_cannot_tell():
    members = [m | {"time_precision": "hour"} for m in passed_on(np.random.default_rng(1), 40, 1)]
    assert {r["reason"] for r in result(members)} == {"dates too coarse"}


def test_an_engine_of_a_run_serves():
    with engine(members=passed_on(np.random.default_rng(3), 20, 0)) as held:
        assert simultaneity(held, BLOCS).num_rows >= 3 * len(SCALES)
