"""`format = "table"`: an export's columns, values, constants and lists become ours."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from antiphon.errors import SourceError, StudyError
from antiphon.sources import reasons
from antiphon.sources.spec import Source

COLUMNS = {"post_id": "tweet_id", "account_id": "user", "created_at": "date", "text": "body"}
ROWS = [
    {"tweet_id": "1", "user": "a", "date": "2021-03-01 10:00", "body": "one", "likes": "3"},
    {"tweet_id": "2", "user": "b", "date": "2021-03-02 10:00", "body": "two", "likes": "0"},
]


def table(path="posts.csv", **more) -> Source:
    columns = COLUMNS | more.pop("columns", {})
    return Source(path, format="table", columns=columns, **more)


def csv(rows=ROWS, delimiter=",") -> str:
    lines = [delimiter.join(rows[0])] + [delimiter.join(map(str, row.values())) for row in rows]
    return "\n".join(lines)


def as_file(folder, kind: str, rows=ROWS) -> str:
    name = f"posts.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), folder.root / name)
    elif kind == "jsonl":
        folder.write(name, "\n".join(map(json.dumps, rows)))
    else:
        folder.write(name, csv(rows, {"csv": ",", "tsv": "\t"}[kind]))
    return name


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet"])
def test_mapped_columns_are_ours_and_the_others_are_kept(folder, kind):
    name = as_file(folder, kind)
    folder.ingest(table(name, constants={"platform": "twitter"}))
    assert folder.engine.rows(
        "SELECT post_id, platform, account_id, text, time_precision FROM posts"
    ) == [
        ("1", "twitter", "a", "one", "minute"),
        ("2", "twitter", "b", "two", "minute"),
    ]
    assert [json.loads(extra) for extra in folder.column("extra")] == [
        {"likes": "3"},
        {"likes": "0"},
    ]
    assert folder.column("bloc") == ["red", "blue"]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_column_that_the_file_lacks_is_an_error_with_the_nearest_name(folder, kind):
    name = as_file(folder, kind)
    with pytest.raises(StudyError, match="no column 'bodi'") as caught:
        folder.ingest(table(name, columns={"text": "bodi"}))
    assert "did you mean 'body'" in caught.value.expected
    assert name in caught.value.where


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_filter_on_a_column_that_the_file_lacks_is_an_error(folder, kind):
    name = as_file(folder, kind)
    with pytest.raises(StudyError, match="no column 'like'"):
        folder.ingest(table(name, where={"like": ("3",)}))


def test_a_canonical_csv_without_a_required_column_is_an_error(folder):
    folder.write("posts.csv", "post_id,account_id,created,text\n1,a,2021-03-01,t\n")
    with pytest.raises(StudyError, match="no column 'created_at'"):
        folder.ingest(Source("posts.csv"))


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_rows_that_where_since_and_until_leave_out_are_counted_apart(folder, kind):
    rows = [
        ROWS[0] | {"tweet_id": str(n), "date": f"2021-03-{n:02}", "likes": n % 3}
        for n in range(1, 10)
    ]
    name = as_file(folder, kind, rows)
    source = table(name, where={"likes": ("0", "1")}, since="2021-03-03", until="2021-03-07T00:00Z")
    folder.ingest(source)
    assert folder.column("post_id") == ["3", "4", "6"]
    assert folder.counts() == [(9, 3, 6, 0)]


def test_value_maps_apply_and_other_values_stay(folder):
    rows = [row | {"lg": lang} for row, lang in zip(ROWS, ("English", "ru"), strict=True)]
    folder.write("posts.csv", csv(rows))
    folder.ingest(table(columns={"lang": "lg"}, values={"lang": {"English": "en"}}))
    assert folder.column("lang") == ["en", "ru"]


@pytest.mark.parametrize(
    ("cell", "separator", "expected"),
    [
        ("#a #b", "", ["a", "b"]),
        ("a,b", "", ["a", "b"]),
        ("a | b", "", ["a", "b"]),
        ('["#a", "b c"]', "", ["a", "b c"]),
        ("['a', 'b']", "", ["a", "b"]),
        ("a b;c", ";", ["a b", "c"]),
        ("", "", None),
        ("[]", "", None),
    ],
)
def test_lists_in_a_cell_of_text(folder, cell, separator, expected):
    rows = [ROWS[0] | {"tags": cell}]
    name = as_file(folder, "jsonl", rows)
    folder.ingest(table(name, columns={"hashtags": "tags"}, list_separator=separator))
    assert folder.column("hashtags") == [expected]


def test_a_comma_inside_an_address_does_not_separate(folder):
    rows = [ROWS[0] | {"links": "https://x.org/a,b,https://y.org http://z.org/c"}]
    folder.ingest(table(as_file(folder, "jsonl", rows), columns={"urls": "links"}))
    assert folder.column("urls") == [["https://x.org/a,b", "https://y.org", "http://z.org/c"]]


def test_lists_of_json_and_parquet_are_taken_natively(folder):
    rows = [ROWS[0] | {"links": ["https://x.org/a", "https://y.org"]}, ROWS[1] | {"links": []}]
    for kind in ("jsonl", "parquet"):
        folder.ingest(table(as_file(folder, kind, rows), columns={"urls": "links"}))
        assert folder.column("urls") == [["https://x.org/a", "https://y.org"], None]


def test_nested_objects_are_reached_by_their_path(folder):
    row = {
        "id": 7,
        "user": {"screen_name": "a"},
        "created_at": "Thu Jan 24 03:18:59 +0000 2013",
        "full_text": "t",
        "entities": {"hashtags": [{"text": "x"}, {"text": "y"}], "urls": []},
    }
    folder.write("tweets.jsonl", json.dumps(row))
    columns = {
        "post_id": "id",
        "account_id": "user.screen_name",
        "created_at": "created_at",
        "text": "full_text",
        "hashtags": "entities.hashtags.text",
    }
    folder.ingest(Source("tweets.jsonl", format="table", columns=columns))
    assert folder.engine.rows("SELECT post_id, account_id, hashtags FROM posts") == [
        ("7", "a", ["x", "y"])
    ]


def test_posts_without_identifiers_are_named_by_row_or_by_content(folder):
    columns = {name: theirs for name, theirs in COLUMNS.items() if name != "post_id"}
    folder.write("posts.csv", csv([*ROWS, ROWS[0]]))
    for made_from, expected in (("row", 3), ("content", 2)):
        folder.ingest(Source("posts.csv", format="table", columns=columns, post_id_from=made_from))
        assert len(folder.column("post_id")) == expected
        assert folder.counts() == [(3, 3, 0, 0)]
    folder.ingest(Source("posts.csv", format="table", columns=columns, post_id_from="row"))
    assert folder.column("post_id") == ["posts.csv:2", "posts.csv:4", "posts.csv:3"]


def test_times_in_a_unit_and_local_times(folder):
    folder.write("posts.csv", csv([ROWS[0] | {"date": "1604374634000"}]))
    folder.ingest(table(datetime_unit="ms"))
    assert folder.column("created_at")[0].isoformat() == "2020-11-03T03:37:14"
    folder.write("posts.csv", csv([ROWS[0] | {"date": "01.07.2021 12:00"}]))
    folder.ingest(table(datetime_format="%d.%m.%Y %H:%M", timezone="Europe/Moscow"))
    assert folder.column("created_at")[0].isoformat() == "2021-07-01T09:00:00"


def test_a_constant_stands_in_every_row_and_the_columns_own_value_is_kept(folder):
    folder.posts("posts.jsonl", {"time_precision": "second", "lang": "ru"})
    folder.ingest(Source("posts.jsonl", constants={"time_precision": "minute"}))
    assert folder.column("time_precision") == ["minute"]
    assert folder.column("lang") == ["ru"]
    assert folder.column("extra") == ['{"time_precision":"second"}']


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1251", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_other_encodings(folder, encoding, kind):
    text = "Мост открыт" if encoding != "gb18030" else "大桥通车"
    rows = [ROWS[0] | {"body": text}]
    content = csv(rows) if kind == "csv" else json.dumps(rows[0], ensure_ascii=False)
    name = f"posts.{kind}"
    folder.write(name, content.encode(encoding))
    folder.ingest(table(name, encoding=encoding))
    assert folder.column("text") == [text]


def test_utf_16_with_a_mark_needs_no_word_about_it(folder):
    folder.write("posts.csv", csv([ROWS[0] | {"body": "Мост"}], "\t").encode("utf-16"))
    folder.ingest(table())
    assert folder.column("text") == ["Мост"]


def test_bytes_that_are_none_of_the_encoding_are_rejected_in_their_row(folder):
    good, bad = csv().encode("shift_jis").rsplit(b"\n", 1)
    folder.write("posts.csv", good + b"\n" + bad.replace(b"two", b"\x81\xff"))
    folder.ingest(table(encoding="shift_jis"))
    assert folder.rejected() == [(3, "", reasons.WRONG_ENCODING)]
    assert folder.column("post_id") == ["1"]


def test_the_second_of_two_columns_of_one_name_is_kept_apart(folder):
    folder.write("posts.csv", "tweet_id,user,date,body,n,n\n1,a,2021-03-01,t,x,y\n")
    folder.ingest(table())
    assert json.loads(folder.column("extra")[0]) == {"n": "x", "n_2": "y"}


def test_a_header_in_another_encoding_is_an_error_that_says_so(folder):
    folder.write("posts.csv", "идентификатор,б\n1,2\n".encode("cp1251"))
    with pytest.raises(SourceError, match="header cannot be read: wrong encoding"):
        folder.ingest(table())


def test_columns_of_parquet_of_other_types_become_text(folder):
    from datetime import UTC, datetime
    from decimal import Decimal

    columns = {
        "tweet_id": pa.array([1.0, 2.0]),
        "user": pa.array(["a", "b"]).dictionary_encode(),
        "date": pa.array([datetime(2021, 3, 1, tzinfo=UTC)] * 2, pa.timestamp("ns", "UTC")),
        "body": pa.array(["one", "two"], pa.string_view()),
        "price": pa.array([Decimal("1.50"), None]),
        "nested": pa.array([{"k": [1, 2]}, None]),
        "tags": pa.array([["#x"], None], pa.large_list(pa.large_string())),
    }
    pq.write_table(pa.table(columns), folder.root / "posts.parquet")
    folder.ingest(table("posts.parquet", columns={"hashtags": "tags"}))
    assert folder.engine.rows("SELECT post_id, account_id, text, hashtags FROM posts") == [
        ("1", "a", "one", ["x"]),
        ("2", "b", "two", None),
    ]
    assert json.loads(folder.column("extra")[0]) == {"price": "1.50", "nested": {"k": [1, 2]}}


def test_a_parquet_file_without_rows_is_no_damage(folder):
    pq.write_table(pa.Table.from_pylist(ROWS)[:0], folder.root / "posts.parquet")
    folder.ingest(table("posts.parquet"))
    assert folder.counts() == [(0, 0, 0, 0)]
