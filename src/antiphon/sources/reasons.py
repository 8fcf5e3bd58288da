"""Why a row is not taken: the fixed list, so that reasons can be counted and compared."""

from __future__ import annotations

from typing import NamedTuple

from antiphon.errors import shorten

BAD_JSON = "bad JSON"
NOT_AN_OBJECT = "not a JSON object"
BAD_CSV = "bad CSV"
WRONG_FIELDS = "wrong number of fields"
WRONG_ENCODING = "wrong encoding"
LINE_TOO_LONG = "line too long"
DAMAGED_ARCHIVE = "truncated or damaged archive"
NOT_PARQUET = "not a Parquet file"
DAMAGED_PARQUET = "damaged Parquet file"
EMPTY_FILE = "empty file"
MISSING = "missing value"
WRONG_TYPE = "wrong type"
NOT_A_TIME = "not a time"
OUT_OF_RANGE = "time out of range"
UNKNOWN_VALUE = "unknown value"
TOO_LONG = "text too long"
BAD_IDENTIFIER = "bad character in identifier"

REASONS = {
    BAD_JSON: "the line is not JSON; a file that was cut off ends in such a line",
    NOT_AN_OBJECT: "the line is JSON, but not an object: an array must become one object a line",
    BAD_CSV: "quotes that do not pair, or text after a closing quote",
    WRONG_FIELDS: "the row has more or fewer fields than the header",
    WRONG_ENCODING: "bytes that are no text in the stated encoding",
    LINE_TOO_LONG: "a line, or a CSV row of several, above 64 MB; it is skipped unread",
    DAMAGED_ARCHIVE: "the gzip or zstd stream breaks here; rows before it are taken",
    NOT_PARQUET: "the file's name says Parquet, its contents do not",
    DAMAGED_PARQUET: "a part of the file cannot be decoded; rows before it are taken",
    EMPTY_FILE: "nothing in it, not even a header",
    MISSING: "a required column is absent, null or (text excepted) empty",
    WRONG_TYPE: "an object or a list where a single value is expected, or the reverse",
    NOT_A_TIME: "the time is not written in a way that the source declares",
    OUT_OF_RANGE: "a time before 1990 or after 2100, the year 0 among them",
    UNKNOWN_VALUE: "not one of the column's known values",
    TOO_LONG: "more than 1,000,000 characters; 1,000 in an identifier",
    BAD_IDENTIFIER: "a NUL or half a surrogate pair in an identifier; in text it becomes \\ufffd",
}
LONGEST_TEXT = 1_000_000
LONGEST_IDENTIFIER = 1_000
LONGEST_LINE = 64 * 2**20
GOT = 120


class Fault(NamedTuple):
    """A row that is not taken, and why."""

    row: int
    """From 1, the line for text formats; 0 for the whole file."""
    column: str
    reason: str
    got: str


class Why(NamedTuple):
    """What is wrong with a cell."""

    reason: str
    got: str = ""


class Bad(Exception):
    """A cell that cannot be converted. Caught inside the readers, never shown.

    Keep its `why`, not the exception: that holds on to the frames it came through, and with them
    to the whole batch.
    """

    def __init__(self, reason: str, got: object = "") -> None:
        self.why = Why(reason, excerpt(got))
        super().__init__(reason)


def excerpt(value: object) -> str:
    """The beginning of what was found, on one line."""
    if isinstance(value, bytes):
        value = value[: 4 * GOT].decode("utf-8", "replace")
    text = value[: 2 * GOT] if isinstance(value, str) else repr(value)
    return shorten(text, GOT)
