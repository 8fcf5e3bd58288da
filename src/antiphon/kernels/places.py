"""Which text a word is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.ahead import fetch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

COARSE = 7  # 2 ** COARSE words share an entry of the table that finds a word's text
NEAR, FAR = 8, 24  # words ahead of which the text, and its place in the table, are fetched


class Places(NamedTuple):
    """What finds the text of a word."""

    starts: NDArray[np.uint32]
    """Where the texts begin, in order."""
    coarse: NDArray[np.int32]
    """The last text that begins by every 2 ** COARSE-th word."""


def places(words: Words) -> Places:
    """The table of the texts, which lie in order."""
    entries = np.arange((len(words.hashes) >> COARSE) + 2) << COARSE
    coarse = np.maximum(np.searchsorted(words.begin, entries, side="right") - 1, 0)
    return Places(words.begin.astype(np.uint32), coarse.astype(np.int32))


@njit(cache=True, nogil=True)
def locate(position, starts, coarse):
    """The text of each position."""
    found = np.empty(len(position), np.int32)
    for i in range(len(position)):
        if i + FAR < len(position):
            fetch(coarse, np.int64(position[i + FAR] >> COARSE))
            fetch(starts, np.int64(coarse[position[i + NEAR] >> COARSE]))
        at = position[i]
        k = coarse[at >> COARSE]
        while k + 1 < len(starts) and starts[k + 1] <= at:
            k += 1
        found[i] = k
    return found
