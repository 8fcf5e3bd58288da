"""The commands one after the other, on the study that `init` writes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from antiphon.cli.app import app

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def invoke(tmp_path_factory):
    """Runs a command in 80 columns, with a key and a study of its own."""
    key = tmp_path_factory.mktemp("key") / "key"

    def invoke(*arguments):
        environment = {"COLUMNS": "80", "ANTIPHON_KEY": str(key), "ANTIPHON_DEBUG": "1"}
        return RUNNER.invoke(app, list(map(str, arguments)), env=environment)

    return invoke


@pytest.fixture(scope="module")
def study(tmp_path_factory, invoke):
    folder = tmp_path_factory.mktemp("first") / "study"
    assert invoke("init", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def ran(study, invoke):
    """A finished run: its results folder and what was printed."""
    out = study / "results"
    return out, invoke("run", study, "--out", out, "--fast")


def test_check_prints_what_would_happen_within_eighty_columns(study, invoke):
    done = invoke("check", study)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for part in ("Files (1)", "Posts by day, 2024", "Date precision", "topic bridge", "reuse"):
        assert part in done.stdout
    assert "Nothing needs a second look." in done.stdout


def test_check_as_json_is_one_object_with_the_same_counts(study, invoke):
    found = json.loads(invoke("check", study, "--json").stdout)
    assert [bloc["posts"] for bloc in found["blocs"]] == [2, 2, 2]
    assert found["subjects"][0]["posts"] == {"northmark": 2, "southmark": 1, "world": 1}


def test_check_twice_says_the_same(study, invoke):
    assert invoke("check", study).stdout == invoke("check", study).stdout


def test_check_of_a_bloc_without_accounts_is_code_3(study, invoke):
    path = study / "wrong.toml"
    path.write_text((study / "study.toml").read_text().replace('"southmark"]', '"southmarc"]'))
    done = invoke("check", path)
    assert done.exit_code == 3
    assert "did you mean 'southmark'?" in done.stderr


def test_run_prints_the_answer_the_flow_and_the_report(ran):
    out, done = ran
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 80
    assert "southmark → northmark  1 of 2" in done.stdout
    assert done.stdout.rstrip().endswith(str(out / "report.html"))
    assert (out / "report.html").is_file()


def test_run_as_json_is_one_object(ran, study, invoke):
    found = json.loads(invoke("run", study, "--out", ran[0], "--fast", "--json").stdout)
    assert found["report"] == str(ran[0] / "report.html")
    assert found["results"]["study"]["compare"] == ["northmark", "southmark"]


def test_show_prints_a_message(ran, invoke):
    done = invoke("show", ran[0], 0)
    assert done.exit_code == 0
    assert "fresh herring" in done.stdout
    assert invoke("show", ran[0], 99).exit_code == 3


def test_verify_is_0_for_what_was_run_and_4_once_it_was_touched(ran, invoke):
    out, _ = ran
    assert invoke("verify", out).exit_code == 0
    table = out / "tables" / "flow.parquet"
    content = table.read_bytes()
    try:
        table.write_bytes(content[:-1])
        done = invoke("verify", out, "--json")
    finally:
        table.write_bytes(content)
    assert done.exit_code == 4
    found = json.loads(done.stdout)
    assert not found["same"]
    assert found["differences"][0]["what"] == "tables/flow.parquet"


def test_a_folder_that_is_no_results_folder_is_code_3(tmp_path, invoke):
    assert invoke("verify", tmp_path).exit_code == 3
    assert invoke("show", tmp_path, 0).exit_code == 3


def test_an_amount_of_memory_that_is_none_is_a_wrong_command_line(study, invoke):
    assert invoke("check", study, "--memory", "lots").exit_code == 2


@pytest.mark.parametrize("name", ["formats", "measures"])
def test_the_lists_fit_eighty_columns_and_are_json_when_asked(name, invoke):
    done = invoke(name)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert json.loads(invoke(name, "--json").stdout)[name]
