"""Who is named, and how hostile posts are where they are named."""

from __future__ import annotations

import made
import pyarrow as pa
import pytest

from antiphon.measures import targets
from antiphon.measures.targets import Targets
from antiphon.measures.targets.gazetteer import listed, professions
from antiphon.schema import ACCOUNTS, CODINGS, HUMAN_CODES, SAMPLES


def run(rows, *, hostile=(), people=(), own=(), **settings):
    """Rows of TARGETS; `hostile` are posts that a machine calls so, `people` what a person says."""
    unit = {"code": "tone", "platform": "twitter", "part": 0, "target": ""}
    coded = [
        unit | {"coder": "lexicon", "post_id": r["post_id"], "probability": None}
        | {"label": "hostile" if r["post_id"] in hostile else "none"}
        for r in rows
    ]  # fmt: skip
    seen = [unit | {"post_id": p, "person": "ann", "label": label} for p, label in people]
    drawn = [r | {"sample_id": "1", "inclusion": 0.5, "stratum": ""} for r in seen]
    with made.engine(made.posts(*rows)) as engine:
        for table, given in ((CODINGS, coded), (HUMAN_CODES, seen), (SAMPLES, drawn)):
            blank = dict.fromkeys(table.names)
            full = [{k: (blank | r)[k] for k in table.names} for r in given]
            engine.register(table.name, pa.Table.from_pylist(full, schema=table.arrow))
        if own:
            terms = [{"target": t, "term": term} for t, term in own]
            engine.register("gazetteer", pa.Table.from_pylist(terms))
        found = targets.compute(engine, made.BLOCS, Targets(**settings))["targets"]
    return {(r["target"], r["bloc"]): r for r in found.to_pylist()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ministers met", {"officials"}),
        ("Lies of the journalist and the professor!", {"academics", "journalists"}),
        ("Министры и журналисты лгут", {"officials", "journalists"}),
        ("учёные недоумевают", {"academics"}),
        ("这些记者和教授", {"academics", "journalists"}),
        ("外交部发言人表示", {"officials"}),
        ("administration of a mini sterling", set()),
        ("nothing of the kind", set()),
    ],
)
def test_professions_are_found_in_three_languages(text, found):
    rows = run([made.post("a", "n1", 0, text), made.post("b", "n1", 1, "x")])
    assert {target for target, _ in rows} == found


def test_a_target_of_the_study_is_found_by_its_terms_and_hides_a_profession_of_its_name():
    own = [("Ruritania", "Ruritania*"), ("Ruritania", "Руритани*"), ("academics", "dons")]
    rows = [
        made.post("a", "n1", 0, "the RURITANIAN lie"),
        made.post("b", "s1", 1, "ложь Руритании"),
        made.post("c", "s1", 2, "a professor"),
        made.post("d", "s1", 3, "the dons"),
    ]
    found = run(rows, own=own)
    assert set(found) == {("Ruritania", "north"), ("Ruritania", "south"), ("academics", "south")}
    assert found["academics", "south"]["posts"] == 1


def test_without_professions_only_the_targets_of_the_study_are_looked_for():
    rows = [made.post("a", "n1", 0, "the minister")]
    assert run(rows, professions=False) == {}


def test_a_post_that_names_a_target_twice_is_one_and_its_rate_is_of_all_posts():
    rows = [made.post("a", "n1", 0, "minister, minister"), made.post("b", "n2", 1, "minister")]
    rows += [made.post(f"c{i}", "n1", 2 + i, "x") for i in range(6)]
    row = run(rows)["officials", "north"]
    assert (row["posts"], row["accounts"], row["all_posts"], row["rate"]) == (2, 2, 8, 0.25)
    assert row["low"] < 0.25 < row["high"]


def test_the_excess_is_over_all_posts_of_the_bloc_and_uncalibrated_without_people():
    rows = [made.post(f"a{i}", "n1", i, "the minister") for i in range(4)]
    rows += [made.post(f"b{i}", "n2", 9 + i, "x") for i in range(4)]
    row = run(rows, hostile={"a0", "a1", "a2"})["officials", "north"]
    assert (row["hostile"], row["usual"], row["excess"]) == (0.75, 0.375, 0.375)
    assert (row["method"], row["hostile_low"], row["excess_low"]) == ("uncalibrated", None, None)


def test_coded_by_people_the_excess_has_an_interval():
    rows, people = [], []
    for i in range(120):
        named = i % 2 == 0
        rows.append(made.post(f"a{i}", f"n{1 + i % 4 // 2}", i, "the minister" if named else "x"))
        people.append((f"a{i}", "aggressive" if named and i % 3 else "none"))
    row = run(rows, people=people)["officials", "north"]
    assert row["hostile"] == pytest.approx(2 / 3, abs=0.02)
    assert row["usual"] == pytest.approx(1 / 3, abs=0.02)
    assert 0 < row["excess_low"] < 1 / 3 < row["excess_high"]
    assert row["n_human"] == 60


def test_nothing_is_said_where_no_tone_was_coded():
    with made.engine(made.posts(made.post("a", "n1", 0, "the minister"))) as engine:
        found = targets.compute(engine, made.BLOCS, Targets())["targets"]
    assert found.num_rows == 0


def test_every_profession_has_terms_that_compile():
    assert all(professions().values())
    with made.engine(made.posts()) as engine:
        assert listed(engine, shipped=True) == dict(professions())


def test_a_coder_that_is_named_and_not_there_says_nothing():
    rows = [made.post("a", "n1", 0, "the minister")]
    assert run(rows, hostile={"a"}, coder="lexicon")["officials", "north"]["hostile"] == 1.0
    assert run(rows, hostile={"a"}, coder="another")["officials", "north"]["hostile"] is None


def estimates(rows):
    """ESTIMATES by quantity, a and b, of posts of which none was coded by people."""
    unit = {"code": "tone", "coder": "lexicon", "platform": "twitter", "part": 0, "target": ""}
    coded = [
        unit | {"post_id": r["post_id"], "label": "hostile" if k % 2 else "none"}
        for k, r in enumerate(rows)
    ]
    with made.engine(made.posts(*rows)) as engine:
        engine.register("codings", pa.Table.from_pylist(coded, schema=CODINGS.arrow))
        for table in (HUMAN_CODES, SAMPLES):
            engine.register(table.name, table.empty())
        engine.register("targets", targets.compute(engine, made.BLOCS, Targets())["targets"])
        found = targets.MEASURE.estimate(engine, made.BLOCS).to_pylist()
    return {(r["quantity"], r["a"], r["b"]): r for r in found}


def test_a_claim_may_be_about_a_bloc_and_a_target_or_about_two_blocs_and_one_target():
    rows = [
        made.post(f"a{k}", f"n{1 + k % 2}", k, "the minister" if k < 6 else "x") for k in range(8)
    ]
    rows += [made.post(f"b{k}", "s1", 9 + k, "the minister" if k < 1 else "x") for k in range(8)]
    found = estimates(rows)
    north, south = "north→officials", "south→officials"
    assert (found["rate", north, ""]["estimate"], found["rate", north, ""]["n"]) == (0.75, 6)
    apart, back = found["rate_difference", north, south], found["rate_difference", south, north]
    assert apart["estimate"] == 0.75 - 0.125 == -back["estimate"]
    assert 0 < apart["low"] < apart["estimate"] < apart["high"]
    assert found["rate", north, ""]["method"] is None
    bare = found["hostile", north, ""]
    assert (bare["estimate"], bare["low"], bare["method"]) == (0.5, None, "uncalibrated")
    assert found["excess", north, ""]["method"] == "uncalibrated"


def test_behind_the_numbers_stand_hostile_posts_that_name_the_target_and_may_be_shown():
    posts = [
        made.post("a", "n1", 0, "the minister lies"),
        made.post("b", "n1", 1, "the minister met"),
        made.post("c", "n1", 2, "what a lie"),
        made.post("d", "s1", 3, "ministers and journalists lie"),
        made.post("e", "w1", 4, "the minister lies too"),
    ]
    kinds = {"n1": "ministry", "s1": "state_media", "w1": "person"}
    blank = dict.fromkeys(ACCOUNTS.names) | {"platform": "twitter"}
    people = [blank | {"account_id": a, "kind": kind} for a, kind in kinds.items()]
    unit = dict.fromkeys(CODINGS.names) | {"code": "tone", "platform": "twitter", "part": 0}
    coded = [
        unit | {"coder": "lexicon", "post_id": p, "target": "", "label": label}
        for p, label in zip(
            "abcde", ("hostile", "none", "hostile", "aggressive", "hostile"), strict=True
        )
    ]
    with made.engine(made.posts(*posts)) as engine:
        engine.register("accounts", pa.Table.from_pylist(people, schema=ACCOUNTS.arrow))
        engine.register("codings", pa.Table.from_pylist(coded, schema=CODINGS.arrow))
        for table in (HUMAN_CODES, SAMPLES):
            engine.register(table.name, table.empty())
        rows = targets.compute(engine, made.BLOCS, Targets())["target_posts"].to_pylist()
    found = sorted((r["target"], r["bloc"], r["post_id"], r["label"]) for r in rows)
    assert found == [
        ("journalists", "south", "d", "aggressive"),
        ("officials", "north", "a", "hostile"),
        ("officials", "south", "d", "aggressive"),
    ]
