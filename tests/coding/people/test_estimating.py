"""Shares of labels: machines corrected by people, from tables to tables."""

from __future__ import annotations

import made_coded
import numpy as np
import pyarrow as pa
import pytest
from made_coded import BLOCS, SHARES

from antiphon.coding.people.estimating import prevalences
from antiphon.coding.settings import Estimation
from antiphon.schema import DIFFERENCES, HUMAN_CODES, PREVALENCES, SAMPLES, TRENDS

NUMBERS = ("estimate", "low", "high")
HERE = {"kind": "", "period": None, "label": "hostile"}


def rows(tables, name, **where):
    """The rows of a table that have these values."""
    return [r for r in tables[name].to_pylist() if all(r[k] == v for k, v in where.items())]


@pytest.fixture(scope="module")
def world():
    return made_coded.world(1)


def estimated(world, size=300, *, seed=1, settings=None, machine=True, **how):
    """The tables after a sample was coded."""
    with world.engine(machine=machine) as engine:
        made_coded.code(engine, world, size, seed=seed, **how)
        return prevalences(engine, BLOCS, settings or Estimation())


def test_the_tables_have_their_columns_and_every_part_its_row(world):
    found = estimated(world)
    for table in (PREVALENCES, DIFFERENCES, TRENDS):
        table.validate(found[table.name])
    whole = rows(found, "prevalences", coder="lexicon", **HERE)
    assert [r["bloc"] for r in whole] == ["north", "south", "world"]
    kinds = rows(found, "prevalences", coder="lexicon", label="hostile", period=None, bloc="north")
    assert [r["kind"] for r in kinds] == ["", "diplomat", "state_media"]
    assert sum(r["n_posts"] for r in kinds[1:]) == kinds[0]["n_posts"] == 1500
    months = rows(found, "prevalences", coder="lexicon", label="hostile", kind="", bloc="north")
    assert len(months) == 13
    assert (
        sum(r["n_posts"] for r in months[:-1]) == 1500 or sum(r["n_posts"] for r in months) == 3000
    )


@pytest.mark.parametrize("method", ["ppi", "dsl"])
def test_the_machines_bias_is_taken_back(world, method):
    found = estimated(world, settings=Estimation(method=method))
    for row in rows(found, "prevalences", coder="lexicon", **HERE):
        assert row["low"] <= world.share(row["bloc"]) <= row["high"]
        assert row["method"] in (method, "human")
        assert row["n_human"] > 60
    north = rows(found, "prevalences", coder="lexicon", bloc="north", **HERE)[0]
    assert north["machine"] > 0.3 > SHARES["north"] + 0.1
    difference = rows(found, "prevalence_differences", pair="north|south", coder="lexicon", **HERE)[
        0
    ]
    assert difference["low"] <= world.share("north") - world.share("south") <= difference["high"]
    assert abs(difference["machine"]) < 0.1 < abs(difference["estimate"])


def test_the_machine_makes_the_interval_narrower_than_people_alone(world):
    found = estimated(world, settings=Estimation(clustered=False))
    widths = {
        coder: np.mean(
            [r["high"] - r["low"] for r in rows(found, "prevalences", coder=coder, **HERE)]
        )
        for coder in ("lexicon", "")
    }
    assert widths["lexicon"] < 0.9 * widths[""]
    assert {r["machine"] for r in rows(found, "prevalences", coder="", **HERE)} == {None}


def test_over_many_samples_the_truth_is_covered_and_no_bias_left():
    """Strata by bloc and label, a fourth coded twice."""
    world = made_coded.world(2, posts=800)
    hits, errors = [], []
    for seed in range(40):
        found = estimated(world, 150, seed=seed, by=("bloc", "label"), people=("ann", "bo"))
        for row in rows(found, "prevalences", coder="lexicon", **HERE):
            truth = world.share(row["bloc"])
            hits.append(row["low"] <= truth <= row["high"])
            errors.append(row["estimate"] - truth)
    assert 0.9 <= np.mean(hits) <= 1.0
    assert abs(np.mean(errors)) < 0.01


def test_without_people_a_share_is_uncalibrated(world):
    with world.engine() as engine:
        found = prevalences(engine, BLOCS, Estimation())
    for name in ("prevalences", "prevalence_differences", "prevalence_trends"):
        assert found[name].num_rows > 0
        assert {r["method"] for r in found[name].to_pylist()} == {"uncalibrated"}
        assert {r["low"] for r in found[name].to_pylist()} == {None}
    row = rows(found, "prevalences", bloc="south", **HERE)[0]
    assert row["estimate"] == row["machine"]
    assert row["reason"] == "nobody has coded a drawn sample of these"


def test_a_part_in_which_few_were_coded_stays_uncalibrated_and_says_so(world):
    found = estimated(world, 60, settings=Estimation(least=15))
    months = [
        r for r in rows(found, "prevalences", coder="lexicon", label="hostile") if r["period"]
    ]
    assert {r["method"] for r in months} == {"uncalibrated"}
    assert any("of them were coded by people" in r["reason"] for r in months)
    assert rows(found, "prevalences", coder="lexicon", **HERE)[0]["method"] != "uncalibrated"


def test_people_alone_speak_where_there_is_no_machine(world):
    found = estimated(world, machine=False)
    whole = rows(found, "prevalences", **HERE)
    assert {r["method"] for r in whole} == {"human"}
    assert {r["coder"] for r in whole} == {""}
    assert [r["n_posts"] for r in whole] == [1500, 1500, 1500]
    assert all(r["low"] <= world.share(r["bloc"]) <= r["high"] for r in whole)


def test_two_samples_joined_are_right_and_surer_than_one(world):
    """One simple, one by label: each draw knows its own probabilities."""
    found = []
    for seeds in ((1,), (1, 2)):
        with world.engine() as engine:
            made_coded.code(engine, world, 100, seed=1)
            if len(seeds) > 1:
                made_coded.code(engine, world, 300, seed=2, by=("bloc", "label"))
            found.append(prevalences(engine, BLOCS, Estimation()))
    one, both = (rows(tables, "prevalences", coder="lexicon", **HERE) for tables in found)
    for first, row in zip(one, both, strict=True):
        assert row["low"] <= world.share(row["bloc"]) <= row["high"]
        assert row["reason"] == ""
        assert row["n_human"] > 2 * first["n_human"]
        assert row["high"] - row["low"] < 0.8 * (first["high"] - first["low"])


def test_half_coded_samples_stand_for_the_rest(world):
    """What coders did not reach is at random: the list was shuffled."""
    with world.engine() as engine:
        made_coded.code(engine, world, 300, seed=3, by=("bloc", "label"))
        said = engine.table("SELECT * FROM human_codes")
        kept = [r for n, r in enumerate(said.to_pylist()) if n % 3]
        engine.register("human_codes", pa.Table.from_pylist(kept, schema=HUMAN_CODES.arrow))
        found = prevalences(engine, BLOCS, Estimation())
    for row in rows(found, "prevalences", coder="lexicon", **HERE):
        assert row["low"] <= world.share(row["bloc"]) <= row["high"]
        assert row["reason"] == ""


def test_a_stratum_that_nobody_coded_is_told(world):
    with world.engine() as engine:
        made_coded.code(engine, world, 200, seed=3, by=("bloc", "label"))
        said = engine.table("SELECT * FROM human_codes").to_pylist()
        strata = dict(engine.rows("SELECT post_id, stratum FROM samples"))
        kept = [r for r in said if strata[r["post_id"]] != "bloc=north; label=hostile"]
        engine.register("human_codes", pa.Table.from_pylist(kept, schema=HUMAN_CODES.arrow))
        found = prevalences(engine, BLOCS, Estimation())
    reasons = {r["reason"] for r in rows(found, "prevalences", coder="lexicon", **HERE)}
    assert all("of 1 strata nobody has coded a unit" in reason for reason in reasons)


def test_posts_that_came_after_the_draw_are_told(world):
    less = made_coded.World(
        world.posts.filter(pa.compute.not_equal(world.posts["bloc"], "world")),
        world.accounts, world.codings, world.truth,
    )  # fmt: skip
    with less.engine() as engine:
        made_coded.code(engine, less, 200, seed=1)
        samples, said = (engine.table(f"SELECT * FROM {n}") for n in ("samples", "human_codes"))
    with world.engine() as engine:
        made_coded.give(engine, samples, said)
        found = prevalences(engine, BLOCS, Estimation())
    row = rows(found, "prevalences", coder="lexicon", bloc="north", **HERE)[0]
    assert row["reason"].startswith("drawn from 3,000 units; now there are 4,500")


def test_coders_who_differ_make_shares_less_certain(world):
    lean = {"ann": 0.0, "bo": 0.3}
    sides = [
        estimated(world, 400, people=("ann", "bo"), lean=lean if differ else None)
        for differ in (False, True)
    ]
    widths = [
        next(r["high"] - r["low"] for r in rows(s, "prevalences", coder="", bloc="south", **HERE))
        for s in sides
    ]
    assert widths[1] > 1.5 * widths[0]


def test_few_accounts_are_told():
    world = made_coded.world(3, posts=300, accounts=3)
    found = estimated(world, 200)
    row = rows(found, "prevalences", coder="lexicon", bloc="north", **HERE)[0]
    assert not row["clustered"]
    assert "too few accounts" in row["reason"]


def test_a_trend_that_only_the_machine_sees_is_taken_back():
    world = made_coded.world(4, growth=0.3)
    found = estimated(world, 600)
    for bloc in ("north", "south"):
        row = rows(
            found, "prevalence_trends", bloc=bloc, kind="", label="hostile", coder="lexicon"
        )[0]
        assert row["method"] == "dsl"
        assert row["low"] <= 0.3 <= row["high"]
        assert row["high"] - row["low"] < 0.8


def test_an_invalid_answer_has_no_label(world):
    spoilt = world.codings.to_pylist()
    for row in spoilt[::7]:
        row["label"] = "invalid"
    other = made_coded.World(
        world.posts,
        world.accounts,
        pa.Table.from_pylist(spoilt, schema=world.codings.schema),
        world.truth,
    )
    found = estimated(other, 300)
    assert "invalid" not in {r["label"] for r in found["prevalences"].to_pylist()}
    row = rows(found, "prevalences", coder="lexicon", bloc="south", **HERE)[0]
    assert row["n_posts"] == 1500
    assert row["low"] <= world.share("south") <= row["high"]


def test_a_machine_that_learnt_from_the_sample_is_not_heeded(world):
    """It knows the answers there: taken for its errors elsewhere, they would mislead."""
    with world.engine() as engine:
        made_coded.code(engine, world, 300, seed=1)
        known = dict(engine.rows("SELECT post_id, label FROM human_codes"))
        taught = [
            row | {"label": known.get(row["post_id"], row["label"])}
            for row in world.codings.to_pylist()
        ]
        engine.register("codings", pa.Table.from_pylist(taught, schema=world.codings.schema))
        trusted = prevalences(engine, BLOCS, Estimation())
        found = prevalences(engine, BLOCS, Estimation(), learnt=["lexicon"])
    row = rows(found, "prevalences", coder="lexicon", bloc="north", **HERE)[0]
    alone = rows(found, "prevalences", coder="", bloc="north", **HERE)[0]
    assert [row[n] for n in NUMBERS] == [alone[n] for n in NUMBERS]
    assert row["method"] == "human"
    assert "learnt" in row["reason"]
    misled = rows(trusted, "prevalences", coder="lexicon", bloc="north", **HERE)[0]
    assert misled["low"] > world.share("north"), "what the warning is about"
    part = {"bloc": "north", "kind": "", "label": "hostile"}
    assert rows(found, "prevalence_trends", coder="lexicon", **part)[0]["method"] == "human"


def test_the_same_tables_give_the_same_rows_in_whatever_order(world):
    turned = made_coded.World(
        world.posts.take(pa.array(range(world.posts.num_rows - 1, -1, -1))),
        world.accounts,
        world.codings.take(pa.array(range(world.codings.num_rows - 1, -1, -1))),
        world.truth,
    )
    assert estimated(world) == estimated(turned)


def test_no_posts_no_rows():
    empty = made_coded.world(1, posts=0)
    with empty.engine() as engine:
        engine.register("samples", SAMPLES.empty())
        engine.register("human_codes", HUMAN_CODES.empty())
        found = prevalences(engine, BLOCS, Estimation())
    assert [found[t.name].num_rows for t in (PREVALENCES, DIFFERENCES, TRENDS)] == [0, 0, 0]
