"""The classifier as a coder: trained question by question, saved without code, loaded anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.coders.classifier.folds import Bonds, bonds
from antiphon.coding.coders.classifier.nested import (
    OUTER,
    VECTORS,
    WORDS,
    Figures,
    Learnt,
    Seen,
    judge,
    learn,
    measured,
)
from antiphon.coding.coders.classifier.reach import FEW, MANY
from antiphon.coding.coders.classifier.signs import reader, signs_of
from antiphon.coding.questions import Answers, Question, Record
from antiphon.kernels.ngrams import count
from antiphon.kernels.patterns import read
from antiphon.progress import SILENT, Progress
from antiphon.strings import buffers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from antiphon.coding.coders.classifier.labels import Labelled
    from antiphon.coding.coders.classifier.vectors import Model
    from antiphon.kernels.ngrams import Counts

KINDS = ("account", "group", "family")
ROWS = 8_192  # texts that are in memory as features at once


@dataclass(frozen=True)
class Trained:
    """What was learnt of one question."""

    learnt: Learnt
    figures: Figures | None
    """None where too few groups could be held out."""
    source: str
    n_train: int
    note: str

    @property
    def version(self) -> str:
        """Hash of what it is made of."""
        whole = hashlib.sha256()
        for _, numbers in self.parts():
            whole.update(np.ascontiguousarray(numbers).tobytes())
        return whole.hexdigest()[:16]

    def parts(self) -> list[tuple[str, NDArray[Any]]]:
        """All numbers that it is made of, by name."""
        made = self.learnt
        listed = (("", made.linear), ("", made.scale), ("alone.", made.alone), ("", made.reach))
        return [
            (before + field.name, getattr(one, field.name))
            for before, one in listed
            for field in fields(one)
        ]


class ClassifierCoder:
    """Answers by what people's labels taught it, with calibrated probabilities."""

    name = "classifier"

    def __init__(
        self,
        questions: Sequence[Question],
        trained: Sequence[Trained],
        model: Model | None = None,
    ) -> None:
        """Take what was learnt of each question; the model, if from its vectors."""
        self.questions = tuple(questions)
        self.trained = tuple(trained)
        self.model = model
        self._signs = reader(tuple(dict.fromkeys(q.target for q in self.questions if q.target)))
        self._read, self._beyond = 0, [0] * len(self.questions)

    def only(self, asked: Sequence[Question]) -> ClassifierCoder:
        """What of it the study asks: codes of the same name and labels, and targets."""
        pairs = [
            (mine, trained)
            for mine in asked
            for question, trained in zip(self.questions, self.trained, strict=True)
            if (question.code.id, question.code.labels, question.about)
            == (mine.code.id, mine.code.labels, mine.about)
        ]
        return ClassifierCoder([q for q, _ in pairs], [t for _, t in pairs], self.model)

    def answer(self, texts: pa.StringArray) -> list[Answers]:
        """An answer for each question and text, with the probability of its label."""
        given: list[list[NDArray[np.int8]]] = [[] for _ in self.questions]
        sure: list[list[NDArray[np.float64]]] = [[] for _ in self.questions]
        for at in range(0, max(len(texts), 1), ROWS):
            some = texts.slice(at, ROWS)
            body, signs = features(some, self.model), self._signs.of(some)
            self._read += len(some)
            for k, (question, trained) in enumerate(zip(self.questions, self.trained, strict=True)):
                columns, own = self._signs.columns(question.code.id, question.target)
                seen = Seen(body, signs[:, columns], own)
                labels, probabilities = trained.learnt.judge(seen)
                self._beyond[k] += trained.learnt.beyond(seen)
                given[k].append(labels.astype(np.int8))
                sure[k].append(probabilities[np.arange(len(labels)), labels])
        return [
            Answers(np.concatenate(g), np.concatenate(s)) for g, s in zip(given, sure, strict=True)
        ]

    def records(self) -> list[Record]:
        """What is to be known of it, with figures from texts that were held out.

        And, of what it was asked so far, whether it is like what it learnt from.
        """
        found = []
        for k, (question, trained) in enumerate(zip(self.questions, self.trained, strict=True)):
            about = f"target {question.about}; " if question.about else ""
            about += f"by vectors of {self.model.name} {self.model.digest}; " if self.model else ""
            figures = trained.figures._asdict() if trained.figures else {}
            record = Record(
                code=question.code.id,
                coder=self.name,
                kind="classifier",
                version=trained.version,
                trained_on=trained.source,
                n_train=trained.n_train,
                note=about + trained.note + self.warning(k),
                **figures,
            )
            found.append(record)
        return found

    def warning(self, k: int) -> str:
        """What is to be said where many texts are unlike those that it learnt from."""
        share = self._beyond[k] / max(self._read, 1)
        if share < MANY:
            return ""
        return (
            f"; of {share:.0%} of the texts it knows fewer words than of {1 - FEW:.0%} of those it"
            " learnt from: its figures do not hold here"
        )


def counted(texts: pa.StringArray) -> Counts:
    """The counted features of texts."""
    return count(read(*buffers(texts)))


def features(texts: pa.StringArray, model: Model | None) -> Any:
    """What is seen of texts: their vectors, or counted words and runs of characters."""
    return model.vectors(texts) if model else counted(texts)


def train(
    asked: Sequence[tuple[Question, Labelled]],
    progress: Progress = SILENT,
    model: Model | None = None,
) -> ClassifierCoder:
    """Learn each question from its labelled texts, and judge what was learnt on held-out ones.

    Reads wrong when the labelled texts are not like those that are coded: another year, platform
    or language. The figures are for texts like the labelled ones, and say nothing of others.

    Args:
        asked: each question with the texts that people coded.
        progress: told of each question.
        model: what gives texts vectors to learn from; words and runs of characters without.

    Raises:
        MissingExtra: when scikit-learn is not installed.
    """
    trained, questions = [], []
    progress.start("Training classifiers", total=len(asked))
    for question, labelled in asked:
        found = trained_on(question, labelled, model)
        if found is not None:
            trained.append(found)
            questions.append(question)
        progress.advance()
    progress.done()
    return ClassifierCoder(questions, trained, model)


def trained_on(question: Question, labelled: Labelled, model: Model | None) -> Trained | None:
    """One question; none where fewer than two labels are left."""
    labels, kinds = labelled.labels, len(question.code.labels)
    if len(np.unique(labels)) < 2:
        return None
    counts = counted(labelled.texts)
    body, way = (model.vectors(labelled.texts), VECTORS) if model else (counts, WORDS)
    seen = Seen(body, *signs_of(labelled.texts, question.code.id, question.target))
    held, note = bound(counts, labelled)
    figures = None
    if enough(labels, held.group):
        judged = judge(seen, labels, held, kinds, way)
        figures = measured(labels, judged, held.group, kinds)
    else:
        held = Bonds(np.arange(len(labels)), ())
        note = "too few groups to hold any out: never judged"
    if labelled.left_out:
        note += f"; too few of {', '.join(labelled.left_out)} to learn them"
    learnt = learn(seen, labels, held, kinds, way)
    return Trained(learnt, figures, labelled.source, len(labels), note)


def bound(counts: Counts, labelled: Labelled) -> tuple[Bonds, str]:
    """Which texts stay together: by all bonds, or without accounts if these are too few."""
    held = bonds(counts, labelled.bonds)
    kinds = [k for k, names in zip(KINDS, labelled.bonds, strict=True) if any(names)]
    if enough(labelled.labels, held.group) or kinds[:1] != ["account"]:
        return held, f"held out by {', '.join([*kinds, 'likeness of text'])}"
    held = bonds(counts, labelled.bonds[1:])
    return held, "held out by message: too few accounts, so it may know the writer"


def enough(labels: NDArray[np.int64], group: NDArray[np.int64]) -> bool:
    """Is every label in as many groups as there are folds?"""
    return all(len(np.unique(group[labels == k])) >= OUTER for k in np.unique(labels))
