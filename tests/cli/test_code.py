"""`antiphon code`: from a study to a sample, to labels, to agreement."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from antiphon.cli.app import app
from antiphon.cli.code import COMMANDS

RUNNER = CliRunner()
DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def run(*arguments):
    return RUNNER.invoke(app, ["code", *map(str, arguments)], env={"COLUMNS": "80"})


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_in_the_documentation(name):
    command = typer.main.get_command(app).commands["code"].commands[name]
    assert command.help
    assert f"## antiphon code {name}" in DOCS
    part = DOCS.split(f"## antiphon code {name}")[1].split("\n## ")[0]
    for parameter in command.params:
        assert parameter.name == "help" or parameter.help, f"{name} {parameter.name}"
        options = [o for o in parameter.opts if o.startswith("--") and o != "--help"]
        assert all(f"`{option}" in part for option in options), options
    assert max(map(len, run(name, "--help").output.splitlines())) <= 80


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The example study, and a sample of it for two people."""
    folder = tmp_path_factory.mktemp("study")
    assert RUNNER.invoke(app, ["init", str(folder / "s")]).exit_code == 0
    arguments = ["sample", folder / "s", "-o", folder / "sample", "-c", "tone", "-n", 6]
    done = run(*arguments, "--people", 2, "--double", 1, "--by", "bloc", "--quiet")
    assert done.exit_code == 0, done.output
    assert "6 units, 6 of them for two people, 3 strata" in done.output
    assert "accounts that may not be named" in " ".join(done.output.split())
    return folder


def filled(path, out, coder, label):
    """The tasks as a coder sends them back."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"coder": coder, "label": label(n)} for n, row in enumerate(rows))
    return len(rows)


def test_a_sample_goes_out_and_comes_back(study, tmp_path):
    sample = study / "sample"
    for number in (1, 2):
        rows = filled(sample / f"tasks-{number}.csv", tmp_path / f"{number}.csv", f"c{number}",
                      lambda n: "sharp" if n < 2 else "none")  # fmt: skip
        assert rows == 6
    done = run("import", sample, tmp_path / "1.csv", tmp_path / "2.csv", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert (found["labels"], found["coded"], found["drawn"]) == (12, 6, 6)
    done = run("agreement", sample / "labels.csv", "--json")
    found = json.loads(done.output)
    assert found["agreement"][0]["units"] == 6
    assert found["agreement"][0]["alpha"] < 1 or not found["disagreements"]
    done = run("agreement", sample / "labels.csv")
    assert "alpha" in done.output
    assert "tone" in done.output


def test_the_same_study_and_seed_draw_the_same_sample(study, tmp_path):
    text = [(study / "sample" / "sample.csv").read_text(encoding="utf-8")]
    for seed in (1, 2):
        out = tmp_path / str(seed)
        how = ["--people", 2, "--double", 1, "--by", "bloc", "-q", "--seed", seed]
        done = run("sample", study / "s", "-o", out, "-c", "tone", "-n", 6, *how)
        assert done.exit_code == 0
        text.append((out / "sample.csv").read_text(encoding="utf-8"))
    assert text[0] == text[1] != text[2]


def test_mistakes_are_told(study, tmp_path):
    done = run("sample", study / "s", "-o", tmp_path / "x", "-c", "tonne", "-q")
    assert done.exit_code == 3
    assert "unknown code" in done.output
    assert "did you mean 'tone'?" in done.output
    done = run("sample", study / "s", "-o", study / "sample", "-c", "tone", "-n", 6, "-q")
    assert done.exit_code == 3
    assert "holds a sample already" in done.output
    done = run("sample", study / "s", "-o", tmp_path / "y", "-c", "tone", "-n", 600, "-q")
    assert done.exit_code == 3
    assert "1 to 6 units" in done.output
    assert not (tmp_path / "y").exists()
    assert run("import", tmp_path).exit_code == 3
    assert run("page", tmp_path, "--as", "ann").exit_code == 3
