"""Texts that people coded, out of a file: what a classifier learns from.

A row is a label: `code`, `label`, and `text`, or `post_id` with `platform` if there are several.
`target`, `account_id` and `group` may be there; rows of one account, group or family of
repetitions stay together when the classifier is judged.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.coding.units import SAID
from antiphon.errors import SourceError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from antiphon.coding.questions import Question
    from antiphon.engine import Engine

COLUMNS = ("code", "label", "text", "post_id", "platform", "part", "target", "account_id", "group")
FEWEST = 10
"""Units of a label below which the label is left out."""
WIDEST = 10_000_000  # characters of a cell
FOUND = f"""
    SELECT l.row, {SAID} AS text, p.platform, p.account_id
    FROM labelled l JOIN posts p
         ON p.post_id = l.post_id AND (l.platform = '' OR coalesce(p.platform, '') = l.platform)
    ORDER BY l.row, p.platform
"""  # noqa: S608
FAMILIES = """
    SELECT l.row, f.family_id FROM labelled l JOIN family_posts f
         ON f.post_id = l.post_id AND (l.platform = '' OR coalesce(f.platform, '') = l.platform)
    ORDER BY l.row, f.family_id
"""


@dataclass(frozen=True)
class Labelled:
    """What a question is learnt from."""

    texts: pa.StringArray
    labels: NDArray[np.int64]
    """Numbers of labels in the code's list."""
    bonds: tuple[list[str], ...]
    """Names of what each text belongs to: account, group, family; '' for none."""
    source: str
    """Where it comes from, for the table of coders."""
    left_out: tuple[str, ...] = ()
    """Labels that too few texts have."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, JSONL or Parquet file, as texts.

    Raises:
        SourceError: for a file that cannot be read, or lacks a column.
    """
    try:
        rows = list(read(path))
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        raise SourceError("the labels cannot be read", where=str(path), got=str(error)) from error
    named = set().union(*(row.keys() for row in rows[:1000])) if rows else set()
    for column in ("code", "label"):
        if column not in named:
            fix = nearest(column, named)
            raise SourceError("a column is missing", where=f"{path}: {column}", fix=fix)
    if not named & {"text", "post_id"}:
        raise SourceError("labels of what?", where=str(path), expected="a column text or post_id")
    return [{name: str(row.get(name) or "") for name in COLUMNS} for row in rows]


def read(path: Path) -> Iterable[dict[str, Any]]:
    """The rows as they stand."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table: pa.Table = pq.read_table(path)
        return table.to_pylist()
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix in (".jsonl", ".ndjson"):
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        if not all(isinstance(row, dict) for row in rows):
            raise ValueError("a line that is no JSON object")
        return rows
    csv.field_size_limit(WIDEST)
    return csv.DictReader(text.splitlines(keepends=True))


def completed(rows: list[dict[str, str]], engine: Engine) -> list[dict[str, str]]:
    """The rows with text, account and family of the posts that they name."""
    keys = [{"row": i, **{k: r[k] for k in ("post_id", "platform")}} for i, r in enumerate(rows)]
    asked = [key for key in keys if key["post_id"]]
    if not asked:
        return rows
    kinds = {"row": pa.int64(), "post_id": pa.string(), "platform": pa.string()}
    shape = pa.schema([pa.field(name, kind) for name, kind in kinds.items()])
    engine.register("labelled", pa.Table.from_pylist(asked, schema=shape))
    rows = [dict(row) for row in rows]
    for number, text, platform, account in engine.rows(FOUND):
        row = rows[number]
        row["text"] = row["text"] or text or ""
        row["account_id"] = row["account_id"] or f"{platform or ''}/{account}"
    if engine.has("family_posts"):
        for number, family in engine.rows(FAMILIES):
            rows[number].setdefault("family", str(family))
    return rows


def labelled(rows: list[dict[str, str]], question: Question, source: str) -> Labelled | None:
    """What there is to learn a question from; none if no row is about it.

    Raises:
        SourceError: for a label that the code does not have.
    """
    code = question.code
    mine = [r for r in rows if r["code"] == code.id and r["target"] == question.about and r["text"]]
    if not mine:
        return None
    for row in mine:
        if row["label"] not in code.labels:
            raise SourceError(
                "unknown label",
                where=f"{source}: code {code.id}",
                got=row["label"],
                fix=nearest(row["label"], code.labels),
            )
    numbers = np.array([code.labels.index(row["label"]) for row in mine], np.int64)
    counts = np.bincount(numbers, minlength=len(code.labels))
    kept = counts[numbers] >= FEWEST
    mine = [row for row, keep in zip(mine, kept, strict=True) if keep]
    rare = [name for name, n in zip(code.labels, counts, strict=True) if n < FEWEST]
    bonds = tuple([row.get(name, "") for row in mine] for name in ("account_id", "group", "family"))
    texts = pa.array([row["text"] for row in mine], pa.string())
    return Labelled(texts, numbers[kept], bonds, source, tuple(rare))
