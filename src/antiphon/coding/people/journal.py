"""The answers of one person: a line each, on the disk before anybody is told that it was taken.

A line is a JSON object: item, code, coder, label, coded_at. The last line of an item and code
counts; one with an empty label takes the answer back. A line that a power cut has cut off is no
answer, since nobody was told that it was taken.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING, Any

from antiphon.coding.people.label_studio import when
from antiphon.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELDS = ("item", "code", "coder", "label", "coded_at")


class Journal:
    """A person's file of answers, open for more."""

    def __init__(self, path: Path, person: str) -> None:
        self.path, self.person = path, person
        self.answers: dict[tuple[str, str], str] = {}
        if path.exists():
            text = path.read_text(encoding="utf-8", errors="replace")
            self.answers = {
                (row["item"], row["code"]): row["label"] for row in answered(text, str(path))
            }
        self._file = path.open("ab")
        if mend(path):
            self._file.write(b"\n")

    def record(self, item: str, code: str, label: str) -> None:
        """Write an answer, or an empty label to take one back; on the disk when this returns."""
        now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
        line = dict(zip(FIELDS, (item, code, self.person, label, now), strict=True))
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        if label:
            self.answers[item, code] = label
        else:
            self.answers.pop((item, code), None)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def mend(path: Path) -> bool:
    """Does the file end within a line, as after a power cut?"""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            return False
        file.seek(size - 1)
        return file.read(1) != b"\n"


def answered(text: str, where: str) -> Iterator[dict[str, Any]]:
    """The answers that stand, in the order in which they were first given.

    Raises:
        SourceError: for a line that is not one, unless it is the last of a torn write.
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}: row {number}"
        try:
            row = json.loads(line)
            item, code, coder, label = (str(row[name]) for name in FIELDS[:4])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            if torn(line):
                continue
            expected = "an object with " + ", ".join(FIELDS)
            raise SourceError("not an answer", where=place, got=line, expected=expected) from error
        found[item, code, coder] = {
            "item": item,
            "code": code,
            "coder": coder,
            "label": label,
            "coded_at": when(row.get("coded_at")),
            "where": place,
        }
    yield from (row for row in found.values() if row["label"])


def torn(line: str) -> bool:
    """Is it the beginning of a line of ours, cut off?"""
    begin = '{"item": '
    return not line.rstrip().endswith("}") and (line.startswith(begin) or begin.startswith(line))
