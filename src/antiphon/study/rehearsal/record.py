"""Finished reruns, kept until the step is done: a kill loses no more than those under way."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from antiphon.study.rehearsal.crew import Crew

    Row = dict[str, Any]

NAME = "rehearsals.part"


class Record:
    """The file of finished reruns of a results folder. Lines of another key are of no use."""

    def __init__(self, folder: Path, key: str) -> None:
        self.path, self._key = folder / NAME, key
        self._done: dict[str, Row] = {}
        for line in self.lines():
            if line.get("key") == key:
                self._done[line["task"]] = line["answer"]

    def lines(self) -> Iterator[Row]:
        """What is in the file; a last line that was cut off is none."""
        if not self.path.is_file():
            return
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and {"key", "task", "answer"} <= row.keys():
                yield row

    def perform(self, crew: Crew, tasks: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
        """Every task with its answer: those that were done before, then those done now."""
        left = []
        for task in tasks:
            if named(task) in self._done:
                yield task, self._done[named(task)]
            else:
                left.append(task)
        for task, answer in crew.perform(left):
            self.keep(task, answer)
            yield task, answer

    def keep(self, task: Row, answer: Row) -> None:
        """Write an answer down."""
        row = {"key": self._key, "task": named(task), "answer": answer}
        self._done[named(task)] = answer
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write("\n" + json.dumps(row))
            handle.flush()
            os.fsync(handle.fileno())

    def clear(self) -> None:
        """The step is done: its tables say it all."""
        self.path.unlink(missing_ok=True)


def named(task: Row) -> str:
    """One text for a task; which posts are left out follows from the key."""
    return json.dumps({k: v for k, v in task.items() if k != "without"}, sort_keys=True)
