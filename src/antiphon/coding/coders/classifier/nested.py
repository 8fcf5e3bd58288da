"""Learning, and judging what was learnt on texts that had no part in it: nested cross-validation.

Inside every outer fold the way of weighing, the shrinkage, the calibration and the preferences are
chosen anew, on inner folds of what is learnt from.

What is decided by words and what lexicons find in a text are joined by one logistic curve. A text
of which few words are known is judged by a second curve, of what the code's lexicon finds alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from antiphon.coding.coders.classifier import figures, fit, vectors
from antiphon.coding.coders.classifier.calibrate import Scale, calibrate, preferred
from antiphon.coding.coders.classifier.folds import Bonds, deal
from antiphon.coding.coders.classifier.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.coders.classifier.fit import Linear
    from antiphon.coding.coders.classifier.vectors import Dense

OUTER, INNER = 5, 3


class Seen(NamedTuple):
    """What is seen of texts."""

    body: Any
    """`Counts` of words, or vectors."""
    signs: NDArray[np.float64]
    """A row for each text, see `antiphon.coding.coders.classifier.signs`."""
    own: int = 0
    """How many of them come first that are those of the question's own code."""


class Way(NamedTuple):
    """How bodies are learnt from: `Counts` of words, or vectors."""

    grid: Sequence[Any]
    """What is tried."""
    part: Callable[[Any, NDArray[np.int64]], Any]
    """The bodies of some of the texts."""
    fit: Callable[[Any, NDArray[np.int64], int, Any], Linear | Dense]

    def some(self, seen: Seen, rows: NDArray[np.int64]) -> Seen:
        """What is seen of some of the texts."""
        return Seen(self.part(seen.body, rows), seen.signs[rows], seen.own)


WORDS = Way(fit.GRID, fit.part, fit.fit)
VECTORS = Way(vectors.GRID, vectors.part, vectors.fit)


@dataclass(frozen=True)
class Learnt:
    """A classifier with its scales."""

    linear: Linear | Dense
    scale: Scale
    """Of decisions and signs."""
    alone: Scale
    """Of the signs of the question's own code alone; of all where it has none."""
    reach: Reach

    def judge(self, seen: Seen) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The label of each text, and the probability of every label."""
        decisions = self.linear.decisions(seen.body)
        full = self.scale.probabilities(np.column_stack([decisions, seen.signs]))
        bare = self.alone.probabilities(seen.signs[:, : self.alone.slopes.shape[1]])
        trust = self.reach.trust(self.linear.known(seen.body))[:, None]
        probabilities = trust * full + (1 - trust) * bare
        lifts = trust * self.scale.lifts + (1 - trust) * self.alone.lifts
        return preferred(probabilities, lifts), probabilities

    def beyond(self, seen: Seen) -> int:
        """Of how many texts it knows too little."""
        return int(self.reach.beyond(self.linear.known(seen.body)).sum())


class Judged(NamedTuple):
    """What was said of texts that were held out."""

    given: NDArray[np.int64]
    probabilities: NDArray[np.float64]


class Figures(NamedTuple):
    """How well that agrees with people."""

    macro_f1: float
    low: float
    high: float
    calibration_error: float
    baseline_f1: float


def learn(
    seen: Seen, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way = WORDS
) -> Learnt:
    """Choose and calibrate on inner folds, then learn from all."""
    held, known = held_out(seen.body, labels, bonds, kinds, way)
    best = max(range(len(way.grid)), key=lambda k: ranking(labels, held[k], kinds))
    return Learnt(
        way.fit(seen.body, labels, kinds, way.grid[best]),
        calibrate(held[best], labels, kinds, seen.signs),
        calibrate(seen.signs[:, : seen.own or None], labels, kinds),
        Reach.of(known),
    )


def held_out(
    body: Any, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way
) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    """For each choice the decisions on inner folds, and how much of each text was known there."""
    fold = deal(labels, bonds.group, INNER)
    found = [np.zeros((len(labels), 1 if kinds == 2 else kinds)) for _ in way.grid]
    known = np.ones(len(labels))
    for number in range(INNER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if not len(here) or not len(rest):
            continue
        learnt_from, asked = way.part(body, rest), way.part(body, here)
        for choice, decisions in zip(way.grid, found, strict=True):
            fitted = way.fit(learnt_from, labels[rest], kinds, choice)
            decisions[here] = fitted.decisions(asked)
        known[here] = fitted.known(asked)
    return found, known


def ranking(labels: NDArray[np.int64], decisions: NDArray[np.float64], kinds: int) -> float:
    """Mean over labels of the average precision; of two labels, that of the last."""
    if kinds == 2:
        return figures.pr_auc(labels == 1, decisions[:, 0])
    return float(np.mean([figures.pr_auc(labels == k, decisions[:, k]) for k in range(kinds)]))


def judge(
    seen: Seen, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way = WORDS
) -> Judged:
    """Every text judged by what was learnt from the other outer folds."""
    fold = deal(labels, bonds.group, OUTER)
    given = np.zeros(len(labels), np.int64)
    probabilities = np.zeros((len(labels), kinds))
    for number in range(OUTER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if len(here):
            learnt = learn(way.some(seen, rest), labels[rest], bonds.of(rest), kinds, way)
            given[here], probabilities[here] = learnt.judge(way.some(seen, here))
    return Judged(given, probabilities)


def measured(
    labels: NDArray[np.int64], judged: Judged, group: NDArray[np.int64], kinds: int
) -> Figures:
    """The figures, and those of always giving the most frequent label."""
    often = np.full(len(labels), np.bincount(labels).argmax())
    return Figures(
        figures.macro_f1(labels, judged.given, kinds),
        *figures.interval(labels, judged.given, kinds, group),
        figures.calibration_error(labels, judged.probabilities),
        figures.macro_f1(labels, often, kinds),
    )
