"""Columns of text as bytes, and pieces of them as columns again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels import utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def buffers(column: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Offsets and bytes of an arrow column of strings; an absent text is an empty one."""
    filled: Any = pc.fill_null(column, pa.scalar("", column.type)) if column.null_count else column
    texts: Any = pc.cast(filled, pa.large_string())
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None or not len(data):
        return np.zeros(len(texts) + 1, np.int64), np.zeros(1, np.uint8)
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return where, np.frombuffer(data, np.uint8)


def cut(
    column: Any,
    row: NDArray[np.int64],
    points: Sequence[NDArray[np.int64]],
    pieces: Sequence[tuple[int, int]],
) -> list[Any]:
    """Pieces of rows of a column of strings, a column each: what is from one point to another.

    Points are numbers of characters, those of a row ascending; as far as there are any.

    >>> two = pa.array(["a中b", "née"])
    >>> points = [np.array([-5, 1]), np.array([2, 9])]
    >>> [some.to_pylist() for some in cut(two, np.array([1, 0]), points, [(0, 1)])]
    [['né', '中b']]
    """
    offsets, data = buffers(column)
    at = utf8.bytes_of(data, offsets, row, np.stack(points))
    return [copied(data, at[first], at[last]) for first, last in pieces]


def copied(data: NDArray[np.uint8], first: NDArray[np.int64], last: NDArray[np.int64]) -> Any:
    """The bytes first:last as a column of strings."""
    ends = np.zeros(len(first) + 1, np.int64)
    np.cumsum(last - first, out=ends[1:])
    held: Any = (ends, np.empty(ends[-1], np.uint8))
    utf8.gather(data, first, last, held[1])
    where, what = map(pa.py_buffer, held)
    return pa.Array.from_buffers(pa.large_string(), len(first), [None, where, what])
