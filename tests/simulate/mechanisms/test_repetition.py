"""A bloc repeats itself at the rate asked for."""

from __future__ import annotations

import pytest
from made_world import SEEDS, alone, count_holds, lags, median_holds, rows_of, share_holds

from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.exchange import Exchange
from antiphon.simulate.mechanisms.repetition import Repetition
from antiphon.simulate.own import Writing

WANT = Repetition(per_day=20, repost_share=0.4, minutes=30)
WORLD = alone(repetition=WANT, writing=Writing(posts_per_day=100))


@pytest.mark.parametrize("seed", SEEDS)
def test_another_account_of_the_bloc_repeats_soon_after_partly_by_repost(seed):
    made = course(WORLD, seed)
    rows = rows_of(made, "internal")
    records, parent = made.rows[rows], made.rows["parent"][rows]
    assert count_holds(len(rows), WANT.per_day * WORLD.days)
    assert (made.bloc[rows] == made.bloc[parent]).all()
    assert (made.bloc[rows] < 2).all()
    assert (records["account"] != made.rows["account"][parent]).all()
    assert median_holds(lags(made, rows), WANT.minutes * 60)
    assert share_holds(records["repost"][~records["article"]], WANT.repost_share)
    assert not records["repost"][records["article"]].any()


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_messages_are_repeated_as_often_as_asked(seed):
    world = alone(repetition=Repetition(per_day=0, after_share=0.6), exchange=Exchange(per_day=20))
    made = course(world, seed)
    after = rows_of(made, "internal")
    exchanges = rows_of(made, "exchange")
    repeated = set(made.rows["parent"][after].tolist())
    assert share_holds([row in repeated for row in exchanges.tolist()], 0.6)
