"""Texts to counted features: runs of words and runs of characters, each by its hash.

Words alone and in pairs; of scripts that write without spaces, characters alone and in runs of up
to four; inside words, with their borders, runs of three to five characters. Marks ? ! and ends of
sentences are words. Links and handles are none, as everywhere: they say who, not what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.patterns import SPACE, letter
from antiphon.kernels.tokens import SEED, add, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.patterns import Texts

BITS = 20
SIZE = 1 << BITS
"""Features; the first half are words, the second characters."""
U = np.uint64
LONGEST = 4096  # words of one text that are looked at


class Counts(NamedTuple):
    """How often each text has each feature; a matrix by rows."""

    at: NDArray[np.int64]
    feature: NDArray[np.int32]
    """Ascending in each text."""
    times: NDArray[np.float32]


def count(texts: Texts) -> Counts:
    """The features of texts."""
    n = len(texts.offsets) - 1
    room = 5 * len(texts.codes) + 8
    feature, number = np.empty(room, np.int32), np.empty(room, np.float32)
    at = np.zeros(n + 1, np.int64)
    used = fill(texts.codes, texts.offsets, at, feature, number)
    return Counts(at, feature[:used].copy(), number[:used].copy())


@njit(cache=True, nogil=True)
def word(h):
    """The feature of a run of words."""
    return np.int32(mix(h) >> U(64 - BITS + 1))


@njit(cache=True, nogil=True)
def run(h):
    """The feature of a run of characters."""
    return np.int32((mix(h) >> U(64 - BITS + 1)) + U(1 << (BITS - 1)))


@njit(cache=True, nogil=True)
def fill(codes, offsets, at, feature, number):
    """Fill the columns of `Counts`; return how many entries there are."""
    n = 0
    for t in range(len(offsets) - 1):
        begin, stop = offsets[t], offsets[t + 1]
        first = n
        i = begin
        before = U(0)  # hash of the word before
        words = 0
        while i < stop and words < LONGEST:
            words += 1
            if codes[i] == SPACE:
                end = i + 1
                h = SEED
                while end < stop and letter(codes[end]):
                    h = add(h, codes[end])
                    end += 1
                feature[n] = word(h)
                n += 1
                if before:
                    feature[n] = word(mix(before) ^ h)
                    n += 1
                before = h
                for size in range(3, 6):  # the word's borders count as characters
                    for k in range(i, end - size + 2):
                        g = U(size)
                        for j in range(k, k + size):
                            g = add(g, codes[j] if j < end else SPACE)
                        feature[n] = run(g)
                        n += 1
                    if end - i + 1 <= size:
                        break
                i = end
            else:
                h = SEED
                for size in range(1, 5):
                    j = i + size - 1
                    if j >= stop or codes[j] == SPACE or letter(codes[j]):
                        break
                    h = add(h, codes[j])
                    feature[n] = word(h) if size < 3 else run(h)
                    n += 1
                before = add(SEED, codes[i])
                i += 1
        if n == first:
            at[t + 1] = n
            continue
        found = np.sort(feature[first:n])
        used = first
        feature[used], number[used] = found[0], 1
        for k in range(1, len(found)):
            if found[k] == feature[used]:
                number[used] += 1
            else:
                used += 1
                feature[used], number[used] = found[k], 1
        n = used + 1
        at[t + 1] = n
    return n
