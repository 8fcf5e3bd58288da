"""Reads a study file: strict TOML to frozen objects, or one error that says what to mend."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from antiphon.errors import StudyError, nearest
from antiphon.settings import read
from antiphon.study import named, paths, rules
from antiphon.study.spec import Claim, Issue, Keys, Narrative, Part, Study, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = ["Claim", "Issue", "Narrative", "Study", "Topic", "check_blocs", "load"]

LARGEST = 1_000_000
MENDING = {
    "Unescaped '\\'": 'write a pattern between single quotes, or double its backslashes: "\\\\w"',
    "Cannot overwrite": "the key or table is there twice: keep one",
    "Cannot declare": "the table is there twice: keep one, or write [[source]] for several",
    "Invalid value": 'texts stand in straight quotes: "text"; lists in brackets: ["a", "b"]',
    "Invalid statement": "a line is key = value, [table] or [[table]]; notes begin with #",
    "Expected '='": "a line is key = value, [table] or [[table]]; notes begin with #",
}


def load(path: Path, *, parts: Sequence[Part] | None = None) -> Study:
    """Read a study file; a folder stands for the `study.toml` in it.

    `parts` are the measures and inferences whose tables the file may have; without it, all that
    this version knows.

    Raises:
        StudyError: for whatever in the file, or of the paths it names, cannot be.
    """
    path = path / "study.toml" if path.is_dir() else path
    content = content_of(path)
    parts = every_part() if parts is None else parts
    known = {part.name: part.settings for part in parts}
    table = parse(content, path)
    where = f"{path}:"
    tops = {item.name for item in fields(Keys)}
    for key in table:
        if key not in tops and key not in known:
            raise StudyError(
                "unknown key", where=f"{where} {key}", fix=nearest(key, {*tops, *known})
            )
    keys = read(Keys, {k: v for k, v in table.items() if k in tops}, where)
    settings: dict[str, object] = {
        n: read(c, section(table, n, where), f"{where} {n}") for n, c in known.items()
    }
    rules.hold(keys, path, parts)
    for name, values in settings.items():
        named.hold(values, f"{where} {name}", path.parent)
    rules.hold_coding(settings.get("coding"), keys.blocs, where, path.parent)
    rules.targets(keys, settings.get("coding"), where)
    return Study(
        path=path,
        title=keys.title,
        question=keys.question,
        timezone=keys.timezone,
        seed=keys.seed,
        blocs=keys.blocs,
        accounts=keys.accounts,
        sources=keys.source,
        contacts=keys.contacts,
        topics=keys.topic,
        narratives=keys.narrative,
        issues=keys.issue,
        claims=tuple(map(rules.normalised, keys.claim)),
        ingest=keys.ingest,
        settings=settings,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def content_of(path: Path) -> bytes:
    """The bytes of the file, unless it is absent, unreadable or far too large to be a study."""
    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise StudyError(
            "no such study file",
            where=str(path),
            fix=paths.neighbours(path, "*.toml") + "; `antiphon init DIR` writes one",
        ) from error
    except (OSError, ValueError) as error:
        raise StudyError(
            "the study file cannot be read", where=str(path), got=str(error)
        ) from error
    if len(content) > LARGEST:
        raise StudyError(
            "the file is too large for a study",
            where=str(path),
            expected="at most 1 MB of TOML",
            fix="give the study file, not a file of posts",
        )
    return content


def parse(content: bytes, path: Path) -> dict[str, Any]:
    """The TOML table, or an error with the line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise StudyError(
            "the study file is not UTF-8",
            where=f"{path}: line {line}",
            got=content[error.start : error.start + 20],
            fix="save it as UTF-8 in your editor",
        ) from error
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise StudyError("lists or tables are nested too deeply", where=str(path)) from error
    except ValueError as error:
        raise mistake(text, str(error), path) from error


def mistake(text: str, message: str, path: Path) -> StudyError:
    """The error for TOML that cannot be parsed: the line itself, and the usual cause."""
    if message.startswith("Exceeds the limit"):
        return StudyError("a number with too many digits", where=str(path))
    place = re.search(r" \(at line (\d+), column (\d+)\)", message)
    what = message[: place.start()] if place else message.removesuffix(" (at end of document)")
    lines = text.splitlines()
    number = int(place[1]) if place else len(lines)
    column = f", column {place[2]}" if place else ""
    return StudyError(
        f"not TOML: {what[:1].lower()}{what[1:]}",
        where=f"{path}: line {number}{column}",
        got=lines[number - 1].strip() if 0 < number <= len(lines) else None,
        fix=next((fix for begin, fix in MENDING.items() if what.startswith(begin)), ""),
    )


def section(table: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    """The table of a measure's settings, empty when the file is silent."""
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise StudyError("wrong type", where=f"{where} {name}", got=value, expected="a table")
    return value


def every_part() -> tuple[Part, ...]:
    """Every measure, step of coding and inference, in the order in which a run takes them."""
    from antiphon.coding import CODING, PREVALENCES
    from antiphon.inference import INFERENCES
    from antiphon.measures import MEASURES

    return (*MEASURES, CODING, PREVALENCES, *INFERENCES)


def check_blocs(study: Study, accounts: pa.Table) -> None:
    """Refuse a study with a bloc that no account belongs to; `accounts` has a column `bloc`."""
    counts: dict[str, int] = {}
    for bloc in accounts.column("bloc").to_pylist():
        counts[bloc or ""] = counts.get(bloc or "", 0) + 1
    for bloc in study.blocs.all:
        key = "compare" if bloc in study.blocs.compare else "reference"
        if bloc not in counts:
            found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            listing = ", ".join(f"{name or '(none)'} ({n:,})" for name, n in found[:12])
            raise StudyError(
                "a bloc without accounts",
                where=f"{study.path}: blocs.{key}",
                got=bloc,
                expected=f"a bloc of the accounts: {listing or 'there are no accounts'}",
                fix=nearest(bloc, [name for name, _ in found[:12] if name]),
            )
