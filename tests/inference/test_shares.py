"""Shares by direction and period."""

from __future__ import annotations

import datetime as dt

import pytest
from made_messages import START, message, rows

from antiphon.engine import Engine
from antiphon.inference.shares import longest, periods, shares, starts
from antiphon.schema import FAMILIES, MECHANISMS, PERIODS, REPETITIONS, SHARES, Blocs

BLOCS = Blocs(("north", "south"), ("world",))


def held(months):
    """Messages of a mechanism, so many in each month."""
    repetitions, families = [], []
    for k, (mechanism, many) in enumerate(months):
        for _ in range(many):
            number = len(families)
            some, _ = message(number, mechanism, 1.0)
            repetitions += some
            families.append(
                {
                    "family_id": number,
                    "blocs": ["north", "south"],
                    "first_at": START + dt.timedelta(days=30.5 * k),
                }
            )
    engine = Engine()
    engine.register("repetitions", rows(REPETITIONS, repetitions))
    engine.register("families", rows(FAMILIES, families))
    return engine


def test_each_period_has_its_own_share_and_denominator():
    with held([("exchange", 4), ("borrowing", 6), *[("own", 2)] * 7]) as engine:
        table = periods(engine, BLOCS, 1)
    PERIODS.validate(table)
    found = {
        (str(r["period"]), r["mechanism"]): r
        for r in table.to_pylist()
        if r["direction"] == "north→south"
    }
    assert {r["length"] for r in found.values()} == {"month"}
    first, second = found["2023-03-01", "exchange"], found["2023-04-01", "borrowing"]
    assert (first["share"], first["families"], first["posts"]) == (1.0, 4, 4)
    assert (second["share"], second["families"]) == (1.0, 6)
    assert found["2023-04-01", "exchange"]["share"] == 0
    assert first["low"] < 1 == first["high"]


def test_periods_together_are_the_whole():
    with held([("exchange", 3), ("own", 5), ("borrowing", 2), *[("internal", 1)] * 6]) as engine:
        whole = shares(engine, BLOCS, 1).to_pylist()
        parts = periods(engine, BLOCS, 1).to_pylist()
    SHARES.validate(rows(SHARES, whole))
    for row in whole:
        mine = [
            p for p in parts
            if (p["direction"], p["mechanism"]) == (row["direction"], row["mechanism"])
        ]  # fmt: skip
        assert sum(p["posts"] for p in mine) == row["posts"]
        mean = sum(p["share"] * p["posts"] for p in mine) / row["posts"]
        assert mean == pytest.approx(row["share"])
    assert {r["mechanism"] for r in whole} == set(MECHANISMS)


def test_no_messages_are_no_periods_and_unknown_shares():
    with held([]) as engine:
        assert periods(engine, BLOCS, 1).num_rows == 0
        assert {r["share"] for r in shares(engine, BLOCS, 1).to_pylist()} == {None}


@pytest.mark.parametrize(
    ("days", "length"),
    [(0, "week"), (179, "week"), (180, "month"), (546, "quarter"), (2190, "year")],
)
def test_periods_are_as_long_as_leaves_six(days, length):
    assert longest(days) == length


@pytest.mark.parametrize("length", ["week", "month", "quarter", "year"])
def test_a_day_is_in_the_period_that_starts_last_before_it(length):
    day = dt.date(2020, 2, 29)
    seen = [starts(day + dt.timedelta(days=k), length) for k in range(800)]
    assert seen == sorted(seen)
    assert all(starts(first, length) == first for first in set(seen))
    assert all(first <= day + dt.timedelta(days=k) for k, first in enumerate(seen))
