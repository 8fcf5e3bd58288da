"""Grams that occur twice or more, put into groups of the same hash.

Most grams occur once. They are thrown into buckets by the first bits of their hash, as many as fit
into the processor's nearer memory; in a bucket those that have a slot of further bits for
themselves are dropped, and few are left to be put in order.

Grams are taken in parts by their hash: memory is bounded by the size of a part, not by that of the
corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.grams import ALL, U, bits_of, block, guess, room_for, sift
from antiphon.kernels.places import locate, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.kernels.places import Places
    from antiphon.kernels.wordings import Words

CHUNK = 2048  # grams of a bucket that lie together
BUCKET = 17  # a bucket has up to 2 ** BUCKET grams, and as many slots
MANY = 48  # grams of one slot that are put in order by digits, not one by one
DIGIT = 8  # bits of a digit


class Grams(NamedTuple):
    """Grams of one part that were seen at least twice, in order of their hash."""

    group: NDArray[np.int64]
    """Group g has the grams group[g]:group[g + 1]."""
    position: NDArray[np.uint32]
    """Where each gram starts, among all words; ascending within a group."""
    text: NDArray[np.int32]
    """The text it is in; ascending within a group, since the texts lie in order."""


class Buckets(NamedTuple):
    """Where the grams of a part lie; chunks are rows of a pool."""

    pool: NDArray[np.uint64]
    following: NDArray[np.int64]
    """The next chunk of the same bucket."""
    head: NDArray[np.int64]
    """The first chunk of each bucket."""
    size: NDArray[np.int64]
    """How many grams each bucket has."""


def parts(words: Words, most: int, sieve: NDArray[np.uint64] = ALL) -> Iterator[Grams]:
    """Repeated grams of the texts, in parts of about `most` words each.

    Of the grams that pass the sieve, see `grams.sieve_of`; of those that do not, none is given. How
    many parts there are has no bearing on what is in them together.
    """
    total = int(words.lengths.sum())
    share = max(0, (total - 1) // most).bit_length()
    if len(sieve) and share:
        total = min(total, guess(words, sieve))
        share = max(0, (total - 1) // most).bit_length()
    index = places(words)
    bits = ((total >> share) >> BUCKET).bit_length()
    found = buckets((total >> share) + (total >> (share + 4)), bits)
    for part in range(1 << share):
        found = filled(words, part, share, sieve, found)
        yield repeated(found, share, bits_of(words), index)


def buckets(grams: int, bits: int) -> Buckets:
    """Room for so many grams in 2 ** bits buckets."""
    many = 1 << bits
    chunks = grams // CHUNK + many + 1
    pool = np.empty((chunks, CHUNK), np.uint64)
    none = np.full(chunks, -1, np.int64)
    return Buckets(pool, none, np.full(many, -1, np.int64), np.zeros(many, np.int64))


def filled(
    words: Words, part: int, share: int, sieve: NDArray[np.uint64], found: Buckets
) -> Buckets:
    """The buckets with the grams of a part, one of 2 ** share, instead of what is in them."""
    texts = (words.hashes, words.weights, words.begin, words.end)
    kind = (U(part), U(share), bits_of(words), sieve)
    chunks = scatter(*texts, *kind, *found)
    if chunks > len(found.pool):  # a gram of very many texts
        found = buckets(chunks * CHUNK, len(found.head).bit_length() - 1)
        scatter(*texts, *kind, *found)
    return found


def repeated(found: Buckets, share: int, low: int, index: Places) -> Grams:
    """The repeated grams of the buckets."""
    total = int(found.size.sum())
    bits = len(found.head).bit_length() - 1
    slots = max(0, min(BUCKET, 64 - low - share - bits))
    position, group = np.empty(total, np.uint32), np.empty(total // 2 + 1, np.int64)
    n, groups = gather(*found, share, bits, slots, low, position, group)
    position = position[:n]
    return Grams(group[: groups + 1], position, locate(position, *index))


@njit(cache=True, nogil=True)
def scatter(
    hashes, weights, begin, end, part, share, low, sieve, pool, following, head, size
):  # fmt: skip
    """Throw the grams of a part into the buckets as far as there is room; say what is needed."""
    room = room_for(begin, end)
    bits = U(0)
    while len(head) >> bits > 1:
        bits += U(1)
    last = np.empty(len(head), np.int64)
    for b in range(len(head)):
        last[b], size[b] = -1, 0
    chunks = 0
    text = 0
    while text < len(begin):
        one, text = text, block(begin, end, text)
        texts = (begin[one:text], end[one:text])
        n = sift(hashes, weights, *texts, part, share, low, sieve, room)
        for gram in room[:n]:
            # in two steps, since nothing can be shifted by 64
            b = ((gram << share) >> U(1)) >> (U(63) - bits)
            at = size[b] & (CHUNK - 1)
            if at == 0:
                if last[b] < 0:
                    head[b] = chunks
                elif chunks < len(pool):
                    following[last[b]] = chunks
                last[b] = chunks
                chunks += 1
            size[b] += 1
            if last[b] < len(pool):
                pool[last[b], at] = gram
    return chunks


@njit(cache=True, nogil=True)
def by_digits(values, other, low, bits):
    """Put values in order that are alike but in so many bits above the `low` ones, or below."""
    done = 0
    while done < bits:
        digit = U(low + done)
        start = np.zeros((1 << DIGIT) + 1, np.int64)
        for value in values:
            start[((value >> digit) & U((1 << DIGIT) - 1)) + U(1)] += 1
        for k in range(1 << DIGIT):
            start[k + 1] += start[k]
        for value in values:
            d = (value >> digit) & U((1 << DIGIT) - 1)
            other[start[d]] = value
            start[d] += 1
        for i in range(len(values)):
            values[i] = other[i]
        done += DIGIT


@njit(cache=True, nogil=True)
def one_by_one(values):
    """Put values in order none of which is far from its place."""
    for i in range(1, len(values)):
        value = values[i]
        k = i - 1
        while k >= 0 and values[k] > value:
            values[k + 1] = values[k]
            k -= 1
        values[k + 1] = value


@njit(cache=True, nogil=True)
def gather(pool, following, head, size, share, bits, slots, low, position, group):
    """Fill in the repeated grams, bucket by bucket, and where their groups begin; count both."""
    most = 0
    for b in range(len(size)):
        most = max(most, size[b])
    grams, ordered = np.empty(most, np.uint64), np.empty(most + 1, np.uint64)
    crowded = np.empty((most // MANY + 1, 2), np.int64)
    start = np.empty(1 << slots, np.uint32)
    up, down = U(share + bits), U(63 - slots)
    mask = (U(1) << U(low)) - U(1)
    n = groups = np.int64(0)
    for b in range(len(head)):
        for slot in range(1 << slots):
            start[slot] = 0
        chunk = head[b]
        at = 0
        while at < size[b]:
            stop = min(size[b] - at, CHUNK)
            for gram in pool[chunk, :stop]:
                grams[at] = gram
                at += 1
                start[((gram << up) >> U(1)) >> down] += np.uint32(1)
            chunk = following[chunk]
        total = crowd = np.int64(0)
        for slot in range(1 << slots):
            many = np.int64(start[slot])
            if many > MANY:
                crowded[crowd, 0], crowded[crowd, 1] = total, total + many
                crowd += 1
            # what is alone goes where nothing is looked at
            start[slot] = total if many > 1 else size[b]
            total += many if many > 1 else 0
        for gram in grams[: size[b]]:
            slot = ((gram << up) >> U(1)) >> down
            ordered[start[slot]] = gram
            start[slot] += np.uint32(1)
        for k in range(crowd):
            rest = 64 - low - share - bits - slots
            by_digits(ordered[crowded[k, 0] : crowded[k, 1]], grams, low, rest)
        one_by_one(ordered[:total])
        before = total < 0
        for i in range(total):
            alike = i + 1 < total and ordered[i] >> U(low) == ordered[i + 1] >> U(low)
            group[groups] = n
            groups += alike and not before
            position[n] = ordered[i] & mask
            n += alike or before
            before = alike
    group[groups] = n
    return n, groups
