"""What each inference hangs on: what none reads brings no rerun."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from made_study import write_study

from antiphon import measures
from antiphon.engine import Engine
from antiphon.inference import assessment, mechanism
from antiphon.results import Results
from antiphon.study import rehearsal
from antiphon.study.conductor import REHEARSED, WEIGHED
from antiphon.study.file import load
from antiphon.study.run import run

INFERRED = ("mechanism", "shares", "rehearsals", "assessment", "estimates")
BEFORE = ("posts", "accounts")
"""What every step has from the store."""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A study that has been run, and the keys of its steps."""
    folder = tmp_path_factory.mktemp("study")
    study = write_study(folder)
    return study, steps(run(study, folder / "results"))


def steps(results: Results) -> dict[str, str]:
    """The key of every step."""
    return {name: step["key"] for name, step in results.manifest()["steps"].items()}


@pytest.mark.parametrize(
    ("setting", "first"),
    [
        ("[coaction]\nwindow_seconds = 61", "estimates"),
        ("[amplification]\nmin_acts = 2", "estimates"),
        ("[leadlag]\nbin_minutes = 20", "estimates"),
        ("[volumes]\ngap_posts = 6.0", "assessment"),
        ("[assessment]\ncoordination = 0.2", "rehearsals"),
        ("[synchrony]\nmin_posts = 21", "rehearsals"),
        ("[mechanism]\nplan_share = 0.06", "mechanism"),
        ("[reuse]\nmin_words = 9", "mechanism"),
    ],
)
def test_a_changed_setting_does_again_what_reads_it_and_what_comes_after(
    done, tmp_path, setting, first
):
    study, before = done
    other = study.parent / "other.toml"
    other.write_text(study.read_text(encoding="utf-8") + f"\n{setting}\n", encoding="utf-8")
    after = steps(run(other, tmp_path / "results"))
    place = INFERRED.index(first)
    assert [name for name in INFERRED if before[name] != after[name]] == list(INFERRED[place:])


def test_mechanism_and_assessment_read_no_table_of_another_step(done):
    """With the tables of the steps that they name, and no others, the same comes out."""
    study, _ = done
    results, blocs = Results.open(study.parent / "results"), load(study).blocs
    tables = {m.name: [t.name for t in m.writes] for m in measures.MEASURES}
    settings = load(study).settings
    with Engine() as engine:
        for name in BEFORE:
            engine.register(name, stored(study, name))
        for name in WEIGHED["mechanism"]:
            for table in tables[name]:
                engine.register(table, results.table(table))
        found = mechanism.tables(engine, blocs, settings["mechanism"])
        for name, table in found.items():
            assert table.equals(results.table(name))
            engine.register(name, table)
        for name in WEIGHED["assessment"]:
            for table in tables[name]:
                engine.register(table, results.table(table))
        engine.register("rehearsals", results.table("rehearsals"))
        for name, table in assessment.assess(engine, blocs, settings["assessment"]).items():
            assert table.equals(results.table(name))


def stored(study, name):
    """A table of the study's store."""
    with Engine(study.parent / ".antiphon" / "study.duckdb") as engine:
        return engine.table(f"SELECT * FROM {name} ORDER BY ALL")


def test_reruns_hang_on_every_setting_that_they_are_made_with():
    """The settings that the package of reruns asks for are those of its key."""
    asked = set()
    for path in Path(rehearsal.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "settings":
                kind = call.args[1]
                asked.add(getattr(kind, "attr", None) or kind.id)
    assert {name.lower() for name in asked} == set(REHEARSED)
