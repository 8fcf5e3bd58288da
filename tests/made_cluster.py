"""A small cluster, and events with everything that may go wrong at the edges."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import extras
import numpy as np
import pyarrow as pa

import antiphon
from antiphon.engine.cluster import Cluster
from antiphon.kernels import coaction
from antiphon.kernels.coaction import Rules, Together
from antiphon.kernels.coaction_order import sorted_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.engine.spark import Spark

WINDOWS = (60, 300)
KINDS = 2
CLUSTER = Cluster(
    "local-cluster[2,1,1024]",
    (
        ("spark.driver.memory", "1g"),
        ("spark.executor.memory", "1g"),
        ("spark.sql.shuffle.partitions", "2"),
        ("spark.sql.adaptive.enabled", "false"),  # both partitions are used, however small
        ("spark.executorEnv.PYTHONPATH", str(Path(antiphon.__file__).parents[1])),
    ),
)
"""Executors are processes of their own: what would fail on a cluster fails here."""


def needed() -> None:
    """Skip, and say why, unless Spark can run; in continuous integration fail instead."""
    extras.need("pyspark", "pandas", "sqlglot")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        extras.lacking("Java")


def edges(events: int = 100_000, seed: int = 5) -> pa.Table:
    """Two kinds; ties, lags of exactly a window, one account again and again, times before 1970.

    Half of the events are on one object, part of them in one minute; 29 others are hot, too.
    """
    g = np.random.default_rng(seed)
    half = events // 2
    object_ = np.concatenate([np.zeros(half, np.int64), (1500 * g.random(half) ** 2).astype(int)])
    account = (500 * g.random(events) ** 2).astype(np.int64)
    span = np.select([object_ == 0, object_ < 30], [1_000_000, 1000], 50_000)
    time = (span * g.uniform(-1, 1, events)).astype(np.int64)
    time[: half // 50] = g.integers(-30, 30, half // 50)
    round_ = g.random(events) < 0.4
    time[round_] = time[round_] // 60 * 60
    kind = object_ % 2
    order = np.lexsort((account, time, object_, kind))
    columns = {"kind": kind, "object": object_, "account": account, "time": time}
    return pa.table({name: pa.array(column[order]) for name, column in columns.items()})


def fused(events: pa.Table, rules: Rules) -> list[Together]:
    """What the embedded engine's own kernel finds."""
    columns = {name: events[name].to_numpy() for name in events.column_names}
    found = []
    for kind in range(KINDS):
        some = columns["kind"] == kind
        number, account, time = (columns[name][some] for name in ("object", "account", "time"))
        near = sorted_events(number, account, time, rules.windows[-1])
        found.append(coaction.together(near, rules))
    return found


def same(one: list[Together], other: list[Together]) -> int:
    """How many pairs both have; they must be the same to the last number."""
    for found, wanted in zip(one, other, strict=True):
        np.testing.assert_array_equal(found.a, wanted.a)
        np.testing.assert_array_equal(found.b, wanted.b)
        for name, values in found.details._asdict().items():
            assert values.dtype == getattr(wanted.details, name).dtype
            np.testing.assert_array_equal(values, getattr(wanted.details, name), err_msg=name)
        names = ("hot_objects", "hot_events", "skipped")
        assert [getattr(found, n) for n in names] == [getattr(wanted, n) for n in names]
    return sum(len(found.a) for found in one)


class Lent:
    """A cluster whose session is there already, and stays."""

    master = "lent"

    def __init__(self, session: Spark) -> None:
        self.session = session

    def check(self) -> None:
        """Nothing is lacking."""

    @contextmanager
    def open(self) -> Iterator[Spark]:
        """The session."""
        yield self.session
