"""Grams: the shortest runs of words from each position on that weigh `GRAM`.

Four words, seven Han characters. A gram is a number of 64 bits, most of them the first of its hash,
the others its position. None begins with a hashtag, and what is marked as common has no bearing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, WEIGHT, mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

U = np.uint64
GRAM = 7
BLOCK = 1 << 14  # words whose grams are held at once, or those of one text
SAMPLE = 16  # of so many texts one is looked at to guess how many grams pass a sieve
ALL = np.zeros(0, np.uint64)  # the sieve that everything passes


def bits_of(words: Words) -> int:
    """The bits below a gram's hash that its position takes: the same for a range of sizes."""
    return max(20, -(-len(words.hashes).bit_length() // 4) * 4)


def grams_of(words: Words, low: int) -> NDArray[np.uint64]:
    """All grams of the texts, text after text, with the position in the `low` bits."""
    room = np.empty(int(words.lengths.sum()), np.uint64)
    whole = (U(0), U(0), low, ALL)
    return room[: sift(words.hashes, words.weights, words.begin, words.end, *whole, room)]


def sieve_of(words: Words, bits: int) -> NDArray[np.uint64]:
    """A sieve that the grams of the texts pass, and few others.

    A table of 2 ** bits, for the first bits of a hash.
    """
    sieve = np.zeros(1 << (bits - 6), np.uint64)
    note(words.hashes, words.weights, words.begin, words.end, bits_of(words), bits, sieve)
    return sieve


def guess(words: Words, sieve: NDArray[np.uint64]) -> int:
    """About how many grams pass the sieve."""
    some = words.take(np.arange(0, len(words.begin), SAMPLE))
    texts = (some.hashes, some.weights, some.begin, some.end)
    return SAMPLE * int(count(*texts, bits_of(words), sieve))


@njit(cache=True, nogil=True, inline="always")
def weighs(word):
    """The weight of a word, told from its hash; hashtags count here like other words."""
    return 2 - np.int64(word & np.uint32(1))


@njit(cache=True, nogil=True)
def sift(hashes, weights, begin, end, part, share, low, sieve, out):
    """Fill in the grams of the texts that pass the sieve, and say how many there are.

    Only those of a part, one of 2 ** share by the first bits of their hash. There is room for as
    many grams as the texts have words: what is not kept is written, too, and then overwritten.
    """
    every = len(sieve) == 0
    narrow = U(58)
    while len(sieve) >> (U(58) - narrow) > 1:
        narrow -= U(1)
    low = U(low)
    other = U(63) - U(share)  # in two steps, since nothing can be shifted by 64
    power = np.empty(GRAM + 1, np.uint64)
    power[0] = U(1)
    for k in range(GRAM):
        power[k + 1] = power[k] * PRIME
    n = U(0)
    for text in range(len(begin)):
        stop = U(end[text])
        i = j = U(begin[text])
        h = U(0)
        weight = 0
        while True:
            while j < stop and weight < GRAM:
                h = h * PRIME + U(hashes[j])
                weight += weighs(hashes[j])
                j += U(1)
            if weight < GRAM:
                break
            g = mix(h)
            keep = U((g >> U(1)) >> other == U(part)) & U(weights[i] & WEIGHT != 0)
            if not every:
                at = g >> narrow
                keep &= sieve[at >> U(6)] >> (at & U(63))
            out[n] = ((g >> low) << low) | i
            n += keep
            h -= U(hashes[i]) * power[j - i - U(1)]
            weight -= weighs(hashes[i])
            i += U(1)
    return np.int64(n)


@njit(cache=True, nogil=True)
def block(begin, end, text):
    """The text after a block of texts that begins at this one."""
    many = end[text] - begin[text]
    text += 1
    while text < len(begin) and many + end[text] - begin[text] <= BLOCK:
        many += end[text] - begin[text]
        text += 1
    return text


@njit(cache=True, nogil=True)
def room_for(begin, end):
    """Room for the grams of a block."""
    longest = BLOCK
    for text in range(len(begin)):
        longest = max(longest, end[text] - begin[text])
    return np.empty(longest, np.uint64)


@njit(cache=True, nogil=True)
def note(hashes, weights, begin, end, low, bits, sieve):
    """Let the grams of the texts pass the sieve."""
    room = room_for(begin, end)
    nothing = np.zeros(0, np.uint64)
    text = 0
    while text < len(begin):
        one, text = text, block(begin, end, text)
        places = (begin[one:text], end[one:text])
        n = sift(hashes, weights, *places, U(0), U(0), low, nothing, room)
        for gram in room[:n]:
            at = gram >> U(64 - bits)
            sieve[at >> U(6)] |= U(1) << (at & U(63))


@njit(cache=True, nogil=True)
def count(hashes, weights, begin, end, low, sieve):
    """How many grams of the texts pass the sieve."""
    room = room_for(begin, end)
    found = 0
    text = 0
    while text < len(begin):
        one, text = text, block(begin, end, text)
        places = (begin[one:text], end[one:text])
        found += sift(hashes, weights, *places, U(0), U(0), low, sieve, room)
    return found
