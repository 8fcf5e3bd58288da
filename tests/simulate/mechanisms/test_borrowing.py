"""Posts are taken up later, by several, and back, at the rates asked for."""

from __future__ import annotations

import numpy as np
import pytest
from made_world import SEEDS, alone, count_holds, lags, median_holds, rows_of, share_holds

from antiphon.schema import MECHANISMS
from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.borrowing import Borrowing

WANT = Borrowing(per_day=20, takers=1.8, chain_share=0.3, hours=5, within_hours=(0.5, 72))
WORLD = alone(borrowing=WANT)
BORROWING = MECHANISMS.index("borrowing")


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return course(WORLD, request.param)


def firsts_and_chained(made):
    """Borrowings of an own post, and borrowings of a borrowing."""
    rows = rows_of(made, "borrowing")
    back = made.rows["mechanism"][made.rows["parent"][rows]] == BORROWING
    return rows[~back], rows[back]


def test_there_are_as_many_as_asked_in_the_direction_asked_with_so_many_takers(made):
    first, _ = firsts_and_chained(made)
    messages, at = np.unique(made.rows["message"][first], return_index=True)
    assert count_holds(len(messages), WANT.per_day * (WORLD.days + WORLD.lead_days))
    assert share_holds(made.bloc[first[at]] == 0, WANT.first_share)
    more = len(first) - len(messages)
    assert count_holds(more, (WANT.takers - 1) * len(messages))


def test_lags_are_as_asked_and_nobody_is_credited(made):
    rows = rows_of(made, "borrowing")
    late = lags(made, rows)
    low, high = WANT.within_hours
    assert low * 3600 <= late.min() <= late.max() <= high * 3600
    assert median_holds(late, WANT.hours * 3600)
    records = made.rows[rows]
    assert (records["credit"] == -1).all()
    assert not records["repost"].any()
    assert share_holds(records["excerpt"], WANT.excerpt_share)
    assert share_holds(records["framing"], WANT.framing_share)
    assert records["edit"].mean() == pytest.approx(np.mean(WANT.edit), rel=0.05)


def test_a_chain_leads_back_into_the_bloc_where_it_began_and_to_another_account(made):
    first, back = firsts_and_chained(made)
    messages = len(np.unique(made.rows["message"][first]))
    assert share_holds(np.arange(messages) < len(back), WANT.chain_share)
    assert (made.bloc[back] == made.origin[made.rows["message"][back]]).all()
    origin = made.rows["parent"][made.rows["parent"][back]]
    assert (made.rows["account"][origin] != made.rows["account"][back]).all()
