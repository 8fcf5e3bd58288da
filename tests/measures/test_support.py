"""Support: chances, silence, stances, and what is returned."""

from __future__ import annotations

import made
import pyarrow as pa
import pytest

from antiphon.measures import support
from antiphon.measures.support import Support
from antiphon.measures.support.chances import silence
from antiphon.schema import ACCOUNTS, CODINGS, HUMAN_CODES, ISSUES, SAMPLES, SUBJECTS

DAY = 1440.0
WRITTEN = {"a": "s1", "b": "s1", "c": "s1", "d": "n1", "e": "n1", "f": "s1"}


def run(rows, *, said=(), stances=(), people=(), sample=1.0, issues=None, accounts=(),
        **settings):  # fmt: skip
    """Tables and estimates; `said` are (post, issue), `stances` (post, target, label)."""
    issues = issues or {"strait": "north", "canal": "south", "reef": "world"}
    with made.engine(made.posts(*rows)) as engine:
        if accounts:
            engine.register("accounts", filled(ACCOUNTS, [{"platform": ""} | a for a in accounts]))
        listed = [{"issue": i, "of": of} for i, of in issues.items()]
        engine.register("issues", pa.Table.from_pylist(listed, schema=ISSUES.arrow))
        spoken = [
            {"platform": "twitter", "post_id": p, "kind": "issue", "subject": s} for p, s in said
        ]
        engine.register("subjects", pa.Table.from_pylist(spoken, schema=SUBJECTS.arrow))
        unit = {"code": "stance", "platform": "twitter", "part": 0}
        coded = [
            unit | {"coder": "lexicon", "post_id": p, "target": t, "label": label}
            for p, t, label in stances
        ]
        engine.register("codings", filled(CODINGS, coded))
        seen = [
            unit | {"post_id": p, "target": t, "person": "ann", "label": label}
            for p, t, label in people
        ]
        drawn = [r | {"sample_id": "1", "inclusion": sample, "stratum": ""} for r in seen]
        engine.register("human_codes", filled(HUMAN_CODES, seen))
        engine.register("samples", filled(SAMPLES, drawn))
        found = support.compute(engine, made.BLOCS, Support(**settings))
        for name, table in found.items():
            engine.register(name, table)
        told = support.estimate(engine, made.BLOCS).to_pylist()
    return {n: t.to_pylist() for n, t in found.items()} | {"estimates": told}


def filled(table, rows):
    blank = dict.fromkeys(table.names)
    return pa.Table.from_pylist(
        [{k: v for k, v in (blank | r).items() if k in table.names} for r in rows],
        schema=table.arrow,
    )


def of(found, by, issue):
    return next(r for r in found["support"] if (r["by"], r["issue"]) == (by, issue))


def toward(found, by, whom):
    return next(r for r in found["support_directions"] if (r["by"], r["of"]) == (by, whom))


def told(found, quantity, a):
    return next(r for r in found["estimates"] if (r["quantity"], r["a"]) == (quantity, a))


def edges(last=40):
    """Posts on nothing, so that every bloc is watched from the first day to the last."""
    return [made.post(f"{a}{d}", a, d * DAY, "x") for a in ("n1", "s1", "w1") for d in (0, last)]


def test_every_issue_has_a_row_for_every_bloc_that_it_is_not_of():
    found = run(edges())
    assert [(r["issue"], r["by"]) for r in found["support"]] == [
        ("strait", "south"), ("strait", "world"), ("canal", "north"), ("canal", "world"),
        ("reef", "north"), ("reef", "south"),
    ]  # fmt: skip
    assert all(r["posts"] == r["occasions"] == 0 for r in found["support"])
    assert of(found, "south", "strait")["silence"] is None


def test_a_day_on_which_others_speak_is_an_occasion_taken_on_that_day_or_soon_after():
    rows = [*edges(), *(made.post(f"q{d}", "n1", d * DAY, "strait") for d in (5, 10, 15, 20))]
    rows += [made.post("a", "s1", 5 * DAY + 60, "strait"), made.post("b", "s2", 11 * DAY, "strait")]
    rows += [made.post("c", "s1", 17 * DAY, "strait")]  # two days late
    said = [(f"q{d}", "strait") for d in (5, 10, 15, 20)] + [(p, "strait") for p in "abc"]
    row = of(run(rows, said=said), "south", "strait")
    assert (row["posts"], row["accounts"], row["occasions"], row["spoke"]) == (3, 2, 4, 2)
    later = of(run(rows, said=said, answer_days=2), "south", "strait")
    assert (later["occasions"], later["spoke"]) == (4, 3)


def test_days_before_and_after_a_bloc_is_watched_are_no_occasions():
    rows = [made.post("s", "s1", 10 * DAY, "x"), made.post("t", "s1", 20 * DAY, "x")]
    rows += [made.post(f"q{d}", "n1", d * DAY, "strait") for d in (5, 15, 20, 25)]
    said = [(f"q{d}", "strait") for d in (5, 15, 20, 25)]
    assert of(run(rows, said=said), "south", "strait")["occasions"] == 1
    assert of(run(rows, said=said, answer_days=0), "south", "strait")["occasions"] == 2


def test_silence_is_held_against_other_issues_that_are_not_the_blocs_own():
    days = range(1, 39, 2)
    rows = [*edges()]
    said = []
    for d in days:
        rows += [made.post(f"n{d}x", "n1", d * DAY, ""), made.post(f"w{d}x", "w1", d * DAY, "")]
        rows += [made.post(f"s{d}x", "s1", d * DAY + 9, "")]
        said += [(f"n{d}x", "strait"), (f"w{d}x", "reef"), (f"s{d}x", "reef")]
    row = of(run(rows, said=said), "south", "strait")
    assert (row["spoke"], row["occasions"]) == (0, 19)
    assert (row["usual_spoke"], row["usual_occasions"]) == (19, 19)
    assert row["silence"] == 1.0
    assert row["silence_low"] > 0.5
    assert of(run(rows, said=said), "south", "reef")["silence"] == -1.0


def test_silence_without_a_difference_has_an_interval_around_nought():
    found = silence([(3, 1)] * 30, [(3, 1)] * 60)
    assert found["silence"] == 0
    assert found["silence_low"] < 0 < found["silence_high"]


def test_whoever_is_asked_and_does_not_speak_has_let_a_chance_pass():
    rows = [*edges(), made.post("q", "n1", 5 * DAY, "@s1 the strait?")]
    rows += [made.post("r", "w1", 9 * DAY, "@s2 and the strait?")]
    rows += [made.post("a", "s2", 9 * DAY + 30, "strait, well")]
    rows += [made.post("p", "n1", 12 * DAY, "RT @s1: strait")]  # passes on, asks nothing
    said = [(p, "strait") for p in "qrap"]
    found = run(rows, said=said)
    row = of(found, "south", "strait")
    assert (row["asked"], row["unanswered"]) == (2, 1)
    whole = toward(found, "south", "north")
    assert (whole["posts"], whole["unanswered"], whole["chances"]) == (1, 1, 2)
    assert whole["silent"] == 0.5


def test_without_coders_the_posts_are_counted_and_no_stance_is_said():
    found = run([*edges(), made.post("a", "s1", DAY, "strait")], said=[("a", "strait")])
    row = toward(found, "south", "north")
    assert (row["posts"], row["support"], row["method"]) == (1, None, "")
    assert told(found, "rate", "south→north")["estimate"] is None
    speaks = told(found, "speaks", "south→north")
    assert (speaks["estimate"], speaks["n"], speaks["denominator"]) == (1 / 3, 1, 3)
    assert speaks["low"] < 1 / 3 < speaks["high"]


def test_a_bloc_that_never_speaks_of_an_issue_supports_within_an_interval_that_admits_it():
    found = run([*edges(), *(made.post(f"z{i}", "s1", i, "x") for i in range(300))])
    none = told(found, "per_thousand", "south→north")
    assert (none["estimate"], none["low"]) == (0.0, 0.0)
    assert 5 < none["high"] < 20


def test_a_machines_stance_is_uncalibrated_and_bears_no_interval():
    rows = [*edges(), *(made.post(f"a{i}", "s1", DAY + i, "strait") for i in range(4))]
    said = [(f"a{i}", "strait") for i in range(4)]
    labels = ["support", "support", "neutral", "oppose"]
    stances = [(f"a{i}", "north", label) for i, label in enumerate(labels)]
    found = run(rows, said=said, stances=stances)
    row = of(found, "south", "strait")
    assert (row["support"], row["neutral"], row["oppose"]) == (0.5, 0.25, 0.25)
    assert (row["support_low"], row["method"]) == (None, "uncalibrated")
    rate = told(found, "rate", "south→north")
    assert (rate["estimate"], rate["low"], rate["n"], rate["denominator"]) == (0.5, None, 4, 4)
    assert told(found, "supporting_posts", "south→north")["estimate"] == 2
    share = told(found, "per_thousand", "south→north")
    assert share["estimate"] == pytest.approx(2000 / 6)
    assert (share["low"], share["high"] > 4000 / 6) == (0.0, True)  # may be none or all of four


def made_to_differ():
    """South supports north in 60 of 80 posts, north south in 10 of 80; people coded all."""
    rows, said, people = [*edges()], [], []
    for by, whom, issue, supported in (("s", "north", "strait", 60), ("n", "south", "canal", 10)):
        for i in range(80):
            name = f"{by}{1 + i % 2}"
            rows.append(made.post(f"{by}p{i}", name, DAY + i, issue))
            said.append((f"{by}p{i}", issue))
            people.append((f"{by}p{i}", whom, "support" if i < supported else "neutral"))
    return rows, said, people


def test_coded_by_people_the_rates_differ_with_an_interval():
    rows, said, people = made_to_differ()
    found = run(rows, said=said, people=people, sample=0.5)
    there = told(found, "rate", "south→north")
    assert there["estimate"] == pytest.approx(0.75)
    assert 0.5 < there["low"] < 0.75 < there["high"] < 1
    apart = told(found, "rate_difference", "south→north")
    assert (apart["b"], apart["estimate"]) == ("north→south", pytest.approx(0.625))
    assert 0.2 < apart["low"] < 0.625 < apart["high"] < 0.9
    times = told(found, "rate_ratio", "south→north")
    assert times["estimate"] == pytest.approx(6)
    assert 1 < times["low"] < 6 < times["high"]
    assert toward(found, "south", "north")["method"] == "human"


def test_chances_let_pass_are_in_the_rate_and_take_no_side():
    rows, said, people = made_to_differ()
    asked = [made.post(f"q{i}", "w1", (10 + 2 * i) * DAY, "@s1 strait?") for i in range(10)]
    said += [(f"q{i}", "strait") for i in range(10)]
    found = run([*rows, *asked], said=said, people=people, sample=0.5)
    assert told(found, "rate", "south→north")["estimate"] == pytest.approx(60 / 90)
    quiet = told(found, "neutral_or_silent", "south→north")
    assert quiet["estimate"] == pytest.approx(30 / 90)


def test_a_ratio_to_something_that_may_be_nought_has_no_upper_end():
    rows, said, people = made_to_differ()
    people = [(p, t, "neutral" if p[0] == "n" else k) for p, t, k in people]
    people = [(p, t, "support" if p == "np3" else k) for p, t, k in people]
    times = told(run(rows, said=said, people=people, sample=0.5), "rate_ratio", "south→north")
    assert times["estimate"] == pytest.approx(60)
    assert times["low"] > 1
    assert times["high"] is None or times["high"] > 100


def test_a_coder_that_is_named_and_not_there_says_nothing():
    rows = [*edges(), made.post("a", "s1", DAY, "strait")]
    stances = [("a", "north", "support")]
    given = {"said": [("a", "strait")], "stances": stances}
    assert of(run(rows, **given), "south", "strait")["support"] == 1
    assert of(run(rows, **given, coder="lexicon"), "south", "strait")["support"] == 1
    assert of(run(rows, **given, coder="another"), "south", "strait")["support"] is None


def test_behind_the_rates_stand_posts_of_others_on_the_issue_for_or_against():
    posts = [made.post(p, a, n * DAY, p) for n, (p, a) in enumerate(WRITTEN.items())]
    stances = [
        ("a", "north", "support"),
        ("b", "north", "support"),
        ("c", "north", "neutral"),
        ("d", "north", "support"),
        ("e", "south", "oppose"),
        ("f", "south", "support"),
    ]
    said = [("a", "strait"), ("c", "strait"), ("d", "strait"), ("e", "canal"), ("f", "strait")]
    people = [{"account_id": a, "kind": "ministry"} for a in ("n1", "s1", "w1")]
    found = run(posts, said=said, stances=stances, accounts=people)["support_posts"]
    told = [(r["target"], r["bloc"], r["label"], r["post_id"]) for r in found]
    assert told == [("north", "south", "support", "a"), ("south", "north", "oppose", "e")]
