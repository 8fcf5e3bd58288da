"""The lexicon coder: weighted patterns, negation, intensifiers, quotation; no learning.

Its labels say which words are there. How often they are right the lexicon cannot know: without
texts that people coded its shares are uncalibrated.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding import entries
from antiphon.coding.entries import CHANGERS, TARGET, Entry, Lexicon, Rule
from antiphon.coding.questions import Answers, Question, Record
from antiphon.kernels.patterns import Tree, find, grow, read
from antiphon.kernels.weights import Rules, Weights, weigh
from antiphon.strings import buffers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

ROWS = 16_384  # texts that are in memory as characters at once
PLAIN = 40  # words beyond which what adds up adds less
NOTE = "words only: uncalibrated without texts that people coded"


class Compiled(NamedTuple):
    """Patterns and rules as the kernels take them."""

    tree: Tree
    weights: Weights
    rules: Rules


class LexiconCoder:
    """Answers by the words that are there."""

    name = "lexicon"

    def __init__(self, questions: Iterable[Question], own: Lexicon | None = None) -> None:
        """Take the questions that there are entries for; own entries are added, rules replace."""
        whole = entries.shipped()
        own = own or Lexicon()
        # Of a pattern that is there twice the stronger entry counts, the study's own before all.
        every = (*sorted(whole.entry, key=lambda entry: abs(entry.weight)), *own.entry)
        rules = {rule.code: rule for rule in (*whole.rule, *own.rule)}
        coded = {entry.code for entry in every}
        self.questions = tuple(
            q for q in questions if q.code.id in coded and q.code.id in rules and fits(q, rules)
        )
        self._rules = [rules[q.code.id] for q in self.questions]
        self._entries = every
        self._compiled = compiled(self.questions, every, self._rules)

    def answer(self, texts: pa.StringArray) -> list[Answers]:
        """An answer for each question and text; no probabilities."""
        parts = [self.scores(texts.slice(at, ROWS)) for at in range(0, max(len(texts), 1), ROWS)]
        scores = np.concatenate([part[0] for part in parts])
        named = np.concatenate([part[1] for part in parts])
        return [
            Answers(label(question, rule, scores[:, k], named[:, k]))
            for k, (question, rule) in enumerate(zip(self.questions, self._rules, strict=True))
        ]

    def scores(self, texts: pa.StringArray) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The score of each text for each question, and whether the text names its target."""
        seen = read(*buffers(texts))
        hits = find(self._compiled.tree, seen)
        strongest, others, counts = weigh(hits, len(texts), *self._compiled[1:])
        first = len(CHANGERS) + len(self.questions)
        names = counts[:, len(CHANGERS) : first] > 0
        words = lengths(seen.words, seen.offsets)
        damped = others[:, first:] / np.sqrt(np.maximum(words / PLAIN, 1))[:, None]
        scores = strongest[:, first:] + damped * np.array([r.rest for r in self._rules])
        return scores, names | (scores != 0)  # a hashtag may hold a name that is no word in it

    def records(self) -> list[Record]:
        """What is to be known of it."""
        found = []
        for question, rule in zip(self.questions, self._rules, strict=True):
            own = [e for e in self._entries if e.code in (question.code.id, *CHANGERS)]
            version = hashlib.sha256(repr((own, rule, question.code.labels)).encode()).hexdigest()
            record = Record(question.code.id, self.name, "lexicon", version[:16], note=NOTE)
            if record not in found:
                found.append(record)
        return found


def fits(question: Question, rules: dict[str, Rule]) -> bool:
    """Are there as many cuts as the labels need?"""
    cuts = len(rules[question.code.id].cuts)
    if question.target is not None:
        return cuts == 1 and len(question.code.labels) == 4
    return cuts == len(question.code.labels) - 1


def label(
    question: Question, rule: Rule, scores: NDArray[np.float64], named: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Numbers of labels by the cuts; about a target: absent, against, neither, for."""
    if question.target is None:
        return np.searchsorted(np.array(rule.cuts), scores, side="right").astype(np.int8)
    side = 2 + (scores >= rule.cuts[0]).astype(np.int8) - (scores <= -rule.cuts[0]).astype(np.int8)
    return np.where(named, side, 0).astype(np.int8)


def lengths(words: NDArray[np.int32], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many words each text has."""
    last = np.maximum(offsets[1:] - 1, 0)
    return np.where(np.diff(offsets) > 0, (words[last] if len(words) else 0) + 1, 0)


class Row(NamedTuple):
    """For what a pattern counts."""

    column: int
    near: int
    weight: float
    firm: bool


def compiled(
    questions: tuple[Question, ...], every: tuple[Entry, ...], rules: list[Rule]
) -> Compiled:
    """All patterns in one tree.

    Columns: what changes the rest, then for each question its target's names, then its score.
    """
    rows: dict[tuple[int, ...], dict[tuple[int, int], tuple[float, bool]]] = {}
    for pattern, row in weighted(questions, every):
        rows.setdefault(pattern, {})[row.column, row.near] = row.weight, row.firm
    listed = [Row(*key, *value) for found in rows.values() for key, value in found.items()]
    at = np.concatenate(([0], np.cumsum([len(found) for found in rows.values()])))
    columns = np.array([row.column for row in listed], np.int32)
    sizes = np.array([row.weight for row in listed], np.float64)
    nears = np.array([row.near for row in listed], np.int32)
    firm = np.array([row.firm for row in listed], np.bool_)
    flat = len(CHANGERS) + len(questions)
    rule = Rules(
        np.array([1.0] * flat + [r.negated for r in rules]),
        np.array([1.0] * flat + [r.quoted for r in rules]),
        np.array([0] * flat + [r.near for r in rules], np.int64),
    )
    return Compiled(
        grow(list(rows)), Weights(at.astype(np.int64), columns, sizes, nears, firm), rule
    )


def weighted(
    questions: tuple[Question, ...], every: tuple[Entry, ...]
) -> Iterator[tuple[tuple[int, ...], Row]]:
    """Each pattern with its column, the column that it must be near to, and its weight."""
    first = len(CHANGERS)
    for number, question in enumerate(questions):
        for term in question.target.terms if question.target else ():
            for pattern in entries.patterns(term, (), "target"):
                yield pattern, Row(first + number, -1, 1.0, firm=False)
    for entry in every:
        if entry.code in CHANGERS:
            for pattern in all_of(entry, ()):
                yield pattern, Row(CHANGERS.index(entry.code), -1, 1.0, firm=False)
        for number, question in enumerate(questions):
            if question.code.id == entry.code:
                column = first + len(questions) + number
                yield from scored(entry, question, column, first + number)


def scored(
    entry: Entry, question: Question, column: int, name: int
) -> Iterator[tuple[tuple[int, ...], Row]]:
    """The patterns of an entry for one question; those without the target must be near its name."""
    names = question.target.terms if question.target else ()
    for term in entries.split(entry.terms):
        near = name if names and TARGET not in term else -1
        for pattern in entries.patterns(term, names, "lexicon"):
            yield pattern, Row(column, near, entry.weight, entry.firm)


def all_of(entry: Entry, names: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """The patterns of an entry."""
    for term in entries.split(entry.terms):
        yield from entries.patterns(term, names, "lexicon")
