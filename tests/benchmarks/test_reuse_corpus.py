"""The generator of the benchmark of reuse: same bytes again, true spans, honest scores."""

from __future__ import annotations

import difflib

import numpy as np
import pyarrow.parquet as pq
import pytest
from benchmarks import reuse_corpus, reuse_scoring
from benchmarks.reuse_corpus import KINDS, Parameters
from benchmarks.reuse_peers import WORD

PARAMETERS = Parameters(2400, 11)
LEAST = {  # share of the words that both sides have in common, in order
    "exact": 1.0, "10 % edited": 0.8, "25 % edited": 0.6, "40 % edited": 0.4, "blocks": 0.3,
    "excerpt": 1.0, "excerpt, 10 %": 0.8, "message": 0.5,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return reuse_corpus.corpus(PARAMETERS, tmp_path_factory.mktemp("reuse"))


@pytest.fixture(scope="module")
def posts(folder):
    return pq.read_table(folder / "posts.parquet").to_pylist()


@pytest.fixture(scope="module")
def planted(folder):
    return pq.read_table(folder / "truth.parquet").to_pylist()


def test_the_same_parameters_give_the_same_bytes_and_another_seed_others(folder, tmp_path):
    again = reuse_corpus.corpus(PARAMETERS, tmp_path)
    other = reuse_corpus.corpus(Parameters(2400, 12), tmp_path)
    for name in ("posts.parquet", "truth.parquet"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()
        assert (other / name).read_bytes() != (folder / name).read_bytes()


def test_a_document_does_not_depend_on_how_many_are_written_at_once(posts, tmp_path, monkeypatch):
    monkeypatch.setattr(reuse_corpus, "PIECE", 700)
    reuse_corpus.write(PARAMETERS, tmp_path)
    assert pq.read_table(tmp_path / "posts.parquet").to_pylist() == posts


def test_every_kind_is_planted_equally_often_in_every_language(planted):
    counts = np.zeros((8, 3), int)
    for row in planted:
        counts[row["kind"], row["language"]] += 1
    assert abs(counts.sum() / PARAMETERS.documents - PARAMETERS.planted) < 0.005
    assert np.ptp(counts.sum(axis=1)) <= 3
    assert counts.min() >= 3


def test_a_copy_is_later_and_in_another_outlet_than_its_origin(posts, planted):
    for row in planted:
        origin, copy = posts[row["origin"]], posts[row["copy"]]
        assert origin["created_at"] <= copy["created_at"]
        assert origin["account_id"] != copy["account_id"]
        assert origin["lang"] == copy["lang"]


def test_planted_spans_hold_the_shared_words(posts, planted):
    for row in planted:
        a = posts[row["origin"]]["text"][row["start_origin"] : row["end_origin"]]
        b = posts[row["copy"]]["text"][row["start_copy"] : row["end_copy"]]
        ours, theirs = WORD.findall(a.casefold()), WORD.findall(b.casefold())
        assert ours[0] in theirs[:3]
        assert ours[-1] in theirs[-3:]
        blocks = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        kept = sum(block.size for block in blocks) / max(len(ours), len(theirs))
        assert kept >= LEAST[KINDS[row["kind"]]], (KINDS[row["kind"]], a, b)


def test_the_truth_itself_scores_perfectly_and_half_of_it_half(folder):
    known = reuse_scoring.truth(PARAMETERS, folder)
    found = {"a": known.rows["origin"], "b": known.rows["copy"]}
    names = dict(zip(reuse_scoring.SPANS, reuse_scoring.PLANTED, strict=True))
    found |= {span: known.rows[name] for span, name in names.items()}
    whole = reuse_scoring.score(known, found)
    assert (whole.recall["all"], whole.precision, whole.span_error) == (1.0, 1.0, 0.0)
    half = reuse_scoring.score(known, {name: column[::2] for name, column in found.items()})
    assert half.recall["all"] == pytest.approx(0.5, abs=0.01)
    assert half.precision == 1.0


def test_a_pair_without_planted_reuse_is_wrong_and_a_passage_elsewhere_is_a_miss(folder):
    known = reuse_scoring.truth(PARAMETERS, folder)
    first = {name: column[:1] for name, column in known.rows.items()}
    outlets = known.plan.outlet
    stranger = np.flatnonzero((known.plan.origin < 0) & (outlets != outlets[0]))[-1:]
    found = {
        "a": np.concatenate([first["origin"], [0]]),
        "b": np.concatenate([first["copy"], stranger]),
        "start_a": np.array([0, 0]),
        "end_a": np.array([1, 50]),
        "start_b": np.array([10_000, 0]),
        "end_b": np.array([10_001, 50]),
    }
    judged = reuse_scoring.score(known, found)
    assert judged.recall["all"] == 0.0
    assert judged.precision == 0.0
    assert sum(judged.wrong.values()) == 2
