"""Co-action of made-up share events: ours, DuckDB and, where it is installed, Polars, one result.

Each runs in a process of its own and starts from the same Parquet file. Usage: python -m
benchmarks.coaction [EVENTS …] for other sizes; `hot` is 60,000 further events on three objects in
two minutes, exactly and anchored; `parts` is 50 million events that are made and read in ten parts.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WINDOW, LEAST = 60, 2
SIZES = (1_000_000, 10_000_000)
HOT = 1000
DAYS = 30 * 86400


def main(given: tuple[str, ...] = ()) -> None:
    """A table of CPU seconds, wall seconds and peak memory, and the ratios."""
    sizes = [int(float(word)) for word in given if word not in {"hot", "parts"}]
    with tempfile.TemporaryDirectory() as place:
        for events in sizes or ([] if given else SIZES):
            path = Path(place) / "events.parquet"
            write(path, made(events, seed=events))
            compare(path, events, ["ours", "duckdb", "polars"])
        if "hot" in given or not given:
            path = Path(place) / "hot.parquet"
            write(path, made(1_000_000, seed=3, crowds=3))
            compare(path, 1_060_000, ["ours", "anchored"])
        if "parts" in given or not given:
            print("50,000,000 events in ten parts, pairs in a quarter of a gigabyte")
            cost = child("parts", Path(place))
            print(
                f"  ours      {cost['cpu']:7.2f} CPU s, {cost['passes']} passes, "
                f"{cost['gigabytes']:6.2f} GB with one part, {cost['edges']:,} edges"
            )


def compare(path: Path, events: int, ways: list[str]) -> None:
    """Run each way, print what it took, hold the results together."""
    print(f"{events:,} events, {WINDOW} s, weight ≥ {LEAST}")
    cost = {}
    for way in ways:
        if way == "polars" and importlib.util.find_spec("polars") is None:
            print("  polars    left out: not installed")
            continue
        cost[way] = child(way, path)
        print(
            f"  {way:<9} {cost[way]['cpu']:7.2f} CPU s {cost[way]['wall']:7.2f} s wall "
            f"{cost[way]['gigabytes']:6.2f} GB {cost[way]['edges']:>10,} edges",
            flush=True,
        )
    exact = {way: c for way, c in cost.items() if way != "anchored"}
    print("  the same edges and weights:", len({c["digest"] for c in exact.values()}) == 1)
    for way in exact.keys() - {"ours"}:
        print(f"  {way} / ours: {cost[way]['cpu'] / cost['ours']['cpu']:.1f} times the CPU time")


def child(way: str, path: Path) -> dict:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.coaction", "--", way, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def one(way: str, path: str) -> None:
    """Find the edges one way, after reading the file, and say what it took, all imported."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    ways = {"ours": ours, "anchored": anchored, "duckdb": by_duckdb, "polars": by_polars}
    list(ways[way](table.slice(0, 1000)))
    before, start = used(), time.perf_counter()
    a, b, weight = ways[way](table)
    wall, cpu = time.perf_counter() - start, used() - before
    order = np.lexsort((b, a))
    edges = np.stack([np.asarray(c, np.int64)[order] for c in (a, b, weight)])
    result = {
        "cpu": cpu,
        "wall": wall,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "edges": len(weight),
        "digest": hashlib.sha256(edges.tobytes()).hexdigest(),
    }
    print(json.dumps(result))


def parted() -> None:
    """Events of ten parts, each with objects of its own, without all being in memory at once."""
    from antiphon.kernels.coaction import Rules, search
    from antiphon.kernels.coaction_order import ordered, together

    held, cpu = [], 0.0
    for part in range(10):
        columns = made(5_000_000, seed=100 + part)
        before = used()
        held.append(ordered(*columns, WINDOW, 1_700_000_000))
        cpu += used() - before
    before = used()
    found, _ = search(together(held), Rules((WINDOW,), LEAST, HOT, memory=1 << 28))
    result = {
        "cpu": cpu + used() - before,
        "passes": found.passes,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "edges": len(found.pairs),
    }
    print(json.dumps(result))


def used() -> float:
    """CPU seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def ours(table, mode: str = "exact"):
    """Our kernel, from columns in any order."""
    from antiphon.kernels.coaction import Rules, search
    from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS, ordered

    columns = (table[name].to_numpy() for name in ("object", "account", "time"))
    near = ordered(*columns, WINDOW)
    found, _ = search(near, Rules((WINDOW,), LEAST, HOT, mode))
    return found.pairs >> (ACCOUNT_BITS + 1), (found.pairs >> 1) & ACCOUNT, found.weight


def anchored(table):
    """Hot objects count beside others only."""
    return ours(table, "anchored")


def by_duckdb(table):
    """A join on object and time bucket, after events without a neighbour are dropped."""
    import duckdb  # noqa: TID251

    base = duckdb.connect(config={"threads": os.cpu_count()})
    base.register("events", table)
    found = base.sql(f"""
        WITH near AS (
            SELECT object, account, time FROM (
                SELECT *, lag(time) OVER w AS before, lead(time) OVER w AS after
                FROM events WINDOW w AS (PARTITION BY object ORDER BY time))
            WHERE time - before <= {WINDOW} OR after - time <= {WINDOW}
        ), wide AS (
            SELECT *, time // {WINDOW} + unnest([0, 1]) AS bucket FROM near
        ), met AS (
            SELECT DISTINCT least(x.account, y.account) AS a, greatest(x.account, y.account) AS b,
                   object
            FROM wide x JOIN (SELECT *, time // {WINDOW} + 1 AS bucket FROM near) y
                 USING (object, bucket)
            WHERE x.account <> y.account AND abs(x.time - y.time) <= {WINDOW}
            UNION SELECT least(x.account, y.account), greatest(x.account, y.account), object
            FROM near x JOIN near y USING (object)
            WHERE x.account < y.account AND abs(x.time - y.time) <= {WINDOW}
                  AND x.time // {WINDOW} = y.time // {WINDOW}
        )
        SELECT a, b, count(*) AS weight FROM met GROUP BY a, b HAVING count(*) >= {LEAST}
    """).fetchnumpy()
    return found["a"], found["b"], found["weight"]


def by_polars(table):
    """The same in Polars."""
    import polars as pl

    events = pl.from_arrow(table).lazy().sort("object", "time")
    before = pl.col("time").diff().over("object")
    after = before.shift(-1).over("object")
    near = events.filter((before <= WINDOW).fill_null(value=False) | (after <= WINDOW))
    left = near.with_columns(bucket=pl.col("time") // WINDOW)
    parts = [
        left.with_columns(bucket=pl.col("bucket") + step).join(left, on=["object", "bucket"])
        for step in (0, 1)
    ]
    met = (
        pl.concat(parts)
        .filter(
            (pl.col("account") != pl.col("account_right"))
            & ((pl.col("time") - pl.col("time_right")).abs() <= WINDOW)
        )
        .select(
            a=pl.min_horizontal("account", "account_right"),
            b=pl.max_horizontal("account", "account_right"),
            object="object",
        )
        .unique()
    )
    weighed = met.group_by("a", "b").len("weight").filter(pl.col("weight") >= LEAST)
    found = weighed.collect(engine="streaming")
    return (found[name].to_numpy() for name in ("a", "b", "weight"))


def made(events: int, *, seed: int, crowds: int = 0) -> tuple[np.ndarray, ...]:
    """Object, account and time of events: heavy tails, and groups of ten on thirty objects each."""
    g = np.random.default_rng(seed)
    sizes = np.empty(0, np.int64)
    while sizes.sum() < events:
        drawn = np.minimum(1 + g.pareto(1.3, events // 8), max(50, events // 1000))
        sizes = np.concatenate([sizes, drawn.astype(np.int64)])
    objects = np.repeat(np.arange(len(sizes)), sizes)[:events]
    begun = g.integers(0, DAYS, len(sizes))
    late = np.exp(g.normal(np.log(3600), 1.5, events)).astype(np.int64)
    people = events // 15
    parts = [(objects, (people * g.random(events) ** 2.5).astype(np.int64), begun[objects] + late)]
    last = len(sizes)
    for group in range(max(5, events // 200_000)):
        members = np.tile(people + group * 10 + np.arange(10), 30)
        moments = np.repeat(g.integers(0, DAYS, 30), 10) + g.integers(0, 20, 300)
        parts.append((last + np.repeat(np.arange(30), 10), members, moments))
        last += 30
    for crowd in range(crowds):
        members = (people * g.random(20_000) ** 2.5).astype(np.int64)
        moments = g.integers(0, DAYS) + g.integers(0, 120, 20_000)
        parts.append((np.full(20_000, last + crowd), members, moments))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[2], kind="stable")
    names = g.integers(0, 2**62, last + crowds)  # as after hashing
    return names[columns[0][order]], columns[1][order], columns[2][order] + 1_700_000_000


def write(path: Path, columns: tuple[np.ndarray, ...]) -> None:
    """The events as a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(dict(zip(("object", "account", "time"), columns, strict=True))), path)


if __name__ == "__main__":
    if "--" in sys.argv:
        parted() if sys.argv[2] == "parts" else one(sys.argv[2], sys.argv[3])
    else:
        main(tuple(sys.argv[1:]))
