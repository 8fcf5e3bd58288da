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


@dataclass(frozen=True)
class Scale:
    """A logistic curve over decisions, and which labels are preferred for balance."""

    slopes: NDArray[np.float64]
    """Labels × decisions."""
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
        lifted = np.log(np.maximum(probabilities, 1e-12)) + self.lifts
        return lifted.argmax(axis=1)  # type: ignore[no-any-return]


def calibrate(decisions: NDArray[np.float64], labels: NDArray[np.int64], kinds: int) -> Scale:
    """The scale from decisions about texts that were held out, and their labels."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(labels)
    if len(present) == 1:
        shifts = np.full(kinds, -30.0)
        shifts[present] = 0.0
        return Scale(np.zeros((kinds, decisions.shape[1])), shifts, np.zeros(kinds))
    model: Any = LogisticRegression(C=10.0, max_iter=500)
    model.fit(decisions, labels)
    slopes, shifts = np.zeros((kinds, decisions.shape[1])), np.full(kinds, -30.0)
    if len(model.classes_) == 2:
        low, high = model.classes_
        shifts[[low, high]] = 0.0, model.intercept_[0]
        slopes[high] = model.coef_[0]
    else:
        shifts[model.classes_] = model.intercept_
        slopes[model.classes_] = model.coef_
    plain = Scale(slopes, shifts, np.zeros(kinds))
    return Scale(slopes, shifts, lifts(plain, plain.probabilities(decisions), labels, kinds))


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
