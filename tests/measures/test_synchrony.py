"""Pairs of posts at once: what is counted, what is left out, what can be told."""

from __future__ import annotations

import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.measures import synchrony
from antiphon.measures.synchrony import Synchrony, scaled
from antiphon.schema import FAMILY_POSTS, SUBJECTS, Blocs

SEEDS = (1, 2, 3)
DAYS = 30


def talk(seed: int, *, together: int = 0, more: int = 0, **columns: object) -> list[dict]:
    """Posts of three blocs at random times, and so many plans of two posts a side."""
    generator = np.random.default_rng(seed)
    rows = []
    for account, count in (("n1", 300 + more), ("s1", 300), ("w1", 300)):
        rows += [
            made.post(f"{account}-{i}", account, round(minutes * 60) / 60, "", **columns)
            for i, minutes in enumerate(generator.uniform(0, DAYS * 1440, count))
        ]
    for k in range(together):
        start = generator.uniform(0, DAYS * 1440)
        rows += [
            made.post(f"{account}-plan{k}", account, start + at, "", **columns)
            for account, at in zip(
                ("n1", "n2", "s1", "s2"), generator.uniform(0, 8, 4), strict=True
            )
        ]
    return rows


def run(rows: list[dict], blocs: Blocs = made.BLOCS, tables: dict | None = None, **options):
    with made.engine(made.posts(*rows)) as engine:
        for name, table in (tables or {}).items():
            engine.register(name, table)
        return synchrony.compute(engine, blocs, Synchrony(**options))["synchrony"].to_pylist()


def of(rows: list[dict], **wanted: object) -> list[dict]:
    return [row for row in rows if all(row[k] == v for k, v in wanted.items())]


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_are_found_beyond_the_control(seed):
    rows = run(talk(seed, together=25))
    (row,) = of(rows, null="reference", delta_seconds=600, interval_seconds=7200)
    assert row["p_value"] < 0.001
    assert row["q_value"] < 0.01
    assert row["observed"] > row["expected"] + 3 * row["deviation"]


def test_posts_at_random_are_no_plans():
    """Of thirty worlds without plans few have a small p-value, under every null."""
    found = [run(talk(seed), permutations=39) for seed in range(30)]
    for null in ("interval", "reference", "labels"):
        values = [r["p_value"] for rows in found for r in of(rows, null=null, delta_seconds=600)]
        assert np.mean(np.array(values) <= 0.05) < 0.17
        assert 0.35 < np.mean(values) < 0.65


def test_news_that_breaks_is_no_plan():
    """What everybody does at once stands out against the interval, and not against the control."""
    generator = np.random.default_rng(1)
    rows = talk(4)
    for k, start in enumerate(generator.uniform(0, DAYS * 1440, 60)):
        rows += [
            made.post(f"{account}-news{k}-{i}", account, start + late, "")
            for account in ("n1", "s1", "w1")
            for i, late in enumerate(generator.exponential(25, 4))
        ]
    found = of(run(rows), role="compare", delta_seconds=300, interval_seconds=3600)
    p = {row["null"]: row["p_value"] for row in found}
    assert p["interval"] < 0.001
    assert p["reference"] > 0.05


def test_messages_of_both_blocs_are_left_out():
    rows = talk(1, together=25)
    blank = dict.fromkeys(FAMILY_POSTS.names)
    shared = [
        blank | {"family_id": k, "platform": "twitter", "post_id": f"{a}-plan{k}", "bloc": bloc}
        for k in range(25)
        for a, bloc in (("n1", "north"), ("n2", "north"), ("s1", "south"), ("s2", "south"))
    ]
    inside = [row for row in shared if row["bloc"] == "north"]
    schema = FAMILY_POSTS.arrow
    tables = {"family_posts": pa.Table.from_pylist(shared, schema=schema)}
    with_words = of(run(rows, tables=tables), role="compare", null="interval")
    assert {row["shared"] for row in with_words} == {100}
    assert min(row["p_value"] for row in with_words) > 0.01
    tables = {"family_posts": pa.Table.from_pylist(inside, schema=schema)}
    assert of(run(rows, tables=tables), role="compare")[0]["shared"] == 0


def test_reposts_and_captured_posts_are_left_out():
    rows = talk(1)
    more = [
        made.post(f"r{i}", a, 60.0 * i, "", **c)
        for i in range(50)
        for a, c in (("n2", {"repost_of": "x"}), ("s2", {"time_source": "captured"}))
    ]
    assert run(rows + more) == run(rows)


@pytest.mark.parametrize(
    ("precision", "tested"),
    [("second", {10, 60, 300, 600}), ("minute", {300, 600}), ("day", set())],
)
def test_no_scale_is_finer_than_the_dates(precision, tested):
    found = of(run(talk(1, time_precision=precision)), role="compare")
    assert {row["delta_seconds"] for row in found if row["p_value"] is not None} == tested
    assert {row["reason"] for row in found if row["p_value"] is None} <= {
        f"dated to the {precision}"
    }


def test_seconds_that_are_always_zero_are_minutes():
    rows = [
        row | {"created_at": row["created_at"].replace(second=0, microsecond=0)} for row in talk(1)
    ]
    found = of(run(rows), delta_seconds=60)
    assert {row["reason"] for row in found} == {"dated to the minute"}


def test_topics_have_their_own_rows_and_a_sum():
    rows = talk(1)
    given = [
        {"platform": "twitter", "post_id": row["post_id"], "kind": "topic", "subject": "ab"[i % 2]}
        for i, row in enumerate(rows)
    ]
    tables = {"subjects": pa.Table.from_pylist(given, schema=SUBJECTS.arrow)}
    found = of(run(rows, tables=tables), pair="north|south", null="interval", interval_seconds=7200)
    assert [row["topic"] for row in found] == ["", "a", "b"]
    for name in ("observed", "expected", "posts_a"):
        assert found[0][name] == pytest.approx(found[1][name] + found[2][name])


def test_every_pair_with_a_reference_bloc_is_a_control():
    found = run(talk(1), Blocs(("north",), ("south", "world")))
    assert {(row["pair"], row["role"]) for row in found} == {
        ("north|south", "reference"),
        ("north|world", "reference"),
        ("south|world", "reference"),
    }


def test_without_a_reference_bloc_the_interval_is_all_there_is():
    found = run(talk(1), Blocs(("north", "south")))
    assert {row["null"] for row in found} == {"interval", "labels"}


def test_few_posts_are_not_tested():
    found = run(talk(1), min_posts=301)
    assert {row["reason"] for row in found} == {"fewer than 301 posts"}


@pytest.mark.parametrize(
    ("shortest", "longest", "expected"),
    [(10, 600, [10, 60, 300, 600]), (600, 10, [10, 60, 300, 600]), (5, 5, [5])],
)
def test_the_scales(shortest, longest, expected):
    found = list(scaled(Synchrony(shortest_seconds=shortest, longest_seconds=longest)))
    assert sorted({delta for delta, _ in found}) == expected
    assert {interval / delta for delta, interval in found} == {6, 12}


def test_the_quantity_of_claims():
    rows = talk(1, together=25, more=100)
    with made.engine(made.posts(*rows)) as engine:
        table = synchrony.compute(engine, made.BLOCS, Synchrony())["synchrony"]
        engine.register("synchrony", table)
        one, two = synchrony.estimate(engine, made.BLOCS).to_pylist()
    assert (one["a"], two["a"]) == ("north→south", "south→north")
    assert (one["denominator"], two["denominator"]) == (450, 350)
    assert one["estimate"] * 450 == pytest.approx(two["estimate"] * 350)
    assert one["low"] > 0
