"""What must hold in `[[source]]` and `[accounts]`: columns, formats, dates, zones, files."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from antiphon.errors import StudyError, nearest
from antiphon.schema import ACCOUNTS, POSTS
from antiphon.sources.shares import PLACES
from antiphon.sources.spec import FORMATS
from antiphon.study import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from antiphon.schema import Table
    from antiphon.sources.spec import Accounts, Source

UNITS = ("s", "ms", "us", "ns")
MADE_FROM = ("row", "content")
OURS = ("raw_ref", "extra")


def hold_source(source: Source, where: str, root: Path) -> None:
    """Refuse a source that cannot be read."""
    one_of(source.format, FORMATS, f"{where}.format")
    one_of(source.datetime_unit, UNITS, f"{where}.datetime_unit")
    one_of(source.post_id_from, MADE_FROM, f"{where}.post_id_from")
    if source.datetime_format and source.datetime_unit:
        raise StudyError(
            "both datetime_format and datetime_unit",
            where=where,
            got={"datetime_format": source.datetime_format, "datetime_unit": source.datetime_unit},
            expected="a format for written dates, or a unit for numbers since 1970",
            fix="leave one out",
        )
    columns(source, where)
    zone(source.timezone, f"{where}.timezone")
    span(source, where)
    text_format(source, where)
    paths.some(source.path, f"{where}.path", root)


def columns(source: Source, where: str) -> None:
    """Names of the vocabulary, and all of it that a post cannot do without."""
    mappable = tuple(name for name in POSTS.names if name not in OURS)
    for key in ("columns", "constants", "values"):
        names_of(getattr(source, key), mappable, f"{where}.{key}")
    listed(source.constants, POSTS, f"{where}.constants")
    for name, mapped in source.values.items():
        targets(name, mapped.values(), POSTS, f"{where}.values.{name}")
    if source.columns and source.format == "coortweet":
        placed(source, where)
    elif source.columns and source.format != "table":
        raise StudyError(
            "columns are mapped, but the format has columns of its own",
            where=f"{where}.columns",
            got=source.format or "no format",
            fix='add format = "table", or leave out [source.columns]',
        )
    if source.format == "table":
        complete(source, where)


def placed(source: Source, where: str) -> None:
    """Of CooRTweet's columns only the object may stand for another of ours."""
    names_of(source.columns, PLACES, f"{where}.columns")
    if set(source.columns.values()) != {"object_id"} or len(source.columns) > 1:
        raise StudyError(
            "only object_id of a CooRTweet file can be mapped, and to one column",
            where=f"{where}.columns",
            got=dict(source.columns),
            fix='for example urls = "object_id"',
        )


def complete(source: Source, where: str) -> None:
    """A mapped table has every required column, mapped, constant or generated."""
    given = {*source.columns, *source.constants}
    if source.post_id_from:
        given.add("post_id")
    for name in POSTS.required:
        if name not in given:
            id_fix = ', or post_id_from = "row" or "content" for an export without ids'
            raise StudyError(
                "a required column is not mapped",
                where=f"{where}.columns.{name}",
                expected=POSTS[name].meaning,
                fix=f'add {name} = "the export\'s column"' + (id_fix if name == "post_id" else ""),
            )


def hold_accounts(accounts: Accounts, where: str, root: Path) -> None:
    """Refuse accounts that are neither listed nor derived."""
    if not accounts.path and not accounts.derive:
        raise StudyError(
            "no accounts",
            where=where,
            expected="path, a file of accounts, or a table [accounts.derive], or both",
            fix='for example path = "accounts.csv"',
        )
    for key in ("derive", "constants", "values"):
        names_of(getattr(accounts, key), ACCOUNTS.names, f"{where}.{key}")
    listed(accounts.constants, ACCOUNTS, f"{where}.constants")
    for name, mapped in accounts.values.items():
        targets(name, mapped.values(), ACCOUNTS, f"{where}.values.{name}")
    if accounts.path:
        paths.single(accounts.path, f"{where}.path", root)
    if accounts.derive and "bloc" not in {*accounts.derive, *accounts.constants}:
        raise StudyError(
            "accounts are derived without their bloc",
            where=f"{where}.derive.bloc",
            expected="the column of the posts' export that says which bloc an account is of",
            fix='for example bloc = "country"',
        )


def names_of(given: Iterable[str], known: Iterable[str], where: str) -> None:
    """Only columns of the vocabulary."""
    known = tuple(known)
    for name in given:
        if name not in known:
            raise StudyError("unknown column", where=f"{where}.{name}", fix=nearest(name, known))


def listed(constants: Mapping[str, str], table: Table, where: str) -> None:
    """A constant for a column of few values is one of them."""
    for name, value in constants.items():
        targets(name, (value,), table, f"{where}.{name}")


def targets(name: str, given: Iterable[str], table: Table, where: str) -> None:
    """Values for a column of few values are among them."""
    known = table[name].values
    for value in given:
        if known and value not in known:
            fix = nearest(value, known)
            raise StudyError("unknown value", where=where, got=value, fix=fix)


def one_of(value: str, known: Iterable[str], where: str) -> None:
    """Empty, or one of the known values."""
    if value and value not in known:
        raise StudyError("unknown value", where=where, got=value, fix=nearest(value, known))


def zone(name: str, where: str) -> None:
    """A time zone of the IANA list."""
    if name == "UTC":
        return
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        known = available_timezones()
        hint = nearest(name, known).partition(" known: ")[0] if known else ""
        raise StudyError(
            "unknown time zone",
            where=where,
            got=name,
            expected='a name of the IANA list, such as "Europe/Berlin" or "UTC"',
            fix=hint if hint.startswith("did you") else "",
        ) from error


def span(source: Source, where: str) -> None:
    """`since` and `until` are times, the one before the other."""
    since = moment(source.since, source.timezone, f"{where}.since")
    until = moment(source.until, source.timezone, f"{where}.until")
    if since and until and since >= until:
        raise StudyError(
            "since is not before until",
            where=where,
            got={"since": source.since, "until": source.until},
            expected="since is the first time kept, until the first time left out",
        )


def moment(text: str, timezone: str, where: str) -> datetime | None:
    """A time in ISO 8601, in the source's zone when it names none; None for ''."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        local = UTC if timezone == "UTC" else ZoneInfo(timezone)
        return (time if time.tzinfo else time.replace(tzinfo=local)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise StudyError(
            "not a time",
            where=where,
            got=text,
            expected='ISO 8601, such as "2021-03-01" or "2021-03-01T12:30:00Z"',
        ) from error


def text_format(source: Source, where: str) -> None:
    """The encoding is known, the delimiter one character."""
    try:
        codecs.lookup(source.encoding)
    except (LookupError, ValueError) as error:
        fix = nearest(
            source.encoding, ("utf-8", "utf-16", "latin-1", "cp1251", "cp1252", "gb18030")
        )
        raise StudyError(
            "unknown encoding", where=f"{where}.encoding", got=source.encoding, fix=fix
        ) from error
    if len(source.delimiter) > 1:
        raise StudyError(
            "a delimiter of several characters",
            where=f"{where}.delimiter",
            got=source.delimiter,
            expected="one character",
        )
