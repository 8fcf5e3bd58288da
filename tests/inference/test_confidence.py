"""What lowers confidence, one reason at a time."""

from __future__ import annotations

import pytest
from made_messages import engine, message, rows

from antiphon.inference.confidence import confidence, held
from antiphon.inference.hypotheses import Assessment, hypotheses
from antiphon.inference.likelihood import log_odds, probability
from antiphon.inference.nearest import Features, nearest, worlds
from antiphon.inference.simultaneity import simultaneity
from antiphon.schema import RUNS, Blocs

BLOCS = Blocs(("north", "south"), ("world",))
SURE = log_odds(0.999)
ITEM = {"item": "messages", "without": 0.999, "reason": ""}


def told(blocs=BLOCS, odds=SURE, items=(ITEM,), messages=150, runs=None, **more):
    """Level and reasons for directed coordination in a study with nothing amiss, but for these."""
    with engine([message(f, "own") for f in range(messages)], **more) as made:
        made.register("simultaneity", simultaneity(made, blocs))
        if runs is not None:
            made.register("rehearsals", rows(RUNS, runs))
        first = next(iter(hypotheses(made, blocs, Assessment())))
        return confidence(made, blocs, first, odds, list(items))


def test_nothing_amiss_is_high():
    assert told() == ("high", [])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"blocs": Blocs(("north", "south"))}, "no reference bloc"),
        ({"messages": 29}, "29 messages, fewer than 30"),
        ({"posts": 999}, "Few posts: north 999, south 999"),
        ({"to_day": 1001}, "dated to the hour or day only: north 20%"),
        ({"odds": log_odds(0.6)}, "is 33% or 82%"),
        ({"items": (ITEM, ITEM | {"item": "topics", "without": 0.3})}, "single items: “topics”"),
    ],
)
def test_each_rule_lowers_it_by_one_reason(given, words):
    level, reasons = told(**given)
    assert level == "moderate"
    assert len(reasons) == 1
    assert words in reasons[0]


def test_three_reasons_are_low():
    level, reasons = told(messages=5, posts=10, odds=log_odds(0.6))
    assert (level, len(reasons)) == ("low", 3)


def test_nulls_that_disagree_are_said():
    tested = [
        {"pair": "north|south", "topic": "", "null": null, "p_value": p, "role": "compare",
         "observed": 0, "expected": 0.0, "reason": ""}
        for null, p in (("interval", 0.001), ("reference", 0.002), ("labels", 0.9))
    ]  # fmt: skip
    level, (reason,) = told(synchrony=tested)
    assert level == "moderate"
    assert "small p-values by interval, reference, none by labels" in reason


@pytest.mark.parametrize(("alarms", "many"), [(2, 0), (3, 1)])
@pytest.mark.parametrize(("kind", "odds"), [("reference", SURE), ("shuffled", log_odds(0.01))])
def test_alarms_without_a_plan_are_said_above_a_tenth(alarms, many, kind, odds):
    runs = [{"kind": kind, "run": k, "pair": "north|south", "alarm": k < alarms} for k in range(20)]
    runs += [{"kind": "planted", "run": 0, "pair": "north|south", "alarm": True}] * 50
    _, reasons = told(runs=runs, odds=odds, items=())
    assert len(reasons) == many
    assert not many or f"Of 20 reruns without a plan {alarms}" in reasons[0]


def test_exchanged_accounts_say_nothing_where_a_plan_is_likely():
    runs = [{"kind": "shuffled", "run": k, "pair": "north|south", "alarm": True} for k in range(9)]
    assert told(runs=runs) == ("high", [])


def test_a_world_that_was_told_badly_is_named(monkeypatch):
    from antiphon.inference import confidence as module

    bad = nearest(Features(0, 0, 0.2, 0, 0.5))._replace(name="murky", f1=0.7, error=0.2)
    monkeypatch.setattr(module, "nearest", lambda _: bad)
    _, (reason,) = told()
    assert "“murky”" in reason
    assert "F1 0.70" in reason


def test_the_nearest_world_of_a_world_is_itself():
    for world in worlds():
        assert nearest(world.features).name == world.name
        assert 0 < world.f1 <= 1
        assert 0 <= world.error < 0.5


def test_dates_to_the_day_lead_to_the_world_dated_to_the_day():
    assert nearest(Features(1.0, 0.0, 0.3, 0.2, 0.6)).name == "day"


def test_beliefs_three_times_apart():
    low, high = held(log_odds(0.5))
    assert (low, high) == (pytest.approx(0.25), pytest.approx(0.75))
    assert probability(log_odds(0.5)) == 0.5
