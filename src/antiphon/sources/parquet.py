"""Parquet: columns as they are, a bounded number of rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.sources import reasons
from antiphon.sources.batches import BYTES, Columns, distinct
from antiphon.sources.reasons import Fault, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    from antiphon.sources.batches import Read

ROWS = 32_768
FEWEST = 64


def read(path: Path, advance: Callable[[float], None]) -> Iterator[Read]:
    """The file's rows in batches; the fault of a file that cannot be decoded to its end."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    total = path.stat().st_size
    number = 0
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        yield None, [Fault(0, "", reasons.NOT_PARQUET, excerpt(str(error)))]
        advance(total)
        return
    with file:
        rows = max(file.metadata.num_rows, 1)
        names = distinct(file.schema_arrow.names)
        yield Columns([], dict(zip(names, empty(file), strict=True))), []
        try:
            for batch in file.iter_batches(batch_size=bounded(file)):
                numbers = range(number + 1, number + 1 + batch.num_rows)
                number += batch.num_rows
                yield Columns(numbers, dict(zip(names, batch.columns, strict=True))), []
                advance(total * batch.num_rows / rows)
        except (pa.ArrowException, OSError) as error:
            yield None, [Fault(number + 1, "", reasons.DAMAGED_PARQUET, excerpt(str(error)))]


def empty(file: pq.ParquetFile) -> list[pa.Array[Any]]:
    """The file's columns without a row: what tells its names when it has none."""
    import pyarrow as pa

    return [pa.array([], field.type) for field in file.schema_arrow]


def bounded(file: pq.ParquetFile) -> int:
    """Rows a batch so that it is about `BYTES` large by the file's own account."""
    meta = file.metadata
    size = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
    average = max(size // max(meta.num_rows, 1), 1)
    return max(FEWEST, min(ROWS, 2 * BYTES // average))
