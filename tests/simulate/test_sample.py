"""What is missing, and what the clocks say, is as asked."""

from __future__ import annotations

import numpy as np
import pytest
from made_world import SEEDS, alone, share_holds

from antiphon.schema import PRECISIONS
from antiphon.simulate.cast import Cast
from antiphon.simulate.events import course
from antiphon.simulate.own import Writing
from antiphon.simulate.sample import Clock, Sample

WRITING = Writing(posts_per_day=200)
CAST = Cast(accounts_per_bloc=100, reference_accounts=40)


def seen_of(sample, seed):
    made = course(alone(writing=WRITING, cast=CAST, sample=sample), seed)
    return made, made.rows["seen"]


@pytest.mark.parametrize("seed", SEEDS)
def test_posts_are_missing_at_random_and_more_of_the_reference(seed):
    made, seen = seen_of(Sample(missing_share=0.2, reference_missing_share=0.6), seed)
    outside = made.bloc == 2
    assert share_holds(seen[~outside], 0.8)
    assert share_holds(seen[outside], 0.8 * 0.4)


@pytest.mark.parametrize("seed", SEEDS)
def test_accounts_are_missing_as_a_whole_listed_or_not(seed):
    made, seen = seen_of(Sample(silent_account_share=0.2, unlisted_account_share=0.3), seed)
    account = made.rows["account"]
    there = np.zeros(len(made.accounts), bool)
    there[account[seen]] = True
    wrote = np.unique(account)
    assert share_holds(there[wrote], 0.8 * 0.7)
    assert share_holds(made.unlisted, 0.3)
    assert not there[made.unlisted].any()
    assert seen[there[account]].all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gap_has_nothing_of_its_bloc_for_so_many_days(seed):
    made, seen = seen_of(Sample(gaps=1, gap_days=6), seed)
    for bloc in range(3):
        at = made.rows["at"][seen & (made.bloc == bloc)] / 86_400
        assert 5.5 <= np.diff(np.r_[0, at, 60]).max() <= 7


@pytest.mark.parametrize("seed", SEEDS)
def test_clocks_are_ahead_by_bloc_and_by_account(seed):
    clock = Clock(offset_minutes=(0, 10, -4), account_minutes=3)
    made = course(alone(writing=WRITING, cast=CAST, clock=clock), seed)
    ahead = made.recorded - made.rows["at"]
    for bloc, minutes in enumerate((0, 10, -4)):
        mine = [
            np.mean(ahead[made.rows["account"] == k]) / 60
            for k in np.unique(made.rows["account"][made.bloc == bloc])
        ]
        assert np.mean(mine) == pytest.approx(minutes, abs=4.5 * 3 / np.sqrt(len(mine)))
        assert np.std(mine) == pytest.approx(3, rel=0.45)
    for k in range(5):
        assert np.ptp(ahead[made.rows["account"] == k]) <= 1


@pytest.mark.parametrize("word", list(PRECISIONS))
def test_times_are_cut_to_their_precision_and_lie_in_it(word):
    made = course(alone(writing=WRITING, clock=Clock(precision=(word,))), 1)
    unit = PRECISIONS[word]
    assert (made.unit == unit).all()
    assert (made.recorded % unit == 0).all()
    late = made.rows["at"] - made.recorded
    assert 0 <= late.min() <= late.max() < unit


def test_articles_and_blocs_may_each_have_a_precision_of_their_own():
    clock = Clock(precision=("second", "minute", "hour"), article_precision=("day",))
    made = course(alone(writing=WRITING, clock=clock), 1)
    article = made.rows["article"]
    assert set(made.unit[article]) == {86_400}
    for bloc, unit in enumerate((1, 60, 3600)):
        assert set(made.unit[~article & (made.bloc == bloc)]) == {unit}
