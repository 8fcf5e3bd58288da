"""The command line as a whole: help, start-up, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from antiphon import __version__
from antiphon.cli.app import COMMANDS, app

RUNNER = CliRunner()
DOCS = Path(__file__).parents[2] / "docs" / "cli.md"
NAMES = [command.__name__ for command in COMMANDS]
HEAVY = ("pyarrow", "duckdb", "numba", "altair", "numpy", "rich", "antiphon.measures")
BUDGET = 0.3  # seconds of the processor: a wall clock would measure what else the machine does


def antiphon(*arguments, **more):
    """Run the program as a user does."""
    command = [sys.executable, "-m", "antiphon", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def test_help_comes_at_once():
    took = []
    for _ in range(5):
        before = os.times()
        assert antiphon("--help").returncode == 0
        after = os.times()
        took.append(sum(after[2:4]) - sum(before[2:4]))
    assert min(took) < BUDGET


def test_nothing_heavy_is_imported_before_a_command_runs():
    code = f"import sys, antiphon.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_for_itself_and_every_parameter(name):
    command = typer.main.get_command(app).commands[name]
    assert command.help
    for parameter in command.params:
        assert parameter.name == "help" or parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_in_the_documentation(name):
    text = DOCS.read_text(encoding="utf-8")
    assert f"## antiphon {name}" in text
    part = text.split(f"## antiphon {name}")[1].split("\n## ")[0]
    for parameter in typer.main.get_command(app).commands[name].params:
        options = [o for o in parameter.opts if o.startswith("--") and o != "--help"]
        assert all(f"`{option}" in part for option in options), options


@pytest.mark.parametrize("name", NAMES)
def test_help_fits_eighty_columns_and_no_command_is_cut_off(name):
    for arguments in ([name, "--help"], ["--help"]):
        lines = RUNNER.invoke(app, arguments, env={"COLUMNS": "80"}).output.splitlines()
        assert max(map(len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines if not line.startswith("Usage"))


def test_exit_codes_are_in_help_and_documentation():
    output = RUNNER.invoke(app, ["--help"]).output
    for code in ("0", "1", "2", "3", "4", "130"):
        assert f"\n  {code} " in output.replace("    ", "  ")
        assert f"| {code} |" in DOCS.read_text(encoding="utf-8")


def test_the_version_is_printed():
    assert RUNNER.invoke(app, ["--version"]).output == f"antiphon {__version__}\n"


def test_a_wrong_command_line_is_exit_code_2():
    assert antiphon("sing").returncode == 2
    assert antiphon("run", "study.toml").returncode == 2
    assert antiphon("show", "dir", "many").returncode == 2


def test_a_study_to_mend_is_exit_code_3_with_a_message_and_no_traceback(tmp_path):
    done = antiphon("check", tmp_path / "none.toml")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("error: no such study file\n  where:")
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_error():
    command = f"{sys.executable} -m antiphon formats | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Formats")
    assert done.stderr == ""
