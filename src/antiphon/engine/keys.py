"""Cuts an ordered stream so that the rows of a key stay together."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

BATCH = 65_536  # rows of a stream that are handed over at once


def key_complete(
    batches: Iterable[pa.RecordBatch], key: Sequence[str], rows: int
) -> Iterator[pa.Table]:
    """Regroup batches sorted by key into tables of about `rows` rows that never split a key."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        if count < rows:
            continue
        table = pa.Table.from_batches(held)
        start = begins(table, key)
        if start > 0:
            yield table.slice(0, start)
            table = table.slice(start)
        held, count = table.to_batches(), table.num_rows
    if count:
        yield pa.Table.from_batches(held)


def begins(table: pa.Table, key: Sequence[str]) -> int:
    """The first row of the last row's key; without a key, every row is its own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not key:
        return table.num_rows
    if all(table.column(name)[0] == table.column(name)[-1] for name in key):
        return 0
    alike = [pc.equal(table.column(name), table.column(name)[-1]) for name in key]
    return int(pc.index(functools.reduce(pc.and_, alike), pa.scalar(value=True)).as_py())
