"""Whether an alignment around a chain of anchors can be a passage at all.

Most chains are chance. In a row of the band a word matches if any word there is like it; counting
each row for itself, what an alignment is worth is at most what the best run of rows is (Kadane's
sum). That takes a comparison for each cell, and no path.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.tokens import COMMON, WEIGHT

SIGN = 0.2
"""Weight more of a single character that matches: a word takes less than two of them."""
UNCOMMON = 0.5
"""Share of the least weight of a passage that must be in no common phrase."""
FIFTHS = 5  # of a unit of weight, so that a sign's SIGN is a whole number
ONE_SIGN = 12  # 2 * (1 + SIGN) in fifths


@njit(cache=True, nogil=True)
def within(hashes, word, start, stop):
    """Is the word among these?"""
    found = False
    for k in range(start, stop):
        found |= hashes[np.uint64(k)] == word
    return found


@njit(cache=True, nogil=True)
def reaches(hashes, weights, a, b, la, lb, low, last, shift, n, least):
    """Can an alignment of the texts at a and b, of so many words, reach the `least` weight?

    It lies in the cells 1 to n of the rows from `low` on; cell c of row i stands for the words i
    and i + c - shift. It ends where nothing can be aligned any more after row `last`. What it is
    worth is twice the weight that matches less the weight that is changed, and that must be twice
    the least. The weight of a row that has no match is changed.
    """
    needed, uncommon_needed = 2 * FIFTHS * least, UNCOMMON * least
    nothing = alive = worth = best = uncommon = np.int64(0)
    for i in range(low, la):
        mark = weights[np.uint64(a + i)]
        weight = np.int64(mark & WEIGHT)
        start, stop = max(0, i + 1 - shift), min(lb, i + n + 1 - shift)
        if within(hashes, hashes[np.uint64(a + i)], b + start, b + stop):
            alive += 2
            worth += ONE_SIGN if weight == 1 else 2 * FIFTHS * weight
            best = max(best, worth)
            uncommon += 0 if mark & COMMON else weight
            if best >= needed and uncommon >= uncommon_needed:
                return True
        else:
            worth = max(nothing, worth - FIFTHS * weight)
            alive = max(nothing, alive - 1)
            if alive == 0 and i > last:
                break
    return False
