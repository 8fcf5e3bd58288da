"""Are these results what the study and its data give? Compute them again and compare."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antiphon.errors import ResultsError
from antiphon.progress import SILENT, Progress
from antiphon.results import Results, file_hash

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Difference:
    """Something in the folder that is not as it should be."""

    what: str
    recorded: str
    found: str
    meaning: str


def verify(
    folder: Path, *, study: Path | None = None, progress: Progress = SILENT
) -> list[Difference]:
    """Compute a results folder again from the source files and list what differs.

    Nothing is taken from the study's store: the files are read anew in a temporary place. First
    the folder is held against its own manifest, then the new results against both.

    Args:
        folder: a results folder.
        study: the study file; found from the manifest when not given.
        progress: told of the steps.

    Returns:
        The differences; none when tables and results.json are the same, byte for byte.
    """
    held = Results.open(folder)
    manifest = held.manifest()
    path = study or folder / str(manifest.get("study", {}).get("path", ""))
    if not path.is_file():
        raise ResultsError(
            "the study of these results is not where it was",
            where=str(path),
            fix="name it with --study",
        )
    with tempfile.TemporaryDirectory(prefix="antiphon-") as place:
        again = rerun(path, Path(place), progress, fast=bool(manifest.get("fast")))
        now = again.manifest()
        return [*damaged(held, manifest), *changed(manifest, now)]


def rerun(path: Path, place: Path, progress: Progress, *, fast: bool) -> Results:
    """The same study into a temporary folder, with a new store."""
    from antiphon.study.run import run

    store = place / "store.duckdb"
    return run(path, place / "results", store=store, fast=fast, progress=progress)


def damaged(held: Results, manifest: dict[str, Any]) -> Iterator[Difference]:
    """Files of the folder that are not as the run left them."""
    expected = {f"tables/{name}.parquet": t["sha256"] for name, t in tables(manifest).items()}
    expected["results.json"] = str(manifest.get("results_sha256"))
    for name, recorded in sorted(expected.items()):
        path = held.folder / name
        found = file_hash(path) if path.is_file() else "missing"
        if found != recorded:
            yield Difference(name, recorded[:16], found[:16], "changed since the run wrote it")


def changed(manifest: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    """What the study gives now that it did not give then, and what may explain it."""
    reasons = {
        "antiphon": "another version of Antiphon",
        "code": "other code of Antiphon",
        "libraries": "other versions of libraries",
        "data": "the source files, or how they are read, have changed",
        "pseudonyms": "another key for pseudonyms",
    }
    causes = [
        Difference(name, str(manifest.get(name)), str(now.get(name)), meaning)
        for name, meaning in reasons.items()
        if manifest.get(name) != now.get(name)
    ]
    if manifest.get("study", {}).get("sha256") != now["study"]["sha256"]:
        then = str(manifest.get("study", {}).get("sha256"))
        causes.append(
            Difference(
                "study", then[:16], now["study"]["sha256"][:16], "the study file has changed"
            )
        )
    before, after = tables(manifest), tables(now)
    outcomes = [
        Difference(
            f"tables/{name}.parquet",
            str(before.get(name, {}).get("sha256", "missing"))[:16],
            str(after.get(name, {}).get("sha256", "missing"))[:16],
            "the study gives another table now",
        )
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    if manifest.get("results_sha256") != now["results_sha256"]:
        recorded, found = str(manifest.get("results_sha256")), str(now["results_sha256"])
        outcomes.append(
            Difference("results.json", recorded[:16], found[:16], "the study gives another now")
        )
    if outcomes:
        yield from causes
    yield from outcomes


def tables(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every table of a manifest, with its rows and hash."""
    steps = manifest.get("steps", {}).values()
    return {name: table for step in steps for name, table in step["tables"].items()}
