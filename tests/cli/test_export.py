"""`antiphon export` and `antiphon show --pair`."""

from __future__ import annotations

import json

import made_coaction
import made_results
import pytest
from typer.testing import CliRunner

from antiphon import results
from antiphon.cli.app import app
from antiphon.cli.export import Format
from antiphon.report.export import FORMATS

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return made_results.make(tmp_path_factory.mktemp("results"))


def invoke(*arguments):
    return RUNNER.invoke(app, list(map(str, arguments)), env={"COLUMNS": "80"})


def said(done) -> str:
    return " ".join(done.stdout.split())


def test_the_command_knows_every_format():
    assert [fmt.value for fmt in Format] == list(FORMATS)


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_written_and_counted(folder, tmp_path, fmt):
    done = invoke("export", folder, "--format", fmt, "--out", tmp_path / "x")
    assert done.exit_code == 0, done.output
    assert "14 of 17 pairs of accounts within 60 s" in said(done)
    assert (tmp_path / "x").stat().st_size > 1000


def test_the_network_for_gephi_is_what_is_written_if_nothing_is_said(folder, tmp_path):
    assert invoke("export", folder, "--out", tmp_path / "x").exit_code == 0
    assert "gexf.net/1.3" in (tmp_path / "x").read_text(encoding="utf-8")


def test_json_says_what_was_written(folder, tmp_path):
    done = invoke("export", folder, "-f", "edges", "--all", "-o", tmp_path / "x", "--json")
    assert json.loads(done.stdout) == {
        "out": str(tmp_path / "x"),
        "format": "edges",
        "rows": 17,
        "edges": 17,
        "counted": 17,
        "window": 60,
    }


def test_an_empty_network_is_explained(tmp_path):
    made = made_results.make(tmp_path / "r")
    rows = [r | {"stands": False} for r in made_coaction.tables()["coaction"]]
    results.write_table(made, "coaction", made_results.table("coaction", rows))
    done = invoke("export", made, "--out", tmp_path / "x")
    assert done.exit_code == 0
    assert "0 of 17 pairs" in said(done)
    assert "None stands, so that the file is empty; --all writes those" in said(done)


def test_a_window_that_was_not_counted_is_code_3(folder, tmp_path):
    done = invoke("export", folder, "--window", "7", "--out", tmp_path / "x")
    assert done.exit_code == 3
    assert "one of 60, 300 seconds" in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_code_3(folder, tmp_path):
    done = invoke("export", folder, "--out", tmp_path / "none" / "x")
    assert done.exit_code == 3
    assert "cannot be read or written" in done.stderr


def test_a_pair_is_shown_by_the_beginnings_of_its_names(folder):
    done = invoke("show", folder, "--pair", "norl", "sudl")
    assert done.exit_code == 0, done.output
    assert "norland_daily of norland" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("more", [[], ["1", "--pair", "a", "b"]])
def test_a_message_or_a_pair_is_shown_not_both_nor_neither(folder, more):
    done = invoke("show", folder, *more)
    assert done.exit_code == 2
    assert "a message, or two accounts" in done.stderr
