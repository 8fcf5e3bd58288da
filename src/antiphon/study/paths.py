"""The files that a study names: where they are, or what lies near where they should be."""

from __future__ import annotations

import difflib
import glob
import os
from pathlib import Path, PureWindowsPath

from antiphon.errors import StudyError


def matching(pattern: str, root: Path) -> list[str]:
    """The files of a path or glob under the study's folder, relative to it, sorted.

    A file whose very name is the pattern is meant before any that the pattern matches.
    """
    if (root / pattern).is_file():
        return [pattern]
    # Path.glob refuses some of the patterns that begin with "..".
    found = glob.glob(pattern, root_dir=root, recursive=True)  # noqa: PTH207
    return sorted(name.replace(os.sep, "/") for name in found if (root / name).is_file())


def some(pattern: str, where: str, root: Path) -> None:
    """Refuse a path or glob that no file matches."""
    relative(pattern, where, root)
    if not matching(pattern, root):
        raise missing("no file matches", pattern, where, root)


def single(path: str, where: str, root: Path) -> None:
    """Refuse a path where there is no file that can be read."""
    relative(path, where, root)
    if not (root / path).is_file():
        raise missing("no such file", path, where, root)
    if not os.access(root / path, os.R_OK):
        fix = "let yourself read it, for example with chmod u+r"
        raise StudyError("the file cannot be read", where=where, got=path, fix=fix)


def relative(path: str, where: str, root: Path) -> None:
    """Refuse an absolute path: results name files, and should do so alike on every machine."""
    if not path.strip() or not path.isprintable():
        raise StudyError("not a path", where=where, got=path, expected="a file or glob")
    if Path(path).is_absolute() or PureWindowsPath(path).drive or path.startswith("~"):
        near = f": {os.path.relpath(path, root)}" if Path(path).is_absolute() else ""
        raise StudyError(
            "an absolute path",
            where=where,
            got=path,
            expected="a path relative to the study file's folder",
            fix=f"it may begin with ../{near}",
        )


def missing(what: str, path: str, where: str, root: Path) -> StudyError:
    """The error for a file that is not there: which folder was searched, what it holds instead."""
    folder = (root / path).parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return StudyError(
        what,
        where=where,
        got=path,
        expected=f"a file under {os.path.normpath(folder)}",
        fix=neighbours(root / path),
    )


def neighbours(path: Path, pattern: str = "*") -> str:
    """What lies where the path should be: the names most like it."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        names = sorted(entry.name for entry in folder.glob(pattern) if entry.name[0] != ".")
    except OSError:
        names = []
    if not names:
        return f"{os.path.normpath(folder)} holds none"
    sought = path.relative_to(folder).parts[0] if folder in path.parents else path.name
    close = difflib.get_close_matches(sought, names, n=3, cutoff=0.5)
    listing = ", ".join(close or names[:8]) + ("…" if not close and len(names) > 8 else "")
    return f"did you mean {close[0]}?" if len(close) == 1 else f"there are {listing}"
