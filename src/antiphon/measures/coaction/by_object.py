"""Kernels of co-action that see all events of an object, for any engine: table in, batches out.

Their tables are in order of the object and, within it, of time and account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.coaction import ALL
from antiphon.kernels.coaction_met import met
from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS, sorted_events
from antiphon.kernels.coaction_pairs import crowding, skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Column = Any  # of arrow or of numpy

OBJECT = ("kind", "object")
ROW = (*OBJECT, "account", "time")
ORDER = ("time", "account")
CROWD = ("events", "most", "pairs", "skipped")


def near(table: pa.Table, window: int) -> Iterator[pa.RecordBatch]:
    """Events in order → those that have a neighbour."""
    number, first = turns(table, OBJECT)
    account, time = (table[name].to_numpy() for name in ("account", "time"))
    found = sorted_events(number, account, time, window)
    each = first[np.repeat(found.object, np.diff(found.start))]
    columns: dict[str, Column] = {
        **{name: taken(table, name, each) for name in OBJECT},
        "account": found.event & ACCOUNT,
        "time": (found.event >> ACCOUNT_BITS) + found.origin,
    }
    yield from batches(columns)


def crowds(table: pa.Table, window: int, hot: int, much: int) -> Iterator[pa.RecordBatch]:
    """Events in order → the objects that are hot or have many pairs, with `CROWD`."""
    start, event, first = laid(table, OBJECT)
    most, pairs = crowding(start, event, window)
    some = np.flatnonzero((most > hot) | (pairs > much))
    left = [skipped(start[o : o + 2], event, window, hot) for o in some.tolist()]
    columns: dict[str, Column] = {
        **{name: taken(table, name, first[some]) for name in OBJECT},
        "events": np.diff(start)[some],
        "most": most[some],
        "pairs": pairs[some],
        "skipped": np.array(left, np.int64),
    }
    yield from batches(columns)


def pairs(table: pa.Table, windows: tuple[int, ...], cap: int) -> Iterator[pa.RecordBatch]:
    """Events in order → the pairs of accounts on every object."""
    start, event, first = laid(table, (*OBJECT, "share"))
    kind = table["kind"].to_numpy()[first]
    share, shares = (table[name].to_numpy()[first] for name in ("share", "shares"))
    for found in met(start, event, (share, shares), np.array(windows, np.int64), cap):
        columns: dict[str, Column] = {
            "kind": kind[found.object],
            "a": found.a,
            "b": found.b,
            "lag": found.lag,
        }
        counts = {f"pairs_{w}": found.pairs[:, w].copy() for w in range(len(windows))}
        yield from batches(columns | counts)


def laid(table: pa.Table, key: tuple[str, ...]) -> tuple[Index, Index, Index]:
    """Bounds of the objects, events as in `coaction_order.Near`, and each object's first row."""
    _, first = turns(table, key)
    account, time = (table[name].to_numpy() for name in ("account", "time"))
    event = ((time - time.min(initial=ALL)) << ACCOUNT_BITS) | account
    return np.append(first, len(event)), event, first


def turns(table: pa.Table, key: tuple[str, ...]) -> tuple[Index, Index]:
    """The number of each row's object, and the first row of each."""
    new = np.zeros(table.num_rows, np.bool_)
    new[:1] = True
    for name in key:
        column = table[name].combine_chunks()
        new[1:] |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    return np.cumsum(new) - 1, np.flatnonzero(new)


def taken(table: pa.Table, name: str, rows: Index) -> Column:
    """Some rows of a column."""
    return table[name].combine_chunks().take(rows)


def batches(columns: Mapping[str, Column]) -> Iterator[pa.RecordBatch]:
    """The columns, unless they are empty."""
    if len(columns["kind"]):
        yield pa.record_batch({name: pa.array(column) for name, column in columns.items()})
