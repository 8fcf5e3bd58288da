"""From chains of anchors to passages: two texts are aligned word by word.

The alignment is Smith and Waterman's (1981), banded: +2 for a word that matches, -1 for one that
does not, is missing or is added. It starts from a chain of anchors and reports the best local
alignment around it; two texts may share several passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.ahead import fetch
from antiphon.kernels.chains import arrange, chain
from antiphon.kernels.tokens import COMMON, QUOTED, WEIGHT
from antiphon.kernels.worth import reaches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.anchors import Anchors
    from antiphon.kernels.wordings import Words

REACH = 32  # words before the chain in which the alignment may begin
BAND = 32  # widest half-band
SPARE = 6  # half-band around a chain that keeps to one diagonal
STOP, SIDE, UP, ACROSS = 0, 1, 2, 3  # where a cell's best score comes from
# A cell is four times its score and where it comes from: of equal scores, the greatest of these.
ONE = np.int32(4)
MATCH, CHANGE = np.int32(2 * 4 + ACROSS), np.int32(-4 + ACROSS)
MISSING, ADDED = np.int32(-4 + UP), np.int32(-4 + SIDE)
COLUMNS = 12
AHEAD, LINE = 6, 16  # chains whose words are fetched before they are wanted; words fetched at once


class Alignments(NamedTuple):
    """Passages shared by two wordings; positions are words counted from the text's first."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    start_left: NDArray[np.int64]
    end_left: NDArray[np.int64]
    start_right: NDArray[np.int64]
    end_right: NDArray[np.int64]
    matched: NDArray[np.int64]
    """Words that match."""
    weight: NDArray[np.int64]
    """Their weight."""
    uncommon: NDArray[np.int64]
    """The weight of those that are in no common phrase."""
    quoted: NDArray[np.int64]
    """The weight of those that both texts have between quotation marks."""
    changed: NDArray[np.int64]
    """The weight of the words that do not match, on the heavier side."""
    signs: NDArray[np.int64]
    """Single characters that match."""


def align(anchors: Anchors, words: Words, least: int = 0) -> Alignments:
    """The passages around chains of anchors that can have the least weight."""
    order, bounds = arrange(anchors.early, anchors.late, anchors.at_early, len(words.begin))
    chains = chain(order, bounds, *anchors, words.begin)
    return found(aligned(chains, words.hashes, words.weights, words.begin, words.end, least)[0])


def found(rows: NDArray[np.int64]) -> Alignments:
    """The rows of `verify` that are not empty."""
    some = rows[rows[:, Alignments._fields.index("matched")] > 0]
    return Alignments(*(np.ascontiguousarray(some[:, i]) for i in range(COLUMNS)))


def verify(
    chains: NDArray[np.int64],
    hashes: NDArray[np.uint32],
    weights: NDArray[np.uint8],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    least: int,
) -> NDArray[np.int64]:
    """Align around each chain: the rows' columns are those of `Alignments`.

    A row is empty but for its texts where no alignment can have the least weight, see `reaches`.
    """
    rows, of = aligned(chains, hashes, weights, begin, end, least)
    every = np.zeros((len(chains), COLUMNS), np.int64)
    every[:, :2] = chains[:, :2]
    every[of] = rows
    return every


def aligned(
    chains: NDArray[np.int64],
    hashes: NDArray[np.uint32],
    weights: NDArray[np.uint8],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    least: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of `verify` that are not empty, and their numbers."""
    rows, of = np.zeros((len(chains), COLUMNS), np.int64), np.empty(len(chains), np.int64)
    count = fill_in(chains, hashes, weights, begin, end, least, rows, of)
    return rows[:count], of[:count]


@njit(cache=True, nogil=True)
def fill_in(chains, hashes, weights, begin, end, least, rows, of):
    """Fill in the arrays of `aligned`, which are blank, and count."""
    count = 0
    width = 2 * BAND + 3
    score = np.zeros(width, np.int32)
    came = np.empty(0, np.uint8)
    for row in range(len(chains)):
        soon = min(row + AHEAD, len(chains) - 1)
        fetch_around(hashes, begin[chains[soon, 0]] + chains[soon, 2])
        fetch_around(hashes, begin[chains[soon, 1]] + chains[soon, 4])
        ta, tb = chains[row, 0], chains[row, 1]
        a, b = begin[ta], begin[tb]
        la, lb = end[ta] - a, end[tb] - b
        d0 = chains[row, 2] - chains[row, 4]
        d1 = chains[row, 3] - chains[row, 5]
        half = min(BAND, abs(d0 - d1) // 2 + SPARE)
        n = 2 * half + 1
        shift = (
            (d0 + d1) // 2 + half + 1
        )  # cell c of row i stands for the words i and i + c - shift
        low = max(0, chains[row, 2] - REACH)
        band = (low, chains[row, 3], shift, n)
        if least and not reaches(hashes, weights, a, b, la, lb, *band, least):
            continue
        best, best_i, best_c = 0, low, 0
        if len(came) < (la - low) * width:
            came = np.empty((la - low) * width, np.uint8)
        for c in range(width):
            score[c] = 0
        for i in range(low, la):
            line = (i - low) * width
            first = max(1, shift - i)
            last = min(n, lb - 1 - i + shift)
            j = b + i - shift + first
            others = hashes[j : j + max(0, last + 1 - first)]
            alive, high, c = fill(hashes[a + i], others, first, n, score, came[line : line + width])
            if high > best:
                best, best_i, best_c = high, i, c
            if not alive and i > chains[row, 3]:
                break
        if best:
            rows[count, 0], rows[count, 1] = ta, tb
            of[count] = row
            trace(rows[count], best_i, best_c, low, shift, width, came, hashes, weights, a, b)
            count += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def fetch_around(hashes, at):
    """Fetch the words among which an alignment around a word is looked for first."""
    for k in range(-2, 3):
        fetch(hashes, at + k * LINE)


@njit(cache=True, nogil=True)
def fill(word, others, first, n, score, came):
    """A row of cells, one for each of the others from cell `first` on; the rest of n are blank.

    `score` has the row before. Returns whether any cell is above nothing, the best, and where it
    first is.
    """
    for c in range(min(first, n + 2)):
        score[c], came[c] = 0, STOP
    mine, above, ways = score[first:], score[first + 1 :], came[first:]
    best = side = np.int32(0)
    at = 0
    for k in range(len(others)):
        across = mine[k] + (MATCH if word == others[k] else CHANGE)
        value = max(across, above[k] + MISSING, side + ADDED)
        value = value if value >= ONE else np.int32(0)
        ways[k] = value & (ONE - 1)
        side = value & -ONE
        mine[k] = side
        if side > best:
            best, at = side, k
    for c in range(first + len(others), n + 2):
        score[c], came[c] = 0, STOP
    return best > 0, best, at + first


@njit(cache=True, nogil=True)
def trace(out, i, c, low, shift, width, came, hashes, weights, a, b):
    """Go back from the best cell to where its alignment began, and fill in the row."""
    out[3], out[5] = i + 1, i + c - shift + 1
    while i >= low:
        way = came[(i - low) * width + c]
        if way == STOP:
            break
        if way == SIDE:
            c -= 1
            continue
        if way == UP:
            i -= 1
            c += 1
            continue
        j = i + c - shift
        out[2], out[4] = i, j
        if hashes[a + i] == hashes[b + j]:
            both = weights[a + i] & weights[b + j]
            weight = min(weights[a + i] & WEIGHT, weights[b + j] & WEIGHT)
            out[6] += 1
            out[7] += weight
            out[8] += 0 if (weights[a + i] | weights[b + j]) & COMMON else weight
            out[9] += weight if both & QUOTED else 0
            out[11] += weight == 1
        i -= 1
    left, right = 0, 0
    for k in range(out[2], out[3]):
        left += weights[a + k] & WEIGHT
    for k in range(out[4], out[5]):
        right += weights[b + k] & WEIGHT
    out[10] = max(left, right) - out[7]


@njit(cache=True, nogil=True)
def distinct(left, right, start_left, end_left, start_right, end_right, weight):
    """Which passages to keep where two of one pair, in neighbouring rows, meet: the heavier."""
    keep = np.ones(len(left), np.bool_)
    first = 0
    for row in range(len(left)):
        if left[row] != left[first] or right[row] != right[first]:
            first = row
        for k in range(first, row):
            if not keep[k]:
                continue
            apart_left = end_left[k] <= start_left[row] or end_left[row] <= start_left[k]
            apart_right = end_right[k] <= start_right[row] or end_right[row] <= start_right[k]
            if apart_left and apart_right:
                continue
            if weight[row] > weight[k]:
                keep[k] = False
            else:
                keep[row] = False
                break
    return keep
