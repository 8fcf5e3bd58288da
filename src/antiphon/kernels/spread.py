"""Common phrases, told by how they spread: many carry them, and never in a burst.

Phrases of many accounts are stock; phrases of many texts of few accounts are their boilerplate:
datelines, signatures, calls to follow. Four words that are common are common in any language: a
phrase is a run of them, of `PHRASE` weight or more. Its words are marked by the bit `COMMON` of the
weight: they keep their place in a passage, but a passage must have others besides.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.align import COMMON
from antiphon.kernels.anchors import GRAM
from antiphon.kernels.tokens import WEIGHT

BEGINS = np.uint8(16)
"""The bit of a weight that says a common gram begins at the word."""
PHRASE = 12


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
    """So many accounts or twice as many texts, and no window of time holds half of them.

    Times are in order.
    """
    if len(times) < min_accounts:
        return False
    if len(times) < 2 * min_accounts and distinct(accounts, min_accounts) < min_accounts:
        return False
    return 2 * burst(times, window) < len(times)


@njit(cache=True, nogil=True)
def mark_grams(grams, times, accounts, weights, min_accounts, window):
    """Mark where common grams begin; return for each group whether it is one.

    `grams` are the columns of a part's `antiphon.kernels.anchors.Grams`; times and accounts are
    those of the first post of each wording.
    """
    group, position, text = grams
    common = np.zeros(len(group) - 1, np.bool_)
    most = 0
    for g in range(len(group) - 1):
        most = max(most, group[g + 1] - group[g])
    when = np.empty(most, np.int64)
    who = np.empty(most, np.int64)
    for g in range(len(group) - 1):
        i, n = group[g], group[g + 1] - group[g]
        if n < min_accounts:
            continue
        for k in range(n):
            when[k] = times[text[i + k]]
            who[k] = accounts[text[i + k]]
        if is_common(when[:n], who[:n], min_accounts, window):
            common[g] = True
            for k in range(i, i + n):
                weights[np.int64(position[k])] |= BEGINS
    return common


@njit(cache=True, nogil=True)
def mark_phrases(begin, end, weights):
    """Mark the words of runs of common grams that weigh `PHRASE` or more."""
    for text in range(len(begin)):
        i = begin[text]
        while i < end[text]:
            if not weights[i] & BEGINS:
                i += 1
                continue
            last = i
            while last + 1 < end[text] and weights[last + 1] & BEGINS:
                last += 1
            weight = 0
            stop = last
            while stop < end[text] and weight < GRAM:
                weight += weights[stop] & WEIGHT
                stop += 1
            for k in range(i, last):
                weight += weights[k] & WEIGHT
            if weight >= PHRASE:
                for k in range(i, stop):
                    weights[k] |= COMMON
            i = last + 1


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
def counted(weights, begin, end, mark):
    """The weight of each text's words that do not bear a mark."""
    total = np.zeros(len(begin), np.int64)
    for text in range(len(begin)):
        for at in range(begin[text], end[text]):
            if not weights[at] & mark:
                total[text] += weights[at] & WEIGHT
    return total
