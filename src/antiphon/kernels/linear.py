"""Counted features to weights and decisions: inverse frequencies, unit length, a dot product.

Words and runs of characters are brought to unit length each by itself, so that neither drowns the
other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.ngrams import SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.ngrams import Counts

WORDS = SIZE // 2


class Rows(NamedTuple):
    """A matrix by rows."""

    at: NDArray[np.int64]
    column: NDArray[np.int32]
    value: NDArray[np.float32]


def weighted(counts: Counts, columns: NDArray[np.int32], idf: NDArray[np.float32]) -> Rows:
    """(1 + ln count) · idf of the features kept, each half of a row of length 1.

    Args:
        counts: the features.
        columns: the column of each feature; -1 for one that is left out.
        idf: the inverse frequency of each column.
    """
    at = np.zeros(len(counts.at), np.int64)
    column = np.empty(len(counts.feature), np.int32)
    value = np.empty(len(counts.feature), np.float32)
    used = scale(*counts, columns, idf, at, column, value)
    return Rows(at, column[:used], value[:used])


@njit(cache=True, nogil=True)
def scale(starts, feature, count, columns, idf, at, column, value):
    """Fill the columns of `Rows`; return how many entries there are."""
    n = 0
    for t in range(len(starts) - 1):
        first = n
        middle = n
        words, runs = 0.0, 0.0
        for k in range(starts[t], starts[t + 1]):
            c = columns[feature[k]]
            if c < 0:
                continue
            v = (1 + np.log(count[k])) * idf[c]
            column[n], value[n] = c, v
            n += 1
            if feature[k] < WORDS:
                words += v * v
                middle = n
            else:
                runs += v * v
        if words > 0:
            for k in range(first, middle):
                value[k] /= np.sqrt(words)
        if runs > 0:
            for k in range(middle, n):
                value[k] /= np.sqrt(runs)
        at[t + 1] = n
    return n


@njit(cache=True, nogil=True)
def decide(at, column, value, weights, intercepts):
    """The decision of each row for each label."""
    found = np.empty((len(at) - 1, weights.shape[1]))
    for t in range(len(at) - 1):
        for j in range(weights.shape[1]):
            found[t, j] = intercepts[j]
        for k in range(at[t], at[t + 1]):
            for j in range(weights.shape[1]):
                found[t, j] += value[k] * weights[column[k], j]
    return found


@njit(cache=True, nogil=True)
def sketch(at, feature, factors, shifts):
    """For each text and pair of numbers the smallest hash of its words: alike texts share many."""
    found = np.full((len(at) - 1, len(factors)), np.uint64(0xFFFFFFFFFFFFFFFF))
    for t in range(len(at) - 1):
        for k in range(at[t], at[t + 1]):
            if feature[k] >= WORDS:
                break
            for j in range(len(factors)):
                h = np.uint64(feature[k]) * factors[j] + shifts[j]
                h = (h ^ (h >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
                found[t, j] = min(found[t, j], h)
    return found


@njit(cache=True, nogil=True)
def likeness(at, feature, a, b):
    """Words that two texts share, of all that either has."""
    i, j, both, all_of_them = at[a], at[b], 0, 0
    while True:
        x = feature[i] if i < at[a + 1] else WORDS
        y = feature[j] if j < at[b + 1] else WORDS
        if x >= WORDS and y >= WORDS:
            break
        all_of_them += 1
        if x == y:
            both += 1
        i, j = i + (x <= y), j + (y <= x)
    return both / max(all_of_them, 1)
