"""Verification of a results folder."""

from __future__ import annotations

import shutil

import pytest
from made_study import STUDY, write_study

from antiphon.errors import ResultsError
from antiphon.study.run import run
from antiphon.study.verify import verify


@pytest.fixture
def folder(tmp_path):
    run(write_study(tmp_path), tmp_path / "results")
    return tmp_path


def test_untouched_results_are_confirmed(folder):
    assert verify(folder / "results") == []


def test_a_changed_byte_is_found(folder):
    path = folder / "results" / "results.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0", "1", 1), encoding="utf-8")
    (difference,) = verify(folder / "results")
    assert difference.what == "results.json"
    assert "changed since the run" in difference.meaning


def test_changed_data_are_named_as_the_cause(folder):
    path = folder / "posts" / "0.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-10]), encoding="utf-8")
    found = {d.what: d.meaning for d in verify(folder / "results")}
    assert "source files" in found["data"]
    assert "tables/volumes.parquet" in found
    assert "results.json" in found


def test_a_changed_study_is_named_as_the_cause(folder):
    text = STUDY.replace("A small study", "Another title")
    (folder / "study.toml").write_text(text, encoding="utf-8")
    found = [d.what for d in verify(folder / "results")]
    assert found == ["study", "results.json"]


def test_another_key_is_named_as_the_cause(folder, monkeypatch):
    monkeypatch.setenv("ANTIPHON_KEY", str(folder / "other"))
    assert "pseudonyms" in [d.what for d in verify(folder / "results")]


def test_results_moved_without_their_study_ask_for_it(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("elsewhere")
    shutil.move(folder / "results", place / "results")
    with pytest.raises(ResultsError, match="--study"):
        verify(place / "results")
    assert verify(place / "results", study=folder / "study.toml") == []
