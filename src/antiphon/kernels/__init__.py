"""Pure functions of arrays and strings: no table library, no engine, no files but the compiled.

Numba keeps what it has compiled beside the source, and compiles anew when the source of a function
has changed, not when that of another file has that is compiled into it. So the sources are
looked at here: if any is another than it was, all that was compiled is forgotten.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

STAMP = "sources"
COMPILED = (".nbi", ".nbc")


def forget_stale(sources: Path) -> None:
    """Delete what was compiled of these sources when they were others, where that is allowed."""
    kept = sources / "__pycache__"
    stamp = kept / STAMP
    with suppress(OSError):
        now = fingerprint(sources)
        if not kept.is_dir() or (stamp.is_file() and stamp.read_text(encoding="ascii") == now):
            return
        for entry in os.scandir(kept):
            if entry.name.endswith(COMPILED):
                Path(entry.path).unlink(missing_ok=True)
        stamp.write_text(now, encoding="ascii")


def fingerprint(sources: Path) -> str:
    """The same as long as no source is written anew."""
    found = []
    for entry in os.scandir(sources):
        if entry.name.endswith(".py"):
            told = entry.stat()
            found.append(f"{entry.name} {told.st_size} {told.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


forget_stale(Path(__file__).parent)
