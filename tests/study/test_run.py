"""From a study file to a results folder."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from made_study import ACCOUNTS, STUDY, fingerprints, write_study

from antiphon.errors import AntiphonError, ResultsError, StudyError
from antiphon.results import Results
from antiphon.schema import RESULTS
from antiphon.study.run import run

FEW = "points = 4\ncontrols = 1"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    run(write_study(folder), folder / "results")
    return folder


def test_the_folder_holds_every_table_of_the_vocabulary_and_nothing_else(done):
    results = Results.open(done / "results")
    for table in RESULTS:
        table.validate(results.table(table.name))
    names = sorted(p.name for p in (done / "results" / "tables").iterdir())
    assert names == sorted(f"{table.name}.parquet" for table in RESULTS)


def test_results_json_has_what_others_read(done):
    summary = Results.open(done / "results").summary()
    for name in ("assessment", "shares", "synchrony", "power", "claims", "flow", "estimates"):
        assert isinstance(summary[name], list)
    assert set(summary["shares"][0]) >= {
        "pair", "direction", "mechanism", "share", "low", "high", "families", "posts",
    }  # fmt: skip
    (claim,) = summary["claims"]
    assert claim["verdict"] == "supported"
    assert claim["a"] == "south→north"
    assert claim["n"] > 0
    assert summary["answer"][0]["text"]
    assert summary["quality"]["posts"] == 60


def test_timings_are_in_the_manifest_alone(done):
    manifest = Results.open(done / "results").manifest()
    assert manifest["finished"] >= manifest["started"]
    assert set(manifest["steps"]) == {
        "ingest", "subjects", "volumes", "reuse", "synchrony", "leadlag", "coaction",
        "amplification", "coding", "prevalences", "tone", "tactics", "aims", "credit",
        "support", "targets",
        "mechanism",
        "shares", "rehearsals", "assessment", "estimates",
    }  # fmt: skip
    text = (done / "results" / "results.json").read_text(encoding="utf-8")
    assert "seconds_" not in text
    assert str(done) not in text


def test_two_runs_give_the_same_bytes(done, tmp_path):
    path = write_study(tmp_path / "again")
    run(path, tmp_path / "results")
    assert fingerprints(tmp_path / "results") == fingerprints(done / "results")


def test_a_second_run_computes_nothing_and_changes_nothing(tmp_path, monkeypatch):
    path = write_study(tmp_path)
    run(path, tmp_path / "results")
    before = fingerprints(tmp_path / "results")
    steps = Results.open(tmp_path / "results").manifest()["steps"]
    run(path, tmp_path / "results")
    assert fingerprints(tmp_path / "results") == before
    assert Results.open(tmp_path / "results").manifest()["steps"] == steps


def test_a_changed_setting_repeats_only_what_depends_on_it(tmp_path):
    path = write_study(tmp_path)
    run(path, tmp_path / "results")
    before = Results.open(tmp_path / "results").manifest()["steps"]
    path.write_text(STUDY + "\n[mechanism]\nrelease_minutes = 240.0\n", encoding="utf-8")
    run(path, tmp_path / "results")
    after = Results.open(tmp_path / "results").manifest()["steps"]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"mechanism", "shares", "rehearsals", "assessment", "estimates"}


def test_a_damaged_table_is_made_again(tmp_path):
    path = write_study(tmp_path)
    run(path, tmp_path / "results")
    before = fingerprints(tmp_path / "results")
    (tmp_path / "results" / "tables" / "flow.parquet").write_bytes(b"damage")
    (tmp_path / "results" / "tables" / "stray.draft").write_bytes(b"left by a killed run")
    run(path, tmp_path / "results")
    assert fingerprints(tmp_path / "results") == before


def test_swapping_the_blocs_swaps_the_flow(done, tmp_path):
    path = write_study(tmp_path)
    swapped = ACCOUNTS.replace("north", "tmp").replace("south", "north").replace("tmp", "south")
    (tmp_path / "accounts.csv").write_text(swapped, encoding="utf-8")
    run(path, tmp_path / "results")
    one, other = (
        {(r["repeater"], r["origin"]): r["posts"] for r in Results(f).table("flow").to_pylist()}
        for f in (done / "results", tmp_path / "results")
    )
    names = {"north": "south", "south": "north", "world": "world"}
    assert other == {(names[a], names[b]): n for (a, b), n in one.items()}


def test_accounts_without_a_public_role_leave_the_store_as_pseudonyms(done):
    results = Results.open(done / "results")
    named = {"n1", "s1", "w1"}
    for table, column in (("repetitions", "account_id"), ("family_posts", "account_id"),
                          ("passages", "account_id_a"), ("passages", "account_id_b")):  # fmt: skip
        found = set(results.table(table)[column].to_pylist())
        assert found & named
        assert all(a in named or a.startswith("anon-") for a in found)
    for row in results.table("family_posts").to_pylist():
        if row["account_id"].startswith("anon-"):
            assert (row["before"], row["after"], row["url"]) == ("", "", None)


def test_a_folder_with_other_things_is_not_touched(tmp_path):
    path = write_study(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(ResultsError, match="holds something else"):
        run(path, tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_bloc_without_accounts_stops_the_run(tmp_path):
    path = write_study(tmp_path)
    path.write_text(STUDY.replace('"south"]', '"south", "west"]'), encoding="utf-8")
    with pytest.raises(StudyError, match="west"):
        run(path, tmp_path / "results")


def test_an_unfinished_run_says_so(tmp_path):
    path = write_study(tmp_path)
    run(path, tmp_path / "results")
    manifest = tmp_path / "results" / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"finished": None}), encoding="utf-8")
    with pytest.raises(AntiphonError, match="not finished"):
        Results.open(tmp_path / "results")


def test_a_run_says_what_would_have_been_found_and_keeps_that(tmp_path):
    path = write_study(tmp_path, posts=600, power=FEW)
    run(path, tmp_path / "results")
    results = Results.open(tmp_path / "results")
    summary = results.summary()
    assert {r["kind"] for r in results.table("rehearsals").to_pylist()} == {
        "planted", "shuffled", "reference",
    }  # fmt: skip
    assert [(p["power"], p["runs"]) for p in summary["power"]] == [(0.8, 4), (0.9, 4)]
    assert [c["kind"] for c in summary["controls"]] == ["shuffled", "reference"]
    assert [a["hypothesis"] for a in summary["assessment"]].count("borrowing") == 2
    before = results.manifest()["steps"]["rehearsals"]
    run(path, tmp_path / "results")
    assert results.manifest()["steps"]["rehearsals"] == before
    assert not list((tmp_path / "results").glob("rehearsals*"))


@pytest.mark.parametrize(
    "part", [(0.2, 0.5), (0.4, 0.7), (0.6, 0.9)], ids=["early", "midway", "late"]
)
def test_killed_at_any_moment_the_next_run_ends_with_the_same_bytes(undisturbed, tmp_path, part):
    """The moment is drawn anew each time; a run that ends before it is killed does not count."""
    lasted, expected = undisturbed
    moment = np.random.default_rng().uniform(*part) * lasted
    for attempt in range(20):
        path = write_study(tmp_path / f"study{attempt}", posts=6000, files=6, power=FEW)
        out = tmp_path / f"results{attempt}"
        process = run_apart(path, out)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            break
        moment /= 2
    else:
        pytest.fail("every run ended before it could be killed")
    assert run_apart(path, out).wait() == 0
    assert fingerprints(out) == expected


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """How long a run lasts that nobody disturbs, and what it leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    path = write_study(folder, posts=6000, files=6, power=FEW)
    begun = time.monotonic()
    assert run_apart(path, folder / "results").wait() == 0
    return time.monotonic() - begun, fingerprints(folder / "results")


def run_apart(study: Path, out: Path) -> subprocess.Popen:
    """The same run in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from antiphon.study.run import run; "
        "run(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(study), str(out)])
