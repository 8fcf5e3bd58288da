"""What the store remembers of every file it has read, one transaction a file.

    ingested_files   a file as it was read: name, hash, shape of the source, counts
    versions         every row taken, with its file and row
    rejections       every row that could not be taken
    history          texts that a changed file no longer holds; nothing else is made from it

A file that was killed in the middle leaves nothing and is read again.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from antiphon.errors import SourceError, StoreError
from antiphon.schema import POSTS, REJECTED, Column, Table
from antiphon.sources import delimited, jsonl, parquet, reasons
from antiphon.sources.files import file_hash, reader_of
from antiphon.sources.posts import Shaper
from antiphon.sources.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.progress import Progress
    from antiphon.sources.batches import Read
    from antiphon.sources.files import Listed

# Raise it whenever the same file would be read otherwise than before: stores are then made anew.
READER = 1
FILE = Column("file_id", "int", "the file, as in ingested_files")
ROW = Column("row", "int", "its row in the file")
INGESTED = Table(
    "ingested_files",
    "a file as it was read",
    (
        FILE,
        Column("file", "string", "the file, relative to the study"),
        Column("shape", "string", "hash of how its source reads it"),
        Column("sha256", "string", "hash of its bytes"),
        Column("bytes", "int", "its size"),
        Column("taken", "int", "rows taken"),
        Column("left_out", "int", "rows left out"),
        Column("rejected", "int", "rows rejected"),
    ),
)
VERSIONS = Table(
    "versions",
    "a row that was taken",
    (FILE, ROW, *(column for column in POSTS.columns if column.name != "raw_ref")),
)
REJECTIONS = Table(
    "rejections",
    "a row that could not be taken",
    (FILE, *(column for column in REJECTED.columns if column.name != "file")),
)
HISTORY = Table(
    "history",
    "a text that a changed file no longer holds",
    (
        Column("platform", "string", "where the post was published"),
        Column("post_id", "string", "the post"),
        Column("file", "string", "the file"),
        ROW,
        Column("sha256", "string", "hash of the file when it held the text"),
        Column("title", "string", "the former headline"),
        Column("text", "string", "the former text"),
    ),
)
PRIVATE = (INGESTED, VERSIONS, REJECTIONS, HISTORY)


@dataclass
class Counts:
    """What became of a file's rows."""

    taken: int = 0
    left_out: int = 0
    rejected: int = 0


def prepare(engine: Engine) -> None:
    """Make the private tables; begin anew if an older reader has filled them."""
    engine.execute("CREATE TABLE IF NOT EXISTS ingest_state (reader BIGINT, fingerprint VARCHAR)")
    reader = engine.value("SELECT max(reader) FROM ingest_state")
    if reader is not None and reader > READER:
        raise StoreError(
            "the study's store was written by a newer version",
            got=reader,
            expected=f"at most {READER}",
            fix="upgrade antiphon, or delete the store: it is made again from the source files",
        )
    with engine.transaction():
        if reader is not None and reader < READER:
            for table in (INGESTED, VERSIONS, REJECTIONS):
                engine.execute(f'DROP TABLE IF EXISTS "{table.name}"')
            engine.execute("DELETE FROM ingest_state")
        for table in PRIVATE:
            engine.create(table)
        if not engine.value("SELECT count(*) FROM ingest_state"):
            engine.execute("INSERT INTO ingest_state VALUES (?, '')", [READER])


def known(engine: Engine, listed: Listed, sha256: str) -> int | None:
    """The number under which this very file was read before."""
    sql = "SELECT max(file_id) FROM ingested_files WHERE file = ? AND shape = ? AND sha256 = ?"
    number: int | None = engine.value(sql, [listed.name, listed.shape, sha256])
    return number


def take(engine: Engine, listed: Listed, sha256: str, progress: Progress) -> int:
    """Read a file into the store in place of what it held before; return its number."""
    before = listed.path.stat()
    with engine.transaction():
        number: int = engine.value("SELECT coalesce(max(file_id), 0) + 1 FROM ingested_files")
        counts = fill(engine, listed, number, progress)
        replace(engine, listed, number)
        size = listed.path.stat().st_size
        engine.execute(
            "INSERT INTO ingested_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [number, listed.name, listed.shape, sha256, size, *astuple(counts)],
        )
        after = listed.path.stat()
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if not same and file_hash(listed.path) != sha256:
            raise SourceError(
                "the file changed while it was read",
                where=listed.name,
                fix="run again when whatever writes it has finished",
            )
    return number


def fill(engine: Engine, listed: Listed, number: int, progress: Progress) -> Counts:
    """Append a file's rows and rejections under a number."""
    shaper = Shaper(listed.spec, listed.name, listed.where)
    kind = reader_of(listed.name, listed.spec, listed.path)
    counts = Counts()
    names: set[str] = set()
    for batch, faults in rows(kind, listed, progress):
        if batch is not None:
            if kind != "jsonl" and not names:
                shaper.check_header(batch.names, complete=True)
            names.update(batch.names)
            shaped = shaper.shape(batch)
            faults.extend(shaped.faults)
            counts.left_out += shaped.left_out
            if shaped.posts is not None:
                counts.taken += shaped.posts.num_rows
                append(engine, VERSIONS.name, shaped.posts, number)
        counts.rejected += reject(engine, faults, number)
    if kind == "jsonl" and names:
        shaper.check_header(names, complete=False)
    if not names and not counts.rejected:
        counts.rejected = reject(engine, [Fault(0, "", reasons.EMPTY_FILE, "")], number)
    return counts


def rows(kind: str, listed: Listed, progress: Progress) -> Iterator[Read]:
    """The file's batches, from the reader of its kind."""
    spec, path = listed.spec, listed.path
    if not path.stat().st_size:
        return iter(())
    if kind == "jsonl":
        return jsonl.read(path, spec.encoding, progress.advance)
    if kind == "csv":
        return delimited.read(path, spec.encoding, spec.delimiter, progress.advance)
    return parquet.read(path, progress.advance)


def append(engine: Engine, name: str, data: pa.Table, number: int) -> None:
    """Add rows of a file to a table."""
    import pyarrow as pa

    files = pa.repeat(pa.scalar(number, pa.int64()), data.num_rows)
    engine.insert(name, data.append_column(FILE.name, files))


def reject(engine: Engine, faults: list[Fault], number: int) -> int:
    """Add rejections of a file; return how many."""
    import pyarrow as pa

    if faults:
        rows, columns, why, got = zip(*faults, strict=True)
        data = {"row": pa.array(rows, pa.int64()), "column": columns, "reason": why, "got": got}
        append(engine, REJECTIONS.name, pa.table(data), number)
    return len(faults)


def replace(engine: Engine, listed: Listed, number: int) -> None:
    """Let go of what the same file held before; remember the texts that it no longer holds."""
    sql = "SELECT file_id FROM ingested_files WHERE file = ? AND shape = ?"
    for (old,) in engine.rows(sql, [listed.name, listed.shape]):
        # Identifiers made from row numbers name other posts once a file has changed.
        if listed.spec.post_id_from != "row":
            engine.execute(
                """INSERT INTO history
                SELECT DISTINCT o.platform, o.post_id, f.file, o.row, f.sha256, o.title, o.text
                FROM versions o
                JOIN versions n ON n.platform = o.platform AND n.post_id = o.post_id
                JOIN ingested_files f ON f.file_id = o.file_id
                WHERE o.file_id = ? AND n.file_id = ?
                  AND (o.text, o.title) IS DISTINCT FROM (n.text, n.title)
                ORDER BY o.row""",
                [old, number],
            )
        forget(engine, [old])


def forget(engine: Engine, numbers: Sequence[int]) -> None:
    """Let go of files."""
    for table in (INGESTED, VERSIONS, REJECTIONS) if numbers else ():
        sql = f'DELETE FROM "{table.name}" WHERE list_contains(?, file_id)'  # noqa: S608
        engine.execute(sql, [list(numbers)])
