"""Anchors of two texts that follow one another along a diagonal: a passage begins as a chain."""

from __future__ import annotations

import numpy as np
from numba import njit

U = np.uint64
GAP = 48  # words between two anchors of one chain
DRIFT = 24  # words that may be added or lost between two anchors


@njit(cache=True, nogil=True)
def in_order(keys, rows, other_keys, other_rows):
    """Put keys in order and rows along with them; what is alike stays as it is (merge sort)."""
    n = len(keys)
    size = 1
    while size < n:
        for low in range(0, n, 2 * size):
            i, middle = low, min(low + size, n)
            j, high = middle, min(low + 2 * size, n)
            for k in range(low, high):
                if j == high or (i < middle and keys[i] <= keys[j]):
                    other_keys[k], other_rows[k] = keys[i], rows[i]
                    i += 1
                else:
                    other_keys[k], other_rows[k] = keys[j], rows[j]
                    j += 1
        for k in range(n):
            keys[k], rows[k] = other_keys[k], other_rows[k]
        size *= 2


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
    for i in range(n):
        order[offsets[early[i]]] = i
        offsets[early[i]] += 1
    for t in range(texts, 0, -1):
        offsets[t] = offsets[t - 1]
    offsets[0] = 0
    bounds = np.empty(n + 1, np.int64)
    pairs = 0
    most = 0
    for t in range(texts):
        most = max(most, offsets[t + 1] - offsets[t])
    keys, other_keys = np.empty(most, np.uint64), np.empty(most, np.uint64)
    other_order = np.empty(most, np.int64)
    for t in range(texts):
        low, high = offsets[t], offsets[t + 1]
        if low == high:
            continue
        mine = order[low:high]
        for k in range(high - low):
            keys[k] = (U(late[mine[k]]) << U(32)) | U(at_early[mine[k]])
        in_order(keys[: high - low], mine, other_keys, other_order)
        for k in range(high - low):
            if k == 0 or keys[k] >> U(32) != keys[k - 1] >> U(32):
                bounds[pairs] = low + k
                pairs += 1
    bounds[pairs] = n
    return order, bounds[: pairs + 1]


@njit(cache=True, nogil=True)
def chain(order, bounds, early, late, at_early, at_late, begin):
    """The chains of each pair: text, text, start and end in the one, start and end in the other."""
    n = 0
    out = np.empty((len(order), 6), np.int64)
    used = np.zeros(len(order), np.bool_)
    for row in range(len(bounds) - 1):
        i, j = bounds[row], bounds[row + 1]
        ta, tb = np.int64(early[order[i]]), np.int64(late[order[i]])
        for s in range(i, j):
            if used[s]:
                continue
            a, b = np.int64(at_early[order[s]]), np.int64(at_late[order[s]])
            a0, b0 = a, b
            for e in range(s + 1, j):
                x, y = np.int64(at_early[order[e]]), np.int64(at_late[order[e]])
                if x - a > GAP:
                    break
                on = b < y <= b + GAP + DRIFT and abs((x - a) - (y - b)) <= DRIFT and x > a
                if on and not used[e]:
                    used[e] = True
                    a, b = x, y
            out[n, 0], out[n, 1] = ta, tb
            out[n, 2], out[n, 3] = a0 - begin[ta], a - begin[ta]
            out[n, 4], out[n, 5] = b0 - begin[tb], b - begin[tb]
            n += 1
    return out[:n]
