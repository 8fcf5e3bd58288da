"""From anchors to passages: chain them along a diagonal, then align word by word.

The alignment is Smith and Waterman's (1981), banded: +2 for a word that matches, -1 for one that
does not, is missing or is added. It starts from the best chain of anchors and reports the best
local alignment around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.anchors import Anchors
    from antiphon.kernels.wordings import Words

U = np.uint64
COMMON = 4  # the bit of `antiphon.kernels.spread`
GAP = 48  # words between two anchors of one chain
DRIFT = 24  # words that may be added or lost between two anchors
REACH = 64  # words beyond the chain in which the alignment may end
GLIMPSE = 32  # words on each side of a chain that are looked at before it is aligned
FEW = 2  # anchors of a chain that is looked at first
BAND = 32  # widest half-band


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


def align(anchors: Anchors, words: Words, least: int = 0, uncommon: int = 0) -> Alignments:
    """The best shared passage of every pair of wordings that has an anchor.

    Pairs with an anchor or two are dropped when no alignment in their neighbourhood scores `least`
    or the uncommon words that match there weigh less than `uncommon`: most share four words by
    chance.
    """
    order, bounds = arrange(anchors.early, anchors.late, anchors.at_early, len(words.begin))
    chains = chain(order, bounds, *anchors, words.begin)
    chains = chains[
        promising(chains, words.hashes, words.weights, words.begin, words.end, least, uncommon)
    ]
    found = verify(chains, words.hashes, words.weights, words.begin, words.end)
    return Alignments(*(np.ascontiguousarray(found[:, i]) for i in range(9)))


@njit(cache=True, nogil=True)
def arrange(early, late, at_early, texts):
    """Anchors in order of (early, late, at_early); and where the anchors of each pair begin."""
    n = len(early)
    offsets = np.zeros(texts + 1, np.int64)
    for i in range(n):
        offsets[early[i] + 1] += 1
    for t in range(texts):
        offsets[t + 1] += offsets[t]
    order = np.empty(n, np.int64)
    fill = offsets[:-1].copy()
    for i in range(n):
        order[fill[early[i]]] = i
        fill[early[i]] += 1
    bounds = np.empty(n + 1, np.int64)
    pairs = 0
    for t in range(texts):
        low, high = offsets[t], offsets[t + 1]
        if low == high:
            continue
        mine = order[low:high]
        keys = np.empty(high - low, np.uint64)
        for k in range(high - low):
            keys[k] = (U(late[mine[k]]) << U(32)) | U(at_early[mine[k]])
        rank = np.argsort(keys, kind="mergesort")  # stable: the same for any parts
        order[low:high] = mine[rank]
        for k in range(high - low):
            if k == 0 or keys[rank[k]] >> U(32) != keys[rank[k - 1]] >> U(32):
                bounds[pairs] = low + k
                pairs += 1
    bounds[pairs] = n
    return order, bounds[: pairs + 1]


@njit(cache=True, nogil=True)
def chain(order, bounds, early, late, at_early, at_late, begin):
    """For each pair, the chain with most anchors: (text, text, start, end, start, end, anchors)."""
    out = np.empty((len(bounds) - 1, 7), np.int64)
    for row in range(len(bounds) - 1):
        i, j = bounds[row], bounds[row + 1]
        ta, tb = np.int64(early[order[i]]), np.int64(late[order[i]])
        best = 0
        s = i
        while s < j:
            a, b = np.int64(at_early[order[s]]), np.int64(at_late[order[s]])
            a0, b0 = a, b
            size = 1
            e = s + 1
            nxt = j
            while e < j:
                x, y = np.int64(at_early[order[e]]), np.int64(at_late[order[e]])
                if x - a > GAP:
                    nxt = min(nxt, e)
                    break
                if y > b and y - b <= GAP + DRIFT and abs((x - a) - (y - b)) <= DRIFT and x > a:
                    size += 1
                    a, b = x, y
                elif nxt == j:
                    nxt = e  # an anchor off this chain may begin another
                e += 1
            if size > best:
                best = size
                out[row, 0] = ta
                out[row, 1] = tb
                out[row, 2] = a0 - begin[ta]
                out[row, 3] = a - begin[ta]
                out[row, 4] = b0 - begin[tb]
                out[row, 5] = b - begin[tb]
                out[row, 6] = size
            s = nxt
    return out


@njit(cache=True, nogil=True)
def promising(chains, hashes, weights, begin, end, least, uncommon):
    """Does each chain have many anchors, or enough that matches around it?"""
    keep = np.ones(len(chains), np.bool_)
    half = 6
    n = 2 * half + 1
    score = np.zeros((2, n + 2), np.int32)
    for row in range(len(chains)):
        if chains[row, 6] > FEW:
            continue
        base_a, base_b = begin[chains[row, 0]], begin[chains[row, 1]]
        la, lb = end[chains[row, 0]] - base_a, end[chains[row, 1]] - base_b
        center = chains[row, 2] - chains[row, 4]
        best = 0
        rare = 0
        now = 0
        score[:] = 0
        for i in range(max(0, chains[row, 2] - GLIMPSE), min(la, chains[row, 3] + GLIMPSE)):
            old = now
            now = 1 - now
            weight = 0
            for c in range(1, n + 1):
                j = i - center + (c - 1 - half)
                if j < 0 or j >= lb:
                    score[now, c] = 0
                    continue
                same = hashes[base_a + i] == hashes[base_b + j]
                if same and not (weights[base_a + i] | weights[base_b + j]) & COMMON:
                    weight = weights[base_a + i]
                across = score[old, c] + (2 if same else -1)
                value = max(across, score[old, c + 1] - 1, score[now, c - 1] - 1, 0)
                score[now, c] = value
                best = max(best, value)
            rare += weight
            if best >= least and rare >= uncommon:
                break
        keep[row] = best >= least and rare >= uncommon
    return keep


@njit(cache=True, nogil=True)
def verify(chains, hashes, weights, begin, end):
    """Align around each chain: the rows' columns are those of `Alignments`."""
    out = np.zeros((len(chains), 9), np.int64)
    width = 2 * BAND + 3
    score = np.zeros((2, width), np.int32)
    state = np.zeros((2, width, 5), np.int32)  # starts, matched, weight, uncommon
    for row in range(len(chains)):
        ta, tb = chains[row, 0], chains[row, 1]
        base_a, base_b = begin[ta], begin[tb]
        la, lb = end[ta] - base_a, end[tb] - base_b
        d0 = chains[row, 2] - chains[row, 4]
        d1 = chains[row, 3] - chains[row, 5]
        center = (d0 + d1) // 2
        half = min(BAND, abs(d0 - d1) // 2 + 8)
        n = 2 * half + 1
        out[row, 0] = ta
        out[row, 1] = tb
        best = 0
        now = 0
        score[:] = 0
        for i in range(max(0, chains[row, 2] - REACH), min(la, chains[row, 3] + REACH)):
            old = now
            now = 1 - now
            score[now, : n + 2] = 0
            for c in range(1, n + 1):
                j = i - center + (c - 1 - half)
                if j < 0 or j >= lb:
                    continue
                same = hashes[base_a + i] == hashes[base_b + j]
                across = score[old, c] + (2 if same else -1)
                up = score[old, c + 1] - 1
                side = score[now, c - 1] - 1
                value = max(across, up, side)
                if value <= 0:
                    continue
                score[now, c] = value
                if value == across:
                    if score[old, c] == 0:
                        state[now, c, 0] = i
                        state[now, c, 1] = j
                        state[now, c, 2:] = 0
                    else:
                        state[now, c] = state[old, c]
                    if same:
                        wa, wb = weights[base_a + i], weights[base_b + j]
                        weight = min(wa & 3, wb & 3)
                        state[now, c, 2] += 1
                        state[now, c, 3] += weight
                        state[now, c, 4] += 0 if (wa | wb) & COMMON else weight
                elif value == up:
                    state[now, c] = state[old, c + 1]
                else:
                    state[now, c] = state[now, c - 1]
                if value > best:
                    best = value
                    out[row, 2] = state[now, c, 0]
                    out[row, 3] = i + 1
                    out[row, 4] = state[now, c, 1]
                    out[row, 5] = j + 1
                    out[row, 6] = state[now, c, 2]
                    out[row, 7] = state[now, c, 3]
                    out[row, 8] = state[now, c, 4]
    return out
