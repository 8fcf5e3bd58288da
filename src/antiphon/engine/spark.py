"""A cluster as an engine: Apache Spark runs the SQL and the kernels that `portable` allows."""

from __future__ import annotations

import itertools
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from antiphon import __version__
from antiphon.engine.keys import BATCH, key_complete
from antiphon.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession  # noqa: TID251

    from antiphon.progress import Progress

    Kernel = Callable[[pa.Table], Iterable[pa.RecordBatch]]
    Batches = Iterator[pa.RecordBatch]

ROWS = 4 * BATCH  # rows that a kernel gets at once, more only where one key has more
PAUSE = 0.5  # seconds between looks at how far the cluster is
TYPES = {"int64": "BIGINT", "int32": "INT", "string": "STRING"}


class Spark:
    """A session on a cluster; `antiphon.engine.cluster.Cluster.open` starts and ends one.

    What is stored under a name is computed when it is first asked for, and kept on the cluster
    until it is discarded.
    """

    def __init__(self, session: SparkSession, log: str) -> None:
        self._session = session
        self._kept: dict[str, DataFrame] = {}
        self._log = log

    def register(self, name: str, data: pa.Table) -> None:
        """Send an arrow table to the cluster."""
        with self._mending():
            self._session.createDataFrame(data).createOrReplaceTempView(name)

    def read(self, name: str, path: str) -> None:
        """Let SQL see Parquet files that the cluster itself can read: a folder, s3a://, hdfs://."""
        with self._mending():
            self._session.read.parquet(path).createOrReplaceTempView(name)

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns of what is stored or read under a name."""
        with self._mending():
            return tuple(self._session.table(name).columns)

    def store_answer(self, name: str, sql: str, schema: pa.Schema) -> None:
        """Let SQL see the answer of a query under a name."""
        with self._mending():
            answer = self._session.sql(spoken(sql))
            self._keep(name, answer.selectExpr(*casts(schema)))

    def store_by_key(
        self,
        name: str,
        table: str,
        columns: Sequence[str],
        key: Sequence[str],
        *,
        kernel: Kernel,
        schema: pa.Schema,
        within: Sequence[str] = (),
    ) -> None:
        """Let SQL see under a name what a kernel makes of every key, see `map_by_key`."""
        with self._mending():
            mapped = self.map_by_key(
                table, columns, key, kernel=kernel, schema=schema, within=within
            )
            self._keep(name, mapped)

    def map_by_key(
        self,
        table: str,
        columns: Sequence[str],
        key: Sequence[str],
        *,
        kernel: Kernel,
        schema: pa.Schema,
        within: Sequence[str] = (),
    ) -> DataFrame:
        """Run a kernel where the data are; every key is in one task, its rows in order of `within`.

        A task holds about `ROWS` rows at once, more only where one key has more.
        """
        rows = self._session.table(table).select(*columns)
        if key:
            rows = rows.repartition(*key).sortWithinPartitions(*key, *within)
        return rows.mapInArrow(by_key(kernel, tuple(key), __version__), listed(schema))

    def table(self, sql: str) -> pa.Table:
        """The whole answer of a query."""
        with self._mending():
            found: pa.Table = self._session.sql(spoken(sql)).toArrow()
        return found

    def discard(self, name: str) -> None:
        """Forget what was stored or registered under a name."""
        with suppress(Exception):  # what went wrong before is what matters
            if frame := self._kept.pop(name, None):
                frame.unpersist()
            self._session.catalog.dropTempView(name)

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        """Tell of every task that is done meanwhile."""
        ended = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(progress, ended), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()

    def _keep(self, name: str, frame: DataFrame) -> None:
        self._kept[name] = frame.persist()
        frame.createOrReplaceTempView(name)

    def _watch(self, progress: Progress, ended: threading.Event) -> None:
        tracker, seen = self._session.sparkContext.statusTracker(), dict[int, int]()
        while not ended.wait(PAUSE):
            with suppress(Exception):  # no news is no error
                for stage in tracker.getActiveStageIds():
                    if info := tracker.getStageInfo(stage):
                        progress.advance(info.numCompletedTasks - seen.get(stage, 0))
                        seen[stage] = info.numCompletedTasks

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """What goes wrong on the cluster, in words that help."""
        from py4j.protocol import Py4JError  # noqa: TID251
        from pyspark.errors import PySparkException  # noqa: TID251

        try:
            yield
        except (PySparkException, Py4JError, ConnectionError) as error:
            if interrupted(error):
                raise KeyboardInterrupt from None
            raise trouble(error, self._log) from error


def by_key(kernel: Kernel, key: tuple[str, ...], version: str) -> Callable[[Batches], Batches]:
    """What a task does with its rows, which are in order of the key."""

    def run(batches: Batches) -> Batches:
        import antiphon

        if antiphon.__version__ != version:
            raise ValueError(f"antiphon {version} here, {antiphon.__version__} on the cluster")
        return itertools.chain.from_iterable(map(kernel, key_complete(batches, key, ROWS)))

    return run


def spoken(sql: str) -> str:
    """The embedded engine's SQL in Spark's words."""
    import sqlglot  # noqa: TID251

    return str(sqlglot.transpile(sql, read="duckdb", write="spark")[0])


def listed(schema: pa.Schema) -> str:
    """A schema as Spark writes it."""
    return ", ".join(f"`{field.name}` {TYPES[str(field.type)]}" for field in schema)


def casts(schema: pa.Schema) -> list[str]:
    """A column each, of the type that it should have."""
    return [f"CAST(`{f.name}` AS {TYPES[str(f.type)]}) AS `{f.name}`" for f in schema]


def interrupted(error: BaseException | None) -> bool:
    """Did it come of Ctrl-C, which cancels what runs on the cluster?"""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def trouble(error: Exception, log: str) -> ClusterError:
    """The error for what went wrong on the cluster."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if "Error: " in line or "Exception: " in line]
    return ClusterError(
        "the cluster has failed",
        got=(causes or lines or [type(error).__name__])[-1],
        fix=f"what Spark says of it is in {log}; docs/cluster.md tells what executors need",
    )
