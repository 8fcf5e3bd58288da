"""Sentences of two texts put beside each other: which part of one is a translation of which.

How close two sentences are is measured from where strangers end to where translations begin:
c = (s - l) / (t - l), s the cosine of their vectors, l the mean of their two levels, t what true
translations reach. A level is the cosine that one in a hundred sentences of the other language
exceeds. Links of one sentence to one, one to two and two to one, in order, gain
(c - threshold) · sentences; what is left out costs nothing. Of all alignments the one that gains
most is taken (dynamic programming, after Gale and Church 1993).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEST = 1.5  # closeness beyond which sentences are no more than the same
LEAST_ROOM = np.float32(0.05)  # between strangers and translations
SKIP = 1  # sentences left out inside a passage, on each side
ONE_IN = 100  # sentences of the other language exceeds a sentence's level
BLOCK = 2048


class Texts(NamedTuple):
    """Sentences of many texts; text i has the sentences offsets[i]:offsets[i + 1]."""

    offsets: NDArray[np.int64]
    vector: NDArray[np.int64]
    """The row of each sentence's vector."""
    words: NDArray[np.int64]
    """The words of each sentence: its share in the mean of two."""
    numbers: NDArray[np.int64]
    """Sentence s has the numbers number[numbers[s]:numbers[s + 1]], ascending."""
    number: NDArray[np.uint64]


class Links(NamedTuple):
    """Passages: sentences begin_a:end_a of one text and begin_b:end_b of the other."""

    pair: NDArray[np.int64]
    begin_a: NDArray[np.int64]
    end_a: NDArray[np.int64]
    begin_b: NDArray[np.int64]
    end_b: NDArray[np.int64]
    words_a: NDArray[np.int64]
    """Words of the sentences that are linked, those left out between them not counted."""
    words_b: NDArray[np.int64]
    closeness: NDArray[np.float64]
    """Mean of the links, by their sentences."""


def levels(vectors: NDArray[np.float32], sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine with each vector that one in `ONE_IN` of the sample exceeds.

    >>> x = np.eye(4, dtype=np.float32)
    >>> levels(x[:1], x)
    array([1.], dtype=float32)
    """
    found = np.empty(len(vectors), np.float32)
    if not len(sample):
        found[:] = 0
        return found
    rank = len(sample) - 1 - len(sample) // ONE_IN
    for i in range(0, len(vectors), BLOCK):
        cosines = vectors[i : i + BLOCK] @ sample.T
        found[i : i + BLOCK] = np.partition(cosines, rank, axis=1)[:, rank]
    return found


def doubles(texts: Texts, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The length of the mean, by words, of each sentence and the one after it; 1 for the last."""
    out = np.ones(len(texts.vector), np.float32)
    lengths(texts.offsets, texts.vector, texts.words, vectors, out)
    return out


@njit(cache=True, nogil=True, fastmath=True)
def dot(x, y):
    """The cosine of two vectors of length one."""
    total = np.float32(0)
    for k in range(len(x)):
        total += x[k] * y[k]
    return total


@njit(cache=True, nogil=True)
def lengths(offsets, vector, words, vectors, out):
    """Fill the array of `doubles`."""
    for t in range(len(offsets) - 1):
        for s in range(offsets[t], offsets[t + 1] - 1):
            a, b = np.float32(words[s]), np.float32(words[s + 1])
            cosine = dot(vectors[vector[s]], vectors[vector[s + 1]])
            out[s] = max(np.sqrt(a * a + b * b + 2 * a * b * cosine), np.float32(1e-6))


@njit(cache=True, nogil=True)
def agree(number, a, b, c, d):
    """Have numbers a:b and c:d half of the fewer in common, or one side none?"""
    few = min(b - a, d - c)
    if few <= 0:
        return True
    shared = 0
    for i in range(a, b):
        for j in range(c, d):
            if number[i] == number[j]:
                shared += 1
                break
    return 2 * shared >= few


@njit(cache=True, nogil=True)
def closeness(cosine, level, true):
    """Where a cosine lies between strangers, 0, and translations, 1."""
    return min(BEST, (cosine - level) / max(true - level, LEAST_ROOM))


@njit(cache=True, nogil=True)
def align(pairs, texts, vectors, level, length, language, true, most, threshold):
    """The columns of `Links`.

    `pairs` are two rows of texts; `level` has a row for each sentence and, below them, for each
    sentence with the next; a column for each language; `true` is the cosine of translations by
    two languages, `most` what a level may be at most.
    """
    offsets, vector, words, numbers, number = texts
    size = 1024
    out = np.empty((7, size), np.int64)
    mean = np.empty(size, np.float64)
    found = 0
    total = len(vector)
    for p in range(pairs.shape[1]):
        a, b = pairs[0, p], pairs[1, p]
        begin, start = offsets[a], offsets[b]
        n, m = offsets[a + 1] - begin, offsets[b + 1] - start
        la, lb = language[a], language[b]
        t, cap = true[la, lb], most[la, lb]
        cosine = np.empty((n, m), np.float32)
        for i in range(n):
            for j in range(m):
                cosine[i, j] = dot(vectors[vector[begin + i]], vectors[vector[start + j]])
        best = np.zeros((n + 1, m + 1), np.float64)
        step = np.zeros((n + 1, m + 1), np.int8)
        near = np.zeros((n + 1, m + 1), np.float64)
        for i in range(n + 1):
            for j in range(m + 1):
                if i and best[i - 1, j] > best[i, j]:
                    best[i, j], step[i, j] = best[i - 1, j], 1
                if j and best[i, j - 1] > best[i, j]:
                    best[i, j], step[i, j] = best[i, j - 1], 2
                for kind in range(3, 6):
                    di, dj = (1, 1) if kind == 3 else (1, 2) if kind == 4 else (2, 1)
                    if i < di or j < dj:
                        continue
                    x, y = begin + i - di, start + j - dj
                    c = cosine[i - di, j - dj]
                    e = level[x, lb] if di == 1 else level[total + x, lb]
                    f = level[y, la] if dj == 1 else level[total + y, la]
                    if dj == 2:
                        c = (c * words[y] + cosine[i - 1, j - 1] * words[y + 1]) / length[y]
                    elif di == 2:
                        c = (c * words[x] + cosine[i - 1, j - 1] * words[x + 1]) / length[x]
                    score = closeness(c, min((e + f) / 2, cap), t)
                    gain = best[i - di, j - dj] + (score - threshold) * (di + dj)
                    if score <= threshold or gain <= best[i, j]:
                        continue
                    if agree(number, numbers[x], numbers[x + di], numbers[y], numbers[y + dj]):
                        best[i, j], step[i, j], near[i, j] = gain, kind, score
        i, j = n, m
        open_ = False
        while i > 0 or j > 0:
            kind = step[i, j]
            if kind == 0:
                break
            if kind < 3:
                i, j = (i - 1, j) if kind == 1 else (i, j - 1)
                continue
            di, dj = (1, 1) if kind == 3 else (1, 2) if kind == 4 else (2, 1)
            x, y = begin + i - di, start + j - dj
            apart = open_ and (
                out[1, found - 1] - (x + di) > SKIP or out[3, found - 1] - (y + dj) > SKIP
            )
            if not open_ or apart:
                if found == size:
                    size *= 2
                    wide = np.empty((7, size), np.int64)
                    wide[:, :found] = out
                    wide_mean = np.empty(size, np.float64)
                    wide_mean[:found] = mean
                    out, mean = wide, wide_mean
                out[0, found], out[2, found], out[4, found] = p, x + di, y + dj
                out[5, found], out[6, found], mean[found] = 0, 0, 0
                found += 1
                open_ = True
            at = found - 1
            out[1, at], out[3, at] = x, y
            for s in range(x, x + di):
                out[5, at] += words[s]
            for s in range(y, y + dj):
                out[6, at] += words[s]
            mean[at] += near[i, j] * (di + dj)
            i, j = i - di, j - dj
    for at in range(found):
        sentences = out[2, at] - out[1, at] + out[4, at] - out[3, at]
        mean[at] /= max(sentences, 1)
    return out[:, :found].copy(), mean[:found].copy()
