"""Learning, and judging what was learnt on texts that had no part in it: nested cross-validation.

Inside every outer fold the way of weighing, the shrinkage, the calibration and the preferences are
chosen anew, on inner folds of what is learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding.coders.classifier import figures
from antiphon.coding.coders.classifier.calibrate import Scale, calibrate
from antiphon.coding.coders.classifier.fit import GRID, Linear, fit, part
from antiphon.coding.coders.classifier.folds import Bonds, deal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.ngrams import Counts

OUTER, INNER = 5, 3


@dataclass(frozen=True)
class Learnt:
    """A classifier with its scale."""

    linear: Linear
    scale: Scale

    def judge(self, counts: Counts) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The label of each text, and the probability of every label."""
        probabilities = self.scale.probabilities(self.linear.decisions(counts))
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


def learn(counts: Counts, labels: NDArray[np.int64], bonds: Bonds, kinds: int) -> Learnt:
    """Choose and calibrate on inner folds, then learn from all."""
    held = held_out(counts, labels, bonds, kinds)
    best = max(range(len(GRID)), key=lambda k: ranking(labels, held[k], kinds))
    scale = calibrate(held[best], labels, kinds)
    return Learnt(fit(counts, labels, kinds, GRID[best]), scale)


def held_out(
    counts: Counts, labels: NDArray[np.int64], bonds: Bonds, kinds: int
) -> list[NDArray[np.float64]]:
    """For each choice the decisions on inner folds."""
    fold = deal(labels, bonds.group, INNER)
    found = [np.zeros((len(labels), 1 if kinds == 2 else kinds)) for _ in GRID]
    for number in range(INNER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if not len(here) or not len(rest):
            continue
        known, asked = part(counts, rest), part(counts, here)
        for choice, decisions in zip(GRID, found, strict=True):
            decisions[here] = fit(known, labels[rest], kinds, choice).decisions(asked)
    return found


def ranking(labels: NDArray[np.int64], decisions: NDArray[np.float64], kinds: int) -> float:
    """Mean over labels of the average precision; of two labels, that of the last."""
    if kinds == 2:
        return figures.pr_auc(labels == 1, decisions[:, 0])
    return float(np.mean([figures.pr_auc(labels == k, decisions[:, k]) for k in range(kinds)]))


def judge(counts: Counts, labels: NDArray[np.int64], bonds: Bonds, kinds: int) -> Judged:
    """Every text judged by what was learnt from the other outer folds."""
    fold = deal(labels, bonds.group, OUTER)
    given = np.zeros(len(labels), np.int64)
    probabilities = np.zeros((len(labels), kinds))
    for number in range(OUTER):
        here = np.flatnonzero(fold == number)
        rest = bonds.apart(np.flatnonzero(fold != number), here)
        if len(here):
            learnt = learn(part(counts, rest), labels[rest], bonds.of(rest), kinds)
            given[here], probabilities[here] = learnt.judge(part(counts, here))
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
