"""Agency items are reprinted at the rates asked for."""

from __future__ import annotations

import numpy as np
import pytest
from made_world import SEEDS, alone, count_holds, lags, median_holds, rows_of, share_holds

from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.wires import Wires

WANT = Wires(per_day=10, one_sided_per_day=10, repost_share=0.3, excerpt_share=0.2, takers=2)
WORLD = alone(wires=WANT)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return course(WORLD, request.param)


def test_items_begin_as_often_as_asked_and_as_often_in_one_bloc_as_in_two(made):
    rows = made.rows[rows_of(made, "common_source")]
    days = WORLD.days + WORLD.lead_days
    blocs = {}
    for message, account in zip(rows["message"].tolist(), rows["account"].tolist(), strict=True):
        blocs.setdefault(message, set()).add(made.accounts[account].bloc)
    both = sum(len(b) == 2 for b in blocs.values())
    assert count_holds(both, WANT.per_day * days)
    assert count_holds(len(blocs) - both, WANT.one_sided_per_day * days)


def test_lags_credits_excerpts_and_reposts_are_as_asked(made):
    rows = rows_of(made, "common_source")
    records = made.rows[rows]
    assert median_holds(lags(made, rows), WANT.minutes * 60)
    social = ~records["article"]
    assert share_holds(records["article"][np.unique(records["message"], return_index=True)[1]], 0.5)
    assert share_holds(records["repost"][social], WANT.repost_share)
    plain = ~records["repost"]
    assert share_holds(records["credit"][plain] >= 0, WANT.credit_share)
    assert share_holds(records["excerpt"][plain], WANT.excerpt_share)
    low, high = WANT.edit
    assert low <= records["edit"][plain].min()
    assert records["edit"].max() <= high


def test_the_agency_s_own_post_exists_and_is_in_the_data_as_often_as_asked(made):
    parents = np.unique(made.rows["parent"][rows_of(made, "common_source")])
    inside = parents[(made.rows["at"][parents] >= 0)]
    assert share_holds(~made.rows["seen"][inside], WANT.unseen_share)
    kinds = {made.accounts[a].kind for a in made.rows["account"][parents]}
    assert kinds == {"news_agency"}


def test_each_bloc_has_as_many_takers_as_asked_in_the_mean(made):
    rows = made.rows[rows_of(made, "common_source")]
    blocs = [made.accounts[a].bloc for a in rows["account"]]
    takers = np.unique(list(zip(rows["message"].tolist(), blocs, strict=True)), axis=0)
    assert len(rows) / len(takers) == pytest.approx(WANT.takers, rel=0.05)
