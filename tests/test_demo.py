"""The demo sets the answer beside the truth, whatever the numbers are."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pyarrow as pa
import pytest
from rich.console import Console

from antiphon import demo
from antiphon.errors import AntiphonError, ResultsError
from antiphon.results import MANIFEST, Results, write_json, write_table
from antiphon.schema import REPETITIONS

BLOCS = ("velmora", "kestria")
TRUTH = [
    # post, bloc, mechanism, message, shared
    ("a1", "kestria", "own", "m1", "true"),
    ("a2", "velmora", "borrowing", "m1", "true"),
    ("b1", "kestria", "coordinated_release", "m2", "true"),
    ("b2", "velmora", "coordinated_release", "m2", "true"),
    ("c1", "kestria", "own", "m3", "true"),
    ("c2", "velmora", "exchange", "m3", "true"),
    ("d1", "velmora", "own", "", "false"),
    ("d2", "kestria", "own", "", "false"),
    ("w1", "world", "own", "m1", "true"),
]
FOUND = [
    # post, bloc, family, mechanism: m1 right, m2 half right, m3 missed, a mistaken family
    ("a1", "kestria", 0, "own"),
    ("a2", "velmora", 0, "borrowing"),
    ("b1", "kestria", 1, "coordinated_release"),
    ("b2", "velmora", 1, "exchange"),
    ("d1", "velmora", 2, "own"),
    ("d2", "kestria", 2, "borrowing"),
]


@pytest.fixture
def results(tmp_path):
    rows = [
        dict.fromkeys(REPETITIONS.names)
        | {"post_id": post, "bloc": bloc, "family_id": family, "mechanism": mechanism}
        | {"created_at": datetime(2023, 3, 6)}  # noqa: DTZ001
        for post, bloc, family, mechanism in FOUND
    ]
    write_table(tmp_path, "repetitions", pa.Table.from_pylist(rows, schema=REPETITIONS.arrow))
    said = {"share": 0.25, "low": 0.1, "high": 0.5, "pair": "velmora|kestria"}
    shares = [
        {"direction": "velmora→kestria", "mechanism": "borrowing"} | said,
        {"direction": "both", "mechanism": "borrowing"} | said | {"share": 0.9},
    ]
    write_json(tmp_path / "results.json", {"shares": shares})
    write_json(tmp_path / MANIFEST, {"finished": True})
    return Results.open(tmp_path)


@pytest.fixture
def compared(results):
    keys = ("post_id", "bloc", "mechanism", "message_id", "shared")
    return demo.compare(results, {t[0]: dict(zip(keys, t, strict=True)) for t in TRUTH}, BLOCS)


def test_scores_count_misses_and_false_finds(compared):
    scores = {s.mechanism: s for s in compared.scores}
    figures = {m: (s.posts, s.said, s.right) for m, s in scores.items()}
    assert figures == {
        "own": (2, 2, 1),
        "internal": (0, 0, 0),
        "common_source": (0, 0, 0),
        "exchange": (1, 1, 0),
        "borrowing": (1, 2, 1),
        "coordinated_release": (2, 1, 1),
    }
    assert (scores["borrowing"].precision, scores["borrowing"].recall) == (0.5, 1.0)
    assert compared.macro_f1 == pytest.approx((0 + 2 / 3 + 2 / 3) / 3)


def test_shares_stand_beside_the_truth_of_the_same_direction(compared):
    shares = {(s.direction, s.mechanism): s for s in compared.shares}
    row = shares["velmora→kestria", "borrowing"]
    assert (row.truth, row.found, row.low, row.high) == (pytest.approx(1 / 3), 0.25, 0.1, 0.5)
    assert shares["kestria→velmora", "own"].truth == pytest.approx(2 / 3)
    assert shares["kestria→velmora", "own"].found == 0.0


def test_messages_missed_and_families_of_nothing_shared_are_counted(compared):
    assert (compared.messages, compared.messages_found) == (3, 2)
    assert (compared.families, compared.families_mistaken) == (3, 1)


def test_the_tables_fit_eighty_columns_and_name_the_report(compared, tmp_path):
    out = io.StringIO()
    demo.show(compared, tmp_path / "report.html", Console(file=out, width=200))
    printed = out.getvalue()
    *lines, last = printed.rstrip().splitlines()
    assert max(map(len, lines)) <= 80
    assert last.endswith("report.html")
    assert "found: 2; missed: 1" in printed
    assert "coordinated release" in printed


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(AntiphonError, match="other than a demo"):
        demo.run(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AntiphonError, match="needs a folder"):
        demo.prepare(tmp_path / "file", 1)


def test_an_earlier_demo_is_replaced(tmp_path):
    demo.prepare(tmp_path / "demo", 1)
    (tmp_path / "demo" / "study").mkdir()
    (tmp_path / "demo" / "study" / "old.toml").write_text("")
    demo.prepare(tmp_path / "demo", 2)
    assert [p.name for p in (tmp_path / "demo").iterdir()] == [demo.MARK]
    assert json.loads((tmp_path / "demo" / demo.MARK).read_text()) == {"seed": 2}


def test_a_missing_truth_is_an_error_not_a_traceback(tmp_path):
    with pytest.raises(ResultsError):
        demo.truths(tmp_path / "truth.csv")


def test_the_demo_finds_what_its_world_holds(tmp_path):
    out = io.StringIO()
    compared = demo.run(tmp_path / "demo", seed=3, fast=True, console=Console(file=out, width=80))
    assert compared.messages_found >= 0.95 * compared.messages > 100
    assert compared.macro_f1 > 0.8
    assert (tmp_path / "demo" / "results" / "report.html").stat().st_size > 10_000
    assert max(map(len, out.getvalue().splitlines()[:-1])) <= 80
