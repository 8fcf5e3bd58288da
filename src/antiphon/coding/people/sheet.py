"""The folder of a sample: what coders get, and what the analyst keeps.

    tasks.csv            for coders: item, question, text; tasks-1.csv … for several people
    label-studio.json    the same as Label Studio tasks; label-studio.xml its labelling interface
    codebook.json        the codes, for the coding page; codebook.md the same to be read
    sample.csv           not for coders: what each item is, and how probable it was

The folder holds texts on purpose, those of accounts that may not be named as well.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from antiphon.coding.people import label_studio
from antiphon.errors import ResultsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from antiphon.coding.codebook import Code

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SAMPLE = "sample.csv"
CODEBOOK = "codebook.json"
TASK_COLUMNS = ("item", "code", "question", "target", "lang", "text", "label", "coder")
SAMPLE_COLUMNS = (
    *("item", "sample_id", "code", "platform", "post_id", "part", "target"),
    *("inclusion", "stratum"),
)


@dataclass(frozen=True)
class Item:
    """A unit as a coder sees it, and what it is."""

    item: str
    platform: str
    post_id: str
    part: int
    target: str
    lang: str
    text: str
    inclusion: float
    stratum: str
    twice: bool


def name_of(sample_id: str, *key: object) -> str:
    """The item's name: it tells nothing of what the item is."""
    return hashlib.sha256(json.dumps([sample_id, *key]).encode()).hexdigest()[:10]


def write(
    folder: Path, sample_id: str, items: Sequence[Item], codes: Sequence[Code], people: int
) -> list[str]:
    """Write the folder; return the names of its files.

    With several people each gets a file: those to be coded twice are in two of them, the others
    go round.

    Raises:
        ResultsError: for a folder that holds a sample already.
    """
    if (folder / SAMPLE).exists():
        raise ResultsError(
            "the folder holds a sample already", where=str(folder), fix="name another with --out"
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, share in enumerate(shared(items, people), 1):
        ending = f"-{number}" if people > 1 else ""
        rows = [task(item, code) for item in share for code in codes]
        written.append(write_csv(folder / f"tasks{ending}.csv", TASK_COLUMNS, rows))
        written.append(f"label-studio{ending}.json")
        tasks = label_studio.tasks(share, codes)
        (folder / written[-1]).write_text(
            json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    (folder / "label-studio.xml").write_text(label_studio.interface(codes), encoding="utf-8")
    book = json.dumps([asdict(code) for code in codes], ensure_ascii=False, indent=1)
    (folder / CODEBOOK).write_text(book + "\n", encoding="utf-8")
    (folder / "codebook.md").write_text(to_be_read(codes), encoding="utf-8")
    rows = [known(sample_id, item, code) for item in items for code in codes]
    write_csv(folder / SAMPLE, SAMPLE_COLUMNS, rows)
    return [*written, "label-studio.xml", CODEBOOK, "codebook.md", SAMPLE]


def shared(items: Sequence[Item], people: int) -> list[list[Item]]:
    """Who codes what: in turn, and what is to be coded twice by the next as well."""
    found: list[list[Item]] = [[] for _ in range(people)]
    for number, item in enumerate(items):
        found[number % people].append(item)
        if item.twice and people > 1:
            found[(number + 1) % people].append(item)
    return found


def task(item: Item, code: Code) -> dict[str, object]:
    """A row for a coder."""
    return {
        "item": item.item,
        "code": code.id,
        "question": code.question,
        "target": item.target,
        "lang": item.lang,
        "text": item.text,
        "label": "",
        "coder": "",
    }


def known(sample_id: str, item: Item, code: Code) -> dict[str, object]:
    """A row for the analyst."""
    names = ("item", "platform", "post_id", "part", "target", "inclusion", "stratum")
    return {"sample_id": sample_id, "code": code.id} | {n: getattr(item, n) for n in names}


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows; no cell is a formula to a spreadsheet. Return the file's name."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({key: defused(value) for key, value in row.items()})
    return path.name


def defused(value: object) -> object:
    """A cell that a spreadsheet takes for text; an apostrophe before what would be a formula.

    >>> defused("=1+1"), defused(0.5), defused("a=b")
    ("'=1+1", 0.5, 'a=b')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def armed(value: str) -> str:
    """A cell as it was before it was defused.

    >>> armed("'=1+1"), armed("'tis")
    ('=1+1', "'tis")
    """
    return value[1:] if value[:1] == "'" and value[1:].startswith(FORMULA) else value


def to_be_read(codes: Sequence[Code]) -> str:
    """The codebook for people who code: questions, definitions, labels, examples."""
    lines = ["# How to code", ""]
    for code in codes:
        lines += [f"## {code.id}", "", f"**{code.question}**", "", code.definition.strip(), ""]
        for label in code.labels:
            lines.append(f"- `{label}` {code.meaning.get(label, '')}".rstrip())
        for title, examples in (("Examples", code.example), ("Not to be confused", code.counter)):
            lines += ["", f"{title}:", ""] if examples else []
            for e in examples:
                about = f" (toward {e.target})" if e.target else ""
                why = f" — {e.why}" if e.why else ""
                lines.append(f"- `{e.label}`{about}: {e.text}{why}")
        lines.append("")
    return "\n".join(lines)
