"""CSV and TSV: a header, then a row of as many fields each; fields in quotes may hold lines."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from antiphon.errors import SourceError
from antiphon.sources import reasons
from antiphon.sources.batches import BYTES, ROWS, Columns, distinct
from antiphon.sources.lines import blocks
from antiphon.sources.reasons import LONGEST_LINE, Bad, Fault, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from antiphon.sources.batches import Read

DELIMITERS = ",;\t|"


class Record(NamedTuple):
    """The lines of one row: as many as its quotes need to pair."""

    first: int
    lines: list[bytes]
    reason: str = ""
    """Why it cannot be read at all."""


def read(
    path: Path, encoding: str, delimiter: str, advance: Callable[[float], None]
) -> Iterator[Read]:
    """The file's rows in batches, and the lines that are none. Blank lines are no rows."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    stream = records(path, encoding, advance)
    header = next(stream, None)
    if header is None:
        return
    if header.reason:
        yield None, [Fault(header.first, "", header.reason, "")]
        return
    names, delimiter = head(header, delimiter, path)
    batch: list[Record] = []
    size = 0
    for record in stream:
        batch.append(record)
        size += sum(map(len, record.lines))
        if len(batch) >= ROWS or size >= BYTES:
            yield parse(batch, names, delimiter)
            batch, size = [], 0
    yield parse(batch, names, delimiter)


def records(path: Path, encoding: str, advance: Callable[[float], None]) -> Iterator[Record]:
    """Group lines into rows: a row ends where the number of quotes so far is even."""
    held: list[bytes] = []
    first, size, odd = 1, 0, False
    for block in blocks(path, encoding, advance):
        for number, line in enumerate(block.lines, block.first):
            if line is None:
                yield from apart(first, held)
                yield Record(number, [], reasons.LINE_TOO_LONG)
                held, size, odd = [], 0, False
                continue
            if not held:
                first = number
            held.append(line)
            odd ^= bool(line.count(b'"') & 1)
            size += len(line)
            if not odd:
                if len(held) > 1 or line.strip():
                    yield Record(first, held)
                held, size = [], 0
            elif size > LONGEST_LINE:
                yield from apart(first, held)
                held, size, odd = [], 0, False
        if block.damaged:
            number = block.first + len(block.lines)
            yield from apart(first, held)
            yield Record(number, [], reasons.DAMAGED_ARCHIVE)
            held = []
    yield from apart(first, held)


def apart(first: int, lines: list[bytes]) -> Iterator[Record]:
    """Lines after a quote that never closes, each by itself."""
    for number, line in enumerate(lines, first):
        if line.strip():
            yield Record(number, [line])


def head(header: Record, delimiter: str, path: Path) -> tuple[list[str], str]:
    """The header's names, made distinct, and the delimiter."""
    try:
        text = decode(header)
        delimiter = delimiter or max(DELIMITERS, key=text.count)
        names = [name.strip() for name in fields(text, delimiter)]
    except Bad as bad:
        raise SourceError(
            f"the header cannot be read: {bad.why.reason}",
            where=str(path),
            got=bad.why.got,
            expected="a first line that names the columns",
            fix="state the file's encoding and delimiter in its [[source]]",
        ) from bad
    return distinct(names), delimiter


def parse(batch: list[Record], names: list[str], delimiter: str) -> Read:
    """The rows of the records with the header's number of fields; faults for the others."""
    numbers: list[int] = []
    rows: list[list[str]] = []
    faults: list[Fault] = []
    for record, got in zip(batch, at_once(batch, delimiter), strict=True):
        if got is not None and len(got) == len(names):
            numbers.append(record.first)
            rows.append(got)
        else:
            fit, unfit = alone(record, names, delimiter)
            numbers.extend(number for number, _ in fit)
            rows.extend(row for _, row in fit)
            faults.extend(unfit)
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return Columns(numbers, dict(zip(names, cells, strict=True))), faults


def at_once(batch: list[Record], delimiter: str) -> list[list[str] | None]:
    """The fields of every record; None for all when one of them cannot be read."""
    try:
        texts = [b"\n".join(record.lines).decode("utf-8") for record in batch]
        rows = list(csv.reader(texts, delimiter=delimiter, strict=True))
    except (csv.Error, UnicodeDecodeError):
        return [None] * len(batch)
    return list(rows) if len(rows) == len(batch) else [None] * len(batch)


def alone(
    record: Record, names: list[str], delimiter: str
) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Read one record; of one that cannot be read, the lines that are rows by themselves."""
    try:
        return [(record.first, fitting(record, names, delimiter))], []
    except Bad as bad:
        whole = Fault(record.first, "", *bad.why)
    fit: list[tuple[int, list[str]]] = []
    unfit: list[Fault] = []
    for single in apart(record.first, record.lines) if len(record.lines) > 1 else ():
        try:
            fit.append((single.first, fitting(single, names, delimiter)))
        except Bad as bad:
            unfit.append(Fault(single.first, "", *bad.why))
    return (fit, unfit) if fit else ([], [whole])


def fitting(record: Record, names: list[str], delimiter: str) -> list[str]:
    """The record's fields, if there are as many as names."""
    if record.reason:
        raise Bad(record.reason)
    text = decode(record)
    got = fields(text, delimiter)
    if len(got) != len(names):
        raise Bad(reasons.WRONG_FIELDS, f"{len(got)} for {len(names)}: {excerpt(text)}")
    return got


def decode(record: Record) -> str:
    """The record's text."""
    data = b"\n".join(record.lines)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Bad(reasons.WRONG_ENCODING, data) from error


def fields(text: str, delimiter: str) -> list[str]:
    """The fields of one record."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise Bad(reasons.BAD_CSV, text) from error
