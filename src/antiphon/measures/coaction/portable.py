"""The definition of co-action for any engine: kernels an object, and sums over objects.

events → those that have a neighbour → those of accounts that have enough of them → pairs, a row
for each object → one row for each pair. `antiphon.kernels.coaction` does the same in one memory.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.coaction import ALL, ANCHORED, CAPPED, Together
from antiphon.kernels.coaction_details import Details
from antiphon.kernels.coaction_met import met
from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS, sorted_events
from antiphon.kernels.coaction_pairs import crowding, skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine.portable import Portable
    from antiphon.kernels.coaction import Rules

    Index = NDArray[np.int64]

SHARE = 50_000_000  # pairs of events that are one task; what an object has more is shared out
OBJECT = ("kind", "object")
ROW = (*OBJECT, "account", "time")
SUMS = ("weight", "cold", "a_first", "b_first", "pairs", "lags")
CROWD = ("events", "most", "pairs", "skipped")
BUSY = """
    SELECT n.kind, n.object, n.account, n.time
    FROM coaction_near n JOIN (
        SELECT kind, account FROM coaction_near GROUP BY kind, account HAVING count(*) >= {least}
    ) AS enough ON n.kind = enough.kind AND n.account = enough.account
"""
TASKS = """
    SELECT b.kind, b.object, b.account, b.time, coalesce(s.share, 0) AS share,
           coalesce(s.shares, 1) AS shares
    FROM coaction_busy b LEFT JOIN coaction_shares s ON b.kind = s.kind AND b.object = s.object
    WHERE coalesce(s.shares, 1) > 0
"""
HOT = """
    SELECT b.kind, b.object, b.account, b.time
    FROM coaction_busy b JOIN coaction_shares s ON b.kind = s.kind AND b.object = s.object
    WHERE s.shares = 0
"""
ANCHORS = """
    SELECT DISTINCT m.kind, m.a, m.b
    FROM coaction_met m
    JOIN (SELECT DISTINCT kind, account FROM coaction_hot) AS one
         ON m.kind = one.kind AND m.a = one.account
    JOIN (SELECT DISTINCT kind, account FROM coaction_hot) AS two
         ON m.kind = two.kind AND m.b = two.account
"""
BESIDE = """
    SELECT kind, a, b, CASE WHEN nearest % 2 = 0 THEN 1 ELSE -1 END * distance AS lag, {counts}
    FROM (
        SELECT kind, a, b, object, min(abs(lag)) AS distance,
               min(2 * abs(lag) + CASE WHEN lag < 0 THEN 1 ELSE 0 END) AS nearest, {sums}
        FROM (
            SELECT p.kind, p.a, p.b, x.object, y.time - x.time AS lag
            FROM coaction_anchors p
            JOIN coaction_hot x ON x.kind = p.kind AND x.account = p.a
            JOIN coaction_hot y ON y.kind = p.kind AND y.account = p.b AND y.object = x.object
            WHERE abs(y.time - x.time) <= {widest}
        ) AS near
        GROUP BY kind, a, b, object
    ) AS objects
"""
WEIGHED = """
    SELECT kind, a, b, {sums}
    FROM ({rows}) AS met
    GROUP BY kind, a, b HAVING count(*) >= {least} AND sum(cold) > 0
"""


class Crowds(NamedTuple):
    """Objects on which many act at once, and those with more pairs than one task should have."""

    table: pa.Table
    """kind, object and `CROWD`."""
    warm: NDArray[np.bool_]
    """Is it hot, whatever is done about it?"""


def together(engine: Portable, events: pa.Table, rules: Rules) -> dict[int, Together]:
    """Find the pairs of every kind, as `antiphon.kernels.coaction.together` finds those of one.

    Args:
        engine: the embedded one or a cluster.
        events: int64 columns kind, object, account (from 0, below 2³⁰) and time (whole seconds).
        rules: see `Rules`; its memory bounds nothing here.
    """
    windows = rules.windows
    stored = ["coaction_events", "coaction_near", "coaction_busy", "coaction_shares"]
    stored += ["coaction_tasks", "coaction_met", "coaction_hot", "coaction_anchors"]
    schema = rows_of(len(windows))
    try:
        engine.register("coaction_events", events.select(ROW))
        engine.store_by_key(
            "coaction_near", "coaction_events", ROW, OBJECT, partial(near, window=windows[-1]),
            numbers(ROW), within=("time", "account"),
        )  # fmt: skip
        engine.store_answer("coaction_busy", BUSY.format(least=rules.least), numbers(ROW))
        crowds = crowded(engine, rules)
        engine.register("coaction_shares", shared(crowds, rules))
        columns = (*ROW, "share", "shares")
        engine.store_answer("coaction_tasks", TASKS, numbers(columns))
        kernel = partial(pairs, windows=windows, cap=rules.hot if rules.mode == CAPPED else ALL >> 1)
        engine.store_by_key(
            "coaction_met", "coaction_tasks", columns, (*OBJECT, "share"), kernel, schema,
            within=("time", "account"),
        )  # fmt: skip
        anchored = rules.mode == ANCHORED and bool(crowds.warm.any())
        if anchored:
            engine.store_answer("coaction_hot", HOT, numbers(ROW))
            engine.store_answer("coaction_anchors", ANCHORS, numbers(("kind", "a", "b")))
        found = engine.table(weighed(windows, rules.least, anchored=anchored))
    finally:
        for name in stored:
            engine.discard(name)
    return results(found, crowds, rules)


def crowded(engine: Portable, rules: Rules) -> Crowds:
    """The objects that are hot, or have so many pairs that several tasks share them."""
    rule = partial(crowds, window=rules.windows[-1], hot=rules.hot, much=SHARE)
    names = (*OBJECT, *CROWD)
    engine.store_by_key(
        "coaction_crowds", "coaction_busy", ROW, OBJECT, rule, numbers(names),
        within=("time", "account"),
    )  # fmt: skip
    try:
        table = engine.table("SELECT * FROM coaction_crowds ORDER BY kind, object")
    finally:
        engine.discard("coaction_crowds")
    return Crowds(table, table["most"].to_numpy() > rules.hot)


def shared(crowds: Crowds, rules: Rules) -> pa.Table:
    """Object, number of a share and how many there are; no share of a hot object to be anchored."""
    table = crowds.table
    count, events = table["pairs"].to_numpy(), table["events"].to_numpy()
    if rules.mode == CAPPED:
        count = np.minimum(count, events * min(rules.hot, ALL >> 32))
    shares = np.maximum(1, -(-count // SHARE))
    if rules.mode == ANCHORED:
        shares[crowds.warm] = 0
    each = np.maximum(shares, 1)
    row = np.repeat(np.arange(len(shares)), each)
    first = np.repeat(np.cumsum(each) - each, each)
    return pa.table(
        {name: table[name].take(pa.array(row)) for name in OBJECT}
        | {"share": np.arange(len(row)) - first, "shares": shares[row]},
    )


def weighed(windows: tuple[int, ...], least: int, *, anchored: bool) -> str:
    """The query that makes one row of every pair."""
    counts = ", ".join(f"pairs_{w}" for w in range(len(windows)))
    rows = f"SELECT kind, a, b, lag, {counts}, 1 AS cold FROM coaction_met"
    if anchored:
        within = ", ".join(
            f"sum(CASE WHEN abs(lag) <= {window} THEN 1 ELSE 0 END) AS pairs_{w}"
            for w, window in enumerate(windows)
        )
        beside = BESIDE.format(counts=counts, sums=within, widest=windows[-1])
        rows += f" UNION ALL SELECT kind, a, b, lag, {counts}, 0 AS cold FROM ({beside}) AS beside"
    sums = []
    for w, window in enumerate(windows):
        near = f"abs(lag) <= {window}"
        values = {
            "weight": f"CASE WHEN {near} THEN 1 ELSE 0 END",
            "cold": f"CASE WHEN {near} THEN cold ELSE 0 END",
            "a_first": f"CASE WHEN {near} AND lag > 0 THEN 1 ELSE 0 END",
            "b_first": f"CASE WHEN {near} AND lag < 0 THEN 1 ELSE 0 END",
            "pairs": f"pairs_{w}",
            "lags": f"CASE WHEN {near} THEN abs(lag) ELSE 0 END",
        }
        sums += [f"CAST(sum({values[n]}) AS BIGINT) AS {n}_{w}" for n in SUMS]
    return WEIGHED.format(sums=", ".join(sums), rows=rows, least=least)


def results(found: pa.Table, crowds: Crowds, rules: Rules) -> dict[int, Together]:
    """What was found of every kind that has a pair or a hot object."""
    found = found.sort_by([(name, "ascending") for name in ("kind", "a", "b")])
    kind, a, b = (found[name].to_numpy() for name in ("kind", "a", "b"))
    sums = {
        name: np.stack([found[f"{name}_{w}"].to_numpy() for w in range(len(rules.windows))])
        for name in SUMS
    }
    told = {name: crowds.table[name].to_numpy() for name in ("kind", *CROWD)}
    out = {}
    for number in np.union1d(kind, told["kind"]).tolist():
        some = kind == number
        hot = crowds.warm & (told["kind"] == number)
        out[number] = Together(
            a[some],
            b[some],
            Details(**{name: values[:, some] for name, values in sums.items()}),
            int(hot.sum()),
            int(told["events"][hot].sum()),
            int(told["skipped"][hot].sum()) if rules.mode == CAPPED else 0,
            1,
        )
    return out


def near(table: pa.Table, window: int) -> Iterator[pa.RecordBatch]:
    """Events in order → those that have a neighbour."""
    number, first = turns(table, OBJECT)
    account, time = (table[name].to_numpy() for name in ("account", "time"))
    found = sorted_events(number, account, time, window)
    each = first[np.repeat(found.object, np.diff(found.start))]
    columns = {
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
    columns = {
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
        columns = {"kind": kind[found.object], "a": found.a, "b": found.b, "lag": found.lag}
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


def taken(table: pa.Table, name: str, rows: Index) -> pa.Array:
    """Some rows of a column."""
    return table[name].combine_chunks().take(pa.array(rows))


def batches(columns: dict[str, pa.Array | Index]) -> Iterator[pa.RecordBatch]:
    """The columns, unless they are empty."""
    if len(columns["kind"]):
        yield pa.record_batch({name: pa.array(column) for name, column in columns.items()})


def numbers(names: tuple[str, ...]) -> pa.Schema:
    """Whole numbers of these names."""
    return pa.schema([(name, pa.int64()) for name in names])


def rows_of(windows: int) -> pa.Schema:
    """A row for each object and pair: kind, a, b, lag, and pairs of events by window."""
    return numbers(("kind", "a", "b", "lag", *(f"pairs_{w}" for w in range(windows))))
