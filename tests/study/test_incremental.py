"""A study that is run again when more posts have come."""

from __future__ import annotations

import json

import numpy as np
from made_study import fingerprints, write_study

from antiphon.engine import Engine
from antiphon.study.run import run


class Notes:
    """Progress that keeps the notes of each step."""

    def __init__(self) -> None:
        self.step, self.notes = "", {}

    def start(self, step, *, total=None, unit=""):
        self.step = step

    def advance(self, amount=1):
        pass

    def done(self, note=""):
        self.notes[self.step] = note


def compared(study, out, **more) -> str:
    """Run, and give the note on the comparison."""
    notes = Notes()
    run(study, out, progress=notes, **more)
    return notes.notes.get("Comparing texts", "")


def add(folder, count: int = 9) -> None:
    """A file of posts older and younger than those that are there; some repeat one of those."""
    g = np.random.default_rng(7)
    first = (folder / "posts").glob("*.jsonl")
    text = json.loads(min(first).read_text().splitlines()[0])["text"]
    rows = [
        {
            "post_id": f"more{i}",
            "platform": "web",
            "account_id": ["n1", "s2", "w1"][i % 3],
            "created_at": f"2021-0{2 + i % 3}-11T10:00:{i:02}Z",
            "text": text if i % 4 == 0 else " ".join(f"v{n}" for n in g.integers(0, 9000, 24)),
        }
        for i in range(count)
    ]
    lines = "\n".join(map(json.dumps, rows))
    (folder / "posts" / "more.jsonl").write_text(lines, encoding="utf-8")


def test_a_file_more_gives_the_results_of_a_first_run_on_all(tmp_path):
    study = write_study(tmp_path)
    assert compared(study, tmp_path / "results").startswith("54 new texts of 54")
    add(tmp_path)
    assert compared(study, tmp_path / "results").startswith("7 new texts of 60")
    fresh = compared(study, tmp_path / "fresh", store=tmp_path / "other.duckdb")
    assert fresh.startswith("60 new texts of 60")
    assert fingerprints(tmp_path / "results") == fingerprints(tmp_path / "fresh")


def test_a_store_that_was_deleted_costs_time_only(tmp_path):
    study = write_study(tmp_path)
    run(study, tmp_path / "results")
    add(tmp_path)
    (tmp_path / ".antiphon" / f"{study.stem}.duckdb").unlink()
    assert compared(study, tmp_path / "results").startswith("60 new texts of 60")


def test_a_damaged_index_costs_time_only(tmp_path):
    study = write_study(tmp_path)
    run(study, tmp_path / "results")
    add(tmp_path)
    with Engine(tmp_path / ".antiphon" / f"{study.stem}.duckdb") as engine:
        engine.execute("UPDATE reuse_index SET data = 'x'::BLOB WHERE name = 'chains'")
    assert compared(study, tmp_path / "results").startswith("60 new texts of 60")
    assert compared(study, tmp_path / "again").startswith("0 new texts of 60")
    assert fingerprints(tmp_path / "results") == fingerprints(tmp_path / "again")
