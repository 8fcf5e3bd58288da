"""Opens tables and runs SQL and kernels on them. Only this package names an engine.

The embedded engine is DuckDB: in process, a file per study, spilling to disk beside it. Streams of
rows that are too many for memory lie in files beside it as well, as long as the engine is open.
The other engine, a cluster, is in `antiphon.engine.spark`; `portable` says what both can do.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from antiphon.engine.keys import BATCH, key_complete
from antiphon.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import duckdb  # noqa: TID251
    import pyarrow as pa
    import pyarrow.parquet as pq

    from antiphon.engine.cluster import Cluster
    from antiphon.schema import Table

    Parameters = Sequence[Any] | Mapping[str, Any]

T = TypeVar("T")


class Engine:
    """A DuckDB database, in memory or in a file. Use it as a context; it closes itself."""

    cluster: Cluster | None = None
    """Where what is too heavy for one machine may be done."""

    def __init__(self, path: Path | None = None, *, memory: str = "2GB", threads: int = 2) -> None:
        import duckdb  # noqa: TID251

        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        self._path = path
        try:
            self._db = duckdb.connect(str(path) if path else ":memory:", config=config)
        except duckdb.Error as error:
            raise trouble(error, path) or StoreError(
                "the study's store cannot be opened",
                where=str(path),
                got=str(error),
                fix="see that its folder is there and that you may write in it",
            ) from error
        self._beside = path.with_name(f"{path.name}.stored") if path else None
        self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def lasting(self) -> bool:
        """Does the database outlive this process?"""
        return self._path is not None

    def close(self) -> None:
        """Write what is open and let the file go."""
        self._remove()
        self._db.close()

    def _remove(self) -> None:
        """Delete the files of stored streams, those of a run that was killed as well."""
        if self._beside:
            shutil.rmtree(self._beside, ignore_errors=True)

    def _run(self, sql: str, parameters: Parameters = ()) -> duckdb.DuckDBPyConnection:
        with self._mending():
            return self._db.execute(sql, bind(parameters))

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """What goes wrong with the disk or the memory, in words that help."""
        try:
            yield
        except Exception as error:
            if told := trouble(error, self._path):
                raise told from error
            raise

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run a statement for its effect."""
        self._run(sql, parameters)

    def table(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """The whole answer of a query."""
        with self._mending():
            table: pa.Table = self._db.sql(sql, params=bind(parameters)).to_arrow_table()
        return table

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """The whole answer of a query as tuples: for small answers."""
        return self._run(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row of a query."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def batches(
        self, sql: str, parameters: Parameters = (), *, rows: int = 65_536
    ) -> Iterator[pa.RecordBatch]:
        """The answer of a query as a stream; nothing else may run on the engine meanwhile."""
        with self._mending():
            yield from self._db.sql(sql, params=bind(parameters)).to_arrow_reader(rows)

    def create(self, table: Table, *, more: str = "") -> None:
        """Create the table if it is not there; `more` are further column definitions."""
        columns = table.sql + (", " + more if more else "")
        self.execute(f'CREATE TABLE IF NOT EXISTS "{table.name}" ({columns})')

    def has(self, name: str) -> bool:
        """Is there a table or view of that name?"""
        sql = "SELECT count(*) FROM information_schema.tables WHERE table_name = ?"
        return bool(self.value(sql, [name]))

    def has_table(self, name: str) -> bool:
        """Is there a stored table of that name (not a view of an arrow table)?"""
        return bool(self.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [name]))

    def insert(self, name: str, data: pa.Table | pa.RecordBatch) -> None:
        """Append rows, columns matched by name."""
        self._db.register("__incoming", data)
        try:
            self._run(f'INSERT INTO "{name}" BY NAME FROM __incoming')
        finally:
            self._db.unregister("__incoming")

    @contextmanager
    def storing(self, name: str, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
        """A file that takes batches; afterwards SQL sees them under the name, until it is closed.

        The file may be written while a stream is read, but not one of the same name.
        """
        import pyarrow.parquet as pq

        if self._beside is None:
            self._beside = Path(tempfile.mkdtemp(prefix="antiphon-"))
        self._beside.mkdir(exist_ok=True)
        path = self._beside / f"{name}.parquet"
        with (
            self._mending(),
            pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=False) as writer,
        ):
            yield writer
        where = str(path).replace("'", "''")
        self._run(f"CREATE OR REPLACE TEMP VIEW \"{name}\" AS FROM read_parquet('{where}')")

    def store(self, name: str, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> None:
        """Let SQL see a stream under a name: it lies in a file, whatever its size."""
        with self.storing(name, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    def store_answer(self, name: str, sql: str, schema: pa.Schema, *, rows: int = BATCH) -> None:
        """Let SQL see the answer of a query under a name; its joins are over by then."""
        batches = self.batches(sql, rows=rows)
        self.store(name, (batch.cast(schema) for batch in batches), schema)

    def discard(self, name: str) -> None:
        """Forget what was stored under a name."""
        self._run(f'DROP VIEW IF EXISTS "{name}"')
        if self._beside:
            (self._beside / f"{name}.parquet").unlink(missing_ok=True)

    def register(self, name: str, data: pa.Table) -> None:
        """Let SQL see an arrow table under a name, without copying it."""
        self._db.register(name, data)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, or nothing."""
        self._db.execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            # What went wrong first is what matters, also where the database is past mending.
            with suppress(Exception):
                self._db.execute("ROLLBACK")
            raise
        self._run("COMMIT")

    def map_by_key(
        self,
        table: str,
        columns: Sequence[str],
        key: str | Sequence[str],
        kernel: Callable[[pa.Table], Iterable[pa.RecordBatch]],
        *,
        within: Sequence[str] = (),
        rows: int = 1_000_000,
    ) -> Iterator[pa.RecordBatch]:
        """Run a kernel over an ordered stream of tables that never split a key.

        The rows of a key, which is one column or several, are in order of the columns `within`.
        Each table holds about `rows` rows, more only where one key has more. Without a key, tables
        are cut anywhere.
        """
        keys = (key,) if isinstance(key, str) else tuple(key)
        listing = ", ".join(f'"{c}"' for c in columns)
        order = ", ".join(f'"{c}"' for c in (*keys, *within))
        sql = f'SELECT {listing} FROM "{table}"' + (f" ORDER BY {order}" if keys else "")  # noqa: S608
        stream = self.batches(sql, rows=min(rows, BATCH))
        return itertools.chain.from_iterable(map(kernel, key_complete(stream, keys, rows)))

    def store_by_key(
        self,
        name: str,
        table: str,
        columns: Sequence[str],
        key: Sequence[str],
        *,
        kernel: Callable[[pa.Table], Iterable[pa.RecordBatch]],
        schema: pa.Schema,
        within: Sequence[str] = (),
    ) -> None:
        """Let SQL see under a name what a kernel makes of every key; see `map_by_key`."""
        self.store(name, self.map_by_key(table, columns, key, kernel, within=within), schema)


DAMAGE = (
    "not a valid DuckDB database",
    "Corrupt database",
    "Could not read enough bytes",
    "Failed to deserialize",
    "WAL file",
)
FULL = ("No space left", "Could not write all bytes")


def trouble(error: Exception, path: Path | None) -> StoreError | None:
    """The error for a store in use, a damaged one, too little memory, a full disk; else None."""
    text, where = str(error), str(path or "the store in memory")
    if "Could not set lock" in text:
        return StoreError(
            "the study's store is in use by another run",
            where=where,
            got=text,
            fix="wait for the other run, or give this one another --store",
        )
    if any(sign in text for sign in DAMAGE):
        return StoreError(
            "the study's store is damaged",
            where=where,
            got=text,
            fix="delete it: it is made again from the source files",
        )
    if text.startswith("Out of Memory Error"):  # of the engine, or of the stream it fills
        return StoreError(
            "not enough memory, and no room on the disk to work without",
            where=where,
            got=text.partition("\n")[0],
            fix="free some disk space beside the store, or allow more memory",
        )
    if any(sign in text for sign in FULL):
        return StoreError(
            "the disk is full", where=where, got=text, fix="free some space, and run again"
        )
    return None


def answer(result: T | None) -> T:
    """What a query gave; a statement that gives nothing is no query."""
    if result is None:
        raise TypeError("a statement that gives no rows was run as a query")
    return result


def bind(parameters: Parameters) -> list[Any] | dict[str, Any]:
    """Values for ? in order, or for $name by name."""
    return dict(parameters) if hasattr(parameters, "keys") else list(parameters)
