"""Learning, and judging what was learnt on texts that had no part in it: nested cross-validation.

Inside every outer fold the way of weighing, the shrinkage, the calibration and the preferences are
chosen anew, on inner folds of what is learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from antiphon.coding.coders.classifier import figures, fit, vectors
from antiphon.coding.coders.classifier.calibrate import Scale, calibrate
from antiphon.coding.coders.classifier.folds import Bonds, deal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.coders.classifier.fit import Linear
    from antiphon.coding.coders.classifier.vectors import Dense

OUTER, INNER = 5, 3


class Way(NamedTuple):
    """What is seen of texts, and how it is learnt from: `Counts` of words, or vectors."""

    grid: Sequence[Any]
    """What is tried."""
    part: Callable[[Any, NDArray[np.int64]], Any]
    """What is seen of some of the texts."""
    fit: Callable[[Any, NDArray[np.int64], int, Any], Linear | Dense]


WORDS = Way(fit.GRID, fit.part, fit.fit)
VECTORS = Way(vectors.GRID, vectors.part, vectors.fit)


@dataclass(frozen=True)
class Learnt:
    """A classifier with its scale."""

    linear: Linear | Dense
    scale: Scale

    def judge(self, seen: Any) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The label of each text, and the probability of every label."""
        probabilities = self.scale.probabilities(self.linear.decisions(seen))
        return self.scale.labels(probabilities), probabilities


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
    seen: Any, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way = WORDS
) -> Learnt:
    """Choose and calibrate on inner folds, then learn from all."""
    held = held_out(seen, labels, bonds, kinds, way)
    best = max(range(len(way.grid)), key=lambda k: ranking(labels, held[k], kinds))
    scale = calibrate(held[best], labels, kinds)
    return Learnt(way.fit(seen, labels, kinds, way.grid[best]), scale)


def held_out(
    seen: Any, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way
) -> list[NDArray[np.float64]]:
    """For each choice the decisions on inner folds."""
    fold = deal(labels, bonds.group, INNER)
    found = [np.zeros((len(labels), 1 if kinds == 2 else kinds)) for _ in way.grid]
    for number in range(INNER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if not len(here) or not len(rest):
            continue
        known, asked = way.part(seen, rest), way.part(seen, here)
        for choice, decisions in zip(way.grid, found, strict=True):
            decisions[here] = way.fit(known, labels[rest], kinds, choice).decisions(asked)
    return found


def ranking(labels: NDArray[np.int64], decisions: NDArray[np.float64], kinds: int) -> float:
    """Mean over labels of the average precision; of two labels, that of the last."""
    if kinds == 2:
        return figures.pr_auc(labels == 1, decisions[:, 0])
    return float(np.mean([figures.pr_auc(labels == k, decisions[:, k]) for k in range(kinds)]))


def judge(
    seen: Any, labels: NDArray[np.int64], bonds: Bonds, kinds: int, way: Way = WORDS
) -> Judged:
    """Every text judged by what was learnt from the other outer folds."""
    fold = deal(labels, bonds.group, OUTER)
    given = np.zeros(len(labels), np.int64)
    probabilities = np.zeros((len(labels), kinds))
    for number in range(OUTER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if len(here):
            learnt = learn(way.part(seen, rest), labels[rest], bonds.of(rest), kinds, way)
            given[here], probabilities[here] = learnt.judge(way.part(seen, here))
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
