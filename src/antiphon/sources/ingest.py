"""Files of a study → the store's tables: whatever has changed is read, nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from antiphon.errors import StudyError, TooManyRejected
from antiphon.progress import SILENT
from antiphon.sources import store
from antiphon.sources.assemble import PUBLIC, assemble
from antiphon.sources.files import file_hash, listing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from antiphon.engine import Engine
    from antiphon.progress import Progress
    from antiphon.sources.files import Listed
    from antiphon.sources.spec import Accounts, Contacts, Ingest, Source

Hashed = tuple["Listed", str]


def ingest(  # noqa: PLR0917  (the parts of a study, in the order of its file)
    engine: Engine,
    root: Path,
    sources: Sequence[Source],
    accounts: Accounts,
    contacts: Contacts | None,
    settings: Ingest,
    progress: Progress = SILENT,
) -> str:
    """Bring the store's tables up to date with the files; return a fingerprint of both.

    Afterwards `posts`, `accounts`, `contacts`, `files`, `rejected` and `revisions` are what the
    study and its files give, the same bytes whether or not anything was in the store before.

    Raises:
        StudyError: for a source that names no file, or a column that its files do not have.
        SourceError: for a file that cannot be read at all.
        TooManyRejected: when more rows of a source are bad than the settings allow. What was read
            stays in the store and is not read again.
    """
    store.prepare(engine)
    hashed = [(listed, file_hash(listed.path)) for listed in listing(root, sources)]
    mark = fingerprint(root, hashed, sources, accounts, contacts)
    files = read_changed(engine, hashed, settings, progress)
    state = engine.value("SELECT fingerprint FROM ingest_state")
    if state != mark or not all(engine.has(table.name) for table in PUBLIC):
        progress.start("Putting posts in order")
        with engine.transaction():
            assemble(engine, root, files, sources, accounts, contacts)
            engine.execute("UPDATE ingest_state SET fingerprint = ?", [mark])
        count = engine.value("SELECT count(*) FROM posts")
        progress.done(f"{count:,} posts")
    return mark


def read_changed(
    engine: Engine, hashed: Sequence[Hashed], settings: Ingest, progress: Progress
) -> list[tuple[Listed, int]]:
    """Read the files that the store does not know as they are; return each with its number."""
    numbers = [store.known(engine, listed, sha256) for listed, sha256 in hashed]
    pairs = zip(hashed, numbers, strict=True)
    total = sum(listed.path.stat().st_size for (listed, _), number in pairs if number is None)
    if total:
        progress.start("Reading posts", total=total, unit="B")
    files: list[tuple[Listed, int]] = []
    for place, ((listed, sha256), number) in enumerate(zip(hashed, numbers, strict=True)):
        fresh = store.take(engine, listed, sha256, progress) if number is None else number
        files.append((listed, fresh))
        last = place + 1 == len(hashed) or hashed[place + 1][0].source != listed.source
        if last:
            judge(engine, [pair for pair in files if pair[0].source == listed.source], settings)
    if total:
        progress.done()
    return files


def judge(engine: Engine, files: Sequence[tuple[Listed, int]], settings: Ingest) -> None:
    """Stop if too large a share of a source's rows is bad."""
    numbers = [number for _, number in files]
    rejected, rows = engine.rows(
        """SELECT coalesce(sum(rejected), 0), coalesce(sum(taken + left_out + rejected), 0)
        FROM ingested_files WHERE list_contains(?, file_id)""",
        [numbers],
    )[0]
    if rejected <= rows * settings.max_rejected_share:
        return
    names = {number: listed.name for listed, number in files}
    most = engine.rows(
        """SELECT reason, "column", count(*), arg_min(file_id, place), arg_min("row", place),
                  arg_min(got, place)
        FROM (SELECT *, row_number() OVER (ORDER BY file_id, "row") AS place FROM rejections
              WHERE list_contains(?, file_id))
        GROUP BY ALL ORDER BY count(*) DESC, reason, "column" LIMIT 5""",
        [numbers],
    )
    shown = [
        f"\n  {count:,} × {reason}{' in ' + column if column else ''}, "
        f"as in {names[file]}:{row}{': ' + got if got else ''}"
        for reason, column, count, file, row, got in most
    ]
    listed = files[0][0]
    raise TooManyRejected(
        f"{int(rejected):,} of {int(rows):,} rows cannot be taken as posts:" + "".join(shown),
        where=f"{listed.where}, {listed.spec.path}",
        got=f"{rejected / rows:.1%} rejected",
        expected=f"at most {settings.max_rejected_share:.1%} (ingest.max_rejected_share)",
        fix="mend the source's columns, dates or encoding; or allow a larger share if the rows "
        "are truly lost",
    )


def fingerprint(
    root: Path,
    hashed: Sequence[Hashed],
    sources: Sequence[Source],
    accounts: Accounts,
    contacts: Contacts | None,
) -> str:
    """The hash of everything that the tables depend on."""
    text = json.dumps(
        [
            store.READER,
            [[listed.source, listed.name, listed.shape, sha256] for listed, sha256 in hashed],
            asdict(accounts),
            by_hand(root, accounts.path, "accounts.path"),
            by_hand(root, contacts.path, "contacts.path") if contacts else "",
            len(sources),
        ],
        default=dict,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def by_hand(root: Path, path: str, where: str) -> str:
    """The hash of a file of accounts or contacts."""
    if path and not (root / path).is_file():
        raise StudyError("no such file", where=where, got=path, expected=f"a file under {root}")
    return file_hash(root / path) if path else ""
