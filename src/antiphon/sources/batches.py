"""Rows as an export has them, some thousands at a time: objects of JSON, or columns of a table."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from antiphon.sources.reasons import Fault

    # A list of Python values, or an arrow array, whose stubs know too little to be of use.
    Cells = Any

ROWS = 10_000
BYTES = 16 * 2**20
SURROGATE = re.compile("[\ud800-\udfff]")


class Batch(Protocol):
    """Rows of a file, in order."""

    @property
    def numbers(self) -> Sequence[int]:
        """The number of each row in its file."""

    @property
    def names(self) -> Collection[str]:
        """The export's columns."""

    def column(self, name: str) -> Cells | None:
        """The cells of an export's column; None when no row has it."""

    def take(self, places: Sequence[int]) -> Batch:
        """Only the rows at these places."""

    def rest(self, used: Collection[str]) -> list[bytes | None]:
        """For each row, its other columns as a JSON object; None for none."""


@dataclass(frozen=True)
class Records:
    """Rows as JSON objects, which need not have the same keys."""

    numbers: Sequence[int]
    rows: list[dict[str, Any]]

    @cached_property
    def names(self) -> Collection[str]:
        """Every key that a row has."""
        return frozenset().union(*self.rows)

    def column(self, name: str) -> Cells | None:
        """The values of a key; `user.name` is looked for inside `user` where it is no key."""
        if name in self.names:
            return [row.get(name) for row in self.rows]
        path = name.split(".")
        if len(path) == 1 or path[0] not in self.names:
            return None
        return [inside(row, path) for row in self.rows]

    def take(self, places: Sequence[int]) -> Records:
        """Only the rows at these places."""
        return Records([self.numbers[i] for i in places], [self.rows[i] for i in places])

    def rest(self, used: Collection[str]) -> list[bytes | None]:
        """For each row, its other keys as a JSON object; None for none."""
        known = frozenset(used)
        return [
            None
            if row.keys() <= known
            else encode({k: v for k, v in row.items() if k not in known})
            for row in self.rows
        ]


@dataclass(frozen=True)
class Columns:
    """Rows as columns: Python lists of a CSV file, arrow arrays of a Parquet file."""

    numbers: Sequence[int]
    columns: dict[str, Cells]

    @property
    def names(self) -> Collection[str]:
        """The names of the header."""
        return self.columns.keys()

    def column(self, name: str) -> Cells | None:
        """The cells of a column; None when the header lacks it."""
        return self.columns.get(name)

    def take(self, places: Sequence[int]) -> Columns:
        """Only the rows at these places."""
        import pyarrow as pa

        at = pa.array(places, pa.int64())
        chosen = {
            name: [cells[i] for i in places] if isinstance(cells, list) else cells.take(at)
            for name, cells in self.columns.items()
        }
        return Columns([self.numbers[i] for i in places], chosen)

    def rest(self, used: Collection[str]) -> list[bytes | None]:
        """For each row, its other columns as a JSON object; None for none."""
        names = [name for name in self.columns if name not in used]
        if not names:
            return [None] * len(self.numbers)
        listed = [as_list(self.columns[name]) for name in names]
        return [encode(dict(zip(names, cells, strict=True))) for cells in zip(*listed, strict=True)]


# What a reader yields: rows it could read, and those it could not.
Read = tuple[Batch | None, list["Fault"]]


def distinct(names: Iterable[str]) -> list[str]:
    """The names of a header; the second `x` is called `x_2`.

    >>> distinct(["id", "text", "text"])
    ['id', 'text', 'text_2']
    """
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return told


def inside(value: Any, path: list[str]) -> Any:
    """What lies at a path of keys; a list on the way gives the list of what its items hold."""
    for n, key in enumerate(path):
        if isinstance(value, list):
            found = (inside(item, path[n:]) for item in value)
            return [item for item in found if item is not None]
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def as_list(cells: Cells) -> list[Any]:
    """The cells as Python values."""
    if isinstance(cells, list):
        return cells
    import pyarrow as pa

    kind = cells.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        cells = cells.cast(pa.timestamp("us", kind.tz), safe=False)
    try:
        return list(cells.to_pylist())
    except (ValueError, OverflowError, pa.ArrowException):
        return [lenient(cell) for cell in cells]


def lenient(cell: Any) -> Any:
    """A value that arrow holds but Python cannot: text that is not UTF-8, a year beyond 9999."""
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return bytes(cell.as_buffer())
    except (ValueError, OverflowError):
        return str(getattr(cell, "value", ""))


def encode(value: dict[str, Any]) -> bytes:
    """JSON of a row's other columns, values as they are."""
    import msgspec

    try:
        return msgspec.json.encode(value)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return json.dumps(storable(value), ensure_ascii=False, default=str).encode()


def storable(value: Any) -> Any:
    """The value without what JSON in UTF-8 cannot hold: half surrogate pairs, infinity."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
