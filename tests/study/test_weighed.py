"""The part of results.json that weighs."""

from __future__ import annotations

import json

import pytest
from made_messages import engine, message, rows

from antiphon.errors import AntiphonError
from antiphon.inference.assessment import Assessment, assess
from antiphon.schema import POWER, RUNS, Blocs
from antiphon.study import weighed

BLOCS = Blocs(("north", "south"), ("world",))


@pytest.fixture
def held():
    with engine([message(f, "exchange" if f < 9 else "own") for f in range(60)]) as made:
        for name, table in assess(made, BLOCS, Assessment()).items():
            made.register(name, table)
        runs = [
            {"kind": kind, "run": k, "pair": "north|south", "alarm": k < 1}
            for kind in ("shuffled", "reference")
            for k in range(10)
        ]
        made.register("rehearsals", rows(RUNS, runs))
        made.register("power", rows(POWER, [{"pair": "north|south", "power": 0.9, "low": 1 / 3}]))
        yield made


def test_every_item_is_on_the_side_that_it_speaks_for(held):
    found = weighed.assessment(held)
    assert [r["hypothesis"] for r in found] == [
        "directed_coordination", "content_exchange", "borrowing", "borrowing", "common_cause",
    ]  # fmt: skip
    for row in found:
        assert all(i["log_ratio"] > 0 for i in row["for"])
        assert all(i["log_ratio"] < 0 for i in row["against"])
        sizes = [abs(i["log_ratio"]) for i in row["for"]]
        assert sizes == sorted(sizes, reverse=True)
    exchange = found[1]
    assert exchange["for"][0]["item"] == "messages"
    assert exchange["likelihood_term"] == "almost certain"
    assert {i["item"] for i in found[0]["against"]} == {"messages"}
    items = sum(len(r[s]) for r in found for s in ("for", "against", "other"))
    assert items == held.value("SELECT count(*) FROM assessment_items")


def test_controls_have_their_rate_and_interval_by_kind(held):
    first, second = weighed.controls(held)
    assert (first["kind"], second["kind"]) == ("shuffled", "reference")
    for row in (first, second):
        assert (row["runs"], row["alarms"], row["rate"]) == (10, 1, 0.1)
        assert 0 < row["low"] < 0.1 < row["high"] < 0.5


def test_it_can_be_written_as_json(held):
    parts = (weighed.assessment(held), weighed.power(held), weighed.controls(held))
    assert json.loads(json.dumps(parts, allow_nan=False))[1][0]["low"] == pytest.approx(1 / 3)


def test_a_sentence_that_says_more_than_the_evidence_is_refused(held):
    found = weighed.assessment(held)
    weighed.hold(found, ["They share words."])
    with pytest.raises(AntiphonError, match="more than its evidence"):
        weighed.hold(found, ["They are coordinated."])
    likely = [r | {"probability": 0.6} for r in found]
    weighed.hold(likely, ["They are coordinated."])
