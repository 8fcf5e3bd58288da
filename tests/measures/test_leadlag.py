"""Lead and lag: directions, what is left out, what cannot be told."""

from __future__ import annotations

import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.measures import leadlag
from antiphon.measures.leadlag import Leadlag
from antiphon.schema import SUBJECTS

SEEDS = (1, 2, 3)


def talk(seed: int, *, share: float = 0.5, days: int = 60, **columns: object) -> list[dict]:
    """South follows north with this probability, after an hour in the mean; world does not."""
    generator = np.random.default_rng(seed)
    rows = [
        made.post(f"{a}-{i}", a, minutes, "", **columns)
        for a, count in (("n1", 12 * days), ("s1", 4 * days), ("w1", 6 * days))
        for i, minutes in enumerate(generator.uniform(0, days * 1440, count))
    ]
    for i, minutes in enumerate(generator.uniform(0, days * 1440 - 600, 6 * days)):
        rows.append(made.post(f"n2-{i}", "n2", minutes, "", **columns))
        if generator.random() < 3 * share:
            late = min(generator.exponential(60), 599)
            rows.append(made.post(f"s2-{i}", "s2", minutes + late, "", **columns))
    return rows


def run(rows: list[dict], tables: dict | None = None, **options: int) -> dict[tuple, dict]:
    with made.engine(made.posts(*rows)) as engine:
        for name, table in (tables or {}).items():
            engine.register(name, table)
        found = leadlag.compute(engine, made.BLOCS, Leadlag(**options))["leadlag"].to_pylist()
    return {(row["direction"], row["topic"]): row for row in found}


@pytest.mark.parametrize("seed", SEEDS)
def test_who_leads_is_told_from_who_follows(seed):
    """A third of north's posts is followed with probability 0.9: 0.3 for each of them."""
    found = run(talk(seed, share=0.3))
    there, back = found["north→south", ""], found["south→north", ""]
    assert there["low"] > 0.1
    assert there["low"] < 0.3 < there["high"]
    assert back["low"] < 0.03
    assert back["high"] < there["high"]
    assert found["north→world", ""]["role"] == "reference"


def test_nothing_follows_nothing():
    """Of twelve worlds without following, most intervals hold nought."""
    found = [run(talk(seed, share=0))["north→south", ""] for seed in range(12)]
    assert np.mean([row["low"] <= 0 <= row["high"] for row in found]) >= 0.75


def test_subjects_have_their_own_rows_and_a_common_one():
    rows = talk(1, share=0.3)
    given = [
        {
            "platform": "twitter",
            "post_id": r["post_id"],
            "kind": "topic",
            "subject": "ab"[r["post_id"][0] == "w"],
        }
        for r in rows
    ]
    tables = {"subjects": pa.Table.from_pylist(given, schema=SUBJECTS.arrow)}
    found = run(rows, tables)
    assert found["north→south", "b"]["reason"] == "fewer than 30 posts"
    assert found["north→south", ""]["excitation"] == found["north→south", "a"]["excitation"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"days": 15}, "fewer than 20 days in which both post"),
        ({"time_precision": "hour"}, "dated to the hour or day"),
    ],
)
def test_what_cannot_be_told_says_why(options, reason):
    row = run(talk(1, **options))["north→south", ""]
    assert (row["excitation"], row["reason"]) == (None, reason)


def test_the_quantities_of_claims():
    with made.engine(made.posts(*talk(1, share=0.3))) as engine:
        table = leadlag.compute(engine, made.BLOCS, Leadlag())["leadlag"]
        engine.register("leadlag", table)
        rows = leadlag.estimate(engine, made.BLOCS).to_pylist()
    found = {(row["quantity"], row["a"]): row for row in rows}
    assert len(found) == 4
    difference = found["excitation_difference", "north→south"]
    assert difference["b"] == "south→north"
    assert difference["estimate"] == pytest.approx(
        found["excitation", "north→south"]["estimate"]
        - found["excitation", "south→north"]["estimate"]
    )
    assert difference["low"] > 0
