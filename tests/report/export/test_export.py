"""The network in files that other tools open."""

from __future__ import annotations

import csv
import math
import tracemalloc
from collections import Counter
from xml.etree import ElementTree as ET

import made_coaction
import made_results
import networkx as nx
import pyarrow as pa
import pytest

from antiphon import results
from antiphon.errors import AntiphonError, ResultsError
from antiphon.report import edges
from antiphon.report.export import FORMATS, export, gexf, xml
from antiphon.schema import COACTION

ROUND_TRIP = xml.legal(made_coaction.HOSTILE)
SPACE = f"{{{gexf.SPACE}}}"


@pytest.fixture(scope="module")
def written(folder, tmp_path_factory):
    """Every format of the made folder."""
    place = tmp_path_factory.mktemp("exports")
    return {fmt: (export(folder, fmt, place / fmt), place / fmt) for fmt in FORMATS}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def standing(window=60):
    """The edges that stand, by hand."""
    return [
        e
        for e in made_coaction.tables()["coaction"]
        if e["stands"] and e["window_seconds"] == window
    ]


def test_it_is_said_how_many_edges_were_written_out_of_how_many(written):
    for fmt, rows in (("gexf", 14), ("graphml", 14), ("edges", 14), ("evidence", 99), ("cnt", 28)):
        done, _ = written[fmt]
        assert (done.rows, done.edges, done.counted, done.window) == (rows, 14, 17, 60)


def test_gexf_comes_back_with_names_weights_and_times(written):
    graph = nx.read_gexf(written["gexf"][1])
    names = {node: data["label"] for node, data in graph.nodes(data=True)}
    assert set(names.values()) == {
        *(name for e in standing() for name in (e["account_id_a"], e["account_id_b"]))
    } - {made_coaction.HOSTILE} | {ROUND_TRIP}
    found = Counter(
        (*sorted((names[a], names[b])), data["object_kind"], data["weight"])
        for a, b, data in graph.edges(data=True)
    )
    assert found == Counter(
        (
            *sorted(xml.legal(e[f"account_id_{s}"]) for s in "ab"),
            e["kind"],
            float(e["objects"]),
        )
        for e in standing()
    )
    (wire,) = [d for _, _, d in graph.edges(data=True) if d["object_kind"] == "repost"]
    ((start, end),) = wire["spells"]
    met = [r for r in made_coaction.meetings() if r["kind"] == "repost"]
    times = sorted(r[f"created_at_{side}"] for r in met for side in "ab")
    assert (start, end) == (f"{times[0].isoformat()}Z", f"{times[-1].isoformat()}Z")
    assert wire["q_jitter"] == pytest.approx(20 * 1.35e-6)
    assert wire["stands"] is True


def test_gexf_is_dynamic_with_counts_kinds_and_the_colours_of_blocs(written):
    root = ET.parse(written["gexf"][1]).getroot()
    assert root.get("version") == "1.3"
    graph = root.find(f"{SPACE}graph")
    assert (graph.get("mode"), graph.get("timerepresentation")) == ("dynamic", "interval")
    nodes, lines = graph.find(f"{SPACE}nodes"), graph.find(f"{SPACE}edges")
    assert (nodes.get("count"), lines.get("count")) == ("10", "14")
    assert Counter(line.get("kind") for line in lines) == {"link": 13, "repost": 1}
    colours = {
        node.get("label"): tuple(node.find(f"{{{gexf.SPACE}/viz}}color").get(c) for c in "rgb")
        for node in nodes
    }
    assert colours["norland_daily"] == colours["anon-0a"] == ("31", "111", "180")
    assert colours["sudland_post"] != colours["anon-0a"]


def test_graphml_comes_back_with_attributes_of_their_types(written):
    graph = nx.read_graphml(written["graphml"][1])
    assert graph.number_of_edges() == 14
    assert ROUND_TRIP in {data["account_id"] for _, data in graph.nodes(data=True)}
    for _, _, data in graph.edges(data=True):
        assert isinstance(data["weight"], float)
        assert isinstance(data["objects"], int)
        assert data["weight"] == data["objects"]
        assert data["stands"] is True
        assert data["first_at"] < data["last_at"]
    degrees = {d["account_id"]: d["edges"] for _, d in graph.nodes(data=True)}
    assert degrees["norland_daily"] == 4


def test_two_kinds_between_two_accounts_are_two_edges(tmp_path):
    rows = made_coaction.tables()["coaction"]
    made = made_results.make(tmp_path / "r")
    twice = [r | {"kind": "hashtag"} for r in rows if r["kind"] == "repost"]
    results.write_table(made, "coaction", made_results.table("coaction", rows + twice))
    export(made, "gexf", tmp_path / "x.gexf")
    graph = nx.read_gexf(tmp_path / "x.gexf")
    assert graph.is_multigraph()
    assert graph.number_of_edges() == 15
    undated = [d for _, _, d in graph.edges(data=True) if "spells" not in d]
    assert [d["object_kind"] for d in undated] == ["hashtag"]


def test_edges_have_every_column_of_the_table_and_no_formula(written):
    rows = read(written["edges"][1])
    assert list(rows[0]) == [*COACTION.names, "first_at", "last_at"]
    assert len(rows) == 14
    names = {row["account_id_a"] for row in rows}
    assert f"'{made_coaction.HOSTILE}" in names
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert {row["first_at"][-1] for row in rows} == {"Z"}


def test_evidence_has_both_posts_of_every_object_of_every_edge(written):
    rows = read(written["evidence"][1])
    per_edge = Counter((r["kind"], r["account_id_a"], r["account_id_b"]) for r in rows)
    assert sorted(per_edge.values()) == sorted(e["objects"] for e in standing())
    assert all(r["post_id_a"] and r["post_id_b"] and r["created_at_a"] for r in rows)
    assert all(abs(int(r["lag_seconds"])) <= 60 for r in rows)


def test_coortweets_columns_hold_pairs_of_posts_and_contents(written):
    rows = read(written["coortweet"][1])
    assert list(rows[0])[:4] == ["from", "to", "weight", "avg_time_delta"]
    (row,) = [r for r in rows if (r["from"], r["to"]) == ("anon-0a", "anon-1b")]
    assert (row["weight"], row["n_content_id"], row["n_content_id_y"]) == ("8", "8", "8")
    assert row["edge_symmetry_score"] == "1.0"
    assert row["object_ids"].split(",") == [f"https://site-0.example/{k}" for k in range(8)]


def test_only_weights_above_the_median_of_their_kind_pass_the_threshold(tmp_path):
    rows = made_coaction.tables()["coaction"]
    more = [r | {"post_pairs": 20 if "anon-0a" in r.values() else r["post_pairs"]} for r in rows]
    made = made_results.make(tmp_path / "r")
    results.write_table(made, "coaction", made_results.table("coaction", more))
    export(made, "coortweet", tmp_path / "c")
    found = read(tmp_path / "c")
    above = {(r["from"], r["to"]) for r in found if r["weight_threshold"] == "1"}
    assert above == {("anon-0a", r["to"]) for r in found if r["from"] == "anon-0a"}
    assert len(above) == 4


def test_a_side_with_fewer_posts_has_fewer_contents(tmp_path):
    tables = made_coaction.tables()
    for row in tables["coaction_posts"]:
        if row["account_id_b"] == "world_wire":
            row["post_id_b"] = "one"
    made = made_results.make(tmp_path / "r")
    table = made_results.table("coaction_posts", tables["coaction_posts"])
    results.write_table(made, "coaction_posts", table)
    export(made, "coortweet", tmp_path / "c")
    (row,) = [r for r in read(tmp_path / "c") if r["kind"] == "repost"]
    assert (row["n_content_id"], row["n_content_id_y"]) == ("4", "1")
    assert float(row["edge_symmetry_score"]) == 0.25
    export(made, "cnt", tmp_path / "n")
    sides = [r for r in read(tmp_path / "n") if r["edge_type"] == "co_retweet"]
    assert [(r["source"], r["weight"]) for r in sides] == [("anon-5f", "4"), ("world_wire", "1")]


def test_the_toolkits_columns_have_both_directions(written):
    rows = read(written["cnt"][1])
    assert list(rows[0]) == ["source", "target", "weight", "edge_type"]
    ends = {(r["source"], r["target"], r["edge_type"]) for r in rows}
    assert len(ends) == 28
    assert {(b, a, kind) for a, b, kind in ends} == ends
    assert {kind for *_, kind in ends} == {"co_link", "co_retweet"}


def test_all_writes_what_chance_explains_too_and_the_window_can_be_chosen(folder, tmp_path):
    done = export(folder, "edges", tmp_path / "e", window=300, everything=True)
    rows = read(tmp_path / "e")
    assert (done.rows, done.counted, done.window) == (17, 17, 300)
    assert {r["window_seconds"] for r in rows} == {"300"}
    assert {r["stands"] for r in rows} == {"True", "False"}


def test_posts_further_apart_than_the_window_are_no_evidence_within_it(tmp_path):
    tables = made_coaction.tables()
    far = [r | {"lag_seconds": 200} for r in tables["coaction_posts"]]
    made = made_results.make(tmp_path / "r")
    results.write_table(made, "coaction_posts", made_results.table("coaction_posts", far))
    assert export(made, "evidence", tmp_path / "a").rows == 0
    assert export(made, "evidence", tmp_path / "b", window=300).rows == 99


def test_what_is_not_known_is_left_out(tmp_path):
    rows = [
        r | {"q_labels": None, "p_labels": math.nan} for r in made_coaction.tables()["coaction"]
    ]
    made = made_results.make(tmp_path / "r")
    results.write_table(made, "coaction", made_results.table("coaction", rows))
    export(made, "graphml", tmp_path / "g")
    for _, _, data in nx.read_graphml(tmp_path / "g").edges(data=True):
        assert "q_labels" not in data
        assert "p_labels" not in data
        assert "q_jitter" in data


def test_a_network_without_edges_is_a_file_that_can_be_read(tmp_path):
    rows = [r | {"stands": False} for r in made_coaction.tables()["coaction"]]
    made = made_results.make(tmp_path / "r")
    results.write_table(made, "coaction", made_results.table("coaction", rows))
    for fmt in FORMATS:
        assert export(made, fmt, tmp_path / fmt).edges == 0
    assert nx.read_gexf(tmp_path / "gexf").number_of_nodes() == 0
    assert nx.read_graphml(tmp_path / "graphml").number_of_nodes() == 0
    assert read(tmp_path / "edges") == []


def test_an_unknown_format_or_window_says_what_there_is(folder, tmp_path):
    with pytest.raises(AntiphonError) as error:
        export(folder, "gexxf", tmp_path / "x")
    assert "did you mean 'gexf'" in str(error.value)
    with pytest.raises(ResultsError) as error:
        export(folder, "gexf", tmp_path / "x", window=61)
    assert "one of 60, 300 seconds" in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_the_old_file(folder, tmp_path, monkeypatch):
    place = tmp_path / "x"
    place.write_text("old")
    monkeypatch.setattr(edges.Network, "accounts", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(folder, "gexf", place)
    assert place.read_text() == "old"


def test_the_same_folder_gives_the_same_bytes(folder, tmp_path, written):
    for fmt, (_, path) in written.items():
        export(folder, fmt, tmp_path / fmt)
        assert (tmp_path / fmt).read_bytes() == path.read_bytes()


def test_a_large_network_is_written_in_little_memory(tmp_path):
    """Beside the table, no more than a batch of rows is held."""
    size = 60_000
    row = standing()[0] | {"platform_a": "web", "platform_b": "web"}
    columns = {name: [row[name]] * size for name in COACTION.names}
    columns["account_id_b"] = [f"b{k % 2000}" for k in range(size)]
    columns["account_id_a"] = [f"a{k}" for k in range(size)]
    table = pa.table(columns, schema=COACTION.arrow)
    empty = pa.nulls(size, pa.timestamp("us"))
    network = edges.Network(
        60, table.append_column("first_at", empty).append_column("last_at", empty), size
    )
    place = tmp_path / "large.gexf"
    with place.open("w", encoding="utf-8") as file:
        tracemalloc.start()
        assert gexf.write(network, file, "large", lambda _: "#000000") == size
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert place.stat().st_size > 100_000_000
    assert peak < 60_000_000
