"""Texts of the same words: a wording is a sequence of words; many posts may carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, SEED, WEIGHT, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Words:
    """The words of many texts, in order; those of text i are at begin[i]:end[i]."""

    hashes: NDArray[np.uint32]
    """Half of the hash of the folded word: enough to tell the words of two texts apart."""
    weights: NDArray[np.uint8]
    """2 for a word, 1 for a single character, 0 for a hashtag; and the bits of `tokens.QUOTED` and
    `tokens.COMMON`."""
    begin: NDArray[np.int64]
    end: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many words each text has."""
        return self.end - self.begin

    def take(self, texts: NDArray[np.int64]) -> Words:
        """Some of the texts, nothing copied but their places."""
        return Words(self.hashes, self.weights, self.begin[texts], self.end[texts])

    def packed(self) -> Words:
        """The same texts with their words moved into order."""
        end = np.cumsum(self.lengths)
        hashes, weights = move(self.hashes, self.weights, self.begin, self.end)
        return Words(hashes, weights, end - self.lengths, end)


@dataclass(frozen=True)
class Wordings:
    """Which posts say word for word the same; posts in order of time."""

    of_post: NDArray[np.int64]
    """The wording of each post; -1 for a post too short to be compared."""
    posts: NDArray[np.int64]
    """Posts grouped by wording, in order of time within each."""
    offsets: NDArray[np.int64]
    """Wording w is carried by posts[offsets[w]:offsets[w + 1]]."""

    @property
    def first(self) -> NDArray[np.int64]:
        """The earliest post of each wording."""
        return self.posts[self.offsets[:-1]]


def group(words: Words, min_weight: int) -> Wordings:
    """Collapse posts of identical words; wordings are numbered by their first post."""
    hashes, weights = whole(words.hashes, words.weights, words.begin, words.end)
    eligible = np.flatnonzero(weights >= min_weight)
    _, first, inverse = np.unique(hashes[eligible], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    number = rank[inverse]
    of_post = np.full(len(hashes), -1, np.int64)
    of_post[eligible] = number
    order = np.argsort(number, kind="stable")
    offsets = np.zeros(len(first) + 1, np.int64)
    np.cumsum(np.bincount(number, minlength=len(first)), out=offsets[1:])
    return Wordings(of_post, eligible[order], offsets)


def carried_by_several(said: Wordings, accounts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which wordings more than one account carries."""
    if not len(said.posts):
        return np.zeros(0, np.bool_)
    carrier = accounts[said.posts]
    low = np.minimum.reduceat(carrier, said.offsets[:-1])
    high = np.maximum.reduceat(carrier, said.offsets[:-1])
    return np.not_equal(low, high)


@njit(cache=True, nogil=True)
def move(hashes, weights, begin, end):
    """The words of the texts one after another."""
    n = (end - begin).sum()
    to_hashes = np.empty(n, hashes.dtype)
    to_weights = np.empty(n, weights.dtype)
    n = 0
    for i in range(len(begin)):
        for j in range(begin[i], end[i]):
            to_hashes[n] = hashes[j]
            to_weights[n] = weights[j]
            n += 1
    return to_hashes, to_weights


@njit(cache=True, nogil=True)
def whole(hashes, weights, begin, end):
    """Hash and weight of each text's whole sequence of words."""
    n = len(begin)
    result = np.empty(n, np.uint64)
    total = np.zeros(n, np.int64)
    for i in range(n):
        first, last = begin[i], end[i]
        # every third word by itself: each waits for the one before
        a = b = c = SEED
        j = first
        while j + 2 < last:
            a = then(a, hashes[j])
            b = then(b, hashes[j + 1])
            c = then(c, hashes[j + 2])
            j += 3
        for k in range(j, last):
            a = then(a, hashes[k])
        result[i] = mix((mix((a ^ mix(b)) * PRIME) ^ c) * PRIME)
        weight = np.int64(0)
        for k in range(first, last):
            weight += weights[k] & WEIGHT
        total[i] = weight
    return result, total


@njit(cache=True, nogil=True, inline="always")
def then(h, word):
    """The hash of words, with one more."""
    return mix((h ^ np.uint64(word)) * PRIME)
