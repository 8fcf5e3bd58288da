"""Hits of weighted patterns to scores: the longest wins, negations and intensifiers reach forward.

A pattern counts for columns. The first columns are not scores: `NOT`, `MORE` and `LESS` change the
weight of what follows, and a column that another is *near* to says where a name stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.patterns import Hits

NOT, MORE, LESS = 0, 1, 2
REACH = 4  # words over which a negation holds
CLOSE = 2  # words over which an intensifier holds
STRONGER, WEAKER = 1.3, 0.7
MOST = 2000  # hits of one text that are looked at; the rest of a longer one is left out


class Weights(NamedTuple):
    """For what a pattern counts. Pattern p has the rows at[p]:at[p + 1]."""

    at: NDArray[np.int64]
    column: NDArray[np.int32]
    weight: NDArray[np.float64]
    near: NDArray[np.int32]
    """The column of the name near which alone it counts; -1 for anywhere."""
    firm: NDArray[np.bool_]
    """Does a negation leave it as it is?"""


class Rules(NamedTuple):
    """How a column adds up."""

    negated: NDArray[np.float64]
    """What is left of a weight after a negation."""
    quoted: NDArray[np.float64]
    """What is left of it between quotation marks."""
    reach: NDArray[np.int64]
    """Words between an entry and the name that it must be near to."""


def weigh(
    hits: Hits, texts: int, weights: Weights, rules: Rules
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Of every text in every column: the strongest value, the sum of the others, their number."""
    columns = len(rules.negated)
    scores = np.zeros((texts, columns), np.float64)
    counts = np.zeros((texts, columns), np.int32)
    begin = np.searchsorted(hits.text, np.arange(texts + 1))
    strongest = np.zeros((texts, columns), np.float64)
    add(begin, *hits[1:], *weights, *rules, scores, strongest, counts)
    return strongest, scores - strongest, counts


@njit(cache=True, nogil=True)
def changed(column, first, sentence, m, cols, tails, places, reach):
    """Does a hit of that column end within so many words before?"""
    for j in range(m):
        if cols[j] == column and places[j] == sentence and 0 <= first - tails[j] < reach:
            return True
    return False


@njit(cache=True, nogil=True)
def distance(column, first, last, sentence, m, cols, heads, tails, places):
    """Words between a hit and the nearest hit of that column in its sentence; -1 for none."""
    best = -1
    for j in range(m):
        if cols[j] == column and places[j] == sentence:
            apart = max(0, heads[j] - last, first - tails[j])
            if best < 0 or apart < best:
                best = apart
    return best


@njit(cache=True, nogil=True)
def add(
    begin, pattern, first, last, sentence, quoted, at, column, weight, near, firm, negated, cited,
    reach, scores, strongest, counts,
):  # fmt: skip
    """Fill the sums of values, the strongest of them, and their numbers."""
    cols, heads = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    tails, places = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    sizes, names, said = np.empty(MOST), np.empty(MOST, np.int32), np.empty(MOST, np.bool_)
    kept = np.empty(MOST, np.bool_)
    for t in range(len(begin) - 1):
        m = 0
        for h in range(begin[t], begin[t + 1]):
            for k in range(at[pattern[h]], at[pattern[h] + 1]):
                if m < MOST:
                    cols[m], heads[m], tails[m] = column[k], first[h], last[h]
                    places[m], sizes[m], names[m] = sentence[h], weight[k], near[k]
                    said[m], kept[m] = quoted[h], firm[k]
                    m += 1
        for i in range(m):
            c = cols[i]
            if beaten(i, m, cols, heads, tails, sizes):
                continue
            value = sizes[i]
            if c > LESS:
                turned = changed(NOT, heads[i], places[i], m, cols, tails, places, REACH)
                if turned and not kept[i]:
                    value *= negated[c]
                if changed(MORE, heads[i], places[i], m, cols, tails, places, CLOSE):
                    value *= STRONGER
                elif changed(LESS, heads[i], places[i], m, cols, tails, places, CLOSE):
                    value *= WEAKER
                if said[i]:
                    value *= cited[c]
                if names[i] >= 0:
                    apart = distance(
                        names[i], heads[i], tails[i], places[i], m, cols, heads, tails, places
                    )
                    if apart < 0 or apart > reach[c]:
                        continue
                    value *= 1 - apart / (reach[c] + 1)
            counts[t, c] += 1
            scores[t, c] += value
            if abs(value) > abs(strongest[t, c]):
                strongest[t, c] = value


@njit(cache=True, nogil=True)
def beaten(i, m, cols, heads, tails, sizes):
    """Does a longer hit, or a stronger one as long, of the same column overlap this one?"""
    length = tails[i] - heads[i]
    for j in range(m):
        if j != i and cols[j] == cols[i] and heads[j] < tails[i] and heads[i] < tails[j]:
            other = tails[j] - heads[j]
            if other > length:
                return True
            if other == length and (
                abs(sizes[j]) > abs(sizes[i]) or (abs(sizes[j]) == abs(sizes[i]) and j < i)
            ):
                return True
    return False
