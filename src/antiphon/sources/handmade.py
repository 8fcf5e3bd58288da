"""Files that a person keeps by hand: accounts and contacts, read whole, where a slip is an error.

A bad post is one of thousands and is set aside; a bad line in a list of forty accounts is
something the analyst wants to hear of.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from antiphon.errors import SourceError, nearest
from antiphon.sources import delimited, jsonl, parquet, reasons
from antiphon.sources.batches import as_list
from antiphon.sources.cells import scalar, text
from antiphon.sources.files import reader_of
from antiphon.sources.lists import items
from antiphon.sources.reasons import Bad, Fault
from antiphon.sources.spec import Source
from antiphon.sources.times import DAY, Clock

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from antiphon.schema import Column, Table
    from antiphon.sources.batches import Batch, Read

TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
SHOWN = 5
CLOCK = Clock()


def read(
    path: Path,
    table: Table,
    *,
    splitter: re.Pattern[str],
    mapped: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[pa.Table, list[int]]:
    """The file as that table, with the row of each; any bad row is an error.

    Raises:
        SourceError: naming the first five bad rows, or the column that is missing.
    """
    import pyarrow as pa

    numbers: list[int] = []
    values: dict[str, list[Any]] = {name: [] for name in table.names}
    faults: list[Fault] = []
    names: set[str] = set()
    for batch, broken in batches(path):
        faults.extend(broken)
        if batch is not None:
            names.update(batch.names)
            numbers.extend(batch.numbers)
            for column in table.columns:
                told, bad = convert(batch, column, (mapped or {}).get(column.name, {}), splitter)
                values[column.name].extend(told)
                faults.extend(bad)
    check_names(names, table, path)
    if faults:
        raise unreadable(faults, table, path)
    return pa.table(values, schema=table.arrow), numbers


def batches(path: Path) -> Iterator[Read]:
    """The file's rows, by the reader that its name asks for."""
    kind = reader_of(path.name, Source(path.name), path)
    if kind == "jsonl":
        return jsonl.read(path, "utf-8", ignore)
    if kind == "csv":
        return delimited.read(path, "utf-8", "", ignore)
    return parquet.read(path, ignore)


def ignore(_: float) -> None:
    """Small files need no progress."""


def convert(
    batch: Batch, column: Column, mapped: Mapping[str, str], splitter: re.Pattern[str]
) -> tuple[list[Any], list[Fault]]:
    """A column's values, and the faults of its cells."""
    cells = batch.column(column.name)
    listed = [None] * len(batch.numbers) if cells is None else as_list(cells)
    told: list[Any] = []
    faults = []
    for number, value in zip(batch.numbers, listed, strict=True):
        try:
            told.append(cast(value, column, mapped, splitter))
        except Bad as bad:
            told.append(None)
            faults.append(Fault(number, column.name, *bad.why))
    return told, faults


def cast(value: Any, column: Column, mapped: Mapping[str, str], splitter: re.Pattern[str]) -> Any:
    """One cell as its column's type."""
    if column.type == "string[]":
        told: Any = items(value, splitter, "", mapped) or None
    else:
        word = text(value, identifier=column.required, mapped=mapped)
        told = KINDS[column.type](word.strip()) if word and word.strip() else None
    if told is None and column.name == "platform":
        return ""
    if told is None and column.required:
        raise Bad(reasons.MISSING)
    if column.values and told is not None and told not in column.values:
        raise Bad(reasons.UNKNOWN_VALUE, f"{told}; {nearest(told, column.values)}")
    return told


def whole(word: str) -> int:
    """A whole number; `1200.0` is one."""
    try:
        number = int(scalar(float(word)) or "") if "." in word else int(word)
    except (ValueError, OverflowError) as error:
        raise Bad(reasons.WRONG_TYPE, word) from error
    if abs(number) >= 2**63:
        raise Bad(reasons.WRONG_TYPE, word)
    return number


def truth(word: str) -> bool:
    """Read true or false, yes or no, 1 or 0."""
    try:
        return TRUTH[word.lower()]
    except KeyError as error:
        raise Bad(reasons.WRONG_TYPE, word) from error


def time(word: str) -> int:
    """Microseconds since 1970."""
    return CLOCK.written(word)[0]


def date(word: str) -> int:
    """Days since 1970."""
    return time(word) // DAY


KINDS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "int": whole,
    "bool": truth,
    "time": time,
    "date": date,
}


def check_names(names: set[str], table: Table, path: Path) -> None:
    """Refuse a file that lacks a required column, or has a misspelt one."""
    for name in table.required:
        if name not in names:
            raise SourceError(
                f"the file has no column {name!r}",
                where=str(path),
                expected=f"at least {', '.join(table.required)}; it has {', '.join(sorted(names))}",
                fix=nearest(name, names),
            )
    unset = [name for name in table.names if name not in names]
    for name in sorted(names - set(table.names)):
        for close in difflib.get_close_matches(name, unset, n=1, cutoff=0.8):
            raise SourceError(
                f"unknown column {name!r}", where=str(path), fix=f"did you mean {close!r}?"
            )


def unreadable(faults: list[Fault], table: Table, path: Path) -> SourceError:
    """The error that names the first bad rows."""
    faults = sorted(faults)
    shown = [
        f"\n  row {fault.row}: {fault.column + ': ' if fault.column else ''}{fault.reason}"
        + (f" ({fault.got})" if fault.got else "")
        for fault in faults[:SHOWN]
    ]
    more = f"\n  and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    return SourceError(
        f"bad rows in the file of {table.name}:" + "".join(shown) + more,
        where=str(path),
        fix="mend these rows; `antiphon formats` lists the columns and their values",
    )
