"""The tables that a study is read from, made of what the store holds of its files as they are now.

The same files and the same study give the same tables, whatever the store went through before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.schema import ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS, STORED, TYPES
from antiphon.sources import accounts as accounts_of
from antiphon.sources import contacts as contacts_of
from antiphon.sources import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.schema import Table
    from antiphon.sources.files import Listed
    from antiphon.sources.spec import Accounts, Contacts, Source

# A place in reading order: the number of the file times this, plus the row.
ROWS = 2**40
PUBLIC = (STORED, ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS)
NOW = f"""CREATE OR REPLACE TEMP VIEW versions_now AS
    SELECT v.*, c.source, c.place * {ROWS} + v.row AS seq, c.file || ':' || v.row AS raw_ref
    FROM versions v JOIN files_now c USING (file_id)"""  # noqa: S608
LAST = """CREATE OR REPLACE TEMP TABLE last_now AS
    SELECT platform, post_id, max(seq) AS seq, count(*) AS versions
    FROM versions_now GROUP BY platform, post_id"""
STANDING = """CREATE OR REPLACE TEMP VIEW standing AS
    SELECT * FROM versions_now WHERE seq IN (SELECT seq FROM last_now)"""
REVISED = """
    WITH several AS (SELECT v.*, l.seq AS stands FROM versions_now v
                     JOIN (FROM last_now WHERE versions > 1) l USING (platform, post_id))
    SELECT old.platform, old.post_id, old.raw_ref, new.raw_ref AS replaced_by, old.text
    FROM several old JOIN several new ON new.seq = old.stands
    WHERE old.seq <> old.stands AND (old.text, old.title) IS DISTINCT FROM (new.text, new.title)
    ORDER BY old.platform, old.post_id, old.seq"""
READ = """
    SELECT c.file, c.source, i.sha256, i.bytes, i.taken + i.left_out + i.rejected AS rows,
           i.taken, i.left_out, i.rejected
    FROM files_now c JOIN ingested_files i USING (file_id) ORDER BY c.place"""
REFUSED = """
    SELECT c.file, r.row, r."column", r.reason, r.got
    FROM rejections r JOIN files_now c USING (file_id)
    ORDER BY c.place, r.row, r."column", r.reason, r.got"""
POSTED = """
    SELECT s.*, coalesce(own.bloc, any_platform.bloc) AS bloc FROM standing s
    LEFT JOIN accounts own
           ON own.platform = s.platform AND own.account_id = s.account_id
    LEFT JOIN accounts any_platform
           ON any_platform.platform = '' AND any_platform.account_id = s.account_id
    ORDER BY s.created_at, s.platform, s.post_id"""


def assemble(  # noqa: PLR0917  (as ingest)
    engine: Engine,
    root: Path,
    files: Sequence[tuple[Listed, int]],
    sources: Sequence[Source],
    accounts: Accounts,
    contacts: Contacts | None,
) -> None:
    """Make every table of `PUBLIC` from the files, each with its number in the store."""
    import pyarrow as pa

    numbers = [number for _, number in files]
    current = pa.table(
        {
            "file_id": pa.array(numbers, pa.int64()),
            "file": pa.array([listed.name for listed, _ in files], pa.string()),
            "source": pa.array([listed.source for listed, _ in files], pa.int64()),
            "place": pa.array(range(len(files)), pa.int64()),
        }
    )
    engine.register("__files_now", current)
    engine.execute("CREATE OR REPLACE TEMP TABLE files_now AS FROM __files_now")
    known = (row[0] for row in engine.rows("SELECT file_id FROM ingested_files"))
    store.forget(engine, [number for number in known if number not in numbers])
    for statement in (NOW, LAST, STANDING):
        engine.execute(statement)
    put(engine, ACCOUNTS, accounts_of.together(engine, root, accounts, sources))
    put(engine, CONTACTS, contacts_of.contacts(root / contacts.path if contacts else None))
    make(engine, FILES, READ)
    make(engine, REJECTED, REFUSED)
    make(engine, REVISIONS, REVISED)
    make(engine, STORED, f"SELECT *, row_number() OVER () - 1 AS ix FROM ({POSTED})")  # noqa: S608
    for name in ("standing", "versions_now"):
        engine.execute(f"DROP VIEW {name}")
    for name in ("last_now", "files_now"):
        engine.execute(f"DROP TABLE {name}")


def put(engine: Engine, table: Table, data: pa.Table) -> None:
    """Make a table of data that is at hand."""
    engine.register("__made", table.validate(data))
    make(engine, table, "FROM __made")


def make(engine: Engine, table: Table, sql: str) -> None:
    """Make a table of the answer of a query, with the vocabulary's columns and types."""
    columns = ", ".join(f'CAST("{c.name}" AS {TYPES[c.type]}) AS "{c.name}"' for c in table.columns)
    engine.execute(f'CREATE OR REPLACE TABLE "{table.name}" AS SELECT {columns} FROM ({sql})')  # noqa: S608
