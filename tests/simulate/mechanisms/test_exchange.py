"""Partner outlets reprint each other at the rates asked for."""

from __future__ import annotations

import pytest
from made_world import SEEDS, alone, count_holds, lags, median_holds, rows_of, share_holds

from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.exchange import Exchange

WANT = Exchange(per_day=20, first_share=0.7, credit_share=0.6, repost_share=0.25, desks=2)
WORLD = alone(exchange=WANT)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return course(WORLD, request.param)


def test_there_are_as_many_as_asked_in_the_direction_asked(made):
    rows = rows_of(made, "exchange")
    assert count_holds(len(rows), WANT.per_day * (WORLD.days + WORLD.lead_days))
    assert share_holds(made.bloc[rows] == 0, WANT.first_share)
    assert (made.bloc[made.rows["parent"][rows]] == 1 - made.bloc[rows]).all()


def test_lags_credits_and_reposts_are_as_asked(made):
    rows = rows_of(made, "exchange")
    records = made.rows[rows]
    late = lags(made, rows)
    low, high = WANT.within_minutes
    assert low * 60 <= late.min() <= late.max() <= high * 60
    assert median_holds(late, WANT.minutes * 60)
    assert share_holds(records["article"], WANT.article_share)
    assert share_holds(records["repost"][~records["article"]], WANT.repost_share)
    plain = ~records["repost"]
    assert share_holds(records["credit"][plain] >= 0, WANT.credit_share)
    credited = records[records["credit"] >= 0]
    assert (credited["credit"] == made.rows["account"][credited["parent"]]).all()


def test_only_designated_desks_exchange_and_each_with_its_partner(made):
    rows = rows_of(made, "exchange")
    takers = made.rows["account"][rows]
    givers = made.rows["account"][made.rows["parent"][rows]]
    pairs = {frozenset(pair) for pair in zip(takers.tolist(), givers.tolist(), strict=True)}
    assert len(pairs) == WANT.desks
    assert len(frozenset.union(*pairs)) == 2 * WANT.desks
