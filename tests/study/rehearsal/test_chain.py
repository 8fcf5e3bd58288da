"""A rerun gives what a run of the study on the same posts gives."""

from __future__ import annotations

import json

import numpy as np
import pytest
from made_rehearsal import HIDDEN, QUIET, small, stage

from antiphon.inference.planting import plant
from antiphon.schema import STORED
from antiphon.study import privacy
from antiphon.study.rehearsal.chain import rerun
from antiphon.study.rehearsal.stage import POST, Manner, field_of, mark
from antiphon.study.run import run

TABLES = (
    *("passages", "families", "family_posts", "repetitions", "evidence", "simultaneity"),
    "synchrony",
)


@pytest.fixture(autouse=True)
def key(tmp_path_factory, monkeypatch):
    """The key of the pseudonyms that the reruns use."""
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(HIDDEN.hex(), encoding="ascii")
    monkeypatch.setenv("ANTIPHON_KEY", str(path))


def planted(folder, seed):
    """A stage, the rows planted in it, and the scene with them."""
    here = stage(folder, small(), seed)
    ground = here.ground(POST.empty_table())
    manner = Manner(12.0, 2.0, 0.05)
    rows = plant(
        field_of(ground),
        {("velmora", "kestria"): 4},
        manner,
        np.random.default_rng(seed),
        mark(ground),
    )
    return here, ground, rows


def of(table, *names):
    """The values of these columns, row by row."""
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def written(folder, rows) -> None:
    """The planted posts as one more file of the study."""
    names = [n for n in STORED.names if n != "bloc"]
    kept = [
        {n: v for n, v in r.items() if n in names} | {"created_at": f"{r['created_at']}Z"}
        for r in rows
    ]
    text = "\n".join(json.dumps(row) for row in kept)
    (folder / "posts" / "zz-planted.jsonl").write_text(text, encoding="utf-8")
    study = folder / "study.toml"
    study.write_text(study.read_text(encoding="utf-8") + QUIET, encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_rerun_with_planted_posts_equals_a_run_from_the_files(tmp_path, seed):
    """Passages, families, mechanisms, synchrony and log-odds are the same to the last bit.

    Of synchrony a rerun has the sums over topics and what moving expects.
    """
    here, ground, rows = planted(tmp_path, seed)
    assert privacy.key() == HIDDEN
    scores = rerun(ground, ground.added(rows), here.hidden)
    written(tmp_path, rows)
    results = run(tmp_path / "study.toml", tmp_path / "results", store=tmp_path / "again.duckdb")
    for name in TABLES:
        found = ground.engine.table(f'SELECT * FROM "{name}"')
        whole = results.table(name)
        if name == "synchrony":
            asked = [(n, t) == ("interval", "") for n, t in of(whole, "null", "topic")]
            found, whole = (
                t.drop_columns(["p_value", "q_value"]) for t in (found, whole.filter(asked))
            )
            assert whole.num_rows
        left = [n for n in whole.column_names if n != "raw_ref"]
        assert found.select(left).to_pylist() == whole.select(left).to_pylist(), name
    told = results.table("assessment").to_pylist()
    odds = {r["pair"]: r["log_odds"] for r in told if r["hypothesis"] == "directed_coordination"}
    assert {score.pair: score.log_odds for score in scores} == odds
    here.close()


def test_without_alteration_a_rerun_is_the_study_itself(tmp_path):
    """Twice the same scene gives twice the same score."""
    here = stage(tmp_path, small(), 3)
    ground = here.ground(POST.empty_table())
    assert rerun(ground, ground.scene, here.hidden) == rerun(ground, ground.added([]), here.hidden)
    here.close()
