"""How well labels and probabilities agree with those of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 1000
BINS = 10
SEED = 20_200_214


def confusion(
    labels: NDArray[np.int64], given: NDArray[np.int64], kinds: int
) -> NDArray[np.float64]:
    """How often each label (row) was given as each (column)."""
    found = np.zeros((kinds, kinds))
    np.add.at(found, (labels, given), 1)
    return found


def f1(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over labels of 2 · right / (given + true), for a table or a stack of them.

    A label that is neither given nor true is left out.
    """
    right = np.diagonal(table, axis1=-2, axis2=-1)
    total = table.sum(axis=-1) + table.sum(axis=-2)
    each = np.where(total > 0, 2 * right / np.maximum(total, 1e-12), np.nan)
    found: NDArray[np.float64] = np.nanmean(each, axis=-1)
    return found


def macro_f1(labels: NDArray[np.int64], given: NDArray[np.int64], kinds: int) -> float:
    """Mean over labels of F1.

    >>> round(macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 2), 3)
    0.733
    """
    return float(f1(confusion(labels, given, kinds)))


def interval(
    labels: NDArray[np.int64], given: NDArray[np.int64], kinds: int, group: NDArray[np.int64]
) -> tuple[float, float]:
    """The 95 % interval of `macro_f1`: percentiles over draws of whole groups."""
    names, place = np.unique(group, return_inverse=True)
    tables = np.zeros((len(names), kinds * kinds))
    np.add.at(tables, (place, labels * kinds + given), 1)
    draw = np.random.default_rng(SEED)
    scores = np.empty(DRAWS)
    for k in range(DRAWS):
        times = np.bincount(draw.integers(len(names), size=len(names)), minlength=len(names))
        scores[k] = f1((times @ tables).reshape(kinds, kinds))
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(labels: NDArray[np.int64], probabilities: NDArray[np.float64]) -> float:
    """Mean over labels of the expected calibration error.

    Texts are put in ten bins of about equal numbers by the probability of the label, those of one
    probability together; in each, the mean probability is held against the share that has the
    label; differences are averaged.
    """
    errors = []
    for kind in range(probabilities.shape[1]):
        p = probabilities[:, kind]
        edges = np.unique(np.quantile(p, np.arange(1, BINS) / BINS))
        place = np.searchsorted(edges, p, side="right")
        sums = np.bincount(place, p - (labels == kind), minlength=len(edges) + 1)
        errors.append(float(np.abs(sums).sum()) / len(labels))
    return float(np.mean(errors))


def pr_auc(yes: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Average precision: the mean, over texts that have the label, of the precision down to each.

    Equal scores share a place. By chance it is the share of texts that have the label.

    >>> pr_auc(np.array([True, False, True]), np.array([0.9, 0.5, 0.1]))
    0.8333333333333333
    """
    order = np.argsort(-scores, kind="stable")
    ranked, values = yes[order], scores[order]
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    right = np.cumsum(ranked)[ends]
    gained = np.diff(np.append(0, right))
    return float((gained * right / (ends + 1)).sum() / max(right[-1], 1))
