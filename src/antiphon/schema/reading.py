"""What was read, what could not be, and what the data hold of each bloc."""

from __future__ import annotations

from antiphon.schema.table import C, Table

FILES = Table(
    "files",
    "a file of posts that was read",
    (
        C("file", "string", "the file, relative to the study"),
        C("source", "int", "the number of its [[source]] table, from 1"),
        C("sha256", "string", "hash of its bytes"),
        C("bytes", "int", "its size"),
        C("rows", "int", "rows found; taken + left_out + rejected"),
        C("taken", "int", "rows taken as posts, repeats included"),
        C("left_out", "int", "rows that the source's where, since or until leave out"),
        C("rejected", "int", "rows that could not be taken"),
    ),
)
REJECTED = Table(
    "rejected",
    "a row that could not be taken",
    (
        C("file", "string", "the file, relative to the study"),
        C("row", "int", "its row, from 1; the line for text formats; 0 for the whole file"),
        C("column", "string", "the column at fault; '' for the whole row"),
        C("reason", "string", "what is wrong, one of a fixed list"),
        C("got", "string", "the beginning of what was found"),
    ),
)
REVISIONS = Table(
    "revisions",
    "a version of a post that a later row replaced by another text",
    (
        C("platform", "string", "where the post was published"),
        C("post_id", "string", "the post"),
        C("raw_ref", "string", "file and row of the replaced version"),
        C("replaced_by", "string", "file and row of the version that stands"),
        C("text", "string", "the replaced text"),
    ),
)
VOLUMES = Table(
    "volumes",
    "a bloc on a day (UTC)",
    (
        C("bloc", "string", "the bloc"),
        C("day", "date", "the day"),
        C("posts", "int", "posts published"),
        C("accounts", "int", "accounts that published"),
    ),
)
COVERAGE = Table(
    "coverage",
    "a bloc, and what the data hold of it",
    (
        C("bloc", "string", "the bloc; '' for accounts that no bloc claims"),
        C("role", "string", "compare, reference or none"),
        C("accounts", "int", "accounts with at least one post"),
        C("posts", "int", "posts"),
        C("first", "time", "earliest post"),
        C("last", "time", "latest post"),
        C("to_second", "int", "posts dated to the second"),
        C("to_minute", "int", "posts dated to the minute"),
        C("to_hour", "int", "posts dated to the hour"),
        C("to_day", "int", "posts dated to the day"),
        C("on_the_minute", "int", "posts dated to the second whose seconds are zero"),
        C("reposts", "int", "native reposts"),
    ),
)
GAPS = Table(
    "gaps",
    "a stretch of days in which a bloc that posts regularly has no post",
    (
        C("bloc", "string", "the bloc"),
        C("first_day", "date", "first day without a post"),
        C("last_day", "date", "last day without a post"),
        C("days", "int", "days without a post"),
        C("expected", "float", "posts that the bloc's median day would have given"),
    ),
)
