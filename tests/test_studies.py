"""The studies of real posts say what is known to be true of them (hand counts on whole sets)."""

from __future__ import annotations

from pathlib import Path

import pytest

from antiphon.results import Results
from antiphon.study.run import run

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
PAIRS = ("china|russia", "democrats|republicans", "left|right", "chinese|others")


def flow(name: str, file: str, place: Path) -> dict[tuple[str, str], dict]:
    """Run a study of the project and return who repeats whom."""
    if not (DATA / file).exists():
        pytest.skip(f"{file} is not beside the project")
    study = ROOT / "studies" / name / "study.toml"
    results: Results = run(study, place / "results", store=place / "store.duckdb", fast=True)
    return {(r["repeater"], r["origin"]): r for r in results.table("flow").to_pylist()}


def coordination(place: Path) -> dict:
    """What the assessment says of directed coordination."""
    (row,) = [
        row
        for row in Results.open(place / "results").summary()["assessment"]
        if row["hypothesis"] == "directed_coordination" and row["pair"] in PAIRS
    ]
    return row


def test_diplomats_repeat_their_own_country_and_hardly_another(tmp_path):
    rows = flow("diplomats", "dipromats_en.jsonl", tmp_path)
    assert len(rows) == 16
    for (repeater, origin), row in rows.items():
        if repeater == origin:
            assert 0.02 < row["rate"] < 0.15
        else:
            assert row["posts"] <= 2
    assert coordination(tmp_path)["likelihood_term"] == "cannot tell"


def test_senators_of_two_parties_hardly_ever_say_the_same_at_once(tmp_path):
    rows = flow("senate", "senate_2021.parquet", tmp_path)
    for a, b in (("democrats", "republicans"), ("republicans", "democrats")):
        assert rows[a, b]["eligible"] > 40_000
        assert rows[a, b]["within_ten_minutes"] / rows[a, b]["eligible"] < 0.0005
    assert coordination(tmp_path)["probability"] < 0.2


def test_trolls_of_one_operator_often_say_the_same_at_once(tmp_path):
    rows = flow("trolls", "ira_2015_2016.parquet", tmp_path)
    for a, b in (("left", "right"), ("right", "left")):
        assert rows[a, b]["eligible"] > 90_000
        assert rows[a, b]["within_ten_minutes"] / rows[a, b]["eligible"] > 0.005
        assert rows[a, "newsfeed"]["within_ten_minutes"] / rows[a, "newsfeed"]["eligible"] < 0.0005
    found = coordination(tmp_path)
    assert found["likelihood_term"] in ("very likely", "almost certain")
    assert found["for"][0]["item"] == "sources"


def test_newsrooms_of_one_state_repeat_one_another_most(tmp_path):
    rows = flow("newsrooms", "cn_media_bbc_headlines.parquet", tmp_path)
    assert rows["chinese", "chinese"]["rate"] > 10 * rows["chinese", "others"]["rate"]
    assert coordination(tmp_path)["probability"] < 0.45
