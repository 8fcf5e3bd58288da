"""A world is possible, and grows in proportion."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_world import SEEDS

from antiphon.errors import AntiphonError
from antiphon.simulate.cast import Cast
from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.borrowing import Borrowing
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.mechanisms.wires import Wires
from antiphon.simulate.own import News, Writing
from antiphon.simulate.sample import Clock, Sample
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.world import World, described


@pytest.mark.parametrize(
    ("where", "make"),
    [
        ("wires.credit_share", lambda: Wires(credit_share=1.5)),
        ("wires.per_day", lambda: Wires(per_day=-1)),
        ("wires.takers", lambda: Wires(takers=0.5)),
        ("writing.posts_per_day", lambda: Writing(posts_per_day=float("nan"))),
        ("news.per_day", lambda: News(per_day=float("inf"))),
        ("days", lambda: World(days=5)),
        ("cast.accounts_per_bloc", lambda: Cast(accounts_per_bloc=2)),
        ("borrowing.edit", lambda: Borrowing(edit=(0.4, 0.1))),
        ("borrowing.hours", lambda: Borrowing(hours=2)),
        ("borrowing.within_hours", lambda: Borrowing(within_hours=(20, 10))),
        ("release.accounts", lambda: Release(accounts=0.5)),
        ("sample.missing_share", lambda: Sample(missing_share=2)),
        ("clock.precision", lambda: Clock(precision=("week",))),
        ("clock.precision", lambda: World(clock=Clock(precision=("day", "hour")))),
        ("clock.offset_minutes", lambda: World(clock=Clock(offset_minutes=(1, 2, 3, 4)))),
        ("writing.volumes", lambda: World(writing=Writing(volumes=(1, 2, 3)))),
        ("writing.volumes", lambda: World(writing=Writing(volumes=(1, 0)))),
        ("compare", lambda: World(compare=("velmora",))),
        ("compare", lambda: World(compare=("velmora", "velmora"))),
        ("compare", lambda: World(compare=("world", "velmora"))),
        ("compare", lambda: World(compare=("../up", "velmora"))),
        ("start", lambda: World(start="yesterday")),
    ],
)
def test_an_impossible_world_is_refused_with_its_parameter(where, make):
    with pytest.raises(AntiphonError) as caught:
        make()
    assert caught.value.where == where
    assert caught.value.expected or caught.value.fix


@pytest.mark.parametrize("posts", [2_000, 6_000, 50_000])
@pytest.mark.parametrize("name", ["demo", "mixed", "sparse", "three", "none"])
def test_a_sized_world_has_about_so_many_posts_in_the_data(name, posts):
    worlds = [course(SCENARIOS[name].world.sized(posts), seed) for seed in SEEDS]
    found = sum(int(made.rows["seen"].sum()) for made in worlds) / len(worlds)
    assert found == pytest.approx(posts, rel=0.15 if name == "sparse" else 0.05)


def test_a_size_leaves_public_events_and_lags_as_they_are():
    world = World().sized(100_000)
    assert world.news == World().news
    assert world.borrowing.hours == World().borrowing.hours
    assert world.borrowing.per_day > 10 * World().borrowing.per_day


@pytest.mark.parametrize("seed", SEEDS)
def test_releases_are_the_share_of_shared_messages_that_is_asked(seed):
    world = World().sized(60_000).releasing(0.03)
    assert world.release.per_day / world.shared_per_day == pytest.approx(0.03)
    made = course(world, seed)
    plans = made.shared & (made.origin == -1)
    assert plans.sum() / made.shared.sum() == pytest.approx(0.03, abs=0.025)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_range_is_taken_when_the_smaller_comes_first_and_refused_otherwise(edit):
    if edit[0] <= edit[1]:
        assert Wires(edit=tuple(edit)).edit == tuple(edit)
    else:
        with pytest.raises(AntiphonError):
            Wires(edit=tuple(edit))


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_share_is_taken_from_0_to_1_and_nothing_else(share):
    if 0 <= share <= 1:
        assert Sample(missing_share=share).missing_share == share
    else:
        with pytest.raises(AntiphonError):
            Sample(missing_share=share)


def test_messages_begin_before_the_start_as_long_as_their_copies_may_take():
    assert World().lead_days == 5
    chained = replace(World(), borrowing=Borrowing(chain_share=0.1))
    assert chained.lead_days == 9


@pytest.mark.parametrize("parameter", described(World()), ids=lambda p: p.name)
def test_every_parameter_is_documented_with_default_and_meaning(parameter):
    page = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")
    row = f"| `{parameter.name}` | `{parameter.value}` | {parameter.meaning} |"
    assert len(parameter.meaning) > 10
    assert row in page
