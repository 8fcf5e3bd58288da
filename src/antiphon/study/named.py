"""Files that a measure's settings name: found beside the study, read by the measure, hashed.

A field with the metadata `{"named": "file"}` or `{"named": "folder"}` is a path relative to the
study file; with `{"named": "files"}` it is a file or a glob; empty for none.
"""

from __future__ import annotations

import glob
import hashlib
import os
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from antiphon.errors import StudyError
from antiphon.study import paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")
BLOCK = 1 << 20


def named(settings: Any) -> Iterator[tuple[str, str, str]]:
    """Each path in a field that names something: the field, file or folder, and the path."""
    for field in fields(settings):
        kind = field.metadata.get("named", "")
        value = getattr(settings, field.name) if kind else ()
        for path in [value] if isinstance(value, str) else value:
            if path:
                yield field.name, kind, path


def hold(settings: Any, where: str, root: Path) -> None:
    """Refuse paths at which there is nothing."""
    for name, kind, path in named(settings):
        at = f"{where}.{name}"
        if kind == "file":
            paths.single(path, at, root)
            continue
        if kind == "files":
            paths.some(path, at, root)
            continue
        paths.relative(path, at, root)
        if not (root / path).is_dir():
            fix = paths.neighbours(root / path)
            raise StudyError("no such folder", where=at, got=path, expected="a folder", fix=fix)


def located(settings: T, root: Path) -> T:
    """The settings with their paths as seen from here."""
    found: dict[str, Any] = {
        name: os.path.join(glob.escape(str(root)), path)  # noqa: PTH118  (a pattern, no path)
        if kind == "files"
        else str(root / path)
        for name, kind, path in named(settings)
    }
    return replace(settings, **found) if found else settings  # type: ignore[type-var]


def digests(settings: Any, root: Path) -> list[tuple[str, str]]:
    """The hash of each file that the settings name."""
    found = []
    for name, kind, path in named(settings):
        if kind == "files":
            files = [root / name for name in paths.matching(path, root)]
        else:
            files = [root / path] if kind == "file" else sorted((root / path).rglob("*"))
        total = hashlib.sha256()
        for file in files:
            if file.is_file():
                base = root if kind == "files" else root / path
                total.update(os.path.relpath(file, base).encode())
                with file.open("rb") as handle:
                    while block := handle.read(BLOCK):
                        total.update(block)
        found.append((name, total.hexdigest()))
    return found
