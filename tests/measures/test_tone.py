"""Tone: changes of the same accounts, dates in days, ratios of kinds, and what estimates say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from antiphon.engine import Engine
from antiphon.kernels.changes import Change
from antiphon.measures.tone import STEPS, Tone, compute, estimate
from antiphon.measures.tone.turns import days
from antiphon.schema import (
    ACCOUNTS,
    CODINGS,
    HUMAN_CODES,
    PREVALENCES,
    SAMPLES,
    STORED,
    Blocs,
)

BLOCS = Blocs(("north", "south"))
MONTHS = [dt.date(2020 + m // 12, m % 12 + 1, 1) for m in range(24)]


def world(step, *, accounts=8, each=6, joins=None) -> Engine:
    """Posts of two years; `step(bloc, account, month)` is the chance of a hostile post."""
    rng = np.random.default_rng(7)
    posts, codings, people = [], [], []
    for bloc in BLOCS.all:
        for number in range(accounts):
            name = f"{bloc}{number}"
            kind = ("embassy", "state_media")[number % 2]
            listed = {"account_id": name, "platform": "", "bloc": bloc, "kind": kind}
            people.append(dict.fromkeys(ACCOUNTS.names) | listed)
            for month, first in enumerate(MONTHS):
                if joins and number >= accounts // 2 and month < joins:
                    continue
                for _ in range(each):
                    post = f"p{len(posts)}"
                    label = STEPS[3] if rng.random() < step(bloc, number, month) else STEPS[0]
                    when = dt.datetime.combine(first, dt.time())
                    row = {"platform": "x", "post_id": post, "account_id": name, "bloc": bloc}
                    posts.append(dict.fromkeys(STORED.names) | row | {"created_at": when})
                    codings.append(
                        {"code": "tone", "coder": "lexicon", "platform": "x", "post_id": post}
                        | {"part": 0, "target": "", "label": label, "probability": None}
                    )
    engine = Engine()
    rows = ((STORED, posts), (ACCOUNTS, people), (CODINGS, codings))
    for table, found in (*rows, (SAMPLES, []), (HUMAN_CODES, []), (PREVALENCES, [])):
        engine.register(table.name, pa.Table.from_pylist(found, schema=table.arrow))
    return engine


def changes(engine: Engine, **settings) -> list[dict]:
    rows = compute(engine, BLOCS, Tone(**settings))["tone_changes"].to_pylist()
    return [r for r in rows if not r["kind"]]


def test_a_change_of_the_accounts_is_told_and_a_stricter_level_tells_none():
    with world(lambda bloc, _, month: 0.5 if bloc == "north" and month >= 11 else 0.2) as engine:
        north, south = changes(engine)
        assert north["low"] <= MONTHS[11] <= north["high"]
        assert north["machine_before"] == pytest.approx(0.6, abs=0.15)
        assert north["machine_after"] == pytest.approx(1.5, abs=0.25)
        assert south["date"] is None
        assert "no change" in south["reason"]
        assert [r["date"] for r in changes(engine, false_changes=0.0001)] == [None, None]


def test_accounts_that_join_with_another_tone_are_no_change():
    with world(lambda _, number, __: 0.6 if number >= 4 else 0.1, joins=12) as engine:
        told = compute(engine, BLOCS, Tone())
        means = {
            r["period"]: r["estimate"]
            for r in told["tone"].to_pylist()
            if (r["bloc"], r["kind"], r["quantity"]) == ("north", "", "mean_step") and r["period"]
        }
        assert means[MONTHS[20]] - means[MONTHS[3]] > 0.4
        assert [r["date"] for r in changes(engine)] == [None, None]


def test_a_bloc_with_few_periods_is_not_tested_and_says_so():
    with world(lambda *_: 0.3) as engine:
        rows = changes(engine, period="quarter")
        assert {r["periods"] for r in rows} == {8}
        assert all("fewer than 12 periods" in r["reason"] and r["p_value"] is None for r in rows)


def test_a_date_is_known_to_half_a_period_around_those_that_fit():
    found = days(Change(5, 5, 6, 0.01, 0.0, 1.0), MONTHS)
    assert found["date"] == MONTHS[5]
    assert found["low"] == MONTHS[4] + dt.timedelta(days=15)
    assert found["high"] == MONTHS[6] + dt.timedelta(days=16)
    last = days(Change(23, 23, 23, 0.01, 0.0, 1.0), MONTHS)
    assert last["high"] == MONTHS[23] + dt.timedelta(days=15)


def test_the_index_is_of_diplomats_over_state_media():
    with world(lambda _, number, __: 0.4 if number % 2 == 0 else 0.2) as engine:
        found = compute(engine, BLOCS, Tone())
        for name, table in found.items():
            engine.register(name, table)
        north = next(r for r in found["tone_ratios"].to_pylist() if r["period"] is None)
        assert north["ratio"] == pytest.approx(2, abs=0.4)
        assert north["ratio"] == pytest.approx(north["diplomats"] / north["media"])
        assert (north["low"], north["method"], north["n_diplomats"]) == (None, "uncalibrated", 576)
        rows = {(r["quantity"], r["a"], r["b"]): r for r in estimate(engine, BLOCS).to_pylist()}
        assert rows["wolf_warrior", "north", ""]["estimate"] == north["ratio"]
        there = rows["hostile_difference", "north", "south"]["estimate"]
        assert there == -rows["hostile_difference", "south", "north"]["estimate"]


def test_more_steps_are_more_hostile_posts():
    with world(lambda *_: 0.3) as engine:
        shares = [
            next(
                r["estimate"]
                for r in compute(engine, BLOCS, Tone(top=top))["tone"].to_pylist()
                if r["quantity"] == "hostile" and not r["kind"] and r["period"] is None
            )
            for top in (1, 2)
        ]
        assert shares[0] == 0
        assert shares[1] == pytest.approx(0.3, abs=0.05)
