"""What each unit would have been coded, on average: the pseudo-outcomes of supervised learning.

A line g(f) from the machine's score to the human label is learnt on the sample, for each account
on the others (cross-fitting). A unit's pseudo-outcome is

    ỹ = g(f)                      where nobody coded it,
    ỹ = g(f) + w (y − g(f))       where somebody did, w = 1 / inclusion.

Over the draw of the sample its mean is y, whatever g is: right by design, not by the machine. So
means and slopes of ỹ are those of what people would have said of all units. The weights are brought
to the number of all units (Hájek).

Reference:
    Egami, Hinck, Stewart, Wei (2023), Using imperfect surrogates for downstream inference:
    design-based supervised learning, NeurIPS 36.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels.corrected import Everything, Sample, Share, at, better, human

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FOLDS = 5
STEADY = 1.0
"""Scores count as if so many units of variance ¼ without any relation to the label were added."""


def supervised(
    sample: Sample, everything: Everything, *, clustered: bool = True, coders: float = 0.0
) -> Share:
    """The share by design-based supervised learning: the mean of the pseudo-outcomes.

    Its interval is made as that of `antiphon.kernels.corrected.powered`, with y − g(f) for errors.

    Reads wrong when the sample was not drawn at random, and when the machine was trained on it.
    """
    predicted, lines = learnt(sample, np.zeros((len(sample.label), 0)))
    level, slope = lines.mean(axis=0)
    units = everything.units
    scored = Everything(units, level * units + slope * everything.scores)
    found = at(1.0, replace(sample, score=predicted), scored, clustered=clustered, coders=coders)
    return better(found, human(sample, everything, clustered=clustered, coders=coders))


def learnt(sample: Sample, more: Array) -> tuple[Array, Array]:
    """The score g of each unit in the sample, learnt on the other folds; the line of each fold.

    A line is its level, the slopes of the columns of `more`, and last the score's slope.
    """
    accounts, fold = np.unique(sample.account, return_inverse=True)
    folds = min(FOLDS, accounts.size)
    fold = fold % folds
    lines = np.array([line(sample, more, (fold != k) | (folds == 1)) for k in range(folds)])
    columns = np.column_stack([np.ones(len(fold)), more, sample.score])
    return np.sum(lines[fold] * columns, axis=1), lines


def line(sample: Sample, more: Array, used: NDArray[np.bool_]) -> Array:
    """Level, slopes of `more`, slope of the score from 0 to 1, by weighted least squares."""
    weight = sample.weight[used] / sample.weight[used].mean()
    label = sample.label[used]
    columns = np.column_stack([more, sample.score])[used]
    middle = np.average(columns, axis=0, weights=weight)
    y = float(np.average(label, weights=weight))
    columns = columns - middle
    square = columns.T @ (columns * weight[:, None])
    square[-1, -1] += STEADY / 4
    slopes = solved(square, columns.T @ (weight * (label - y)))
    if not 0 <= slopes[-1] <= 1:
        score = min(max(slopes[-1], 0.0), 1.0)
        rest = columns[:, :-1].T @ (weight * (label - y - score * columns[:, -1]))
        slopes = np.append(solved(square[:-1, :-1], rest), score)
    return np.concatenate([[y - float(slopes @ middle)], slopes])


def solved(square: Array, right: Array) -> Array:
    """The least solution of the normal equations, also where a column tells nothing."""
    return np.asarray(np.linalg.lstsq(square, right, rcond=1e-12)[0])
