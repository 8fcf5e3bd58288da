"""Decisions to probabilities, and probabilities to labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.coders.classifier.figures import macro_f1

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = np.linspace(-3, 3, 61)
"""Natural logarithms by which a label may be preferred."""
FREE, HELD = 10.0, 0.1
"""How little slopes are shrunk: those of decisions, and those of signs."""


@dataclass(frozen=True)
class Scale:
    """A logistic curve over decisions, and which labels are preferred for balance."""

    slopes: NDArray[np.float64]
    """Labels × decisions, then signs."""
    shifts: NDArray[np.float64]
    """One for each label."""
    lifts: NDArray[np.float64]
    """What is added to the log-probability of each label before the largest is taken."""

    def probabilities(self, decisions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of every label."""
        raw = decisions @ self.slopes.T + self.shifts
        raw -= raw.max(axis=1, keepdims=True)
        found = np.exp(raw)
        return found / found.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]

    def labels(self, probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
        """The label of each text. It need not be the most probable: rare ones are preferred."""
        return preferred(probabilities, self.lifts)


def preferred(probabilities: NDArray[np.float64], lifts: NDArray[np.float64]) -> NDArray[np.int64]:
    """The labels that are most probable once each has its lift."""
    lifted = np.log(np.maximum(probabilities, 1e-12)) + lifts
    return lifted.argmax(axis=1)  # type: ignore[no-any-return]


def calibrate(
    decisions: NDArray[np.float64],
    labels: NDArray[np.int64],
    kinds: int,
    signs: NDArray[np.float64] | None = None,
) -> Scale:
    """The scale from decisions about texts that were held out, their signs, and their labels.

    Columns are brought to one deviation first; signs, of which there are many, are shrunk more.
    """
    from sklearn.linear_model import LogisticRegression

    signs = np.zeros((len(labels), 0)) if signs is None else signs
    given = np.column_stack([decisions, signs])
    present = np.unique(labels)
    if len(present) == 1:
        shifts = np.full(kinds, -30.0)
        shifts[present] = 0.0
        return Scale(np.zeros((kinds, given.shape[1])), shifts, np.zeros(kinds))
    middle, spread = given.mean(axis=0), given.std(axis=0)
    shrunk = np.repeat([np.sqrt(FREE), np.sqrt(HELD)], [decisions.shape[1], signs.shape[1]])
    factor = np.where(spread > 1e-9, shrunk / np.maximum(spread, 1e-9), 0.0)
    model: Any = LogisticRegression(C=1.0, max_iter=500)
    model.fit((given - middle) * factor, labels)
    each = model.coef_ * factor
    base = model.intercept_ - each @ middle
    slopes, shifts = np.zeros((kinds, given.shape[1])), np.full(kinds, -30.0)
    if len(model.classes_) == 2:
        low, high = model.classes_
        shifts[[low, high]] = 0.0, base[0]
        slopes[high] = each[0]
    else:
        shifts[model.classes_] = base
        slopes[model.classes_] = each
    plain = Scale(slopes, shifts, np.zeros(kinds))
    return Scale(slopes, shifts, lifts(plain, plain.probabilities(given), labels, kinds))


def lifts(
    scale: Scale, probabilities: NDArray[np.float64], labels: NDArray[np.int64], kinds: int
) -> NDArray[np.float64]:
    """Preferences, label by label, that give the best mean of F1 over labels."""
    found = np.zeros(kinds)
    for _ in range(1 if kinds == 2 else 2):
        for kind in range(1, kinds):
            scores = []
            for step in STEPS:
                found[kind] = step
                given = Scale(scale.slopes, scale.shifts, found).labels(probabilities)
                scores.append(macro_f1(labels, given, kinds))
            # The middle of what is nearly best: the very best is luck.
            best = np.array(scores) >= max(scores) - 0.002
            found[kind] = float(np.median(STEPS[best]))
    return found
