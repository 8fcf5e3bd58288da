"""What a comparison need not do again: which grams new texts touch, and what the others leave.

A group of grams without a new text gives the anchors that it gave before. In a group with one, the
texts before it are paired as before, unless the gram became or ceased to be common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels import grams
from antiphon.kernels.spread import BEGINS
from antiphon.kernels.tokens import PRIME, SEED, WEIGHT, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

U = np.uint64
REDO = np.uint8(128)
"""The bit of a weight that says that the gram which begins at the word is paired anew."""
LASTING = BEGINS - np.uint8(1)
"""The bits of a weight that an alignment depends on."""
THIN = 4  # a sieve has between 2 ** THIN and twice as many bits for every gram that must pass


def sieve_of(words: Words) -> NDArray[np.uint64]:
    """What lets the grams of these texts pass."""
    total = max(1, int(words.lengths.sum()))
    bits = min(max(total.bit_length() + THIN, 6), 64 - grams.bits_of(words))
    return grams.sieve_of(words, bits)


@njit(cache=True, nogil=True)
def identify(hashes, weights, begin, end):
    """A hash of each text's words and of which have weight: whatever tells its grams."""
    result = np.empty(len(begin), np.uint64)
    for i in range(len(begin)):
        h = SEED
        for j in range(begin[i], end[i]):
            heavy = U(1) if weights[j] & WEIGHT else U(0)
            h = (h ^ (U(hashes[j]) | (heavy << U(32)))) * PRIME
            h ^= h >> U(29)
        result[i] = mix(h)
    return result


@njit(cache=True, nogil=True)
def looks(weights, begin, end):
    """A hash of each text's weights and of how its words are marked."""
    result = np.empty(len(begin), np.uint64)
    for i in range(len(begin)):
        h = SEED
        for j in range(begin[i], end[i]):
            h = (h ^ U(weights[j] & LASTING)) * PRIME
            h ^= h >> U(29)
        result[i] = h
    return result


@njit(cache=True, nogil=True)
def pack(weights, begin, end):
    """Where common grams begin: a bit for each word, text after text."""
    bits = np.zeros(((end - begin).sum() + 7) // 8, np.uint8)
    n = 0
    for i in range(len(begin)):
        for j in range(begin[i], end[i]):
            if weights[j] & BEGINS:
                bits[n >> 3] |= np.uint8(1 << (n & 7))
            n += 1
    return bits


@njit(cache=True, nogil=True)
def unpack(bits, weights, begin, end):
    """Mark where common grams begin; the texts come in the order of the bits."""
    n = 0
    for i in range(len(begin)):
        for j in range(begin[i], end[i]):
            if bits[n >> 3] >> (n & 7) & 1:
                weights[j] |= BEGINS
            n += 1


@njit(cache=True, nogil=True)
def touched(grams, reach, weights):
    """How many members of each group come before what is new, and whether it was common.

    `reach[t]` is the first text that a new or changed text t has a bearing on, and more than any
    text for one that is as it was. What a touched group says of common grams is taken back.
    """
    group, position, text = grams
    before = np.empty(len(group) - 1, np.int64)
    was = np.zeros(len(group) - 1, np.bool_)
    for g in range(len(group) - 1):
        low, high = group[g], group[g + 1]
        least = reach[text[low]]
        for k in range(low + 1, high):
            least = min(least, reach[text[k]])
        k = low
        while k < high and text[k] < least:
            k += 1
        before[g] = k - low
        if least >= len(reach):
            continue
        for k in range(low, high):
            at = np.int64(position[k])
            was[g] |= weights[at] & BEGINS != 0
            weights[at] &= ~BEGINS
    return before, was


@njit(cache=True, nogil=True)
def settled(grams, common, before, was, weights):
    """How many members of each group need not be paired anew; the others are marked with `REDO`."""
    group, position, _ = grams
    known = np.empty(len(common), np.int64)
    for g in range(len(common)):
        size = group[g + 1] - group[g]
        known[g] = before[g] if common[g] == was[g] else 0
        if before[g] == size:
            known[g] = size
        for k in range(group[g] + known[g], group[g + 1]):
            weights[np.int64(position[k])] |= REDO
    return known


@njit(cache=True, nogil=True)
def standing(rows, now, begin, weights):
    """The columns of the anchors that stand: those of whose later gram `REDO` is not marked.

    A row names two texts by the numbers they had and counts places from the texts' first words.
    """
    early = np.empty(len(rows), np.int32)
    late = np.empty(len(rows), np.int32)
    at_early = np.empty(len(rows), np.uint32)
    at_late = np.empty(len(rows), np.uint32)
    n = 0
    for row in range(len(rows)):
        ta, tb = now[rows[row, 0]], now[rows[row, 1]]
        q = begin[tb] + rows[row, 3]
        if weights[q] & REDO:
            continue
        early[n], late[n] = ta, tb
        at_early[n], at_late[n] = begin[ta] + rows[row, 2], q
        n += 1
    return early[:n].copy(), late[:n].copy(), at_early[:n].copy(), at_late[:n].copy()


@njit(cache=True, nogil=True)
def lasting(order, early, late, at_early, at_late, begin):
    """The rows of `standing` for the anchors in an order."""
    rows = np.empty((len(order), 4), np.int32)
    for row in range(len(order)):
        i = order[row]
        rows[row, 0], rows[row, 1] = early[i], late[i]
        rows[row, 2] = np.int64(at_early[i]) - begin[early[i]]
        rows[row, 3] = np.int64(at_late[i]) - begin[late[i]]
    return rows


@njit(cache=True, nogil=True)
def recall(chains, known):
    """The row of each chain among the known ones, or -1; both in order of their two texts."""
    rows = np.full(len(chains), -1, np.int64)
    low = 0
    for row in range(len(chains)):
        a, b = chains[row, 0], chains[row, 1]
        while low < len(known) and (
            known[low, 0] < a or (known[low, 0] == a and known[low, 1] < b)
        ):
            low += 1
        k = low
        while k < len(known) and known[k, 0] == a and known[k, 1] == b:
            alike = True
            for c in range(2, 6):
                alike &= known[k, c] == chains[row, c]
            if alike:
                rows[row] = k
                break
            k += 1
    return rows
