"""The folder of a sample as a whole: its codes, its tasks, its answers, its labels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from antiphon.coding.codebook import Book
from antiphon.coding.people import agreeing, labels, returns
from antiphon.coding.people.sheet import CODEBOOK, SAMPLE
from antiphon.errors import ResultsError
from antiphon.settings import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from antiphon.coding.codebook import Code

LABELS = "labels.csv"
ANSWERS = "answers-*.jsonl"
TASKS = ("tasks.csv", "tasks-*.csv")


def codes_of(folder: Path) -> tuple[Code, ...]:
    """The codes that the sample asks about.

    Raises:
        ResultsError: for a folder without a sample, or a damaged one.
    """
    path = folder / CODEBOOK
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResultsError(
            "no sample there",
            where=str(folder),
            fix="name a folder that `antiphon code sample` has written",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ResultsError(
            "the sample's codebook cannot be read", where=str(path), got=str(error)
        ) from error
    return read(Book, {"code": found}, f"{path}:").code


def collect(
    folder: Path, files: Sequence[Path], *, person: str = "", out: Path | None = None
) -> dict[str, Any]:
    """Read answers to the sample, and write the file of human labels.

    Args:
        folder: the sample's.
        files: what came back; if none, the coding page's own answers in the folder, and the lists
            of tasks there that were filled in.
        person: whose they are where they do not say so.
        out: the file to write; `labels.csv` in the folder if not given.

    Returns:
        What was read: labels, people, questions coded and drawn, and where it was written.
    """
    known = {code.id: code.labels for code in codes_of(folder)}
    drawn = labels.sampled(folder / SAMPLE)
    items: dict[str, list[str]] = {}
    for row in drawn:
        items.setdefault(row["item"], []).append(row["code"])
    paths = list(files) or [
        path for name in (ANSWERS, *TASKS) for path in sorted(folder.glob(name))
    ]
    answers = returns.read(paths, items, known, person)
    if not files and not answers:
        raise ResultsError(
            "no answers there",
            where=str(folder),
            expected=f"{ANSWERS} of the coding page, or labels in {' or '.join(TASKS)}",
            fix="name the files that came back: CSV, or JSON of Label Studio",
        )
    path = out or folder / LABELS
    labels.write(path, drawn, answers)
    return {
        "labels": len(answers),
        "people": sorted({answer.person for answer in answers}),
        "coded": len({(answer.item, answer.code) for answer in answers}),
        "drawn": len(drawn),
        "out": str(path),
    }


def compare(files: Sequence[Path]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Agreement of the people in files of labels, and the units on which they differ.

    A code's labels are ordered where its codebook lies beside a file and says so.
    """
    _, said = labels.read(files)
    books: dict[str, Code] = {}
    for file in files:
        if (file.parent / CODEBOOK).exists():
            books |= {code.id: code for code in codes_of(file.parent)}
    known: Mapping[str, Sequence[str]] = {name: code.labels for name, code in books.items()}
    ordered = [name for name, code in books.items() if code.ordered]
    return agreeing.agree(said, known, ordered).to_pylist(), agreeing.disagreements(said)
