"""The course of a world keeps to its rates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antiphon.schema import MECHANISMS
from antiphon.simulate.cast import accounts
from antiphon.simulate.events import FRESH, Course, course
from antiphon.simulate.rhythm import activity
from antiphon.simulate.world import World

LARGE = World().sized(60_000)


@pytest.fixture(scope="module")
def made() -> Course:
    return course(LARGE, 7)


def lags(made: Course, mechanism: str) -> np.ndarray:
    rows = made.rows
    mine = rows[(rows["mechanism"] == MECHANISMS.index(mechanism)) & (rows["parent"] >= 0)]
    return mine["at"] - rows["at"][mine["parent"]]


def test_the_same_seed_gives_the_same_course_and_another_another(made):
    assert course(LARGE, 7).rows.tobytes() == made.rows.tobytes()
    assert course(LARGE, 8).rows.tobytes() != made.rows.tobytes()


def test_a_parent_is_earlier_and_carries_the_same_message(made):
    rows = made.rows
    child = rows[rows["parent"] >= 0]
    parent = rows[child["parent"]]
    assert (parent["at"] < child["at"]).all()
    assert (parent["message"] == child["message"]).all()
    assert (parent["account"] != child["account"]).all()


def test_who_copies_across_blocs_copies_the_other_one(made):
    for mechanism, same in (("exchange", False), ("borrowing", False), ("internal", True)):
        mine = np.flatnonzero(made.rows["mechanism"] == MECHANISMS.index(mechanism))
        mine = mine[made.rows["parent"][mine] >= 0]
        alike = made.bloc[mine] == made.bloc[made.rows["parent"][mine]]
        if mechanism == "internal":
            alike |= made.bloc[mine] == 2
        assert (alike == same).all()


def test_a_release_has_both_blocs_within_its_minutes_and_no_parent(made):
    rows = made.rows
    mine = rows["mechanism"] == MECHANISMS.index("coordinated_release")
    assert (rows["parent"][mine] == -1).all()
    for message in np.unique(rows["message"][mine])[:200]:
        of = mine & (rows["message"] == message)
        assert set(made.bloc[of]) == {0, 1}
        assert np.ptp(rows["at"][of]) <= LARGE.release_minutes * 60
        assert (rows["credit"][of] == -1).all()


@pytest.mark.parametrize(
    ("mechanism", "median", "least", "most"),
    [
        ("exchange", LARGE.exchange_minutes * 60, 600, 28_800),
        ("borrowing", LARGE.borrowing_hours * 3600, 10_800, 345_600),
        ("common_source", LARGE.wire_minutes * 60, 120, 86_400),
        ("internal", LARGE.internal_minutes * 60, 120, 86_400),
    ],
)
def test_lags_are_as_specified(made, mechanism, median, least, most):
    late = lags(made, mechanism)
    assert len(late) > 200
    assert least <= late.min() <= late.max() <= most
    assert np.median(late) == pytest.approx(median, rel=0.2)


def test_shares_are_as_asked(made):
    rows, world = made.rows, LARGE

    def of(mechanism: str) -> np.ndarray:
        return rows["mechanism"] == MECHANISMS.index(mechanism)

    exchange, borrowing, wire = of("exchange"), of("borrowing"), of("common_source")
    assert exchange.sum() == pytest.approx(world.exchanges_per_day * world.days, rel=0.15)
    assert borrowing.sum() == pytest.approx(world.borrowings_per_day * world.days, rel=0.15)
    credit = rows["credit"] >= 0
    assert credit[exchange].mean() == pytest.approx(world.exchange_credit_share, abs=0.04)
    assert credit[wire].mean() == pytest.approx(world.wire_credit_share, abs=0.05)
    assert not credit[borrowing].any()
    first = made.bloc[borrowing] == 0
    assert first.mean() == pytest.approx(world.borrowing_first_share, abs=0.06)
    unseen = rows["parent"][wire] == -1
    assert unseen.mean() == pytest.approx(world.wire_unseen_share, abs=0.06)
    own = of("own") & (rows["source"] == FRESH)
    assert rows["stock"][own].mean() == pytest.approx(world.stock_share, abs=0.01)


def test_a_message_is_shared_when_both_compared_blocs_carry_it(made):
    rows = made.rows
    for message in range(0, len(made.shared), 37):
        carriers = set(made.bloc[rows["message"] == message])
        assert made.shared[message] == ({0, 1} <= carriers)


def test_rows_are_in_order_of_time_and_inside_the_world(made):
    at = made.rows["at"]
    assert (np.diff(at) >= 0).all()
    assert 0 <= at[0] <= at[-1] < LARGE.days * 86_400


def test_an_office_sleeps_at_night_and_rests_at_the_weekend():
    ministry = next(a for a in accounts(World()) if a.kind == "ministry")
    week = activity(ministry, 0, 7).reshape(7, 24)
    local = np.roll(week, ministry.zone, axis=1)
    assert local[2, 10:17].min() > 5 * local[2, 0:6].max()
    assert week[5:].sum(axis=1).max() < week[1:5].sum(axis=1).min() / 3


def test_posts_of_a_day_follow_the_account_s_own_clock():
    quiet = replace(World(), driven_share=0)
    here = course(quiet, 1)
    for zone in (3, 8):
        who = [
            i
            for i, a in enumerate(here.accounts)
            if a.zone == zone and a.kind in ("ministry", "state_media")
        ]
        mine = np.isin(here.rows["account"], who) & (here.rows["source"] == FRESH)
        hour = ((here.rows["at"][mine] / 3600).astype(int) + zone) % 24
        assert np.isin(hour, range(6, 23)).mean() > 0.85


def test_everybody_s_identifier_handle_and_address_is_their_own():
    people = accounts(World().sized(1_000_000))
    for field in ("account_id", "handle", "name"):
        values = [getattr(a, field) for a in people]
        assert len(values) == len(set(values)), field
    domains = [a.domain for a in people if a.domain]
    assert len(domains) == len(set(domains))
    assert all(d.endswith(".example") for d in domains)
