"""Ready worlds have their mechanisms, and settings change what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from antiphon.errors import AntiphonError
from antiphon.schema import MECHANISMS
from antiphon.simulate.events import course
from antiphon.simulate.scenarios import SCENARIOS, measured, scenario
from antiphon.simulate.world import World

EVERY = {"common_source", "exchange", "borrowing", "coordinated_release", "internal"}
PRESENT = {
    "none": set(),
    "parallel": {"common_source", "internal"},
    "news": {"common_source", "internal"},
    "silent": {"common_source", "internal"},
    "exchange": {"common_source", "exchange", "internal"},
    "borrowing": {"common_source", "borrowing", "internal"},
    "imitation": {"common_source", "borrowing", "internal"},
    "release": {"common_source", "coordinated_release", "internal"},
    "slow-release": {"common_source", "coordinated_release", "borrowing", "internal"},
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_has_its_mechanisms_and_no_other(name):
    made = course(SCENARIOS[name].world, 1)
    seen = {MECHANISMS[k] for k in np.unique(made.rows["mechanism"])}
    assert seen == PRESENT.get(name, EVERY) | {"own"}
    assert bool((made.rows["plan"] >= 0).any()) == (SCENARIOS[name].world.plan.per_day > 0)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_documented_with_its_meaning(name):
    page = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {SCENARIOS[name].meaning} |" in page


def test_an_unknown_scenario_names_the_nearest_one():
    with pytest.raises(AntiphonError) as caught:
        scenario("borowing")
    assert "did you mean 'borrowing'?" in caught.value.fix


def test_settings_change_what_they_name_and_nothing_else():
    world = measured(
        World(),
        settings=[
            "borrowing.hours=6",
            "days = 30",
            "start=2024-01-01",
            "compare=['a', 'b', 'c']",
            "clock.precision=['day']",
            "wires.edit=[0, 0.5]",
            "clock.declared=false",
        ],
    )
    assert (world.borrowing.hours, world.days, world.start) == (6.0, 30, "2024-01-01")
    assert world.compare == ("a", "b", "c")
    assert world.clock.precision == ("day",)
    assert world.wires.edit == (0.0, 0.5)
    assert not world.clock.declared
    assert world.exchange == World().exchange


def test_a_setting_holds_whatever_the_size():
    world = measured(World(), posts=100_000, settings=["release.per_day=0.5"])
    assert world.release.per_day == 0.5
    assert world.wires.per_day > 5


def test_no_setting_is_the_same_world():
    assert measured(World()) == World()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("borrowing.hous=2", "did you mean 'hours'?"),
        ("borowing.hours=2", "did you mean 'borrowing'?"),
        ("wires.credit_share=2", "0 to 1"),
        ("wires.credit_share=much", "a number"),
        ("wires=3", "a table"),
        ("days.hours=3", "not a setting"),
        ("days", "a name, =, a value"),
        ("=3", "a name, =, a value"),
        ("clock.precision=['weak']", "known: day, hour, minute, second"),
        ("borrowing.hours=1", "3 to 96"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_told_why(setting, told):
    with pytest.raises(AntiphonError) as caught:
        measured(World(), settings=[setting])
    assert told in str(caught.value)
