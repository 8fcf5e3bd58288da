"""Common phrases, told by how they spread: many carry them, and never in a burst.

Phrases of many accounts are stock; phrases of many texts of few accounts are their boilerplate:
datelines, signatures, calls to follow. Four words that are common are common in any language: a
phrase is a run of them, of `PHRASE` weight or more. Its words are marked by the bit `COMMON` of the
weight: they keep their place in a passage, but a passage must have others besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.ahead import fetch
from antiphon.kernels.grams import GRAM
from antiphon.kernels.tokens import COMMON, PRIME, SEED, WEIGHT, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

BEGINS = np.uint8(16)
"""The bit of a weight that says a common gram begins at the word."""
SPARED, LISTED = np.uint8(32), np.uint8(64)
"""The bits of a weight that say the word is in a phrase that counts in full, or never."""
PHRASE = 14


class Runs(NamedTuple):
    """Where texts have a common phrase; words counted from the text's first."""

    text: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    key: NDArray[np.uint64]
    """The same for the same words."""


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

    Times are in order. Accounts are not looked at where there are twice as many texts.
    """
    if len(times) < min_accounts:
        return False
    if len(times) < 2 * min_accounts and distinct(accounts, min_accounts) < min_accounts:
        return False
    return 2 * burst(times, window) < len(times)


@njit(cache=True, nogil=True)
def mark_grams(grams, times, accounts, weights, min_accounts, window, overruled):
    """Mark where common grams begin; return for each group whether it is one.

    `grams` are the columns of a part's `antiphon.kernels.repeats.Grams`; times and accounts are
    those of the first post of each wording. Where phrases are `overruled`, the words of some are
    marked: one of `SPARED` words is never common, one of `LISTED` words always.
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
        said = np.uint8(0)
        if overruled:
            for k in range(i, i + n):
                said |= weights[np.int64(position[k])] & (SPARED | LISTED)
        if said & SPARED:
            continue
        if said & LISTED:
            common[g] = True
            continue
        if n < min_accounts:
            continue
        for k in range(n):
            when[k] = times[text[i + k]]
            fetch(weights, np.int64(position[i + k]))
        for k in range(n if n < 2 * min_accounts else 0):
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
        for k in range(begin[text], end[text]):
            if weights[k] & LISTED:
                weights[k] |= COMMON
            if weights[k] & SPARED:
                weights[k] &= ~COMMON


def phrases(words: Words) -> Runs:
    """The runs of words of texts that are marked as common."""
    return Runs(*runs(words.hashes, words.weights, words.begin, words.end))


@njit(cache=True, nogil=True)
def runs(hashes, weights, begin, end):
    """The columns of `Runs`: one pass to count, one to write."""
    n = 0
    out = np.empty((3, 0), np.int64)
    key = np.empty(0, np.uint64)
    for keep in range(2):
        if keep:
            out = np.empty((3, n), np.int64)
            key = np.empty(n, np.uint64)
        n = 0
        for text in range(len(begin)):
            i = begin[text]
            while i < end[text]:
                if not weights[i] & COMMON:
                    i += 1
                    continue
                start = i
                h = SEED
                while i < end[text] and weights[i] & COMMON:
                    h = h * PRIME + np.uint64(hashes[i])
                    i += 1
                if keep:
                    out[0, n], out[1, n], out[2, n] = text, start - begin[text], i - begin[text]
                    key[n] = mix(h)
                n += 1
    return out[0], out[1], out[2], key


@njit(cache=True, nogil=True)
def mark_wordings(posts, offsets, begin, end, times, accounts, weights, min_accounts, window):
    """Mark all words of wordings that are common phrases as a whole; return how many are.

    Wording w is carried by posts[offsets[w]:offsets[w + 1]] and has the words begin[w]:end[w].
    """
    found = 0
    most = 0
    for w in range(len(offsets) - 1):
        most = max(most, offsets[w + 1] - offsets[w])
    when = np.empty(most, np.int64)
    who = np.empty(most, np.int64)
    for w in range(len(offsets) - 1):
        n = offsets[w + 1] - offsets[w]
        if n < min_accounts:
            continue
        for k in range(n):
            post = posts[offsets[w] + k]
            when[k], who[k] = times[post], accounts[post]
        if is_common(when[:n], who[:n], min_accounts, window):
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
