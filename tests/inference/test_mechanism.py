"""From shared passages to mechanisms, over tables."""

from __future__ import annotations

from dataclasses import fields, replace

import made
import made_members
import numpy as np
import pyarrow.compute as pc
import pytest

from antiphon.inference import mechanism, shares
from antiphon.inference.mechanism import Mechanism
from antiphon.inference.mixture import fit
from antiphon.measures import reuse
from antiphon.measures.reuse import Reuse
from antiphon.schema import EVIDENCE, MECHANISMS, REPETITIONS, SHARES

SHORT = made.words(2, 30)
LONGER = made.words(3, 60)
PEOPLE = made.accounts(
    n1={"handle": "northdaily", "name": "North Daily"},
    w1={"handle": "wire", "name": "Meridian Wire"},
)


def run(*rows: dict, **options: object):
    with made.engine(made.posts(*rows), PEOPLE) as engine:
        for name, table in reuse.compute(engine, made.BLOCS, Reuse()).items():
            engine.register(name, table)
        found = mechanism.repetitions(engine, made.BLOCS, Mechanism(**options))
        engine.register("repetitions", found)
        return found, shares.shares(engine, made.BLOCS, seed=1)


def world(settings: Mechanism):
    posts, _, partners = made_members.members(seed=3, families=40)
    return fit(posts, 2, partners, settings).sums.chance


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [made.post("a", "n1", 0, SHORT), made.post("b", "s1", 900, f"{SHORT} more")],
            {"a": ("own", None), "b": ("borrowing", "a")},
        ),
        (
            [made.post("a", "n1", 0, LONGER), made.post("b", "s1", 60, LONGER)],
            {"a": ("own", None), "b": ("exchange", "a")},
        ),
        (
            [
                made.post("a", "n1", 0, SHORT),
                made.post("b", "s1", 900, f"{SHORT} (North Daily)"),
            ],
            {"a": ("own", None), "b": ("exchange", "a")},
        ),
        (
            [made.post("a", "n1", 0, SHORT), made.post("b", "s1", 5, SHORT)],
            {"a": ("coordinated_release", None), "b": ("coordinated_release", "a")},
        ),
        (
            [
                made.post("w", "w1", 0, SHORT),
                made.post("a", "n1", 30, SHORT),
                made.post("b", "s1", 35, SHORT),
            ],
            {"a": ("common_source", "w"), "b": ("common_source", "w")},
        ),
        (
            [
                made.post("a", "n1", 0, f"{SHORT} (Meridian Wire)"),
                made.post("b", "s1", 900, f"{SHORT} (Meridian Wire)"),
            ],
            {"a": ("common_source", None), "b": ("common_source", None)},
        ),
        (
            [
                made.post("a", "n1", 0, SHORT),
                made.post("b", "s1", 900, f"{SHORT} x"),
                made.post("c", "s2", 1900, f"{SHORT} x"),
            ],
            {"a": ("own", None), "b": ("borrowing", "a"), "c": ("internal", "b")},
        ),
    ],
    ids=["borrowed", "whole", "credited", "release", "wire", "unseen wire", "internal"],
)
def test_a_message_of_each_kind(rows, expected):
    found, _ = run(*rows)
    assert {
        r["post_id"]: (r["mechanism"], r["parent_post_id"]) for r in found.to_pylist()
    } == expected


def test_the_columns_are_those_of_the_design():
    assert REPETITIONS.names == (
        "post_id", "account_id", "bloc", "family_id", "created_at", "parent_post_id",
        "parent_bloc", "lag_seconds", "mechanism", "p_own", "p_internal", "p_common_source",
        "p_exchange", "p_borrowing", "p_coordinated_release", "credited", "coverage",
        "words_matched",
    )  # fmt: skip


def test_each_post_has_one_row_and_probabilities_that_sum_to_one():
    rows = [
        made.post("a", "n1", 0, SHORT, time_precision="day"),
        made.post("b", "s1", 5, SHORT, time_precision="hour"),
        made.post("c", "n2", 9, f"{SHORT} {LONGER}"),
        made.post("d", "s2", 8, LONGER, time_precision="minute"),
    ]
    found, _ = run(*rows)
    REPETITIONS.validate(found)
    assert sorted(found["post_id"].to_pylist()) == ["a", "b", "c", "d"]
    for row in found.to_pylist():
        assert sum(row[f"p_{name}"] for name in MECHANISMS) == pytest.approx(1)
        assert row["mechanism"] == max(MECHANISMS, key=lambda m: row[f"p_{m}"])


def test_reference_posts_and_messages_of_one_bloc_have_no_row():
    found, _ = run(
        made.post("a", "n1", 0, SHORT),
        made.post("b", "n2", 900, SHORT),
        made.post("c", "w1", 0, LONGER),
        made.post("d", "s1", 9, LONGER),
    )
    assert found.num_rows == 0


def test_posts_captured_together_were_not_released_together():
    """A crawl captures many within minutes: the date says nothing of when they were published."""
    captured = {"time_source": "captured"}
    rows = [made.post("a", "n1", 0, SHORT), made.post("b", "s1", 5, SHORT)]
    crawled = [row | captured for row in rows]
    assert set(run(*rows)[0]["mechanism"].to_pylist()) == {"coordinated_release"}
    assert "coordinated_release" not in run(*crawled)[0]["mechanism"].to_pylist()


def test_who_is_credited_within_a_day_does_not_have_its_words_from_the_other():
    """The dates leave the order open, the credit does not."""
    rows = [
        made.post("a", "n1", 0, f"{SHORT} x y", time_precision="day"),
        made.post("b", "s1", 0, f"{SHORT} (North Daily)", time_precision="day"),
    ]
    found = {row["post_id"]: row for row in run(*rows)[0].to_pylist()}
    assert (found["a"]["mechanism"], found["a"]["parent_post_id"]) == ("own", None)
    assert found["b"]["mechanism"] == "exchange"


def test_a_mere_mention_is_no_exchange():
    """An article about an outlet does not credit it."""
    rows = [
        made.post("a", "n1", 0, SHORT),
        made.post("b", "s1", 900, f"{SHORT} x. North Daily moved house."),
    ]
    found = run(*rows)[0].to_pylist()
    assert [row["mechanism"] for row in found] == ["own", "borrowing"]


@pytest.mark.parametrize("name", [f.name for f in fields(Mechanism)])
def test_each_setting_changes_something(name):
    """No setting is without effect on a study in which every mechanism occurs."""
    usual = world(Mechanism())
    value = getattr(Mechanism(), name)
    changed = world(replace(Mechanism(), **{name: value * (0.02 if "most" in name else 0.7)}))
    assert not np.array_equal(usual, changed)


def test_evidence_sums_to_the_logarithm_of_the_probability():
    rows = [
        made.post("w", "w1", 0, LONGER),
        made.post("c", "n1", 30, LONGER),
        made.post("d", "s1", 50, f"{LONGER} x"),
        made.post("a", "n1", 0, SHORT),
        made.post("b", "s1", 900, f"{SHORT} x y"),
    ]
    with made.engine(made.posts(*rows), PEOPLE) as engine:
        for name, table in reuse.compute(engine, made.BLOCS, Reuse()).items():
            engine.register(name, table)
        found = mechanism.tables(engine, made.BLOCS, Mechanism())
    EVIDENCE.validate(found["evidence"])
    total: dict[tuple[str, str], float] = {}
    for row in found["evidence"].to_pylist():
        key = (row["post_id"], row["mechanism"])
        total[key] = total.get(key, 0.0) + row["value"]
    assert len(total) == 2 * found["repetitions"].num_rows
    for row in found["repetitions"].to_pylist():
        p = row[f"p_{row['mechanism']}"]
        assert total[row["post_id"], row["mechanism"]] == pytest.approx(np.log(p))


def test_the_order_of_posts_within_the_tables_changes_nothing():
    rows = [made.post("a", "n1", 0, SHORT), made.post("b", "s1", 20, f"{SHORT} x")]
    assert run(*rows)[0].equals(run(*reversed(rows))[0])


def test_shares_of_a_direction_sum_to_one_and_count_families_and_posts():
    rows = []
    for i in range(20):
        text = made.words(100 + i, 30)
        rows += [
            made.post(f"a{i}", "n1", i * 2000, text),
            made.post(f"b{i}", "s1", i * 2000 + 900, f"{text} x"),
        ]
    _, table = run(*rows)
    SHARES.validate(table)
    south = table.filter(pc.equal(table["direction"], "south→north"))
    assert pc.sum(south["share"]).as_py() == pytest.approx(1)
    borrowed = next(r for r in south.to_pylist() if r["mechanism"] == "borrowing")
    assert (borrowed["families"], borrowed["posts"]) == (20, 20)
    assert borrowed["share"] == pytest.approx(1, abs=0.01)
    assert 0.8 < borrowed["low"] < 1
    release = next(r for r in south.to_pylist() if r["mechanism"] == "coordinated_release")
    assert release["share"] < 0.001
    assert 0.05 < release["high"] < 0.25


def test_nothing_shared_gives_unknown_shares():
    found, table = run(made.post("a", "n1", 0, SHORT))
    assert found.num_rows == 0
    assert set(table["share"].to_pylist()) == {None}
    assert set(table["posts"].to_pylist()) == {0}


def test_who_quotes_the_same_speaker_repeats_nobody():
    """Two reports that share a quotation alone are in no message of two blocs."""
    said = "we have always said that the harbour belongs to all who fish in these waters"
    found, _ = run(
        made.post("a", "n1", 0, f'{made.words(10, 12)}: "{said}"'),
        made.post("b", "s1", 9, f'{made.words(11, 12)}: "{said}"'),
    )
    assert found.num_rows == 0


def test_many_reposts_of_people_outside_the_data_are_a_common_source():
    """Two blocs that repost the same strangers exchange nothing with one another."""
    rows = []
    for k in range(80):
        text = made.words(300 + k, 20)
        rows += [
            made.post(f"a{k}", "n1", k * 300, f"RT @stranger{k}: {text}"),
            made.post(f"b{k}", "s1", k * 300 + 120, f"RT @stranger{k}: {text}"),
        ]
    found, _ = run(*rows)
    later = found.filter(pc.equal(found["bloc"], "south"))
    told = later["mechanism"].to_pylist()
    assert told.count("common_source") >= 0.9 * len(told)
