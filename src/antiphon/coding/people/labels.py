"""The file of human labels: what a sample drew and what people said of it, in one CSV.

A row is a unit, a code and a person; a unit that nobody has coded yet has one row without person
and label, so that what was drawn stays known. The study names such files: `people` in
`[prevalences]`.
"""

from __future__ import annotations

import csv
import glob
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antiphon.coding.people.label_studio import when
from antiphon.coding.people.returns import content
from antiphon.coding.people.sheet import armed, write_csv
from antiphon.errors import SourceError
from antiphon.schema import HUMAN_CODES, SAMPLES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from antiphon.coding.people.returns import Answer
    from antiphon.engine import Engine

UNIT = ("code", "platform", "post_id", "part", "target")
COLUMNS = (*UNIT, "person", "label", "coded_at", "sample_id", "inclusion", "stratum")


def sampled(path: Path) -> list[dict[str, Any]]:
    """The rows of a sample.csv."""
    rows = list(table(path, ("item", "sample_id", *UNIT, "inclusion", "stratum")))
    if not rows:
        raise SourceError("a sample without units", where=str(path))
    return rows


def write(path: Path, drawn: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> int:
    """Write the answers beside what was drawn, whole or not at all; return how many there are."""
    given: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        given.setdefault((answer.item, answer.code), []).append(answer)
    rows = []
    for unit in drawn:
        base = {name: unit[name] for name in COLUMNS if name in unit}
        found = sorted(given.get((unit["item"], unit["code"]), []), key=lambda a: a.person)
        rows += [
            base
            | {
                "person": answer.person,
                "label": answer.label,
                "coded_at": f"{answer.coded_at.isoformat()}Z" if answer.coded_at else "",
            }
            for answer in found
        ] or [base]
    draft = path.with_name(f"{path.name}.part")
    write_csv(draft, COLUMNS, rows)
    draft.replace(path)
    return len(answers)


def read(paths: Sequence[Path]) -> tuple[pa.Table, pa.Table]:
    """SAMPLES and HUMAN_CODES of files of human labels, in order.

    Raises:
        SourceError: for whatever in them cannot be, one person's second label of a unit included.
    """
    import pyarrow as pa

    samples: dict[tuple[Any, ...], dict[str, Any]] = {}
    codes: dict[tuple[Any, ...], dict[str, Any]] = {}
    for path in paths:
        for row in table(path, COLUMNS):
            unit = tuple(row[name] for name in UNIT)
            samples[row["sample_id"], *unit] = {name: row[name] for name in SAMPLES.names}
            if not row["label"]:
                continue
            key = (*unit, row["person"])
            if key in codes and codes[key]["label"] != row["label"]:
                raise SourceError(
                    "one person's second label of the same unit",
                    where=row["where"],
                    got=f"{row['person']}: {row['label']}, earlier {codes[key]['label']}",
                    fix="keep one of them",
                )
            codes[key] = {name: row[name] for name in HUMAN_CODES.names}
    order = sorted(samples), sorted(codes)
    return (
        pa.Table.from_pylist([samples[key] for key in order[0]], schema=SAMPLES.arrow),
        pa.Table.from_pylist([codes[key] for key in order[1]], schema=HUMAN_CODES.arrow),
    )


def hold(engine: Engine, pattern: str) -> None:
    """Let SQL see what people said in the files of a path or glob: `samples`, `human_codes`.

    Raises:
        SourceError: for whatever in them cannot be.
    """
    # A file whose very name is the pattern is meant before any that the pattern matches.
    single = Path(pattern)
    names = [pattern] if single.is_file() else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    samples, said = read([Path(name) for name in names])
    engine.register(SAMPLES.name, samples)
    engine.register(HUMAN_CODES.name, said)


def table(path: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a CSV that has these columns, with numbers and times read."""
    reader = csv.DictReader(io.StringIO(content(path), newline=""))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise SourceError(
            "columns are missing",
            where=str(path),
            got=missing,
            expected=", ".join(columns),
            fix="give a file that `antiphon code sample` or `antiphon code import` has written",
        )
    for row in reader:
        where = f"{path}: row {reader.line_num}"
        yield {name: value(name, armed(row[name] or ""), where) for name in columns} | {
            "where": where
        }


def value(name: str, text: str, where: str) -> str | int | float | dt.datetime | None:
    """A cell as its column's type."""
    try:
        if name == "part":
            return int(text)
        if name == "inclusion":
            return inclusion(float(text))
        if name == "coded_at":
            return when(text) if text else None
    except ValueError as error:
        raise SourceError(f"{name} cannot be read", where=where, got=text) from error
    return text


def inclusion(found: float) -> float:
    """A probability of being drawn."""
    if not 0 < found <= 1:
        raise ValueError(found)
    return found
