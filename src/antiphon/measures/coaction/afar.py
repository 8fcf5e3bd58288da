"""Files of shares that a cluster reads by itself: they never pass through this machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.engine import Engine
from antiphon.kernels.coaction import EXACT, Rules
from antiphon.measures.coaction import by_object, elsewhere, portable, shares
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.engine.cluster import Cluster
    from antiphon.engine.spark import Spark

KINDS = ("link", "object", "reply", "repost", "text")
TEXTS = ("kind", "object", "account")
SHARES = pa.schema({name: pa.string() for name in TEXTS}).append(pa.field("time", pa.int64()))
COUNTED = """
    SELECT CAST(count(*) AS BIGINT) AS shares, CAST(count(*) - count(time) AS BIGINT) AS undated
    FROM shares
"""
NUMBERED = f"""
    SELECT CASE s.kind {" ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS))} END
           AS kind, s.object, p.number AS account, s.time
    FROM shares s JOIN shares_people p ON s.account = p.account WHERE s.time IS NOT NULL
"""  # noqa: S608
PEOPLE = "SELECT DISTINCT account FROM shares WHERE time IS NOT NULL"
STORED = ("shares_events", "shares_people", "shares", "shares_file")
MEMORY = "200MB"  # that an executor's own engine may take for a batch of rows


def pairs(
    cluster: Cluster, address: str, *, window: int, least: int, progress: Progress = SILENT
) -> tuple[tuple[int, int], pa.Table]:
    """What `shares.read` and `shares.pairs` give, of Parquet files at an address.

    Times are read by the embedded engine in every executor, so that they mean the same as here.
    """
    with elsewhere.working(cluster, progress) as spark:
        try:
            return found(spark, address, Rules((window,), least, mode=EXACT))
        finally:
            for name in STORED:
                spark.discard(name)


def found(spark: Spark, address: str, rules: Rules) -> tuple[tuple[int, int], pa.Table]:
    """The same, in a session."""
    spark.read("shares_file", address)
    names = spark.columns("shares_file")
    sql = shares.query(names, "given", address)
    columns = next(known for known in shares.ROWS if set(known) <= set(names))
    spark.store_by_key(
        "shares", "shares_file", columns, (), kernel=partial(rows, sql=sql), schema=SHARES
    )
    counted = spark.table(COUNTED).to_pylist()[0]
    people = spark.table(PEOPLE).sort_by("account")
    numbers = pa.array(np.arange(people.num_rows))
    spark.register("shares_people", people.append_column("number", numbers))
    thing = pa.string()
    spark.store_answer("shares_events", NUMBERED, portable.typed(by_object.ROW, thing))
    result = portable.together(spark, "shares_events", len(KINDS), rules, thing)
    listed = np.array(people["account"].to_pylist(), object)
    pairs = shares.table(dict(zip(KINDS, result, strict=True)), listed)
    return (counted["shares"], counted["undated"]), pairs


def rows(table: pa.Table, sql: str) -> Iterator[pa.RecordBatch]:
    """Rows of a file → the shares in them."""
    with Engine(memory=MEMORY, threads=1) as engine:
        engine.register("given", table)
        shares.taken(engine, sql)
        yield from engine.table("SELECT * FROM shares").cast(SHARES).to_batches()
