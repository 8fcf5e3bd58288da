"""Anchors: short runs of words that two wordings have in common.

A gram is the shortest run of words from a position on that weighs `GRAM` (four words, eight Han
characters). Grams seen only once are dropped by a sketch before anything is sorted; what is left
is sorted by hash, and each group gives anchors: pairs of positions in two wordings. In a large
group each wording is paired with the nearest earlier ones of other accounts only, so that a
phrase that everybody uses costs no more than its length, and nothing is lost altogether.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, SEED, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

U = np.uint64
GRAM = 8


def repeated(
    hashes: NDArray[np.uint64], weights: NDArray[np.uint8], offsets: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Grams seen at least twice, sorted: high bits of the hash, low bits the position."""
    count = len(hashes)
    grams = roll(hashes, weights, offsets)
    bits = max(16, int(max(count, 1) * 8 - 1).bit_length())
    once = np.zeros(1 << (bits - 6), np.uint64)
    twice = np.zeros(1 << (bits - 6), np.uint64)
    sketch(grams, once, twice, U((1 << bits) - 1))
    del once
    packed = collect(grams, twice, U((1 << bits) - 1), position_bits(count))
    packed.sort()
    return packed


def position_bits(count: int) -> int:
    """Bits that a word's position takes."""
    return max(20, int(count).bit_length())


@njit(cache=True, nogil=True)
def roll(hashes, weights, offsets):
    """Hash of the gram that starts at each word; 0 where the text ends too soon."""
    grams = np.zeros(len(hashes), np.uint64)
    for text in range(len(offsets) - 1):
        stop = offsets[text + 1]
        for i in range(offsets[text], stop):
            h = SEED
            weight = 0
            j = i
            while j < stop and weight < GRAM:
                h = (h ^ hashes[j]) * PRIME
                h ^= h >> U(31)
                weight += weights[j]
                j += 1
            if weight >= GRAM and weights[i] > 0:
                grams[i] = mix(h) | U(1)
    return grams


@njit(cache=True, nogil=True)
def sketch(grams, once, twice, mask):
    """Set a bit for each gram seen, and another for each seen again."""
    for i in range(len(grams)):
        g = grams[i]
        if g == U(0):
            continue
        x = (g >> U(1)) & mask
        word = np.int64(x >> U(6))
        bit = U(1) << (x & U(63))
        if once[word] & bit:
            twice[word] |= bit
        else:
            once[word] |= bit


@njit(cache=True, nogil=True)
def collect(grams, twice, mask, bits):
    """The grams whose second bit is set, packed with their position."""
    n = 0
    out = np.empty(0, np.uint64)
    for keep in range(2):
        out = np.empty(n if keep else 0, np.uint64)
        n = 0
        for i in range(len(grams)):
            g = grams[i]
            if g == U(0):
                continue
            x = (g >> U(1)) & mask
            if (twice[np.int64(x >> U(6))] >> (x & U(63))) & U(1):
                if keep:
                    out[n] = ((g >> U(bits)) << U(bits)) | U(i)
                n += 1
    return out


@njit(cache=True, nogil=True)
def anchors(packed, bits, text_of, first, last, sole, window, breadth):
    """Anchors between wordings that could be in one family, as (pair key, position, position).

    Wordings are numbered in order of time; `first` and `last` are the times of their first and
    last post, `sole` the account when only one carries it, else -1. Each wording is paired with
    at most `breadth` nearest earlier ones that share the gram.
    """
    mask = (U(1) << U(bits)) - U(1)
    n = len(packed)
    m = 0
    keys = np.empty(0, np.uint64)
    left = np.empty(0, np.int64)
    right = np.empty(0, np.int64)
    for keep in range(2):
        if keep:
            keys = np.empty(m, np.uint64)
            left = np.empty(m, np.int64)
            right = np.empty(m, np.int64)
        m = 0
        i = 0
        while i < n:
            j = i + 1
            while j < n and (packed[j] >> U(bits)) == (packed[i] >> U(bits)):
                j += 1
            for b in range(i + 1, j):
                q = np.int64(packed[b] & mask)
                tb = text_of[q]
                taken = 0
                a = b - 1
                while a >= i and taken < breadth:
                    p = np.int64(packed[a] & mask)
                    ta = text_of[p]
                    a -= 1
                    if ta == tb or (sole[ta] >= 0 and sole[ta] == sole[tb]):
                        continue
                    if first[tb] - last[ta] > window:
                        continue
                    if keep:
                        keys[m] = (U(ta) << U(32)) | U(tb)
                        left[m] = p
                        right[m] = q
                    m += 1
                    taken += 1
            i = j
    return keys, left, right
