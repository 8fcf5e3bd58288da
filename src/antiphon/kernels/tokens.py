"""Texts to words: one tokenisation for all scripts.

A word is a run of letters and digits, or one character of a script written without spaces. Links
and @mentions are not words: they say where, not what. Hashtags are words without weight: two
posts that share nothing else share no message. A word weighs 2, a single character of Han, kana
or Thai 1, since a word of those scripts takes about two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.folding import LIMIT, folding

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD_WEIGHT = 2
U = np.uint64
SEED = U(0x9E3779B97F4A7C15)
PRIME = U(0x100000001B3)


@dataclass(frozen=True)
class Tokens:
    """The words of many texts, text after text."""

    hashes: NDArray[np.uint64]
    """Hash of the folded word."""
    starts: NDArray[np.int32]
    """Character of its text at which it starts."""
    ends: NDArray[np.int32]
    """Character after it."""
    weights: NDArray[np.uint8]
    """2 for a word, 1 for a single character, 0 for a hashtag."""
    offsets: NDArray[np.int64]
    """Text i has the words offsets[i]:offsets[i + 1]."""


def tokenise(offsets: NDArray[np.int64], data: NDArray[np.uint8]) -> Tokens:
    """Split UTF-8 texts into words.

    Args:
        offsets: text i is the bytes offsets[i]:offsets[i + 1] of data; n + 1 numbers.
        data: valid UTF-8, as in an arrow string array.

    >>> text = "The BRIDGE, https://x.example/1 opened @noon".encode()
    >>> tokens = tokenise(np.array([0, len(text)]), np.frombuffer(text, np.uint8))
    >>> [(int(a), int(b)) for a, b in zip(tokens.starts, tokens.ends)]
    [(0, 3), (4, 10), (32, 38)]
    """
    kinds, starts, forms = folding()
    offsets = np.ascontiguousarray(offsets, np.int64)
    capacity = int(offsets[-1] - offsets[0]) + 1
    hashes = np.empty(capacity, np.uint64)
    first = np.empty(capacity, np.int32)
    last = np.empty(capacity, np.int32)
    weights = np.empty(capacity, np.uint8)
    ends = np.zeros(len(offsets), np.int64)
    count = scan(data, offsets, kinds, starts, forms, hashes, first, last, weights, ends)
    return Tokens(
        hashes[:count].copy(),
        first[:count].copy(),
        last[:count].copy(),
        weights[:count].copy(),
        ends,
    )


@njit(cache=True, nogil=True, inline="always")
def mix(h):
    """Spread the bits of a 64-bit number over all of it (the finaliser of MurmurHash3)."""
    h ^= h >> U(33)
    h *= U(0xFF51AFD7ED558CCD)
    h ^= h >> U(33)
    h *= U(0xC4CEB9FE1A85EC53)
    return h ^ (h >> U(33))


@njit(cache=True, nogil=True)
def decode(data, i):
    """The code point at byte i and the byte after it."""
    b = np.int64(data[i])
    if b < 0x80:
        return b, i + 1
    if b < 0xE0:
        return ((b & 31) << 6) | (np.int64(data[i + 1]) & 63), i + 2
    if b < 0xF0:
        high = ((b & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6)
        return high | (np.int64(data[i + 2]) & 63), i + 3
    high = ((b & 7) << 18) | ((np.int64(data[i + 1]) & 63) << 12)
    return high | ((np.int64(data[i + 2]) & 63) << 6) | (np.int64(data[i + 3]) & 63), i + 4


@njit(cache=True, nogil=True)
def is_link(data, i, end):
    """Does http:, https: or www. start at byte i?"""
    if end - i < 5:
        return False
    a, b, c = data[i] | 32, data[i + 1] | 32, data[i + 2] | 32
    if a == 119 and b == 119 and c == 119 and data[i + 3] == 46:
        return True
    if not (a == 104 and b == 116 and c == 116 and (data[i + 3] | 32) == 112):
        return False
    at = i + 4
    if (data[at] | 32) == 115:
        at += 1
    return at < end and data[at] == 58


@njit(cache=True, nogil=True)
def scan(data, offsets, kinds, forms_at, forms, hashes, first, last, weights, ends):
    """Fill the arrays of `Tokens`; return how many words there are."""
    n = 0
    ends[0] = 0
    for text in range(len(offsets) - 1):
        i = offsets[text]
        stop = offsets[text + 1]
        char = np.int32(0)
        inside = False
        skipping = False  # in a link: until the next white space
        tag = False
        mention = False
        h = SEED
        while i < stop:
            if not inside and not skipping and is_link(data, i, stop):
                skipping = True
            code, after = decode(data, i)
            kind = kinds[code] if code < LIMIT else np.uint8(0)
            if skipping:
                if code <= 32 or code in (0x3000, 0xA0):
                    skipping = False
                i = after
                char += np.int32(1)
                continue
            joins = kind == 1 or (code == 95 and (tag or mention))
            if inside and not joins and kind != 3:
                if not mention:
                    hashes[n] = mix(h)
                    last[n] = char
                    weights[n] = 0 if tag else 2
                    n += 1
                inside = False
                tag = False
                mention = False
            if joins:
                if not inside:
                    inside = True
                    h = SEED
                    if not mention:
                        first[n] = char
                if code != 95:
                    for at in range(forms_at[code], forms_at[code + 1]):
                        h = (h ^ U(forms[at])) * PRIME
                        h ^= h >> U(29)
            elif kind == 2:
                h = SEED
                for at in range(forms_at[code], forms_at[code + 1]):
                    h = (h ^ U(forms[at])) * PRIME
                    h ^= h >> U(29)
                hashes[n] = mix(h)
                first[n] = char
                last[n] = char + np.int32(1)
                weights[n] = 0 if tag else 1
                n += 1
            elif kind == 0:
                mention = code in (64, 0xFF20)
                tag = code in (35, 0xFF03)
            i = after
            char += np.int32(1)
        if inside and not mention:
            hashes[n] = mix(h)
            last[n] = char
            weights[n] = 0 if tag else 2
            n += 1
        ends[text + 1] = n
    return n
