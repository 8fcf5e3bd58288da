"""Coding as a step of a run, and what a study file may say of it."""

from __future__ import annotations

import pytest
from made_server import server
from made_study import fingerprints, write_study

from antiphon.errors import StudyError
from antiphon.results import Results
from antiphon.study.file import load
from antiphon.study.run import run

ASKED = (
    '\n[coding]\ncodes = ["tone", "stance"]\n\n[[coding.target]]\nid = "South"\nterms = ["w1*"]\n'
)


def with_coding(folder, text):
    path = write_study(folder)
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path


def test_a_run_writes_what_coders_say_of_every_post_and_a_rerun_changes_nothing(tmp_path):
    study = with_coding(tmp_path, ASKED)
    results = run(study, tmp_path / "out")
    codings = results.table("codings").to_pylist()
    assert len(codings) == 120
    assert {r["target"] for r in codings if r["code"] == "stance"} == {"South"}
    assert {r["label"] for r in codings if r["code"] == "stance"} == {"not_addressed", "neutral"}
    assert [r["code"] for r in results.table("coders").to_pylist()] == ["tone", "stance"]
    assert results.table("prompts").num_rows == 0
    before = fingerprints(tmp_path / "out")
    run(study, tmp_path / "out")
    assert fingerprints(tmp_path / "out") == before


def test_a_study_that_asks_nothing_has_such_tables_empty(tmp_path):
    results = run(write_study(tmp_path), tmp_path / "out")
    for name in ("codings", "coders", "prompts"):
        assert results.table(name).num_rows == 0


def test_a_model_s_answers_lie_beside_the_store_and_are_not_asked_for_again(tmp_path):
    with server() as (address, seen):
        text = '\n[coding]\ncodes = ["doubt"]\ncoders = ["model"]\n[coding.model]\n'
        study = with_coding(tmp_path, f'{text}address = "{address}"\nname = "made-1"\n')
        first = run(study, tmp_path / "one").table("codings")
        count = len(seen.requests)
        assert 0 < count <= 60
        assert run(study, tmp_path / "two").table("codings") == first
        assert len(seen.requests) == count
        (row,) = Results.open(tmp_path / "two").table("prompts").to_pylist()
    assert row["texts"] == count
    assert "Does the text sow doubt" in row["prompt"]
    assert list((tmp_path / ".antiphon" / "answers").iterdir())


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ('[coding]\ncode = ["tone"]', "coding.code", "did you mean 'codes'"),
        ('[coding]\ncodes = ["tnoe"]', "coding.codes", "did you mean 'tone'"),
        ('[coding]\ncoders = ["lexikon"]', "coding.coders", "did you mean 'lexicon'"),
        ('[coding]\ncodes = ["stance"]', "coding.codes", "[[coding.target]]"),
        ('[coding]\nbook = "none.toml"', "coding.book", "none.toml"),
        ('[coding.model]\nname = "m"', "coding.model.address", "missing key"),
        ('[coding.model]\nname = "m"\naddress = "localhost"', "coding.model.address", "http"),
        ('[coding.model]\nname = "m"\naddress = "http://x"\nmosst = 1', "mosst", "'most'"),
        ('[[coding.target]]\nid = "x"', "coding.target[1].terms", "missing key"),
        (
            '[[coding.target]]\nid = "x"\nterms = ["x"]\nnot_of = ["nroth"]',
            "coding.target[1].not_of",
            "did you mean 'north'",
        ),
    ],
)
def test_what_a_study_file_says_of_coding_is_read_strictly(tmp_path, text, where, says):
    study = with_coding(tmp_path, f"\n{text}\n")
    with pytest.raises(StudyError) as error:
        load(study)
    assert where in str(error.value)
    assert "study.toml" in error.value.where
    assert says in str(error.value)


def test_a_mistake_in_the_study_s_own_codebook_names_that_file(tmp_path):
    study = with_coding(tmp_path, '\n[coding]\ncodes = ["own"]\nbook = "codes.toml"\n')
    (tmp_path / "codes.toml").write_text('[[code]]\nid = "x"\nquestoin = "?"', encoding="utf-8")
    with pytest.raises(StudyError) as error:
        load(study)
    assert "codes.toml" in error.value.where
    assert "did you mean 'question'" in error.value.fix
