"""Lexicons as they are written: entries with weights, rules with cuts, patterns in plain text.

In a pattern `*` is the rest of a word, `…` up to five words of one sentence, `(a|b)` one of both,
`(a )?` something that may be missing, `{target}` any name of the target. Case, width and commas do
not matter; `?` and `!` at the end are the marks.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from antiphon.coding.codebook import BOOKS
from antiphon.errors import StudyError, nearest
from antiphon.kernels.patterns import GAP, SPACE, STAR, spelled
from antiphon.settings import read

LANGUAGES = ("en", "ru", "uk", "zh")
CHANGERS = ("not", "more", "less")
TARGET = "{target}"
FOLDER = Path(__file__).parent / "lexicons"
WAYS = 20_000  # in which one pattern may be written out
LARGEST = 4_000_000
PIECES = re.compile(r"\)\?|[()|]")
BEFORE_LETTER = re.compile(r"\{target\}(?=[^\W\d_])")
JOINTS = re.compile(r"([*…])")


@dataclass(frozen=True)
class Entry:
    """`[[entry]]`: patterns that speak for a code with one weight."""

    code: str
    """The code, or one of not, more and less, which change what follows."""
    terms: str
    """The patterns, separated by commas."""
    weight: float = 1.0
    """How much each counts; below zero against the code."""
    firm: bool = False
    """Does a negation leave it as it is? Abuse is abuse, also where it is denied."""


@dataclass(frozen=True)
class Rule:
    """`[[rule]]`: how the weights of a code become a label."""

    code: str
    """The code."""
    cuts: tuple[float, ...]
    """The scores at which the next label begins, ascending; of a target, one: how far from 0."""
    rest: float = field(default=0.5, metadata={"min": 0.0, "max": 1.0})
    """The share at which all but the strongest count."""
    negated: float = field(default=0.5, metadata={"min": -1.0, "max": 1.0})
    """What is left of a weight after a negation; below zero it turns."""
    quoted: float = field(default=0.5, metadata={"min": 0.0, "max": 1.0})
    """What is left of it between quotation marks that hold four words or more."""
    near: int = field(default=10, metadata={"min": 0, "max": 1000})
    """Words between an entry without {target} and the target's name."""


@dataclass(frozen=True)
class Lexicon:
    """A lexicon as it is written."""

    entry: tuple[Entry, ...] = ()
    """Patterns and weights."""
    rule: tuple[Rule, ...] = ()
    """How they add up."""


@lru_cache
def shipped() -> Lexicon:
    """All lexicons of the package as one."""
    files = [f"{book}.{language}" for book in ("common", *BOOKS) for language in LANGUAGES]
    parts = [load(FOLDER / f"{name}.toml") for name in (*files, "rules")]
    return Lexicon(sum((p.entry for p in parts), ()), sum((p.rule for p in parts), ()))


def load(path: Path) -> Lexicon:
    """A lexicon from a file.

    Raises:
        StudyError: for whatever in it cannot be.
    """
    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST + 1)
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise StudyError("the lexicon cannot be read", where=str(path), got=str(error)) from error
    found = read(Lexicon, table, f"{path}:")
    for number, entry in enumerate(found.entry, 1):
        for term in split(entry.terms):
            patterns(term, (), f"{path}: entry[{number}].terms")
    for number, rule in enumerate(found.rule, 1):
        if not rule.cuts or list(rule.cuts) != sorted(set(rule.cuts)):
            at = f"{path}: rule[{number}].cuts"
            raise StudyError("cuts do not ascend", where=at, got=list(rule.cuts))
    return found


def known(lexicon: Lexicon, codes: set[str], where: str) -> None:
    """Refuse entries and rules of codes that there are not."""
    for name in (*(e.code for e in lexicon.entry), *(r.code for r in lexicon.rule)):
        if name not in codes and name not in CHANGERS:
            fix = nearest(name, {*codes, *CHANGERS})
            raise StudyError("unknown code", where=where, got=name, fix=fix)


def split(terms: str) -> list[str]:
    """The patterns of an entry."""
    return [term for term in (part.strip() for part in re.split(r"[,\n]", terms)) if term]


def patterns(term: str, names: tuple[str, ...], where: str) -> list[tuple[int, ...]]:
    """Every way in which a pattern may be written, as `kernels.patterns` takes it.

    >>> len(patterns("(who|what) (really )?pays…?", (), ""))
    4
    """
    if TARGET in term:
        given = names or ("x",)
        # Inside a longer word, as in a hashtag, a name has no ending of its own.
        term = BEFORE_LETTER.sub(f"({'|'.join(name.rstrip('*') for name in given)})", term)
        term = term.replace(TARGET, f"({'|'.join(given)})")
    ways = written(term, where)
    return list(dict.fromkeys(encoded(way, where) for way in ways))


def written(term: str, where: str) -> list[str]:
    """The pattern without its brackets: every choice written out."""
    stack: list[list[list[str]]] = [[[""]]]  # a level: alternatives, each a list of texts
    at = 0
    for piece in PIECES.finditer(term):
        extend(stack[-1], [term[at : piece.start()]], term, where)
        at = piece.end()
        if piece[0] == "(":
            stack.append([[""]])
        elif piece[0] == "|":
            stack[-1].append([""])
        elif len(stack) < 2:
            raise StudyError("a bracket that was not opened", where=where, got=term)
        else:
            closed = [way for choice in stack.pop() for way in choice]
            extend(stack[-1], closed + [""] * (piece[0] == ")?"), term, where)
    if len(stack) > 1:
        raise StudyError("a bracket that is not closed", where=where, got=term)
    extend(stack[0], [term[at:]], term, where)
    return [way for choice in stack[0] for way in choice]


def extend(level: list[list[str]], ways: list[str], term: str, where: str) -> None:
    """Append each way to each text of the last alternative."""
    level[-1] = [text + way for text in level[-1] for way in ways]
    if len(level[-1]) > WAYS:
        raise StudyError("a pattern with too many ways to write it", where=where, got=term)


def encoded(way: str, where: str) -> tuple[int, ...]:
    """One way as characters, stars and gaps."""
    codes: list[int] = []
    for part in JOINTS.split(way):
        if part == "*":
            codes.append(STAR)
        elif part == "…":
            codes.append(GAP)
        elif part.strip():
            if codes[-1:] == [STAR] and part[0].isalnum() and spelled(part)[0] == SPACE:
                raise StudyError("a star inside a word", where=where, got=way, fix="end it there")
            codes.extend(spelled(part))
    if not codes or codes[0] in (STAR, GAP) or codes[-1] == GAP:
        expected = "words, which … may join and * may end"
        raise StudyError("a pattern without a beginning or an end", where=where, got=way,
                         expected=expected)  # fmt: skip
    return tuple(codes)
