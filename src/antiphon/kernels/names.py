"""Where a text says a name: sequences of words found in texts, in any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.tokens import Tokens

SLOTS = 1 << 16  # of a table that says at once which words begin no name


def occurrences(
    texts: Tokens, names: Tokens
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every place where a text has all words of a name in order.

    Returns:
        Three arrays: the text, the name, and the position of its first word among all words.
    """
    lengths = np.diff(names.offsets)
    named = np.flatnonzero(lengths)
    heads = names.hashes[names.offsets[named]]
    order = np.argsort(heads, kind="stable")
    seen = np.zeros(SLOTS, np.bool_)
    seen[heads & (SLOTS - 1)] = True
    return find(
        texts.hashes, texts.offsets, names.hashes, names.offsets, seen, heads[order], named[order]
    )


@njit(cache=True, nogil=True)
def first_of(heads, word):
    """Where the sorted heads begin to be the word or greater."""
    low, high = 0, len(heads)
    while low < high:
        middle = (low + high) // 2
        if heads[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def find(words, offsets, names, name_offsets, seen, heads, named):
    """The arrays of `occurrences`."""
    n = 0
    out = np.empty((1 << 8, 3), np.int64)
    for text in range(len(offsets) - 1):
        for i in range(offsets[text], offsets[text + 1]):
            if not seen[words[i] & (SLOTS - 1)]:
                continue
            k = first_of(heads, words[i])
            while k < len(heads) and heads[k] == words[i]:
                name = named[k]
                k += 1
                start = name_offsets[name]
                length = name_offsets[name + 1] - start
                if i + length > offsets[text + 1]:
                    continue
                same = True
                for j in range(1, length):
                    if words[i + j] != names[start + j]:
                        same = False
                        break
                if same:
                    if n == len(out):
                        longer = np.empty((2 * n, 3), np.int64)
                        longer[:n] = out
                        out = longer
                    out[n, 0], out[n, 1], out[n, 2] = text, name, i
                    n += 1
    return out[:n, 0].copy(), out[:n, 1].copy(), out[:n, 2].copy()
