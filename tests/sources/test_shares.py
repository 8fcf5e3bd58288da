"""Files of CooRTweet and coordination-network-toolkit become posts as they are."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from antiphon.errors import StudyError
from antiphon.sources.spec import Source
from antiphon.study.source_rules import columns

COORTWEET = (
    "object_id,account_id,content_id,timestamp_share\n"
    "55,a,71,1623881091\n"
    "56,a,71,1623881091\n"
    "55,b,72,2021-06-16 22:05:00\n"
    "73,b,73,1623881200.5\n"
)
CNT = (
    "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
    "1,a,Anna,,,See this,1623881091,https://a.example/1 https://b.example/2\n"
    "2,b,Ben,1,,See this,1623881100,\n"
    "3,b,Ben,,1,No,1623881200,\n"
)


def test_a_row_of_coortweet_is_a_share_of_its_object(folder):
    """A content in two rows is two posts; an object that is the content itself is none."""
    folder.write("shares.csv", COORTWEET)
    folder.ingest(Source("shares.csv", format="coortweet", constants={"platform": "twitter"}))
    found = folder.engine.rows(
        "SELECT post_id, account_id, created_at::VARCHAR, repost_of, text, time_precision, bloc "
        "FROM posts ORDER BY created_at, repost_of"
    )
    assert [row[1:] for row in found] == [
        ("a", "2021-06-16 22:04:51", "55", "", "second", "red"),
        ("a", "2021-06-16 22:04:51", "56", "", "second", "red"),
        ("b", "2021-06-16 22:05:00", "55", "", "second", "blue"),
        ("b", "2021-06-16 22:06:40.5", None, "", "second", "blue"),
    ]
    assert [row[0].split("#")[0] for row in found] == ["71", "71", "72", "73"]
    assert len({row[0] for row in found}) == 4
    assert folder.rejected() == []
    assert folder.column("extra") == [None] * 4


def test_the_object_of_coortweet_may_be_an_address(folder):
    """As the study file says; then nothing is reposted."""
    folder.write("shares.csv", COORTWEET.replace("55", "https://a.example/1"))
    folder.ingest(Source("shares.csv", format="coortweet", columns={"urls": "object_id"}))
    assert folder.column("urls").count(["https://a.example/1"]) == 2
    assert folder.column("repost_of") == [None] * 4


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_shares_in_other_files_are_the_same(folder, kind):
    rows = [
        {"object_id": "55", "account_id": "a", "content_id": "71", "timestamp_share": 1623881091.0},
        {"object_id": "55", "account_id": "b", "content_id": "72", "timestamp_share": 1623881092.0},
    ]
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), folder.root / "shares.parquet")
    else:
        folder.write("shares.jsonl", "\n".join(map(json.dumps, rows)))
    folder.ingest(Source(f"shares.{kind}", format="coortweet"))
    assert folder.column("repost_of") == ["55", "55"]
    assert [at.second for at in folder.column("created_at")] == [51, 52]


def test_a_row_of_the_toolkit_is_a_post(folder):
    """Reposts, replies, links and texts in their own columns; the name is kept beside."""
    folder.write("messages.csv", CNT)
    folder.ingest(Source("messages.csv", format="cnt"))
    assert folder.engine.rows(
        "SELECT post_id, account_id, repost_of, reply_to, text, urls FROM posts ORDER BY post_id"
    ) == [
        ("1", "a", None, None, "See this", ["https://a.example/1", "https://b.example/2"]),
        ("2", "b", "1", None, "See this", None),
        ("3", "b", None, "1", "No", None),
    ]
    assert [json.loads(extra) for extra in folder.column("extra")] == [
        {"username": "Anna"}, {"username": "Ben"}, {"username": "Ben"},
    ]  # fmt: skip
    assert str(folder.column("created_at")[0]) == "2021-06-16 22:04:51"


def test_damage_in_a_share_is_a_reason_and_not_a_guess(folder):
    """No content, no account, no time that can be read."""
    text = "object_id,account_id,content_id,timestamp_share\n1,a,,5\n1,,2,1623881091\n1,a,3,soon\n"
    folder.write("shares.csv", text + "1,b,4,1623881091\n")
    folder.ingest(Source("shares.csv", format="coortweet"))
    assert [row[0] for row in folder.rejected()] == [2, 3, 4]
    assert folder.column("account_id") == ["b"]


def test_another_file_is_refused_by_the_column_that_it_lacks(folder):
    folder.write("shares.csv", CNT)
    with pytest.raises(StudyError, match="no column 'object_id'"):
        folder.ingest(Source("shares.csv", format="coortweet"))
    folder.write("messages.csv", COORTWEET)
    with pytest.raises(StudyError, match="no column 'message_id'"):
        folder.ingest(Source("messages.csv", format="cnt"))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("coortweet", {"urls": "content_id"}),
        ("coortweet", {"urls": "object_id", "quote_of": "object_id"}),
        ("coortweet", {"account_id": "object_id"}),
        ("cnt", {"urls": "urls"}),
    ],
)
def test_other_mappings_are_refused(kind, given):
    with pytest.raises(StudyError):
        columns(Source("x.csv", format=kind, columns=given), "source 1")
