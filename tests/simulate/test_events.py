"""The course of a world hangs together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.schema import MECHANISMS
from antiphon.simulate.events import ROW, Course, course
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.sample import Clock, Sample
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.stage import Draft
from antiphon.simulate.world import World

LARGE = SCENARIOS["mixed"].world.sized(30_000)


@pytest.fixture(scope="module")
def made() -> Course:
    return course(LARGE, 7)


def test_the_same_seed_gives_the_same_course_and_another_another(made):
    assert course(LARGE, 7).rows.tobytes() == made.rows.tobytes()
    assert course(LARGE, 8).rows.tobytes() != made.rows.tobytes()


def test_a_draft_has_columns_of_a_row():
    assert set(Draft._fields) <= set(ROW.names)


def test_a_parent_is_earlier_and_carries_the_same_message(made):
    rows = made.rows
    child = rows[rows["parent"] >= 0]
    parent = rows[child["parent"]]
    assert (parent["at"] < child["at"]).all()
    assert (parent["message"] == child["message"]).all()
    assert (parent["account"] != child["account"]).all()


def test_a_source_is_earlier_and_a_repost_changes_nothing(made):
    rows = made.rows
    copies = np.flatnonzero(rows["source"] >= 0)
    assert (rows["source"][copies] < copies).all()
    reposts = rows[rows["repost"]]
    assert len(reposts) > 100
    assert (reposts["source"] == reposts["parent"]).all()
    assert not reposts["edit"].any()
    assert not (reposts["article"] | reposts["excerpt"] | reposts["framing"]).any()


def test_who_copies_across_blocs_copies_another_one(made):
    for mechanism, same in (("exchange", False), ("common_source", False), ("internal", True)):
        mine = np.flatnonzero(made.rows["mechanism"] == MECHANISMS.index(mechanism))
        alike = made.bloc[mine] == made.bloc[made.rows["parent"][mine]]
        assert (alike == same).all()


def test_a_message_is_shared_when_two_compared_blocs_carry_it_in_the_data(made):
    rows = made.rows
    for message in range(0, len(made.shared), 37):
        carriers = set(made.bloc[rows["seen"] & (rows["message"] == message)])
        assert made.shared[message] == ({0, 1} <= carriers)


def test_rows_are_in_order_of_time_and_the_seen_ones_inside_the_period(made):
    at = made.rows["at"]
    assert (np.diff(at) >= 0).all()
    seen = at[made.rows["seen"]]
    assert 0 <= seen[0] <= seen[-1] < LARGE.days * 86_400


def test_copies_are_as_frequent_on_the_first_days_as_on_the_last():
    early = late = 0
    for seed in range(21, 29):
        rows = course(LARGE, seed).rows
        copies = rows["at"][(rows["parent"] >= 0) & rows["seen"]] / 86_400
        early += (copies < 14).sum()
        late += (copies >= LARGE.days - 14).sum()
    assert early == pytest.approx(late, rel=0.06)


def test_a_post_id_tells_nothing_of_the_order(made):
    assert sorted(made.names.tolist()) == list(range(len(made.rows)))
    assert abs(np.corrcoef(made.names, np.arange(len(made.rows)))[0, 1]) < 0.02


def test_a_changed_rate_leaves_everything_else_as_it_was():
    base = World()
    more = replace(base, release=Release(per_day=3))
    before, after = course(base, 3), course(more, 3)
    release = MECHANISMS.index("coordinated_release")
    repeated = MECHANISMS.index("internal")
    kept = [m for m in range(len(MECHANISMS)) if m not in {release, repeated}]
    for mechanism in kept:
        times = [c.rows["at"][c.rows["mechanism"] == mechanism] for c in (before, after)]
        assert np.array_equal(*times), MECHANISMS[mechanism]


def test_what_is_missing_or_how_it_is_dated_changes_nothing_that_happens():
    base = World()
    other = replace(base, sample=Sample(missing_share=0.5), clock=Clock(precision=("day",)))
    before, after = course(base, 3), course(other, 3)
    for name in set(ROW.names) - {"seen"}:
        assert np.array_equal(before.rows[name], after.rows[name])


@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32),
    blocs=st.integers(2, 5),
    share=st.floats(0, 1),
    rate=st.floats(0, 5),
    missing=st.floats(0, 1),
)
def test_any_world_hangs_together(seed, blocs, share, rate, missing):
    mixed = SCENARIOS["mixed"].world
    world = replace(
        mixed,
        compare=tuple(f"bloc{k}" for k in range(blocs)),
        days=10,
        wires=replace(mixed.wires, per_day=rate, further_share=share, repost_share=share),
        borrowing=replace(mixed.borrowing, per_day=rate, first_share=share, chain_share=share),
        release=replace(mixed.release, per_day=rate, further_share=share),
        sample=Sample(missing_share=missing, reference_missing_share=share, gaps=1),
    )
    made = course(world, seed)
    rows = made.rows
    assert ((rows["parent"] >= -1) & (rows["parent"] < np.arange(len(rows)))).all()
    assert ((rows["edit"] >= 0) & (rows["edit"] <= 1)).all()
    assert set(np.unique(made.bloc)) <= set(range(blocs + 1))
    assert made.shared.shape == made.origin.shape
    assert (made.carried.sum(axis=1) <= blocs + 1).all()
