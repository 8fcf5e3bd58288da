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
from antiphon.measures.coaction.by_object import CROWD, OBJECT, ORDER, ROW, crowds, near, pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine.portable import Portable
    from antiphon.kernels.coaction import Rules

SHARE = 50_000_000  # pairs of events that are one task; what an object has more is shared out
NUMBER = pa.int64()
SUMS = ("weight", "cold", "a_first", "b_first", "pairs", "lags")
STORED = tuple(
    f"coaction_{name}"
    for name in ("near", "busy", "crowds", "shares", "tasks", "met", "hot", "anchors")
)
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
MET = "SELECT kind, a, b, lag, {counts}, 1 AS cold FROM coaction_met"
ALSO = " UNION ALL SELECT kind, a, b, lag, {counts}, 0 AS cold FROM ({beside}) AS beside"
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


def together(
    engine: Portable, events: str, kinds: int, rules: Rules, thing: pa.DataType = NUMBER
) -> list[Together]:
    """Find the pairs of every kind, as `antiphon.kernels.coaction.together` finds those of one.

    Args:
        engine: the embedded one or a cluster.
        events: where it has them: whole numbers kind, account (from 0, below 2³⁰) and time
            (seconds), and object.
        kinds: how many there are.
        rules: see `Rules`; its memory bounds nothing here.
        thing: the type of object: a number or a string.
    """
    try:
        engine.store_by_key(
            "coaction_near", events, ROW, OBJECT, within=ORDER,
            kernel=partial(near, window=rules.windows[-1]), schema=typed(ROW, thing),
        )  # fmt: skip
        engine.store_answer("coaction_busy", BUSY.format(least=rules.least), typed(ROW, thing))
        hot = crowded(engine, rules, thing)
        engine.register("coaction_shares", shared(hot, rules))
        columns = (*ROW, "share", "shares")
        engine.store_answer("coaction_tasks", TASKS, typed(columns, thing))
        cap = rules.hot if rules.mode == CAPPED else ALL >> 1
        engine.store_by_key(
            "coaction_met", "coaction_tasks", columns, (*OBJECT, "share"),
            kernel=partial(pairs, windows=rules.windows, cap=cap),
            schema=met_rows(len(rules.windows)), within=ORDER,
        )  # fmt: skip
        anchored = rules.mode == ANCHORED and bool(hot.warm.any())
        if anchored:
            engine.store_answer("coaction_hot", HOT, typed(ROW, thing))
            engine.store_answer("coaction_anchors", ANCHORS, typed(("kind", "a", "b"), thing))
        found = engine.table(weighed(rules.windows, rules.least, anchored=anchored))
    finally:
        for name in STORED:
            engine.discard(name)
    return [of_kind(found, hot, kind, rules) for kind in range(kinds)]


def crowded(engine: Portable, rules: Rules, thing: pa.DataType) -> Crowds:
    """The objects that are hot, or have so many pairs that several tasks share them."""
    engine.store_by_key(
        "coaction_crowds", "coaction_busy", ROW, OBJECT, within=ORDER,
        kernel=partial(crowds, window=rules.windows[-1], hot=rules.hot, much=SHARE),
        schema=typed((*OBJECT, *CROWD), thing),
    )  # fmt: skip
    table = engine.table("SELECT * FROM coaction_crowds ORDER BY kind, object")
    return Crowds(table, table["most"].to_numpy() > rules.hot)


def shared(given: Crowds, rules: Rules) -> pa.Table:
    """Object, number of a share and how many there are; no share of a hot object to be anchored."""
    table = given.table
    count, events = table["pairs"].to_numpy(), table["events"].to_numpy()
    if rules.mode == CAPPED:
        count = np.minimum(count, events * min(rules.hot, ALL >> 32))
    shares = np.maximum(1, -(-count // SHARE))
    if rules.mode == ANCHORED:
        shares[given.warm] = 0
    each = np.maximum(shares, 1)
    row = np.repeat(np.arange(len(shares)), each)
    first = np.repeat(np.cumsum(each) - each, each)
    return pa.table(
        {name: table[name].take(row) for name in OBJECT}
        | {"share": np.arange(len(row)) - first, "shares": shares[row]},
    )


def weighed(windows: tuple[int, ...], least: int, *, anchored: bool) -> str:
    """The query that makes one row of every pair."""
    counts = ", ".join(f"pairs_{w}" for w in range(len(windows)))
    rows = MET.format(counts=counts)
    if anchored:
        within = ", ".join(
            f"sum(CASE WHEN abs(lag) <= {window} THEN 1 ELSE 0 END) AS pairs_{w}"
            for w, window in enumerate(windows)
        )
        beside = BESIDE.format(counts=counts, sums=within, widest=windows[-1])
        rows += ALSO.format(counts=counts, beside=beside)
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


def of_kind(found: pa.Table, given: Crowds, kind: int, rules: Rules) -> Together:
    """What was found of one kind."""
    mine = found.filter(pc.field("kind") == kind).sort_by([("a", "ascending"), ("b", "ascending")])
    sums = {
        name: np.stack([mine[f"{name}_{w}"].to_numpy() for w in range(len(rules.windows))])
        for name in SUMS
    }
    hot = given.warm & (given.table["kind"].to_numpy() == kind)
    events, skipped = (int(given.table[n].to_numpy()[hot].sum()) for n in ("events", "skipped"))
    return Together(
        mine["a"].to_numpy(),
        mine["b"].to_numpy(),
        Details(**sums),
        int(hot.sum()),
        events,
        skipped if rules.mode == CAPPED else 0,
        1,
        np.sort(given.table["object"].to_numpy()[hot]),
    )


def typed(names: tuple[str, ...], thing: pa.DataType) -> pa.Schema:
    """Whole numbers of these names, but for the object."""
    return pa.schema([(name, thing if name == "object" else NUMBER) for name in names])


def met_rows(windows: int) -> pa.Schema:
    """A row for each object and pair: kind, a, b, lag, and pairs of events by window."""
    return typed(("kind", "a", "b", "lag", *(f"pairs_{w}" for w in range(windows))), NUMBER)
