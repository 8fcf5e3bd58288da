"""What a run has done so far: the manifest, written after every step, and read by the next run.

A step is done when its key is the same as now and its tables are on disk with the bytes it wrote.
The key is a hash of everything the step depends on: data, settings, the keys of earlier steps and
the code itself. A run killed at any moment goes on with the first step that is not done.
"""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

import antiphon
from antiphon import results
from antiphon.errors import ResultsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

LIBRARIES = ("duckdb", "pyarrow", "numpy", "numba")


@cache
def code() -> str:
    """Hash of the package's own files: other code or codebooks may give other results."""
    root = Path(antiphon.__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.toml")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def key_of(*parts: object) -> str:
    """One hash of everything named, and of the code."""
    text = json.dumps([code(), *map(repr, parts)])
    return hashlib.sha256(text.encode()).hexdigest()


class Journal:
    """The manifest of a results folder, while a run writes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / results.MANIFEST
        if folder.exists() and not self.path.exists() and any(folder.iterdir()):
            raise ResultsError(
                "the folder for results holds something else",
                where=str(folder),
                expected="a new or empty folder, or one that a run has written",
                fix="name another with --out",
            )
        folder.mkdir(parents=True, exist_ok=True)
        old = results.read_json(self.path) if self.path.exists() else {}
        self._steps: dict[str, Any] = old.get("steps", {})
        self._kept: dict[str, Any] = {}
        self.manifest: dict[str, Any] = {
            "format": results.FORMAT,
            "antiphon": antiphon.__version__,
            "code": code()[:16],
            "python": platform.python_version(),
            "libraries": {name: version(name) for name in LIBRARIES},
            "started": time(),
            "finished": None,
        }
        self.save()

    def save(self) -> None:
        """Write the manifest as it is now; steps not yet reached stay as they were."""
        steps = self._steps | self._kept
        results.write_json(self.path, self.manifest | {"steps": steps})

    def step(
        self, name: str, key: str, work: Callable[[], Mapping[str, pa.Table]]
    ) -> dict[str, pa.Table]:
        """The step's tables: from disk when it is done, else from work, written as it ends."""
        done = self._steps.get(name)
        if done and done["key"] == key and self.intact(done["tables"]):
            self._kept[name] = done
            held = results.Results(self.folder)
            return {table: held.table(table) for table in done["tables"]}
        begun = perf_counter()
        tables = dict(work())
        written = {
            table: {"rows": data.num_rows, "sha256": results.write_table(self.folder, table, data)}
            for table, data in tables.items()
        }
        seconds = round(perf_counter() - begun, 3)
        self._kept[name] = {"key": key, "seconds": seconds, "tables": written}
        self.save()
        return tables

    def intact(self, tables: Mapping[str, Mapping[str, Any]]) -> bool:
        """Are these tables on disk as they were written?"""
        return all(
            (path := self.folder / "tables" / f"{name}.parquet").is_file()
            and results.file_hash(path) == table["sha256"]
            for name, table in tables.items()
        )

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write results.json, drop tables that no step of this run wrote, close the manifest."""
        digest = results.write_json(self.folder / "results.json", summary)
        current = {name for step in self._kept.values() for name in step["tables"]}
        for path in (self.folder / "tables").glob("*"):
            if path.suffix != ".parquet" or path.stem not in current:
                path.unlink()
        self._steps = {}
        self.manifest |= {"finished": time(), "results_sha256": digest}
        self.save()
