"""Grams that have left their texts: what is needed of the words around them goes with them.

A gram that lies in a table, far from its text, has the word before it and the word after it beside
it. Spread out again to the gram and its two neighbours, grams of many texts are paired by the rules
of `antiphon.kernels.anchors`, as if they stood in their texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.anchors import BRIEF, FAR, anchors, beside
from antiphon.kernels.grams import GRAM
from antiphon.kernels.repeats import Grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.anchors import Anchors
    from antiphon.kernels.wordings import Words

SPAN = -(-GRAM // 2) + 2  # words of weight two that make a gram, and the two beside them


@njit(cache=True, nogil=True)
def sides(position, text, hashes, carried):
    """The words before and after each gram, as `antiphon.kernels.anchors.beside` has them."""
    before = np.empty(len(position), np.uint32)
    after = np.empty(len(position), np.uint32)
    for k in range(len(position)):
        one = slice(k, k + 1)
        beside(position[one], text[one], hashes, carried, before[one], after[one])
    return before, after


def candidates(
    group: NDArray[np.int64],
    text: NDArray[np.int32],
    before: NDArray[np.uint32],
    after: NDArray[np.uint32],
    common: NDArray[np.bool_],
    carried: NDArray[np.int64],
    window: int,
    breadth: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of grams that `anchors` would pair before it looks further than a word around them.

    Group g has the rows group[g]:group[g + 1], each with its text and the words beside it.
    """
    spread = np.zeros(len(text) * SPAN, np.uint32)
    spread[::SPAN], spread[SPAN - 1 :: SPAN] = before, after
    position = np.arange(1, len(spread), SPAN, dtype=np.uint32)
    endless = carried.copy()
    endless[:, 3], endless[:, 4] = -1, np.iinfo(np.int64).max >> 1
    endless[text[before == BRIEF], 4] = 0
    grams = Grams(group, position, text)
    _, _, early, late = anchors(grams, common, spread, endless, window, breadth, -FAR)
    return early.astype(np.int64) // SPAN, late.astype(np.int64) // SPAN


def confirmed(
    met: Anchors, words: Words, carried: NDArray[np.int64], window: int, enough: int
) -> Anchors:
    """Those of the candidates around which enough of the words agree; see `anchors`."""
    n = len(met.early)
    pairs = Grams(
        np.arange(0, 2 * n + 1, 2),
        np.stack([met.at_early, met.at_late], axis=1).ravel(),
        np.stack([met.early, met.late], axis=1).ravel(),
    )
    none = np.zeros(n, np.bool_)
    return anchors(pairs, none, words.hashes, carried, window, 1, enough)
