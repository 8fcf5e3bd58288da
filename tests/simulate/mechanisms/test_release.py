"""Releases and silent plans gather accounts of several blocs within their minutes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from made_world import SEEDS, alone, count_holds, rows_of

from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.plan import Plan
from antiphon.simulate.mechanisms.release import Release


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("minutes", "accounts"), [(5, 1.0), (60, 3.5)])
def test_a_release_has_both_blocs_within_its_minutes_and_nobody_to_thank(seed, minutes, accounts):
    world = alone(release=Release(per_day=10, minutes=minutes, accounts=accounts))
    made = course(world, seed)
    rows = rows_of(made, "coordinated_release")
    messages, counts = np.unique(made.rows["message"][rows], return_counts=True)
    assert count_holds(len(messages), 10 * (world.days + world.lead_days))
    assert counts.mean() == pytest.approx(2 * accounts, rel=0.05)
    assert (made.rows["parent"][rows] == -1).all()
    assert (made.rows["credit"][rows] == -1).all()
    assert (made.origin[messages] == -1).all()
    for message in messages[:100]:
        of = rows[made.rows["message"][rows] == message]
        assert set(made.bloc[of]) == {0, 1}
        assert len(set(made.rows["account"][of])) == len(of)
        assert np.ptp(made.rows["at"][of]) <= minutes * 60


def test_the_times_of_a_release_are_uniform_over_its_minutes():
    world = alone(release=Release(per_day=40, minutes=45, accounts=1))
    made = course(world, 5)
    rows = rows_of(made, "coordinated_release")
    rows = rows[np.argsort(made.rows["message"][rows], kind="stable")]
    gaps = [
        abs(made.rows["at"][a] - made.rows["at"][b])
        for a, b in pairwise(rows.tolist())
        if made.rows["message"][a] == made.rows["message"][b]
    ]
    assert np.mean(gaps) == pytest.approx(45 * 60 / 3, rel=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_silent_plan_is_of_both_blocs_on_one_topic_and_town_in_words_of_their_own(seed):
    world = alone(plan=Plan(per_day=5, minutes=20))
    made = course(world, seed)
    planned = np.flatnonzero(made.rows["plan"] >= 0)
    plans = np.unique(made.rows["plan"][planned])
    assert count_holds(len(plans), 5 * (world.days + world.lead_days))
    for plan in plans[:100]:
        of = planned[made.rows["plan"][planned] == plan]
        assert set(made.bloc[of]) == {0, 1}
        assert np.ptp(made.rows["at"][of]) <= 20 * 60
        assert len(set(made.rows["topic"][of])) == len(set(made.rows["place"][of])) == 1
    assert (made.rows["message"][planned] == -1).all()
    assert set(made.rows["mechanism"][planned]) == {0}
