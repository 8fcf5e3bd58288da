"""Anchors: short runs of words that two wordings have in common.

A gram is the shortest run of words from a position on that weighs `GRAM` (four words, eight Han
characters). Grams are sorted by hash, those that occur once are dropped, and each group of the
others gives anchors: pairs of positions in two wordings. In a large
group each wording is paired with the nearest earlier ones of other accounts only, so that a
phrase that everybody uses costs no more than its length, and nothing is lost altogether.

Grams are taken in parts by the hash of their first two words: memory is bounded by the size of a
part, not by that of the corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, SEED, mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

U = np.uint64
GRAM = 8
COARSE = 8  # 2 ** COARSE words share an entry of the table that finds a word's text


class Grams(NamedTuple):
    """Grams of one part that were seen at least twice, in order of their hash."""

    group: NDArray[np.int64]
    """Group g has the grams group[g]:group[g + 1]."""
    position: NDArray[np.uint32]
    """Where each gram starts, among all words; ascending within a group."""
    text: NDArray[np.int32]
    """The text it is in."""


def parts(words: Words, most: int) -> Iterator[Grams]:
    """Repeated grams of the texts, in parts of about `most` words each."""
    total = int(words.lengths.sum())
    share = max(0, (total - 1) // most).bit_length()
    index = places(words)
    for part in range(1 << share):
        yield repeated(words, index, part, share)


def repeated(words: Words, index: tuple[NDArray[np.int64], ...], part: int, share: int) -> Grams:
    """The repeated grams whose first two words fall into the part, of 2 ** share."""
    arguments = (words.hashes, words.weights, words.begin, words.end, U(part), U(share))
    low = max(20, len(words.hashes).bit_length())
    packed = collect(*arguments, low, count(*arguments))
    packed.sort()
    packed = packed[: drop_single(packed, low)]
    position = (packed & U((1 << low) - 1)).astype(np.uint32)
    packed >>= U(low)
    change = np.flatnonzero(packed[1:] != packed[:-1]) + 1
    return Grams(
        np.concatenate([[0], change, [len(packed)]]).astype(np.int64),
        position,
        locate(position, *index),
    )


def places(words: Words) -> tuple[NDArray[np.int64], ...]:
    """What finds the text of a word: starts in order, their texts, and a coarse table of them."""
    filled = np.flatnonzero(words.lengths)
    order = filled[np.argsort(words.begin[filled], kind="stable")]
    starts = words.begin[order]
    entries = np.arange((len(words.hashes) >> COARSE) + 2) << COARSE
    coarse = np.searchsorted(starts, entries, side="right") - 1
    return starts, order, np.maximum(coarse, 0)


@njit(cache=True, nogil=True)
def locate(position, starts, texts, coarse):
    """The text of each position."""
    found = np.empty(len(position), np.int32)
    for i in range(len(position)):
        at = np.int64(position[i])
        k = coarse[at >> COARSE]
        while k + 1 < len(starts) and starts[k + 1] <= at:
            k += 1
        found[i] = texts[k]
    return found


@njit(cache=True, nogil=True, inline="always")
def gram(hashes, weights, i, stop):
    """Hash of the gram that starts at word i; 0 where the text ends too soon.

    The bit that marks common phrases is left aside: which grams there are may not depend on it.
    """
    if weights[i] & 3 == 0:
        return U(0)
    h = SEED
    weight = 0
    j = i
    while j < stop and weight < GRAM:
        h = (h ^ U(hashes[j])) * PRIME
        h ^= h >> U(31)
        weight += weights[j] & 3
        j += 1
    return mix(h) | U(1) if weight >= GRAM else U(0)


@njit(cache=True, nogil=True, inline="always")
def falls(hashes, i, part, share):
    """Do the two words from i on fall into the part?"""
    if share == U(0):
        return True
    return (((U(hashes[i]) << U(32)) ^ U(hashes[i + 1])) * SEED) >> (U(64) - share) == part


@njit(cache=True, nogil=True)
def count(hashes, weights, begin, end, part, share):
    """A bound of the grams of the part."""
    n = 0
    for text in range(len(begin)):
        for i in range(begin[text], end[text] - 1):
            n += weights[i] & 3 > 0 and falls(hashes, i, part, share)
    return n


@njit(cache=True, nogil=True)
def collect(hashes, weights, begin, end, part, share, low, most):
    """The grams of the part: hash above, position in the `low` bits below."""
    out = np.empty(most, np.uint64)
    n = 0
    for text in range(len(begin)):
        for i in range(begin[text], end[text] - 1):
            if falls(hashes, i, part, share):
                g = gram(hashes, weights, i, end[text])
                if g != U(0):
                    out[n] = ((g >> U(low)) << U(low)) | U(i)
                    n += 1
    return out[:n]


@njit(cache=True, nogil=True)
def drop_single(packed, low):
    """Move the sorted grams that occur twice or more to the front; return how many they are."""
    n = 0
    last = len(packed) - 1
    before = U(0)
    for i in range(last + 1):
        hashed = packed[i] >> U(low)
        again = i > 0 and before == hashed
        if again or (i < last and packed[i + 1] >> U(low) == hashed):
            packed[n] = packed[i]
            n += 1
        before = hashed
    return n


class Anchors(NamedTuple):
    """Places that two texts have in common."""

    early: NDArray[np.int32]
    """The text with the lower number."""
    late: NDArray[np.int32]
    at_early: NDArray[np.uint32]
    """Where the gram starts in the one, among all words."""
    at_late: NDArray[np.uint32]


@njit(cache=True, nogil=True)
def anchors(group, position, text, skip, first, last, sole, window, breadth):
    """The columns of `Anchors` between wordings that could be in one family.

    Wordings are numbered in order of time; `first` and `last` are the times of their first and
    last post, `sole` the account when only one carries it, else -1. Each wording is paired with
    at most `breadth` nearest earlier ones that share the gram, looked for among 32 times as many.
    Groups of which `skip` is true give none.
    """
    m = 0
    early = np.empty(0, np.int32)
    late = np.empty(0, np.int32)
    at_early = np.empty(0, np.uint32)
    at_late = np.empty(0, np.uint32)
    for keep in range(2):
        if keep:
            early = np.empty(m, np.int32)
            late = np.empty(m, np.int32)
            at_early = np.empty(m, np.uint32)
            at_late = np.empty(m, np.uint32)
        m = 0
        for g in range(len(group) - 1):
            if skip[g]:
                continue
            i, j = group[g], group[g + 1]
            order = np.argsort(text[i:j], kind="mergesort")
            for b in range(1, j - i):
                tb = text[i + order[b]]
                taken = 0
                a = b - 1
                stop = max(0, b - 32 * breadth)
                while a >= stop and taken < breadth:
                    ta = text[i + order[a]]
                    p = position[i + order[a]]
                    a -= 1
                    if ta == tb or (sole[ta] >= 0 and sole[ta] == sole[tb]):
                        continue
                    if first[tb] - last[ta] > window:
                        continue
                    if keep:
                        early[m] = ta
                        late[m] = tb
                        at_early[m] = p
                        at_late[m] = position[i + order[b]]
                    m += 1
                    taken += 1
    return early, late, at_early, at_late
