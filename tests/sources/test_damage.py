"""A file with every kind of damage: each row is taken, or rejected with its reason."""

from __future__ import annotations

import gzip
import json

import pytest
import zstandard

from antiphon.sources import reasons
from antiphon.sources.spec import Source


def line(**more) -> bytes:
    row = {"post_id": "x", "account_id": "a", "created_at": "2021-03-01T10:00:00Z", "text": "t"}
    return json.dumps(row | more).encode()


def without(name: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(line()).items() if k != name}).encode()


TAKEN = ""
LINES = {
    "good": (line(post_id="good"), TAKEN, ""),
    "cut off": (line()[:40], reasons.BAD_JSON, ""),
    "not a number": (line()[:-1] + b', "n": NaN}', reasons.BAD_JSON, ""),
    "number too large": (line(post_id="big")[:-1] + b', "n": 1e999, "m": "\\ud800"}', TAKEN, ""),
    "NUL bytes": (b"\0" * 50, reasons.BAD_JSON, ""),
    "array": (b'["post_id", "x"]', reasons.NOT_AN_OBJECT, ""),
    "string": (b'"x"', reasons.NOT_AN_OBJECT, ""),
    "deep": (b'{"a":' * 50_000, reasons.BAD_JSON, ""),
    "latin-1": ('{"text": "é"}'.encode("latin-1"), reasons.WRONG_ENCODING, ""),
    "no id": (without("post_id"), reasons.MISSING, "post_id"),
    "empty id": (line(post_id=""), reasons.MISSING, "post_id"),
    "no account": (without("account_id"), reasons.MISSING, "account_id"),
    "no time": (without("created_at"), reasons.MISSING, "created_at"),
    "no text": (without("text"), reasons.MISSING, "text"),
    "null text": (line(text=None), reasons.MISSING, "text"),
    "empty text": (line(post_id="empty", text=""), TAKEN, ""),
    "year 0": (line(created_at="0000-01-01T00:00:00Z"), reasons.OUT_OF_RANGE, "created_at"),
    "year 1970": (line(created_at="1970-01-01T00:00:00Z"), reasons.OUT_OF_RANGE, "created_at"),
    "year 2500": (line(created_at="2500-01-01"), reasons.OUT_OF_RANGE, "created_at"),
    "30 February": (line(created_at="2021-02-30"), reasons.NOT_A_TIME, "created_at"),
    "number as time": (line(created_at=1614592800), reasons.NOT_A_TIME, "created_at"),
    "word as time": (line(created_at="yesterday"), reasons.NOT_A_TIME, "created_at"),
    "10 MB of text": (line(text="x" * 10_000_000), reasons.TOO_LONG, "text"),
    "long id": (line(post_id="x" * 2_000), reasons.TOO_LONG, "post_id"),
    "NUL in id": (line(post_id="a\0b"), reasons.BAD_IDENTIFIER, "post_id"),
    "half pair in id": (line(account_id="\ud800"), reasons.BAD_IDENTIFIER, "account_id"),
    "NUL in text": (line(post_id="nul", text="a\0b"), TAKEN, ""),
    "half pair in text": (line(post_id="half", text="a\ud83db", note="\udc00"), TAKEN, ""),
    "object as text": (line(text={"a": 1}), reasons.WRONG_TYPE, "text"),
    "object as list": (line(urls={"a": 1}), reasons.WRONG_TYPE, "urls"),
    "object in list": (line(urls=[{"a": 1}]), reasons.WRONG_TYPE, "urls"),
    "unknown precision": (line(time_precision="week"), reasons.UNKNOWN_VALUE, "time_precision"),
    "unknown time source": (line(time_source="guess"), reasons.UNKNOWN_VALUE, "time_source"),
    "number as id": (line(post_id=2**63), TAKEN, ""),
    "long number": (b'{"n": ' + b"9" * 5_000 + b', "text": "t"}', reasons.BAD_JSON, ""),
    "again": (line(post_id="good"), TAKEN, ""),
    "revised": (line(post_id="good", text="other"), TAKEN, ""),
    "carriage return": (line(post_id="crlf") + b"\r", TAKEN, ""),
    "no line end": (line(post_id="last"), TAKEN, ""),
}
CONTENT = b"\xef\xbb\xbf" + b"\n".join(content for content, _, _ in LINES.values())


@pytest.fixture
def damaged(folder):
    folder.write("posts.jsonl", CONTENT)
    folder.ingest()
    return folder


def test_each_row_is_taken_or_rejected_with_its_reason(damaged):
    expected = [
        (row, column, reason)
        for row, (_, reason, column) in enumerate(LINES.values(), 1)
        if reason != TAKEN
    ]
    assert damaged.rejected() == expected
    taken = len(LINES) - len(expected)
    assert damaged.counts() == [(len(LINES), taken, 0, len(expected))]


def test_what_cannot_be_stored_in_text_is_replaced(damaged):
    texts = dict(damaged.engine.rows("SELECT post_id, text FROM posts"))
    assert texts["nul"] == texts["half"] == "a\ufffdb"
    assert texts["empty"] == ""


def test_the_last_row_of_an_identity_stands_and_the_others_are_revisions(damaged):
    texts = dict(damaged.engine.rows("SELECT post_id, text FROM posts"))
    assert texts["good"] == "other"
    assert damaged.column("text", "revisions") == ["t", "t"]


def test_what_was_found_is_shown_short_and_printable(damaged):
    got = damaged.column("got", "rejected")
    assert all(len(word) <= reasons.GOT and word.isprintable() for word in got)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
@pytest.mark.parametrize("name", ["posts.gz", "posts.bin"])
def test_compressed_files_read_as_the_plain_one(folder, damaged, pack, name):
    rows = folder.engine.rows("SELECT post_id, text, extra, ix FROM posts")
    rejected = folder.rejected()
    folder.write(name, pack(CONTENT))
    folder.ingest(Source(name, format="jsonl"))
    assert folder.engine.rows("SELECT post_id, text, extra, ix FROM posts") == rows
    assert folder.rejected() == rejected


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_rows_before_the_break_of_a_truncated_archive_are_taken(folder, pack):
    count = 3_000
    content = b"".join(line(post_id=n, text=f"{n * n * n} words") + b"\n" for n in range(count))
    packed = pack(content)
    folder.write("posts.jsonl.gz", packed[: len(packed) // 2])
    folder.ingest(Source("posts.jsonl.gz"))
    (rows, taken, left_out, rejected) = folder.counts()[0]
    assert (left_out, rejected) == (0, 1)
    assert count // 10 < taken < count
    assert folder.rejected() == [(taken + 1, "", reasons.DAMAGED_ARCHIVE)]
    assert rows == taken + 1


def test_an_archive_that_is_none_is_one_rejected_row(folder):
    folder.write("posts.jsonl.gz", b"plain text")
    folder.ingest(Source("posts.jsonl.gz"))
    assert folder.rejected() == [(1, "", reasons.DAMAGED_ARCHIVE)]


def test_concatenated_gzip_members_are_one_file(folder):
    parts = [gzip.compress(line(post_id=n) + b"\n") for n in range(3)]
    folder.write("posts.jsonl.gz", b"".join(parts) + b"\0" * 7)
    folder.ingest(Source("posts.jsonl.gz"))
    assert folder.column("post_id") == ["0", "1", "2"]


EMPTY = [
    (kind, content) for kind in ("jsonl", "csv") for content in (b"", b"\n\n", b"\xef\xbb\xbf")
]


@pytest.mark.parametrize(("kind", "content"), [*EMPTY, ("parquet", b"")])
def test_an_empty_file_is_one_rejected_row(folder, kind, content):
    name = f"posts.{kind}"
    folder.write(name, content)
    folder.ingest(Source(name))
    assert folder.rejected() == [(0, "", reasons.EMPTY_FILE)]
    assert folder.counts() == [(1, 0, 0, 1)]


def test_a_line_above_the_limit_is_skipped_unread(folder, monkeypatch):
    monkeypatch.setattr("antiphon.sources.lines.LONGEST_LINE", 1_000)
    long = line(text="x" * 3_000_000)
    folder.write("posts.jsonl", b"\n".join([line(post_id="1"), long, line(post_id="2")]))
    folder.ingest()
    assert folder.column("post_id") == ["1", "2"]
    assert folder.rejected() == [(2, "", reasons.LINE_TOO_LONG)]


def test_a_bomb_of_one_line_takes_little_memory(folder):
    import tracemalloc

    bomb = gzip.compress(b"x" * 300_000_000, compresslevel=1)
    folder.write("posts.jsonl.gz", bomb + gzip.compress(b"\n" + line()))
    tracemalloc.start()
    folder.ingest(Source("posts.jsonl.gz"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert folder.rejected() == [(1, "", reasons.LINE_TOO_LONG)]
    assert folder.counts() == [(2, 1, 0, 1)]
    assert peak < 100 * 2**20


def test_bad_rows_do_not_pile_up_in_memory(folder):
    import tracemalloc

    long = line(text="x" * 4_000_000) + b"\n"
    with (folder.root / "posts.jsonl").open("wb") as handle:
        handle.writelines(long for _ in range(50))
    tracemalloc.start()
    folder.ingest()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert folder.counts() == [(50, 0, 0, 50)]
    assert peak < 80 * 2**20


def test_a_file_that_is_no_parquet_is_one_rejected_row(folder):
    folder.write("posts.parquet", b"PAR1 and then nothing of use")
    folder.ingest(Source("posts.parquet"))
    assert folder.rejected() == [(0, "", reasons.NOT_PARQUET)]


def test_rows_before_the_damage_of_a_parquet_file_are_taken(folder):
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 200_000
    columns = {"post_id": [str(n) for n in range(count)], "text": [f"t{n}" for n in range(count)]}
    columns |= {"account_id": ["a"] * count, "created_at": ["2021-03-01"] * count}
    path = folder.root / "posts.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=50_000, use_dictionary=False)
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half : half + 200_000] = b"\xff" * 200_000
    path.write_bytes(data)
    folder.ingest(Source("posts.parquet"))
    ((row, _, reason),) = folder.rejected()
    taken = len(folder.column("post_id"))
    assert reason == reasons.DAMAGED_PARQUET
    assert 0 < taken < count
    assert row == taken + 1


def test_text_of_a_parquet_file_that_is_not_utf8_is_rejected(folder):
    import pyarrow as pa
    import pyarrow.parquet as pq

    bad = pa.Array.from_buffers(
        pa.string(), 2, pa.array([b"ok", b"\xff\xfe"], pa.binary()).buffers()
    )
    table = pa.table({"post_id": ["1", "2"], "account_id": ["a", "a"], "text": bad, "note": bad})
    table = table.append_column("created_at", pa.array(["2021-03-01"] * 2))
    pq.write_table(table, folder.root / "posts.parquet")
    folder.ingest(Source("posts.parquet"))
    assert folder.rejected() == [(2, "text", reasons.WRONG_ENCODING)]
    assert folder.column("post_id") == ["1"]


def test_damaged_rows_of_a_csv_are_rejected_one_by_one(folder):
    rows = {
        "post_id,account_id,created_at,text": None,
        '1,a,2021-03-01,"two\r\nlines, one row"': TAKEN,
        "2,a,2021-03-01": reasons.WRONG_FIELDS,
        "3,a,2021-03-01,more,fields": reasons.WRONG_FIELDS,
        '4,a,2021-03-01,"closed" too early': reasons.BAD_CSV,
        '5,a,2021-03-01,a 5" pipe': TAKEN,
        "6,a,2021-03-01,between stray quotes": TAKEN,
        '7,a,2021-03-01,a 7" pipe': TAKEN,
        ",a,2021-03-01,no id": reasons.MISSING,
        "": None,
        "8,a,2021-03-01,": TAKEN,
        "9,a,2021-03-01,\udce9": reasons.WRONG_ENCODING,
        '10,a,2021-03-01,"never closed': reasons.BAD_CSV,
        "11,a,2021-03-01,after it": TAKEN,
    }
    content = "\r\n".join(rows).encode("utf-8", "surrogateescape")
    folder.write("posts.csv", content + b"\r\n")
    folder.ingest(Source("posts.csv"))
    expected = [reason for reason in rows.values() if reason]
    assert [reason for _, _, reason in folder.rejected()] == expected
    assert sorted(map(int, folder.column("post_id"))) == [1, 5, 6, 7, 8, 11]
    texts = dict(folder.engine.rows("SELECT post_id, text FROM posts"))
    assert texts["1"] == "two\r\nlines, one row"
    assert texts["8"] == ""
    refs = dict(folder.engine.rows("SELECT post_id, raw_ref FROM posts"))
    assert (refs["1"], refs["5"]) == ("posts.csv:2", "posts.csv:7")


def test_every_reason_is_documented_and_no_other(request):
    text = (request.config.rootpath / "docs" / "formats.md").read_text()
    table = text.partition("## Reasons")[2]
    listed = {row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")}
    assert listed - {"reason"} == set(reasons.REASONS)
