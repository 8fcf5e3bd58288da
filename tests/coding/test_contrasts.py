"""Tactics and aims: two blocs beside each other, read from what was told."""

from __future__ import annotations

import pyarrow as pa
import pytest

from antiphon.coding.contrasts import chance, contrasts, estimates
from antiphon.engine import Engine
from antiphon.schema import DIFFERENCES, PREVALENCES, TACTICS, Blocs

BLOCS = Blocs(("north", "south"))


def told(code, coder, north, south, apart):
    """Rows of both tables: shares and a difference, each with its ends or none."""
    base = {"code": code, "target": "", "label": "yes", "kind": "", "period": None, "coder": coder}
    known = apart[1] is not None
    method = "ppi" if known else "uncalibrated"
    of = {"n_posts": 500, "n_human": 60 if known else 0, "method": method}
    ends = ("estimate", "low", "high")
    shares = [
        dict.fromkeys(PREVALENCES.names) | base | of | {"bloc": b} | dict(zip(ends, v, strict=True))
        for b, v in (("north", north), ("south", south))
    ]
    difference = dict.fromkeys(DIFFERENCES.names) | base | of | {"pair": "north|south"}
    del difference["n_posts"]
    return shares, difference | dict(zip(ends, apart, strict=True)) | {"n_posts": 1000}


@pytest.fixture
def engine():
    rows = [
        told("doubt", "lexicon", (0.2, None, None), (0.1, None, None), (0.1, None, None)),
        told("fear", "lexicon", (0.2, 0.15, 0.25), (0.1, 0.07, 0.14), (0.1, 0.04, 0.16)),
        told("fear", "", (0.21, 0.1, 0.3), (0.1, 0.05, 0.2), (0.11, 0.0, 0.22)),
        told("aim_threat", "lexicon", (0.2, 0.1, 0.3), (0.1, 0.0, 0.2), (0.1, 0.0, 0.2)),
    ]
    shares = [share for pair, _ in rows for share in pair]
    with Engine() as engine:
        engine.register("prevalences", pa.Table.from_pylist(shares, schema=PREVALENCES.arrow))
        apart = pa.Table.from_pylist([row for _, row in rows], schema=DIFFERENCES.arrow)
        engine.register("prevalence_differences", apart)
        engine.register("tactics", contrasts(engine, "tactics", TACTICS))
        yield engine


def test_rows_are_of_the_codebook_and_unchecked_ones_have_no_p_value(engine):
    rows = engine.table("SELECT * FROM tactics").to_pylist()
    assert [(r["code"], r["coder"], r["p_value"] is None) for r in rows] == [
        ("doubt", "lexicon", True),
        ("fear", "", False),
        ("fear", "lexicon", False),
    ]
    assert (rows[2]["x"], rows[2]["y"], rows[2]["difference"]) == (0.2, 0.1, 0.1)


def test_false_discoveries_are_counted_among_rows_that_have_a_p_value(engine):
    _, people, machine = engine.table("SELECT * FROM tactics").to_pylist()
    assert machine["q_value"] == pytest.approx(2 * machine["p_value"])
    assert people["q_value"] == pytest.approx(people["p_value"]) == pytest.approx(0.05, abs=1e-3)


def test_the_p_value_is_one_in_twenty_where_the_interval_ends_at_nought():
    assert chance(0.1, 0.0, 0.3) == pytest.approx(0.05)
    assert chance(-0.1, -0.3, 0.0) == pytest.approx(0.05)
    assert chance(0.1, -0.1, 0.3) > 0.3


def test_estimates_take_the_narrowest_interval_and_turn_with_the_blocs(engine):
    rows = estimates(engine, BLOCS, "tactics").to_pylist()
    found = {(r["quantity"], r["a"], r["b"]): r for r in rows}
    assert found["fear", "north", ""]["low"] == 0.15
    there, back = (
        found["fear_difference", "north", "south"],
        found["fear_difference", "south", "north"],
    )
    assert (there["estimate"], there["low"], there["high"]) == (0.1, 0.04, 0.16)
    assert (back["estimate"], back["low"], back["high"]) == (-0.1, -0.16, -0.04)
    assert found["doubt", "north", ""]["low"] is None
    assert (there["n"], there["denominator"]) == (60, 500)
