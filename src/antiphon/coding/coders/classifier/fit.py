"""A linear classifier of counted features: fitting, and what it decides.

Two ways of weighing: inverse frequencies, or these times how unequally a feature is spread over
the labels (as in Wang and Manning 2012). For more than two labels, each against all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.errors import MissingExtra
from antiphon.kernels.linear import Rows, decide, weighted
from antiphon.kernels.ngrams import SIZE, Counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 2  # texts that must have a feature
GRID = ((False, 0.1), (False, 0.3), (True, 0.1), (True, 0.3))
"""What is tried: spread over labels or not, and how little is shrunk."""
SEED = 20_200_214


@dataclass(frozen=True)
class Linear:
    """What was learnt."""

    features: NDArray[np.int32]
    """The features kept, ascending."""
    idf: NDArray[np.float32]
    """Inverse frequency of each."""
    weights: NDArray[np.float64]
    """Weight of each for each label; one column for two labels."""
    intercepts: NDArray[np.float64]

    def decisions(self, counts: Counts) -> NDArray[np.float64]:
        """How far each text is on which side, label by label."""
        columns = np.full(SIZE, -1, np.int32)
        columns[self.features] = np.arange(len(self.features), dtype=np.int32)
        rows = weighted(counts, columns, self.idf)
        found: NDArray[np.float64] = decide(*rows, self.weights, self.intercepts)
        return found

    def known(self, counts: Counts) -> NDArray[np.float64]:
        """The share of each text's features that it saw before, less what falls on one by chance.

        Of a text without any, nothing is unknown.
        """
        seen = np.zeros(SIZE, np.bool_)
        seen[self.features] = True
        hits = np.concatenate(([0], np.cumsum(seen[counts.feature])))
        sizes = np.diff(counts.at)
        share = (hits[counts.at[1:]] - hits[counts.at[:-1]]) / np.maximum(sizes, 1)
        chance = len(self.features) / SIZE
        found: NDArray[np.float64] = np.maximum(share - chance, 0.0) / max(1 - chance, 1e-9)
        return np.where(sizes > 0, found, 1.0)


def part(counts: Counts, rows: NDArray[np.int64]) -> Counts:
    """The features of some of the texts."""
    sizes = np.diff(counts.at)[rows]
    at = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    source = np.repeat(counts.at[rows] - at[:-1], sizes) + np.arange(at[-1])
    return Counts(at, counts.feature[source], counts.times[source])


def fit(
    counts: Counts, labels: NDArray[np.int64], labels_in_all: int, choice: tuple[bool, float]
) -> Linear:
    """Learn from texts and the numbers of their labels.

    Raises:
        MissingExtra: when scikit-learn is not installed.
    """
    try:
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC
    except ImportError as error:
        raise MissingExtra("coding", "scikit-learn, which trains classifiers,") from error
    spread, strength = choice
    n = len(labels)
    seen = np.bincount(counts.feature, minlength=SIZE)
    features = np.flatnonzero(seen >= min(FEWEST, n)).astype(np.int32)
    idf = (np.log((1 + n) / (1 + seen[features])) + 1).astype(np.float32)
    columns = np.full(SIZE, -1, np.int32)
    columns[features] = np.arange(len(features), dtype=np.int32)
    rows = weighted(counts, columns, idf)
    matrix = csr_matrix((rows.value, rows.column, rows.at), shape=(n, len(features)))
    sides = [labels_in_all - 1] if labels_in_all == 2 else range(labels_in_all)
    weights, intercepts = np.zeros((len(features), len(sides))), np.zeros(len(sides))
    for j, side in enumerate(sides):
        yes = labels == side
        if yes.all() or not yes.any():
            intercepts[j] = 1.0 if yes.all() else -1.0
            continue
        scale = uneven(rows, yes, len(features)) if spread else np.ones(len(features))
        model: Any = LinearSVC(C=strength, random_state=SEED, max_iter=4000, tol=1e-3)
        model.fit(matrix.multiply(scale).tocsr() if spread else matrix, yes)
        weights[:, j] = model.coef_[0] * scale
        intercepts[j] = model.intercept_[0]
    return Linear(features, idf, weights, intercepts)


def uneven(rows: Rows, yes: NDArray[np.bool_], columns: int) -> NDArray[np.float64]:
    """How unequally features are spread: |ln of the ratio of their shares on the two sides|."""
    of = np.repeat(yes, np.diff(rows.at))
    here = np.bincount(rows.column[of], minlength=columns) + 1.0
    there = np.bincount(rows.column[~of], minlength=columns) + 1.0
    found: NDArray[np.float64] = np.abs(np.log(here / here.sum()) - np.log(there / there.sum()))
    return found
