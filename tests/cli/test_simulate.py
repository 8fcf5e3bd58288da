"""`antiphon simulate` writes worlds that the other commands take."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from antiphon.cli.app import app
from antiphon.simulate.scenarios import SCENARIOS

RUNNER = CliRunner()


@pytest.fixture
def invoke(tmp_path):
    """Runs a command in 80 columns, with a key of its own."""

    def invoke(*arguments):
        environment = {"COLUMNS": "80", "ANTIPHON_KEY": str(tmp_path / "key")}
        return RUNNER.invoke(app, list(map(str, arguments)), env=environment)

    return invoke


def test_the_list_names_every_scenario_and_parameter_within_eighty_columns(invoke):
    done = invoke("simulate", "--list", "--scenario", "imitation")
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert all(f"\n  {name} " in done.stdout for name in SCENARIOS)
    assert "borrowing.hours = 2" in done.stdout
    listed = json.loads(invoke("simulate", "--list", "--json").stdout)
    assert [s["name"] for s in listed["scenarios"]] == list(SCENARIOS)
    assert {"name", "value", "meaning"} == set(listed["parameters"][0])


@pytest.mark.parametrize("scenario", ["mixed", "three", "day"])
def test_a_small_world_is_checked_and_run(tmp_path, invoke, scenario):
    world = tmp_path / "world"
    done = invoke("simulate", "-s", scenario, "--seed", 4, "--posts", 800, "--out", world)
    assert done.exit_code == 0, done.output
    assert f"antiphoncheck{world}" in "".join(done.stdout.split())
    checked = json.loads(invoke("check", world, "--json").stdout)
    truth = json.loads((world / "truth" / "world.json").read_text(encoding="utf-8"))
    assert sum(bloc["posts"] for bloc in checked["blocs"]) == truth["posts"]
    assert sum(file["rejected"] for file in checked["files"]) == 0
    with (world / "study.toml").open("a", encoding="utf-8") as study:
        study.write("\n[power]\npoints = 0\ncontrols = 1\n")
    ran = invoke("run", world, "--out", tmp_path / "results", "--json")
    assert ran.exit_code == 0, ran.output
    compared = json.loads(ran.stdout)["results"]["study"]["compare"]
    assert compared == list(SCENARIOS[scenario].world.compare)


def test_settings_and_json_say_what_was_made(tmp_path, invoke):
    done = invoke(
        *("simulate", "--out", tmp_path / "world", "--posts", "500", "--json", "--quiet"),
        *("--set", "release.minutes=30", "--set", "compare=['a', 'b', 'c']"),
    )
    found = json.loads(done.stdout)
    assert found["world"]["release"]["minutes"] == 30
    assert found["world"]["compare"] == ["a", "b", "c"]
    assert found["posts"] == pytest.approx(500, rel=0.2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--scenario", "borowing", "--out", "x"), (3, "did you mean 'borrowing'?")),
        (("--set", "borrowing.hous=2", "--out", "x"), (3, "did you mean 'hours'?")),
        (("--scenario", "demo"), (2, "--out DIR")),
        (("--posts", "-1", "--out", "x"), (2, "--posts")),
    ],
)
def test_mistakes_have_a_code_and_a_message(tmp_path, invoke, monkeypatch, arguments, expected):
    monkeypatch.chdir(tmp_path)
    done = invoke("simulate", *arguments)
    assert done.exit_code == expected[0]
    assert expected[1] in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_folder_with_something_else_is_left_alone(tmp_path, invoke):
    (tmp_path / "thesis.txt").write_text("mine")
    assert invoke("simulate", "--out", tmp_path).exit_code == 3
    assert [p.name for p in tmp_path.iterdir() if p.name != "key"] == ["thesis.txt"]
