"""A results folder on disk."""

from __future__ import annotations

import json

import pytest

from antiphon import results
from antiphon.errors import ResultsError, SchemaError
from antiphon.results import Results
from antiphon.schema import VOLUMES


def test_a_table_comes_back_as_it_was_written_and_its_bytes_are_the_same_every_time(tmp_path):
    data = VOLUMES.empty()
    first = results.write_table(tmp_path, "volumes", data)
    assert results.write_table(tmp_path, "volumes", data) == first
    assert Results(tmp_path).table("volumes") == data
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["volumes.parquet"]


def test_json_is_sorted_and_refuses_numbers_that_json_does_not_have(tmp_path):
    results.write_json(tmp_path / "a.json", {"b": 1, "a": "中"})
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == '{\n "a": "中",\n "b": 1\n}\n'
    with pytest.raises(ValueError, match="JSON compliant"):
        results.write_json(tmp_path / "a.json", {"a": float("nan")})


def test_a_folder_without_a_manifest_is_no_results_folder(tmp_path):
    with pytest.raises(ResultsError, match="not a results folder"):
        Results.open(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"not parquet", None])
def test_a_damaged_or_missing_table_says_how_to_mend_it(tmp_path, damage):
    path = tmp_path / "tables" / "volumes.parquet"
    path.parent.mkdir()
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(ResultsError, match="run the study again"):
        Results(tmp_path).table("volumes")


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00"])
def test_damaged_json_says_how_to_mend_it(tmp_path, text):
    (tmp_path / "results.json").write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError):
        Results(tmp_path).summary()


def test_a_table_with_other_columns_is_refused(tmp_path):
    data = VOLUMES.empty().rename_columns(["bloc", "day", "posts", "people"])
    results.write_table(tmp_path, "volumes", data)
    with pytest.raises(SchemaError, match="other columns"):
        Results(tmp_path).table("volumes")


def test_json_is_readable_by_others(tmp_path):
    results.write_json(tmp_path / "results.json", {"shares": []})
    assert json.loads((tmp_path / "results.json").read_bytes()) == {"shares": []}
