"""What a text and its translation have in common without a dictionary: numbers, names, tags, links.

Each is a key of 64 bits whose top four say what it is (see `antiphon.kernels.skeletons`). Names are
words with a capital, or any word of a script without capitals; of Han texts, runs of characters
that foreign names are written with, and every two or three characters that a name elsewhere in
the corpus sounds like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels import figures, skeletons
from antiphon.kernels.skeletons import (
    ACRONYM,
    BREAK,
    DIGIT,
    HAN,
    LINK,
    LONGEST,
    LOWER,
    MOST,
    PLAIN,
    SILENT,
    SYLLABLES,
    TAG,
    UPPER,
    U,
)
from antiphon.kernels.tokens import PRIME, SEED, is_link, mix
from antiphon.kernels.utf8 import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

PER_TEXT = 512  # keys of one text: what a long article begins with
LETTERS = 3  # of a name, at least
WANTED = 24  # bits of the table of syllables that are looked for in Han texts
CASES = (
    "ami", "yami", "imi", "ymi", "ogo", "ego", "omu", "emu", "oyu", "eyu", "ykh", "ikh",
    "om", "em", "am", "yam", "akh", "yakh", "ym", "im", "oy", "ey", "ah", "yah", "yh", "ih",
)  # fmt: skip
"""Endings of Cyrillic cases, in Latin letters, that have a consonant; longer ones first."""
ENDINGS = np.array([list(e.encode().ljust(4, b"\0")) for e in CASES], np.uint8)


class Evidence(NamedTuple):
    """Keys of many texts; a text may have a key several times."""

    keys: NDArray[np.uint64]
    text: NDArray[np.int32]
    letters: NDArray[np.int32]
    """Per text: its letters that are Latin, Cyrillic, Han, Arabic, other."""


def scan(offsets: NDArray[np.int64], data: NDArray[np.uint8]) -> Evidence:
    """Everything but the syllables of Han texts.

    >>> text = "Lavrov: 1.5 million".encode()
    >>> len(scan(np.array([0, len(text)]), np.frombuffer(text, np.uint8)).keys)
    4
    """
    offsets = np.ascontiguousarray(offsets, np.int64)
    size = int(np.minimum((offsets[1:] - offsets[:-1]) * 2 + 8, PER_TEXT).sum())
    keys, text = np.empty(size, np.uint64), np.empty(size, np.int32)
    letters = np.zeros((len(offsets) - 1, 5), np.int32)
    count = collect(
        data, offsets, skeletons.script(), figures.scales(), ENDINGS, keys, text, letters
    )
    return Evidence(keys[:count].copy(), text[:count].copy(), letters)


def wanted(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The table that says which syllables any name of the corpus has."""
    table = np.zeros(1 << WANTED, np.bool_)
    table[slots(keys[(keys >> U(60)) == SYLLABLES >> U(60)])] = True
    return table


def scan_han(
    offsets: NDArray[np.int64], data: NDArray[np.uint8], table: NDArray[np.bool_]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The syllables of two and three Han characters that a name of the corpus has."""
    script = skeletons.script()
    offsets = np.ascontiguousarray(offsets, np.int64)
    size = int(np.minimum(offsets[1:] - offsets[:-1], PER_TEXT).sum())
    keys, text = np.empty(size, np.uint64), np.empty(size, np.int32)
    count = collect_han(data, offsets, script.kinds, script.starts, script.forms, table, keys, text)
    return keys[:count].copy(), text[:count].copy()


@njit(cache=True, nogil=True)
def slots(keys):
    """Places in the table of `wanted`."""
    out = np.empty(len(keys), np.int64)
    for i in range(len(keys)):
        out[i] = np.int64(mix(keys[i]) >> U(64 - WANTED))
    return out


@njit(cache=True, nogil=True)
def put(key, at, limit, t, keys, text):
    """Keep a key, if it is one and there is room; return the next place."""
    if key == U(0) or at >= limit:
        return at
    keys[at] = key
    text[at] = t
    return at + 1


@njit(cache=True, nogil=True)
def name(word, n, sign, at, limit, t, keys, text):
    """The keys of a name in n Latin letters."""
    m = skeletons.symbols(word, n, sign)
    at = put(skeletons.sounds(sign, m, 3), at, limit, t, keys, text)
    at = put(skeletons.syllables(sign, m, 4), at, limit, t, keys, text)
    return put(skeletons.loan(sign, m, 3), at, limit, t, keys, text)


@njit(cache=True, nogil=True)
def whole(word, n, tag):
    """The key of a word letter by letter."""
    h = SEED
    for k in range(min(n, LONGEST)):
        h = (h ^ U(word[k])) * PRIME
    return (mix(h) >> U(4)) | tag


@njit(cache=True, nogil=True)
def stem(word, n, endings):
    """How many letters a Cyrillic word has without the ending of its case."""
    for e in range(len(endings)):
        size = 0
        while size < 4 and endings[e, size]:
            size += 1
        if n - size < LETTERS:
            continue
        same = True
        for k in range(size):
            same &= word[n - size + k] == endings[e, k]
        if same:
            return n - size
    return n


@njit(cache=True, nogil=True)
def link(data, i, stop):
    """The key of the link at byte i, and the byte after it: host and path, no query, no www."""
    end = i
    while end < stop and data[end] > 32 and data[end] < 128:
        end += 1
    at = i
    for k in range(i, min(i + 6, end - 2)):
        if data[k] == 58 and data[k + 1] == 47 and data[k + 2] == 47:
            at = k + 3
    if end - at > 4 and data[at] | 32 == 119 and data[at + 1] | 32 == 119 and data[at + 3] == 46:
        at += 4
    last = at
    h = SEED
    kept = h
    for k in range(at, end):
        c = data[k]
        if c in (35, 63):
            break
        c = c | 32 if 65 <= c <= 90 else c
        h = (h ^ U(c)) * PRIME
        if c not in (47, 46, 44, 41, 33, 34, 39):  # what may follow a link
            kept = h
            last = k
    return ((mix(kept) >> U(4)) | LINK if last - at > 5 else U(0)), end


@njit(cache=True, nogil=True)
def alphabet(code, kind):
    """Latin 0, Cyrillic 1, Han 2, Arabic 3, other 4."""
    if kind == HAN:
        return 2
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return 0
    if 0x400 <= code < 0x530:
        return 1
    return 3 if 0x600 <= code < 0x780 else 4


@njit(cache=True, nogil=True)
def collect(data, offsets, script, scales, endings, keys, text, letters):
    """Fill the arrays of `Evidence`; return how many keys there are."""
    kinds, starts, forms, loans, digits = script
    word = np.zeros(2 * LONGEST, np.uint8)
    sign = np.zeros(2 * MOST + 4, np.int64)
    readings = np.zeros(8, np.uint64)
    at = 0
    for t in range(len(offsets) - 1):
        i, stop = offsets[t], offsets[t + 1]
        limit = min(at + PER_TEXT, len(keys))
        n, capitals, size = 0, 0, 0  # of the word: Latin letters, capitals, own letters
        first, script_of = BREAK, 4
        article, tag = False, False
        run = 0  # Han characters of a foreign name
        while i <= stop:
            code, after = decode(data, i) if i < stop else (np.int64(32), i + 1)
            kind = kinds[code] if code < len(kinds) else BREAK
            inside = kind in (LOWER, UPPER, PLAIN, SILENT) and not (kind == SILENT and size == 0)
            if size and not inside:
                if tag:
                    at = put(whole(word, n, TAG), at, limit, t, keys, text)
                elif n >= LETTERS and first in (UPPER, PLAIN):
                    at = name(word, n, sign, at, limit, t, keys, text)
                    if script_of == 1:
                        short = stem(word, n, endings)
                        if short < n:
                            at = name(word, short, sign, at, limit, t, keys, text)
                    if article:
                        at = name(word[1:], n - 1, sign, at, limit, t, keys, text)
                    if capitals == size and size <= 6:
                        at = put(whole(word, n, ACRONYM), at, limit, t, keys, text)
                n, capitals, size, article, tag = 0, 0, 0, False, False
            if run and (kind != HAN or loans[code] < 0):
                m = skeletons.symbols(word, run, sign)
                at = put(skeletons.loan(sign, m, 3), at, limit, t, keys, text)
                run = 0
            if i >= stop:
                break
            if size == 0 and is_link(data, i, stop):
                key, after = link(data, i, stop)
                at = put(key, at, limit, t, keys, text)
            elif kind == DIGIT:
                count, after = figures.read(data, i, stop, kinds, digits, *scales, readings)
                for k in range(count):
                    at = put(readings[k], at, limit, t, keys, text)
            elif kind == HAN:
                letters[t, 2] += 1
                if (figures.han_digit(code) >= 0 or figures.han_scale(code)) and loans[code] < 0:
                    count, after = figures.read_han(data, i, stop, readings)
                    if count:
                        at = put(readings[0], at, limit, t, keys, text)
                if loans[code] >= 0:
                    k = loans[code]
                    while forms[k] and run < LONGEST:
                        word[run] = forms[k]
                        run += 1
                        k += 1
            elif inside:
                if size == 0:
                    first, script_of = kind, alphabet(code, kind)
                if kind != SILENT:
                    letters[t, alphabet(code, kind)] += 1
                article |= size == 1 and script_of == 3 and code == 0x644 and n == 0
                size += 1
                capitals += kind == UPPER
                for k in range(starts[code], starts[code + 1]):
                    if n < LONGEST:
                        word[n] = forms[k]
                        n += 1
            elif code in (35, 0xFF03):
                tag = True
            if kind in (BREAK, DIGIT) and code not in (35, 0xFF03):
                tag = False
            i = after
    return at


@njit(cache=True, nogil=True)
def collect_han(data, offsets, kinds, starts, forms, table, keys, text):
    """Fill the arrays of `scan_han`; return how many keys there are."""
    word = np.zeros(2 * LONGEST, np.uint8)
    sign = np.zeros(2 * MOST + 4, np.int64)
    codes = np.zeros(3, np.int64)
    at = 0
    for t in range(len(offsets) - 1):
        i, stop = offsets[t], offsets[t + 1]
        limit = min(at + PER_TEXT, len(keys), at + max(stop - i, 0))
        run = 0
        while i < stop:
            code, i = decode(data, i)
            if code >= len(kinds) or kinds[code] != HAN:
                run = 0
                continue
            codes[0], codes[1], codes[2] = codes[1], codes[2], code
            run += 1
            for size in range(2, min(run, 3) + 1):
                n = 0
                for c in codes[3 - size :]:
                    for k in range(starts[c], starts[c + 1]):
                        word[n] = forms[k]
                        n += 1
                m = skeletons.symbols(word, n, sign)
                key = skeletons.syllables(sign, m, 4)
                if key != U(0) and table[np.int64(mix(key) >> U(64 - WANTED))]:
                    at = put(key, at, limit, t, keys, text)
    return at
