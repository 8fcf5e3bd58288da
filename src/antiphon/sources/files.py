"""Which files a study's sources name, in the order in which they are read."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from antiphon.errors import SourceError, StudyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.sources.spec import Source

WILD = re.compile(r"[*?\[]")
SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
PACKED = (".gz", ".zst")


@dataclass(frozen=True)
class Listed:
    """A file that a source names."""

    source: int
    """Number of its [[source]] table, from 1."""
    spec: Source
    name: str
    """Relative to the study's folder, with slashes."""
    path: Path
    shape: str
    """Hash of everything in the source that decides what is read from a file."""

    @property
    def where(self) -> str:
        """The source's place in the study file."""
        return f"[[source]] number {self.source}"


def listing(root: Path, sources: Sequence[Source]) -> list[Listed]:
    """Every file of every source: sources in order, the files of each by name."""
    found: list[Listed] = []
    first: dict[tuple[str, str], Listed] = {}
    for number, source in enumerate(sources, 1):
        shape = fingerprint(source)
        names = sorted({named(name) for name in matching(source.path, root, number)})
        for name in names:
            listed = Listed(number, source, name, root / name, shape)
            other = first.setdefault((name, shape), listed)
            if other is not listed:
                raise StudyError(
                    "a file is named by two sources that read it alike",
                    where=f"{other.where} and {listed.where}",
                    got=name,
                    fix="leave one of them out, or narrow its path",
                )
            found.append(listed)
    return found


def fingerprint(source: Source) -> str:
    """The hash of what decides how a file is read: all but its path and its terms of use."""
    spec = {key: value for key, value in asdict(source).items() if key not in ("path", "terms")}
    text = json.dumps(spec, sort_keys=True, ensure_ascii=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def matching(pattern: str, root: Path, number: int) -> list[str]:
    """The files of a path or glob, never by a link that leads out of the folder it searches."""
    where = f"[[source]] number {number}.path"
    if (root / pattern).is_file():
        return [pattern]
    names = glob.glob(pattern, root_dir=root, recursive=True)  # noqa: PTH207  (takes "../*")
    files = [name for name in names if (root / name).is_file()]
    if not files:
        raise StudyError(
            "no file matches", where=where, got=pattern, fix=neighbours(root / still(pattern))
        )
    fence = (root / still(pattern)).resolve()
    for name in files:
        if not (root / name).resolve().is_relative_to(fence):
            raise StudyError(
                "a link leads out of the folder that the pattern searches",
                where=where,
                got=f"{name} → {(root / name).resolve()}",
                expected=f"files under {fence}",
                fix="name that file by its own path in a [[source]] of its own, or remove the link",
            )
    return files


def still(pattern: str) -> str:
    """The folder that a glob starts from: the part before its first wildcard."""
    parts: list[str] = []
    for part in Path(pattern).parts[:-1]:
        if WILD.search(part):
            break
        parts.append(part)
    return str(Path(*parts)) if parts else "."


def named(name: str) -> str:
    """A file's name as the tables show it."""
    name = os.path.normpath(name).replace(os.sep, "/")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            "a file name that is no text", got=name, fix="rename the file in UTF-8"
        ) from error
    return name


def neighbours(folder: Path) -> str:
    """What lies where the files should be."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    names = sorted(entry.name for entry in folder.iterdir() if entry.name[0] != ".")
    shown = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    return f"{folder} holds {shown or 'nothing'}"


def reader_of(name: str, source: Source, path: Path) -> str:
    """Which reader a file needs: jsonl, csv or parquet."""
    if source.format in SUFFIXES.values():
        return source.format
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() not in PACKED]
    if suffixes and suffixes[-1] in SUFFIXES:
        return SUFFIXES[suffixes[-1]]
    with path.open("rb") as handle:
        start = handle.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if start.startswith(b"{") else "csv"


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            "a file cannot be read", where=str(path), got=error.strerror, fix="check its rights"
        ) from error
