"""What a person is to code and what she has: questions in order, answers on the disk."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from antiphon.coding.people.folder import codes_of
from antiphon.coding.people.journal import Journal
from antiphon.coding.people.labels import table
from antiphon.errors import ResultsError, StudyError

if TYPE_CHECKING:
    from pathlib import Path

    from antiphon.coding.codebook import Example

FIELDS = ("lang", "label", "text", "why", "target")
NAME = re.compile(r"\w[\w.-]{0,39}")


class Desk:
    """A person's place at a sample. Its methods may be called from several threads."""

    def __init__(self, folder: Path, person: str, part: int = 0) -> None:
        """Read the tasks and the answers so far.

        Raises:
            StudyError: for a name that cannot be a file's.
            ResultsError: for a folder without such tasks.
        """
        if not NAME.fullmatch(person):
            expected = "letters, digits, . _ and -, at most 40"
            raise StudyError("not a name to code under", got=person, expected=expected)
        self.codes = {code.id: code for code in codes_of(folder)}
        path = folder / (f"tasks-{part}.csv" if part else "tasks.csv")
        if not path.exists():
            there = ", ".join(sorted(p.name for p in folder.glob("tasks*.csv")))
            raise ResultsError(
                "no such tasks", where=str(path), expected=there, fix="say which with --part N"
            )
        self.tasks = list(table(path, ("item", "code", "target", "lang", "text")))
        self._known = {(task["item"], task["code"]) for task in self.tasks}
        self._lock = threading.Lock()
        self._journal = Journal(folder / f"answers-{person}.jsonl", person)

    @property
    def path(self) -> Path:
        """The file of answers."""
        return self._journal.path

    @property
    def done(self) -> int:
        """How many of the tasks have an answer."""
        with self._lock:
            return len(self._known & self._journal.answers.keys())

    def state(self) -> dict[str, Any]:
        """Everything the page shows: codes, tasks, answers."""
        with self._lock:
            answers = dict(self._journal.answers)
        codes = {
            code.id: {
                "question": code.question,
                "definition": " ".join(code.definition.split()),
                "labels": [[label, code.meaning.get(label, "")] for label in code.labels],
                "examples": [shown(e) for e in code.example],
                "counters": [shown(e) for e in code.counter],
            }
            for code in self.codes.values()
        }
        names = ("item", "code", "target", "lang", "text")
        tasks = [
            {name: task[name] for name in names}
            | {"label": answers.get((task["item"], task["code"]), "")}
            for task in self.tasks
        ]
        return {"person": self._journal.person, "codes": codes, "tasks": tasks}

    def answer(self, item: object, code: object, label: object) -> bool:
        """Write an answer down, or take one back with ''; False if it is none of this desk's.

        When it returns True, the answer is on the disk.
        """
        if not (isinstance(item, str) and isinstance(code, str) and isinstance(label, str)):
            return False
        if (item, code) not in self._known or label not in ("", *self.codes[code].labels):
            return False
        with self._lock:
            self._journal.record(item, code, label)
        return True

    def close(self) -> None:
        """Let the file of answers go."""
        self._journal.close()


def shown(example: Example) -> dict[str, str]:
    """An example as the page takes it."""
    return {name: getattr(example, name) for name in FIELDS}
