"""Common phrases, told by how they spread: many carry them, and never in a burst.

Phrases of many accounts are stock; phrases of many texts of few accounts are their boilerplate:
datelines, signatures, calls to follow. Their words are marked by the bit `COMMON` of the weight:
they keep their place in a passage, but a passage must have others besides.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.anchors import GRAM

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
    """So many accounts or twice as many texts, and no window of time holds half of them."""
    if len(times) < min_accounts:
        return False
    if len(times) < 2 * min_accounts and distinct(accounts, min_accounts) < min_accounts:
        return False
    return 2 * burst(np.sort(times), window) < len(times)


@njit(cache=True, nogil=True)
def mark_grams(group, position, text, end, times, accounts, weights, min_accounts, window):
    """Mark the words of grams that are common phrases; return for each group whether it is one.

    The first three are a part's grams (see `antiphon.kernels.anchors`); `end` is where each text's
    words end; times and accounts are those of the first post of each wording.
    """
    common = np.zeros(len(group) - 1, np.bool_)
    for g in range(len(group) - 1):
        i, j = group[g], group[g + 1]
        if j - i < min_accounts:
            continue
        where = text[i:j]
        if is_common(times[where], accounts[where], min_accounts, window):
            common[g] = True
            for k in range(i, j):
                at = np.int64(position[k])
                weight = 0
                while weight < GRAM and at < end[text[k]]:
                    weight += weights[at] & 3
                    weights[at] |= COMMON
                    at += 1
    return common


@njit(cache=True, nogil=True)
def mark_wordings(posts, offsets, begin, end, times, accounts, weights, min_accounts, window):
    """Mark all words of wordings that are common phrases as a whole; return how many are.

    Wording w is carried by posts[offsets[w]:offsets[w + 1]] and has the words begin[w]:end[w].
    """
    found = 0
    for w in range(len(offsets) - 1):
        if offsets[w + 1] - offsets[w] < min_accounts:
            continue
        carriers = posts[offsets[w] : offsets[w + 1]]
        if is_common(times[carriers], accounts[carriers], min_accounts, window):
            found += 1
            for at in range(begin[w], end[w]):
                weights[at] |= COMMON
    return found


@njit(cache=True, nogil=True)
def counted(weights, begin, end):
    """The weight of each text's words that are not marked."""
    total = np.zeros(len(begin), np.int64)
    for text in range(len(begin)):
        for at in range(begin[text], end[text]):
            if not weights[at] & COMMON:
                total[text] += weights[at]
    return total
