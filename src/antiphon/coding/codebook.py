"""Codebooks: what is asked of a text, which answers there are, what each means, with examples.

A codebook is a TOML file of `[[code]]` tables. It is read as strictly as a study file: an unknown
key is an error that names the nearest known one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003  (read by antiphon.settings)
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from antiphon.errors import StudyError, nearest
from antiphon.settings import read

BOOKS = ("tone", "tactics", "aims", "stance", "credit")
"""The codebooks that come with the package."""
UNITS = ("post", "sentence", "mention")
INVALID = "invalid"
"""What a coder's answer is called that is none of the labels."""
LARGEST = 1_000_000
FOLDER = Path(__file__).parent / "books"


@dataclass(frozen=True)
class Example:
    """`[[code.example]]` and `[[code.counter]]`: a text with its right label."""

    lang: str
    """Language of the text, ISO 639-1."""
    text: str
    """The text, invented."""
    label: str
    """The label it has."""
    why: str = ""
    """Why, where that is not plain."""
    target: str = ""
    """Whom the code is asked about, if it has a target."""


@dataclass(frozen=True)
class Code:
    """`[[code]]`: one question to a text."""

    id: str
    """Its name in tables, in the study file and in the report."""
    question: str
    """The question, one sentence."""
    definition: str
    """When which label is right, and what to do in doubt."""
    unit: str = field(default="post", metadata={"choices": UNITS})
    """Of what it is asked: the post, each sentence, or each sentence that names the target."""
    labels: tuple[str, ...] = ("no", "yes")
    """The answers, least first; of two, the last is the one that is looked for."""
    ordered: bool = False
    """Are the labels steps of one scale?"""
    target: bool = False
    """Is it asked about each target of the study?"""
    meaning: Mapping[str, str] = field(default_factory=dict)
    """Label → what it stands for."""
    disarm: tuple[str, ...] = ()
    """Like techniques of the DISARM Red framework, by id."""
    dipromats: tuple[str, ...] = ()
    """Like techniques of the DIPROMATS taxonomy, by name."""
    example: tuple[Example, ...] = ()
    """Texts and their labels."""
    counter: tuple[Example, ...] = ()
    """Texts that look like another label than they have."""

    @property
    def binary(self) -> bool:
        """Is it answered by one of two labels?"""
        return len(self.labels) == 2


@dataclass(frozen=True)
class Book:
    """A codebook as it is written."""

    code: tuple[Code, ...]
    """The codes, one table each."""


@lru_cache
def shipped() -> Mapping[str, tuple[Code, ...]]:
    """The codes of every codebook of the package."""
    return {name: load(FOLDER / f"{name}.toml") for name in BOOKS}


def load(path: Path) -> tuple[Code, ...]:
    """The codes of a file.

    Raises:
        StudyError: for whatever in it cannot be.
    """
    try:
        content = path.read_bytes()[: LARGEST + 1]
        table = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise StudyError("the codebook cannot be read", where=str(path), got=str(error)) from error
    except (ValueError, RecursionError) as error:
        raise StudyError(
            "the codebook is not TOML in UTF-8",
            where=str(path),
            got=str(error),
            fix="compare it with docs/coding.md",
        ) from error
    if len(content) > LARGEST:
        raise StudyError("too large for a codebook", where=str(path), expected="at most 1 MB")
    codes = read(Book, table, f"{path}:").code
    hold(codes, f"{path}:")
    return codes


def hold(codes: tuple[Code, ...], where: str) -> None:
    """Refuse codes that nobody could work with."""
    seen: set[str] = set()
    for number, code in enumerate(codes, 1):
        at = f"{where} code[{number}]"
        if not code.id.replace("_", "").replace("-", "").isalnum():
            expected = "letters, digits, _ and -"
            raise StudyError("bad name", where=f"{at}.id", got=code.id, expected=expected)
        if code.id in seen:
            raise StudyError("the same code twice", where=f"{at}.id", got=code.id, fix="keep one")
        seen.add(code.id)
        labels(code, at)
        if code.unit == "mention" and not code.target:
            fix = "write target = true, or another unit"
            raise StudyError("mentions of what?", where=f"{at}.unit", got=code.unit, fix=fix)


def labels(code: Code, at: str) -> None:
    """Two labels or more, and no others in meanings and examples."""
    if len(set(code.labels)) != len(code.labels) or len(code.labels) < 2:
        got, expected = list(code.labels), "two different labels or more"
        raise StudyError("labels", where=f"{at}.labels", got=got, expected=expected)
    if INVALID in code.labels or not all(label.strip() for label in code.labels):
        expected = f"names other than '' and '{INVALID}', which coders use"
        raise StudyError(
            "bad label", where=f"{at}.labels", got=list(code.labels), expected=expected
        )
    used = [(f"{at}.meaning", label) for label in code.meaning]
    for kind, examples in (("example", code.example), ("counter", code.counter)):
        for number, example in enumerate(examples, 1):
            used.append((f"{at}.{kind}[{number}].label", example.label))
            if code.target and not example.target:
                fix = "say whom the example is about"
                raise StudyError("missing target", where=f"{at}.{kind}[{number}]", fix=fix)
    for place, label in used:
        if label not in code.labels:
            fix = nearest(label, code.labels)
            raise StudyError("unknown label", where=place, got=label, fix=fix)


def chosen(names: tuple[str, ...], own: tuple[Code, ...], where: str) -> tuple[Code, ...]:
    """The codes of those names, each once, in their order; a codebook's name stands for its codes.

    A code of the study's own hides the package's of the same name.
    """
    every = {code.id: code for codes in shipped().values() for code in codes}
    every |= {code.id: code for code in own}
    groups = {name: [c.id for c in codes] for name, codes in shipped().items()} | {
        "own": [code.id for code in own]
    }
    found: dict[str, Code] = {}
    for name in names:
        if name not in every and name not in groups:
            fix = nearest(name, {*every, *groups})
            raise StudyError("unknown code", where=where, got=name, fix=fix)
        for item in [name] if name in every else groups[name]:
            found.setdefault(item, every[item])
    return tuple(found.values())
