"""Hypotheses weighed on made messages: what holds is likely, what does not is not."""

from __future__ import annotations

import math

import pytest
from made_messages import engine, member, message

from antiphon.errors import StudyError
from antiphon.inference.assessment import Assessment, assess, estimates
from antiphon.inference.wording import refused
from antiphon.schema import ASSESSMENT, HYPOTHESES, ITEMS, MECHANISMS, TERMS, Blocs
from antiphon.settings import read

BLOCS = Blocs(("north", "south"), ("world",))
SIGNS_OF = {
    "directed_coordination": "coordinated_release",
    "content_exchange": "exchange",
    "borrowing": "borrowing",
    "common_cause": "common_source",
}


def weighed(messages=(), blocs=BLOCS, settings=None, **more):
    """The assessment by hypothesis and direction, and its items."""
    with engine(messages, **more) as held:
        tables = assess(held, blocs, settings or Assessment())
    found = {(r["hypothesis"], r["direction"]): r for r in tables["assessment"].to_pylist()}
    return found, tables["assessment_items"].to_pylist()


def world(mechanism, many, among=150):
    """So many messages of a mechanism among messages that both blocs had of their own."""
    return [message(f, mechanism if f < many else "own") for f in range(among)]


def timed(observed, control, shared=0):
    """Synchrony of north and south, and of both with the world, all topics together."""
    return [
        {
            "pair": pair,
            "role": role,
            "topic": "",
            "delta_seconds": 300,
            "interval_seconds": 3600,
            "null": "interval",
            "observed": seen,
            "expected": 100.0,
            "deviation": 10.0,
            "p_value": 0.5,
            "shared": shared,
            "reason": "",
        }
        for pair, role, seen in (
            ("north|south", "compare", observed),
            ("north|world", "reference", control),
            ("south|world", "reference", control),
        )
    ]


@pytest.mark.parametrize("hypothesis", HYPOTHESES)
def test_a_mechanism_that_is_there_makes_its_hypothesis_likely_and_no_other(hypothesis):
    found, _ = weighed(world(SIGNS_OF[hypothesis], 12))
    for (name, _), row in found.items():
        if name == hypothesis:
            assert row["likelihood_term"] in ("very likely", "almost certain")
        elif name != "common_cause":
            assert row["probability"] < 0.45


def test_reuse_alone_is_no_coordination():
    """However much is exchanged, borrowed or had from outside, it stays unlikely."""
    for mechanism in MECHANISMS[:-1]:
        found, _ = weighed(world(mechanism, 150))
        assert found["directed_coordination", ""]["probability"] < 0.05


def test_three_released_messages_are_likely_and_one_is_not():
    one, _ = weighed(world("coordinated_release", 1))
    three, items = weighed(world("coordinated_release", 3))
    assert one["directed_coordination", ""]["probability"] < 0.55
    assert three["directed_coordination", ""]["probability"] >= 0.55
    assert three["directed_coordination", ""]["reasons"] == ["It rests on 2.94 messages."]
    (first,) = [
        i for i in items if (i["hypothesis"], i["item"]) == ("directed_coordination", "messages")
    ]
    assert first["text"].startswith("2.94 of 150 shared messages")
    assert first["without"] < 0.45


def test_the_odds_are_those_before_plus_what_the_items_say():
    """With one way that counts, its log-ratio is exactly what moved the odds."""
    found, items = weighed(world("exchange", 9))
    row = found["content_exchange", ""]
    (way,) = [i for i in items if (i["hypothesis"], i["item"]) == ("content_exchange", "messages")]
    before = math.log(row["prior"] / (1 - row["prior"]))
    assert row["log_odds"] == pytest.approx(before + way["log_ratio"])
    assert way["without"] == pytest.approx(row["prior"])
    assert row["probability"] == pytest.approx(1 / (1 + math.exp(-row["log_odds"])))


def test_no_data_cannot_tell():
    found, items = weighed()
    assert {row["likelihood_term"] for row in found.values()} == {"cannot tell"}
    assert {row["confidence"] for row in found.values()} == {"low"}
    assert all(i["reason"] for i in items)
    assert all(row["probability"] == pytest.approx(row["prior"]) for row in found.values())


def test_without_a_reference_bloc_common_causes_are_not_weighed_and_borrowing_hardly():
    blocs = Blocs(("north", "south"))
    found, _ = weighed(world("borrowing", 100), blocs)
    assert found["common_cause", ""]["likelihood_term"] == "cannot tell"
    assert found["borrowing", "north→south"]["likelihood_term"] == "cannot tell"
    assert "no reference bloc" in found["borrowing", "north→south"]["reasons"][0]


def test_timing_that_outsiders_share_is_no_sign_and_timing_that_they_lack_is():
    alike, _ = weighed(synchrony=timed(220, 210))
    alone, items = weighed(synchrony=timed(220, 100))
    assert alike["directed_coordination", ""]["probability"] < 0.12
    assert alone["directed_coordination", ""]["likelihood_term"] in (
        "very likely",
        "almost certain",
    )
    (topics,) = [i for i in items if i["item"] == "topics"]
    assert "220 pairs of posts on one topic" in topics["text"]
    assert "pairs with outsiders 200, 200 expected" in topics["text"]


def test_common_events_show_in_timing_with_outsiders():
    found, items = weighed(synchrony=timed(150, 160))
    assert found["common_cause", ""]["probability"] > 0.9
    (events,) = [i for i in items if i["item"] == "events"]
    assert events["log_ratio"] > 1


def test_no_way_counts_for_more_than_the_settings_allow():
    found, items = weighed(world("exchange", 150), settings=Assessment(most=10.0, exchange=0.5))
    assert found["content_exchange", ""]["probability"] == pytest.approx(10 / 11, abs=1e-6)
    assert max(i["log_ratio"] for i in items) <= math.log(10) + 1e-9


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("coordination", 0.4, ("directed_coordination", "")),
        ("exchange", 0.7, ("content_exchange", "")),
        ("borrowing", 0.7, ("borrowing", "north→south")),
        ("common_cause", 0.3, ("common_cause", "")),
        ("false_release", 0.02, ("directed_coordination", "")),
        ("false_exchange", 0.1, ("content_exchange", "")),
        ("false_borrowing", 0.1, ("borrowing", "south→north")),
        ("false_source", 0.2, ("common_cause", "")),
        ("shows", 0.9, ("directed_coordination", "")),
        ("reaction", 1.5, ("directed_coordination", "")),
        ("differ", 0.5, ("directed_coordination", "")),
        ("most", 3.0, ("directed_coordination", "")),
    ],
)
def test_every_belief_changes_the_hypothesis_that_it_is_about(field, value, key):
    mixed = [
        message(f, m)
        for f, m in enumerate(
            ["coordinated_release"] * 2 + ["exchange"] * 3 + ["borrowing"] * 3 + ["common_source"]
            + ["own"] * 60
        )
    ]  # fmt: skip
    more = {"synchrony": timed(150, 110)}
    before, _ = weighed(mixed, **more)
    after, _ = weighed(mixed, settings=read(Assessment, {field: value}, "x"), **more)
    assert after[key]["log_odds"] != pytest.approx(before[key]["log_odds"], abs=1e-3)


def test_a_belief_that_is_no_probability_is_refused():
    with pytest.raises(StudyError, match="coordination"):
        read(Assessment, {"coordination": 1.0}, "study.toml: assessment")


def test_what_would_change_it_is_a_number_of_messages_that_does():
    found, _ = weighed(world("own", 0))
    change = found["directed_coordination", ""]["change"]
    needed = int(change.split("at least ")[1].split(" ")[0])
    assert "It would be likely with at least" in change
    assert weighed(world("coordinated_release", needed + 1))[0]["directed_coordination", ""][
        "probability"
    ] >= 0.55  # fmt: skip
    assert weighed(world("coordinated_release", needed - 1))[0]["directed_coordination", ""][
        "probability"
    ] < 0.55  # fmt: skip


def test_the_tables_are_those_of_the_vocabulary_and_sentences_pass_the_linter():
    with engine(world("coordinated_release", 5), synchrony=timed(130, 100)) as held:
        tables = assess(held, Blocs(("north", "south", "east"), ("world",)), Assessment())
    ASSESSMENT.validate(tables["assessment"])
    ITEMS.validate(tables["assessment_items"])
    assert tables["assessment"].num_rows == 3 * 5
    for row in tables["assessment"].to_pylist():
        assert row["likelihood_term"] in TERMS
        assert not refused(" ".join([row["statement"], row["change"], *row["reasons"]]))
    for row in tables["assessment_items"].to_pylist():
        assert not refused(row["text"] + row["reason"])


def test_estimates_lie_between_beliefs_three_times_apart():
    with engine(world("exchange", 6)) as held:
        table = estimates(assess(held, BLOCS, Assessment())["assessment"]).to_pylist()
    assert {r["quantity"] for r in table} == set(HYPOTHESES)
    for row in table:
        odds = [p / (1 - p) for p in (row["low"], row["estimate"], row["high"])]
        assert odds[1] / odds[0] == pytest.approx(3)
        assert odds[2] / odds[1] == pytest.approx(3)
    assert {r["a"] for r in table} == {"north→south", "south→north"}


def test_the_same_messages_in_another_order_give_the_same_table():
    some = world("exchange", 4, 20) + [message(20 + f, "borrowing") for f in range(4)]
    members = [
        member(f, b, f * 9000 + s, credits=[""])
        for f in range(12)
        for b, s in (("north", 0), ("south", 9))
    ]
    first, _ = weighed(some, members=members)
    again, _ = weighed(some[::-1], members=members[::-1])
    assert first == again
