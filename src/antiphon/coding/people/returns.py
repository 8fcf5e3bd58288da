"""Reads what people answered: CSV, Label Studio's JSON, the coding page's lines. Strictly.

Every mistake is an error that names the file and the row: an item that was not drawn, a label that
the code does not have, one person's second answer to the same question.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.coding.people import label_studio
from antiphon.coding.people.journal import answered
from antiphon.coding.people.sheet import TASK_COLUMNS, armed
from antiphon.errors import SourceError, nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 200_000_000
OTHER = (*TASK_COLUMNS, "note", "notes", "coded_at")
"""Columns that are no coder's."""


@dataclass(frozen=True)
class Answer:
    """One person's label of one item."""

    item: str
    code: str
    person: str
    label: str
    coded_at: dt.datetime | None
    where: str
    """File and row, for errors."""


def read(
    paths: Sequence[Path],
    items: Mapping[str, Sequence[str]],
    labels: Mapping[str, Sequence[str]],
    person: str = "",
) -> list[Answer]:
    """The answers in the files, in order; rows without a label are left out.

    Args:
        paths: CSV, JSON or JSONL.
        items: each item that was drawn, with its codes.
        labels: each code, with its labels.
        person: whose answers they are, where a file does not say so.

    Raises:
        SourceError: for whatever in them cannot be.
    """
    found: list[Answer] = []
    first: dict[tuple[str, str, str], str] = {}
    for path in paths:
        for row in rows(path):
            answer = held(row, items, labels, person)
            if answer is None:
                continue
            key = (answer.item, answer.code, answer.person)
            if key in first:
                raise SourceError(
                    "one person's second answer to the same question",
                    where=answer.where,
                    got=f"item {answer.item}, code {answer.code}, coder {answer.person}",
                    expected=f"one answer; the first is at {first[key]}",
                    fix="keep one of them",
                )
            first[key] = answer.where
            found.append(answer)
    return found


def held(
    row: Mapping[str, Any],
    items: Mapping[str, Sequence[str]],
    labels: Mapping[str, Sequence[str]],
    person: str,
) -> Answer | None:
    """The row as an answer; none where it has no label."""
    label, where = str(row["label"] or "").strip(), row["where"]
    if not label:
        return None
    item = str(row["item"] or "").strip()
    if item not in items:
        raise SourceError(
            "an item that was not drawn",
            where=where,
            got=item,
            expected="an item of sample.csv",
            fix=nearest(item, items) if len(items) < 20 else "give the folder of its own sample",
        )
    codes = items[item]
    code = str(row["code"] or "").strip() or (codes[0] if len(codes) == 1 else "")
    if code not in codes:
        raise SourceError("unknown code", where=where, got=code, fix=nearest(code, codes))
    if label not in labels[code]:
        known = {name.casefold(): name for name in labels[code]}
        if label.casefold() not in known:
            raise SourceError(
                f"{code!r} has no such label",
                where=where,
                got=label,
                fix=nearest(label, labels[code]),
            )
        label = known[label.casefold()]
    who = str(row["coder"] or "").strip() or person
    if not who:
        raise SourceError(
            "an answer without a coder",
            where=where,
            expected="a name in the column coder",
            fix="fill it in, or say whose the file is with --as NAME",
        )
    return Answer(item, code, who, label, row["coded_at"], where)


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a file: item, code, coder, label, coded_at, where."""
    text = content(path)
    if path.suffix.lower() == ".jsonl":
        yield from answered(text, str(path))
    elif path.suffix.lower() == ".json":
        try:
            export = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SourceError("not JSON", where=str(path), got=str(error)) from error
        yield from label_studio.answers(export, str(path))
    else:
        yield from cells(text, str(path))


def content(path: Path) -> str:
    """The file as text."""
    try:
        with path.open("rb") as handle:
            data = handle.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SourceError("too large for answers", where=str(path), expected="at most 200 MB")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SourceError("the file cannot be read", where=str(path), got=str(error)) from error
    except UnicodeDecodeError as error:
        fix = "save it as CSV in UTF-8"
        raise SourceError("not UTF-8", where=str(path), got=str(error), fix=fix) from error


def cells(text: str, where: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a CSV: long, one label a row, or wide, a column for each coder."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [(name or "").strip() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if "item" not in names:
        raise SourceError(
            "no column item",
            where=f"{where}: row 1",
            got=names,
            expected="item, coder, label; or item and a column for each coder",
        )
    coders = [name for name in names if name and name not in OTHER]
    if "label" not in names and not coders:
        raise SourceError(
            "no labels", where=f"{where}: row 1", got=names, expected="a column label"
        )
    try:
        for row in reader:
            place = f"{where}: row {reader.line_num}"
            values = {
                key: armed(value or "")
                for key, value in row.items()
                if isinstance(value, str) and key
            }
            known = {
                "item": values.get("item"),
                "code": values.get("code"),
                "coded_at": moment(values.get("coded_at", ""), place),
                "where": place,
            }
            if "label" in names:
                yield known | {"coder": values.get("coder"), "label": values.get("label")}
                continue
            for coder in coders:
                yield known | {"coder": coder, "label": values.get(coder)}
    except csv.Error as error:
        raise SourceError("not CSV", where=where, got=str(error)) from error


def moment(text: str, where: str) -> dt.datetime | None:
    """A time in UTC without a zone; none where there is none."""
    if not text.strip():
        return None
    found = label_studio.when(text.strip())
    if found is None:
        raise SourceError(
            "not a time", where=where, got=text, expected="as in 2024-05-01T12:30:00Z"
        )
    return found
