"""Common phrases, told by how they spread: many accounts carry them, and never in a burst.

The words of a common phrase keep their place in a passage but carry no weight as evidence. They
are marked by the bit `COMMON` of their weight.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.anchors import GRAM

U = np.uint64
COMMON = np.uint8(4)


@njit(cache=True, nogil=True)
def burst(times, window):
    """The most of the sorted times that lie within one window."""
    best = 0
    low = 0
    for high in range(len(times)):
        while times[high] - times[low] > window:
            low += 1
        best = max(best, high - low + 1)
    return best


@njit(cache=True, nogil=True)
def distinct(accounts, limit):
    """How many different accounts there are, counted no further than the limit."""
    seen = np.empty(limit, np.int64)
    n = 0
    for account in accounts:
        known = False
        for i in range(n):
            if seen[i] == account:
                known = True
                break
        if not known:
            seen[n] = account
            n += 1
            if n == limit:
                break
    return n


@njit(cache=True, nogil=True)
def is_common(times, accounts, min_accounts, window):
    """At least so many accounts, and no window of time holds half of the carriers."""
    if len(times) < min_accounts or distinct(accounts, min_accounts) < min_accounts:
        return False
    return 2 * burst(np.sort(times), window) < len(times)


@njit(cache=True, nogil=True)
def mark_grams(packed, bits, text_of, times, accounts, weights, min_accounts, window):
    """Mark the words of grams that are common phrases; return how many grams are.

    `packed` are grams sorted by hash (see `antiphon.kernels.anchors`); times and accounts are
    those of the first post of each wording.
    """
    mask = (U(1) << U(bits)) - U(1)
    n = len(packed)
    found = 0
    i = 0
    while i < n:
        j = i + 1
        while j < n and (packed[j] >> U(bits)) == (packed[i] >> U(bits)):
            j += 1
        if j - i >= min_accounts:
            where = np.empty(j - i, np.int64)
            for k in range(i, j):
                where[k - i] = text_of[np.int64(packed[k] & mask)]
            if is_common(times[where], accounts[where], min_accounts, window):
                found += 1
                for k in range(i, j):
                    at = np.int64(packed[k] & mask)
                    weight = 0
                    while weight < GRAM and at < len(weights) and text_of[at] == where[k - i]:
                        weight += weights[at] & 3
                        weights[at] |= COMMON
                        at += 1
        i = j
    return found


@njit(cache=True, nogil=True)
def mark_wordings(posts, offsets, times, accounts, words, weights, min_accounts, window):
    """Mark all words of wordings that are common phrases as a whole; return how many are.

    Wording w is carried by posts[offsets[w]:offsets[w + 1]] and has the words
    words[w]:words[w + 1].
    """
    found = 0
    for w in range(len(offsets) - 1):
        if offsets[w + 1] - offsets[w] < min_accounts:
            continue
        carriers = posts[offsets[w] : offsets[w + 1]]
        if is_common(times[carriers], accounts[carriers], min_accounts, window):
            found += 1
            for at in range(words[w], words[w + 1]):
                weights[at] |= COMMON
    return found
