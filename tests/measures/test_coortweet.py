"""CooRTweet's rules: golden rows of its own sample, and each rule by itself."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from antiphon.errors import SchemaError
from antiphon.measures.coaction import coortweet

DATA = Path(__file__).parents[3] / "shared" / "data"
PUBLISHED = {
    # window, participation: rows, objects, accounts, contents, edges, weight, groups, subgraph
    (60, 2): (3791, 502, 2110, 5004, 3721, 4, 23, (60, 94, 34)),
    (10, 2): (447, 170, 525, 829, 442, 3, 95, (4, 8, 4)),
    (60, 1): (6281, 609, 3954, 7198, 6206, 4, 449, (63, 97, 34)),
    (300, 2): (19887, 939, 3440, 12769, 19239, 8, 13, (505, 528, 78)),
    (10, 5): (22, 21, 23, 44, 20, 3, 3, (1, 2, 1)),
}


def shares(*rows: tuple[str, str, str, float]) -> pa.Table:
    """Object, account, content, time."""
    columns = list(zip(*rows, strict=True)) or [[], [], [], []]
    types = [pa.string()] * 3 + [pa.float64()]
    made = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
    return pa.table(made, names=list(coortweet.COLUMNS))


def pairs(*rows: tuple[str, str, str, float], **rules: float) -> list[tuple[str, str, float]]:
    """Contents of each pair, the earlier first, and the lag."""
    found = coortweet.detect_groups(shares(*rows), **rules).to_pylist()
    return sorted((r["content_id"], r["content_id_y"], r["time_delta"]) for r in found)


@pytest.fixture(scope="module")
def sample() -> pa.Table:
    path = DATA / "coortweet_russian.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    return pq.read_table(path)


def distinct(table: pa.Table, *names: str) -> int:
    return len(set().union(*(table[name].to_pylist() for name in names)))


@pytest.mark.parametrize(("window", "least"), PUBLISHED)
def test_every_number_that_it_published_of_its_sample(sample, window, least):
    """Rows, objects, accounts, contents, edges, weights, components and the subgraph."""
    found = coortweet.detect_groups(sample, time_window=window, min_participation=least)
    edges = coortweet.network(found)
    strong = [edge for edge in edges if edge["weight_threshold"] == 1]
    ends = {edge[side] for edge in strong for side in ("account_a", "account_b")}
    assert PUBLISHED[window, least] == (
        found.num_rows,
        distinct(found, "object_id"),
        distinct(found, "account_id", "account_id_y"),
        distinct(found, "content_id", "content_id_y"),
        len(edges),
        max(edge["weight"] for edge in edges),
        len(coortweet.groups(edges)),
        (len(strong), len(ends), len(coortweet.groups(strong))),
    )


def test_the_golden_rows_are_equal(sample):
    """Object, contents, accounts and lag of every pair row."""
    path = DATA / "coortweet_golden" / "rct_detect_groups_tw60_mp2.csv"
    golden = pa.csv.read_csv(path).to_pylist()
    found = coortweet.detect_groups(sample, time_window=60, min_participation=2).to_pylist()
    names = list(coortweet.ROWS.names)
    one, other = (sorted(tuple(r[n] for n in names) for r in side) for side in (found, golden))
    assert one == other


def test_the_golden_edges_are_equal_as_published_and_wrong_on_22(sample):
    """Weights, mean lags, objects, thresholds; contents by account differ on 22 of 3,721."""
    path = DATA / "coortweet_golden" / "rct_edges_tw60_mp2.csv"
    golden = {tuple(sorted((r["from"], r["to"]))): r for r in pa.csv.read_csv(path).to_pylist()}
    found = coortweet.detect_groups(sample, time_window=60, min_participation=2)
    published = coortweet.network(found, as_published=True)
    assert len(published) == len(golden)
    for edge in published:
        row = golden[edge["account_a"], edge["account_b"]]
        assert edge["avg_time_delta"] == pytest.approx(row["avg_time_delta"])
        assert edge["object_ids"] == sorted(set(row["object_ids"].split(",")))
        assert edge["edge_symmetry_score"] == pytest.approx(row["edge_symmetry_score"])
        for name in ("weight", "n_content_id", "n_content_id_y", "weight_threshold"):
            assert edge[name] == row[name]
    right = coortweet.network(found)
    names = ("n_content_id", "n_content_id_y")
    wrong = [1 for a, b in zip(published, right, strict=True) if any(a[n] != b[n] for n in names)]
    assert len(wrong) == 22


def test_accounts_with_too_few_shares_are_left_out_repeats_counted():
    """Two shares of one object by one account are participation enough."""
    rows = [("o", "x", "1", 0), ("o", "y", "2", 5), ("o", "y", "3", 500)]
    assert pairs(*rows, time_window=10, min_participation=2) == []
    rows.append(("o", "x", "4", 900))
    assert pairs(*rows, time_window=10, min_participation=1) == [("1", "2", 5.0)]


def test_the_window_includes_its_end():
    rows = [("o", "x", "1", 0), ("o", "y", "2", 10), ("p", "x", "3", 0), ("p", "y", "4", 10.5)]
    assert pairs(*rows, time_window=10, min_participation=1) == [("1", "2", 10.0)]


@pytest.mark.parametrize(
    "second",
    [("o", "x", "2", 1), ("o", "y", "1", 1), ("o", "y", "o", 1)],
    ids=["same account", "same content", "shares itself"],
)
def test_what_is_no_pair(second):
    assert pairs(("o", "x", "1", 0), second, min_participation=1) == []


def test_an_object_that_is_a_content_elsewhere_is_no_hindrance():
    """A reposted post is an object in one row and may be a content in another."""
    rows = [("1", "x", "2", 0), ("1", "y", "3", 1), ("z", "w", "1", 0)]
    assert pairs(*rows, min_participation=1) == [("2", "3", 1.0)]


def test_at_the_same_second_the_account_that_appears_first_is_first():
    """Rows are regrouped by account: y's later row comes before x's row."""
    rows = [("p", "y", "0", 0), ("o", "x", "1", 50), ("o", "y", "2", 50)]
    assert pairs(*rows, min_participation=1) == [("2", "1", 0.0)]


def test_a_pair_stays_if_one_of_its_contents_is_of_an_active_account():
    """x has two contents in pairs, y and z have one each, their others are in none."""
    rows = [
        ("o", "x", "1", 0), ("o", "y", "2", 1), ("q", "y", "9", 0),
        ("p", "x", "3", 0), ("p", "z", "4", 1), ("q", "z", "8", 999),
        ("r", "v", "5", 0), ("r", "w", "6", 1), ("s", "v", "7", 0), ("t", "w", "10", 0),
    ]  # fmt: skip
    found = pairs(*rows, time_window=10, min_participation=2)
    assert found == [("1", "2", 1.0), ("3", "4", 1.0)]


def test_every_pair_of_shares_counts_in_the_weight():
    """Unlike in the measure, where an object counts once."""
    rows = [("o", "x", "1", 0), ("o", "x", "2", 1), ("o", "y", "3", 2), ("o", "y", "4", 3)]
    (edge,) = coortweet.network(coortweet.detect_groups(shares(*rows)))
    assert (edge["weight"], edge["avg_time_delta"], edge["object_ids"]) == (4, 2.0, ["o"])


def test_contents_are_counted_by_account_and_as_published_by_order():
    """x is first once and second once: published, each side has contents of both accounts."""
    rows = [("o", "x", "1", 0), ("o", "y", "2", 1), ("p", "y", "2", 0), ("p", "x", "3", 1)]
    found = coortweet.detect_groups(shares(*rows))
    (right,), (published,) = coortweet.network(found), coortweet.network(found, as_published=True)
    assert (right["n_content_id"], right["n_content_id_y"]) == (2, 1)
    assert (published["n_content_id"], published["n_content_id_y"]) == (2, 2)
    assert (right["edge_symmetry_score"], published["edge_symmetry_score"]) == (0.5, 1.0)


def test_no_shares_give_no_rows():
    found = coortweet.detect_groups(shares())
    assert found.schema == coortweet.ROWS
    assert coortweet.network(found) == coortweet.groups([]) == []


def test_a_missing_column_is_named():
    with pytest.raises(SchemaError, match="not all its columns") as error:
        coortweet.detect_groups(shares().drop_columns(["content_id"]))
    assert error.value.got == {"missing": ["content_id"]}
