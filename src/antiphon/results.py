"""A results folder: tables, results.json, manifest.json. Written whole or not at all.

`tables/*.parquet` and `results.json` are a function of the study and its data: the same input
gives the same bytes. What differs from run to run (times, versions, the machine) is in
`manifest.json` alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import ResultsError
from antiphon.schema import RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Results:
    """An existing results folder, for reading."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Results:
        """The folder, if it is one that a run has finished."""
        results = cls(folder)
        if not (folder / MANIFEST).is_file():
            raise ResultsError(
                "not a results folder",
                where=str(folder),
                expected=f"a folder with {MANIFEST}, as `antiphon run STUDY --out DIR` leaves it",
            )
        if not results.manifest().get("finished"):
            raise ResultsError(
                "the run that writes this folder has not finished",
                where=str(folder),
                fix="run the study again with the same --out: it goes on where it stopped",
            )
        return results

    def manifest(self) -> dict[str, Any]:
        """Versions, hashes, timings."""
        return read_json(self.folder / MANIFEST)

    def summary(self) -> dict[str, Any]:
        """results.json."""
        return read_json(self.folder / "results.json")

    def table(self, name: str) -> pa.Table:
        """One of the tables, checked against the vocabulary."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder / "tables" / f"{name}.parquet"
        known = {table.name: table for table in RESULTS}
        try:
            data = pq.read_table(path)
        except FileNotFoundError as error:
            raise ResultsError(
                f"no table {name!r} in this results folder",
                where=str(path),
                fix="run the study again with the same --out",
            ) from error
        except (pa.ArrowInvalid, OSError) as error:
            raise ResultsError(
                f"table {name!r} cannot be read",
                where=str(path),
                got=str(error),
                fix="run the study again with the same --out",
            ) from error
        return known[name].validate(data) if name in known else data


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file, or an error that says how to mend it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError(
            f"{path.name} cannot be read",
            where=str(path),
            got=str(error),
            fix="run the study again with the same --out",
        ) from error
    if not isinstance(data, dict):
        raise ResultsError(f"{path.name} is not a JSON object", where=str(path))
    return data


def write_table(folder: Path, name: str, data: pa.Table) -> str:
    """Write one table; return the hash of its bytes."""
    import pyarrow.parquet as pq

    path = folder / "tables" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    pq.write_table(
        data.replace_schema_metadata(None).combine_chunks(),
        draft,
        compression="zstd",
        row_group_size=131_072,
        store_schema=True,
    )
    return settle(draft, path)


def write_json(path: Path, data: Mapping[str, Any]) -> str:
    """Write a JSON object with sorted keys; return the hash of its bytes."""
    draft = path.with_suffix(".draft")
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    draft.write_text(text + "\n", encoding="utf-8")
    return settle(draft, path)


def settle(draft: Path, path: Path) -> str:
    """Put a finished draft in its place, durably; return the hash of its bytes."""
    digest = file_hash(draft)
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    draft.replace(path)
    return digest


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
