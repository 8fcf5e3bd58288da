"""Anchors: short runs of words that two wordings have in common, where more agrees around them.

A gram is the shortest run of words from a position on that weighs `GRAM` (four words, seven Han
characters). Grams are sorted by hash, those that occur once are dropped, and each group of the
others gives anchors: pairs of positions in two wordings. In a large group each wording is paired
with the nearest earlier ones of other accounts only, so that a phrase that everybody uses costs no
more than its length, and nothing is lost altogether. Most pairs share four words by chance, the
more the longer the texts: two long texts must agree in the word before or after as well, and an
anchor counts only if enough of the words around it agree. What is common is looked at between
short texts alone: they have few other words to be found by.

Grams are taken in parts by their hash: memory is bounded by the size of a part, not by that of the
corpus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, WEIGHT, mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.kernels.wordings import Words

U = np.uint64
GRAM = 7
COARSE = 8  # 2 ** COARSE words share an entry of the table that finds a word's text
AMONG = 32  # times the breadth: how many earlier carriers of a gram are looked at
SHORT = 80  # words of a text in which chance agreement is rare
FAR = 11  # by how much more the words must agree around anchors of texts that are longer
EACH = 4  # wordings of one account among them
LONG = 120  # words of texts that must agree in a word beside the gram
SHIFT = 6  # weight that may be added, lost or changed in one place around an anchor
SAMPLE = 16  # of so many texts one is looked at to guess how many grams pass a sieve
ALL = np.zeros(0, np.uint64)  # the sieve that everything passes
DROP = 20  # below the best score so far at which looking further ends
# What stands for the word beside a gram: there is none; any will do; any, and the text is short.
MISSING, ANY, BRIEF = np.uint32(0), np.uint32(1), np.uint32(2)


class Grams(NamedTuple):
    """Grams of one part that were seen at least twice, in order of their hash."""

    group: NDArray[np.int64]
    """Group g has the grams group[g]:group[g + 1]."""
    position: NDArray[np.uint32]
    """Where each gram starts, among all words; ascending within a group."""
    text: NDArray[np.int32]
    """The text it is in; ascending within a group, since the texts lie in order."""


def parts(words: Words, most: int, sieve: NDArray[np.uint64] = ALL) -> Iterator[Grams]:
    """Repeated grams of the texts, in parts of about `most` words each.

    Of the grams that pass the sieve, see `sieve_of`; of those that do not, none is given. How many
    parts there are has no bearing on what is in them together.
    """
    total = int(words.lengths.sum())
    share = max(0, (total - 1) // most).bit_length()
    if len(sieve) and share:
        total = min(total, guess(words, sieve))
        share = max(0, (total - 1) // most).bit_length()
    room = np.empty(min(total, (total >> share) + (total >> (share + 4)) + 4096), np.uint64)
    index = places(words)
    for part in range(1 << share):
        yield repeated(words, index, part, share, room, sieve)


def guess(words: Words, sieve: NDArray[np.uint64]) -> int:
    """About how many grams pass the sieve."""
    some = words.take(np.arange(0, len(words.begin), SAMPLE))
    arguments = (some.hashes, some.weights, some.begin, some.end, U(0), U(0), bits_of(words))
    return SAMPLE * sift(*arguments, sieve, ALL)


def bits_of(words: Words) -> int:
    """The bits below a gram's hash that its position takes: the same for a range of sizes."""
    return max(20, -(-len(words.hashes).bit_length() // 4) * 4)


def gather(
    words: Words, low: int, part: int, share: int, room: NDArray[np.uint64],
    sieve: NDArray[np.uint64] = ALL,
) -> NDArray[np.uint64]:  # fmt: skip
    """The grams of a part, one of 2 ** share by the first bits of their hash."""
    arguments = (words.hashes, words.weights, words.begin, words.end, U(part), U(share), low, sieve)
    n = sift(*arguments, room)
    if n > len(room):  # a gram of very many texts
        room = np.empty(n, np.uint64)
        sift(*arguments, room)
    return room[:n]


def repeated(
    words: Words, index: Places, part: int, share: int, room: NDArray[np.uint64],
    sieve: NDArray[np.uint64] = ALL,
) -> Grams:  # fmt: skip
    """The repeated grams of a part."""
    low = bits_of(words)
    packed = gather(words, low, part, share, room, sieve)
    packed.sort()
    n, groups = drop_single(packed, low)
    group, position = regroup(packed[:n], low, groups)
    return Grams(group, position, locate(position, *index))


class Places(NamedTuple):
    """What finds the text of a word."""

    starts: NDArray[np.uint32]
    """Where the texts begin."""
    texts: NDArray[np.int32]
    coarse: NDArray[np.int32]
    """The row of the first two for every 2 ** COARSE-th word."""


def places(words: Words) -> Places:
    """The table of the texts that have words."""
    filled = np.flatnonzero(words.lengths)
    starts = words.begin[filled]
    entries = np.arange((len(words.hashes) >> COARSE) + 2) << COARSE
    coarse = np.maximum(np.searchsorted(starts, entries, side="right") - 1, 0)
    return Places(starts.astype(np.uint32), filled.astype(np.int32), coarse.astype(np.int32))


@njit(cache=True, nogil=True)
def locate(position, starts, texts, coarse):
    """The text of each gram."""
    found = np.empty(len(position), np.int32)
    for i in range(len(position)):
        at = position[i]
        k = coarse[at >> COARSE]
        while k + 1 < len(starts) and starts[k + 1] <= at:
            k += 1
        found[i] = texts[k]
    return found


@njit(cache=True, nogil=True, inline="always")
def weighs(word):
    """The weight of a word, told from its hash; hashtags count here like other words."""
    return 2 - np.int64(word & np.uint32(1))


@njit(cache=True, nogil=True)
def collect(hashes, weights, begin, end, part, share, low, out):
    """Fill in the grams of the part as far as there is room, and count all."""
    return sift(hashes, weights, begin, end, part, share, low, ALL, out)


@njit(cache=True, nogil=True)
def sieve_of(packed, bits):
    """A sieve that the grams pass, and few others: 2 ** bits, for the first bits of a hash."""
    sieve = np.zeros(1 << (bits - 6), np.uint64)
    for gram in packed:
        at = gram >> U(64 - bits)
        sieve[at >> U(6)] |= U(1) << (at & U(63))
    return sieve


@njit(cache=True, nogil=True)
def sift(hashes, weights, begin, end, part, share, low, sieve, out):
    """Fill in the grams of the part that pass the sieve as far as there is room, and count all.

    The hash is above, the position in the `low` bits below. None begins with a hashtag, and what is
    marked as common has no bearing.
    """
    if len(sieve) == 0:
        sieve = np.full(1, ~U(0))
    narrow = U(58)
    while len(sieve) >> (U(58) - narrow) > 1:
        narrow -= U(1)
    other = U(63) - share  # in two steps, since nothing can be shifted by 64
    power = np.empty(GRAM + 1, np.uint64)
    power[0] = U(1)
    for k in range(GRAM):
        power[k + 1] = power[k] * PRIME
    n = 0
    for text in range(len(begin)):
        stop = end[text]
        j = begin[text]
        h = U(0)
        weight = 0
        for i in range(begin[text], stop):
            while j < stop and weight < GRAM:
                h = h * PRIME + U(hashes[j])
                weight += weighs(hashes[j])
                j += 1
            if weight < GRAM:
                break
            g = mix(h)
            at = g >> narrow
            passes = (sieve[at >> U(6)] >> (at & U(63))) & U(1)
            if passes and (g >> U(1)) >> other == part and weights[i] & WEIGHT:
                if n < len(out):
                    out[n] = ((g >> U(low)) << U(low)) | U(i)
                n += 1
            h -= U(hashes[i]) * power[j - i - 1]
            weight -= weighs(hashes[i])
    return n


@njit(cache=True, nogil=True)
def drop_single(packed, low):
    """Move the sorted grams that occur twice or more to the front; count them and their groups."""
    n = 0
    groups = 0
    last = len(packed) - 1
    before = U(0)
    for i in range(last + 1):
        hashed = packed[i] >> U(low)
        again = i > 0 and before == hashed
        if again or (i < last and packed[i + 1] >> U(low) == hashed):
            packed[n] = packed[i]
            n += 1
            groups += not again
        before = hashed
    return n, groups


@njit(cache=True, nogil=True)
def regroup(packed, low, groups):
    """Where the groups begin, and the position of each gram."""
    group = np.empty(groups + 1, np.int64)
    position = np.empty(len(packed), np.uint32)
    mask = (U(1) << U(low)) - U(1)
    g = 0
    for i in range(len(packed)):
        if i == 0 or packed[i] >> U(low) != packed[i - 1] >> U(low):
            group[g] = i
            g += 1
        position[i] = packed[i] & mask
    group[g] = len(packed)
    return group, position


class Anchors(NamedTuple):
    """Places that two texts have in common."""

    early: NDArray[np.int32]
    """The text with the lower number."""
    late: NDArray[np.int32]
    at_early: NDArray[np.uint32]
    """Where the gram starts in the one, among all words."""
    at_late: NDArray[np.uint32]


@njit(cache=True, nogil=True, inline="always")
def again(hashes, i, j, room_i, room_j, step, two):
    """Do the texts agree at words i and j, and, if `two`, at the next ones as well?

    So many words are left of them.
    """
    if room_i <= 0 or room_j <= 0 or hashes[i] != hashes[j]:
        return False
    return not two or room_i == 1 or room_j == 1 or hashes[i + step] == hashes[j + step]


@njit(cache=True, nogil=True)
def slide(hashes, i, j, room_i, room_j, step, enough, score):
    """The best score when two texts are read on in step from words i and j, forward or back.

    So many words are left of each. A word that matches adds twice its weight, one that is passed
    over costs its weight; words up to the weight of `SHIFT` are passed over to find the next match,
    which is one word or two signs.
    """
    best = score
    while best < enough and score > best - DROP and room_i > 0 and room_j > 0:
        word = hashes[i]
        weight = weighs(word)
        if word == hashes[j]:
            score += 2 * weight
            best = max(best, score)
            i += step
            j += step
            room_i -= 1
            room_j -= 1
            continue
        two = weight == 1
        move_i = move_j = 0
        for skip in range(1, SHIFT // weight + 1):
            x, y = i + skip * step, j + skip * step
            if again(hashes, x, y, room_i - skip, room_j - skip, step, two):
                move_i = move_j = skip
            elif again(hashes, x, j, room_i - skip, room_j, step, two):
                move_i = skip
            elif again(hashes, i, y, room_i, room_j - skip, step, two):
                move_j = skip
            else:
                continue
            score -= skip * weight
            break
        if move_i + move_j == 0:
            break
        i += move_i * step
        j += move_j * step
        room_i -= move_i
        room_j -= move_j
    return best


class Carried(NamedTuple):
    """What is known of a wording; a row of five numbers, since they are wanted together."""

    first: int
    """Time of its first post."""
    last: int
    """Time of its last post."""
    sole: int
    """The account, where only one carries it; else -1."""
    begin: int
    """Its first word among all words."""
    end: int
    """The word after its last."""


@njit(cache=True, nogil=True)
def beside(position, text, hashes, carried, before, after):
    """Fill in the words before and after a group's grams, or what stands for them."""
    size = 0
    weight = 0
    while weight < GRAM:
        weight += weighs(hashes[np.int64(position[0]) + size])
        size += 1
    for k in range(len(position)):
        at = np.int64(position[k])
        begin, end = carried[text[k], 3], carried[text[k], 4]
        if end - begin < LONG:
            before[k] = after[k] = ANY if end - begin >= SHORT else BRIEF
        else:
            before[k] = hashes[at - 1] if at > begin else MISSING
            after[k] = hashes[at + size] if at + size < end else MISSING


@njit(cache=True, nogil=True)
def anchors(grams, common, hashes, carried, window, breadth, enough):
    """The columns of `Anchors` between wordings that could be in one family.

    `grams` are the columns of a part's `Grams`, `carried` has a row of `Carried` for each wording;
    wordings are numbered in order of time. Each is paired with the nearest earlier ones that share
    the gram: with those of at most `breadth` accounts, `EACH` of one. Groups that are `common` give
    only those between wordings that are `SHORT`. Places around which the words that agree score
    less than `enough` (see `slide`), `FAR` more if neither text is `SHORT`, give none.
    """
    known = np.zeros(len(common), np.int64)
    return anchors_of(grams, common, known, hashes, carried, window, breadth, enough)


@njit(cache=True, nogil=True)
def only(position, text, chosen, known):
    """The members of a group whose texts are chosen; and how many of them are known."""
    n = 0
    for k in range(len(text)):
        n += chosen[text[k]]
    some = np.empty(n, np.uint32)
    of = np.empty(n, np.int32)
    n = 0
    before = 0
    for k in range(len(text)):
        if chosen[text[k]]:
            some[n], of[n] = position[k], text[k]
            n += 1
            before += k < known
    return some, of, before


@njit(cache=True, nogil=True)
def anchors_of(grams, common, known, hashes, carried, window, breadth, enough):
    """What `anchors` gives for the later text of a pair, but the first `known` of each group."""
    n = 0
    room = 1 << 12
    out = np.empty((2, room), np.uint32)
    who = np.empty((2, room), np.int32)
    brief = carried[:, 4] - carried[:, 3] < SHORT
    highest = -1
    for row in range(len(carried)):
        highest = max(highest, carried[row, 2])
    seen = np.full(highest + 1, -1, np.int64)
    times = np.zeros(highest + 1, np.int64)
    most = 0
    for g in range(len(common)):
        most = max(most, grams[0][g + 1] - grams[0][g])
    before = np.empty(most, np.uint32)
    after = np.empty(most, np.uint32)
    for g in range(len(common)):
        low, high = grams[0][g], grams[0][g + 1]
        first_new = known[g]
        if first_new >= high - low:
            continue
        position, text = grams[1][low:high], grams[2][low:high]
        if common[g]:
            position, text, first_new = only(position, text, brief, first_new)
        if len(text) < 2:
            continue
        beside(position, text, hashes, carried, before, after)
        for b in range(max(1, first_new), len(text)):
            tb = text[b]
            q = np.int64(position[b])
            first, sole = carried[tb, 0], carried[tb, 2]
            before_q, after_q = q - carried[tb, 3], carried[tb, 4] - q
            taken = 0
            stop = max(0, b - AMONG * breadth)
            a = b
            while a > stop and taken < breadth:
                a -= 1
                ta = text[a]
                p = np.int64(position[a])
                loose = before[a] in (ANY, BRIEF) or before[b] in (ANY, BRIEF)
                preceded = before[a] == before[b] and before[a] != MISSING
                followed = after[a] == after[b] and after[a] != MISSING
                if not (loose or preceded or followed):
                    continue
                account = carried[ta, 2]
                if ta == tb or (account >= 0 and account == sole):
                    continue
                if first - carried[ta, 1] > window:
                    continue
                if account < 0 or seen[account] != low + b:
                    taken += 1
                if account >= 0:
                    if seen[account] != low + b:
                        seen[account] = low + b
                        times[account] = 0
                    elif times[account] == EACH:
                        continue
                    times[account] += 1
                after_p = carried[ta, 4] - p
                size = min(after_p + p - carried[ta, 3], before_q + after_q)
                least = enough if size < SHORT else enough + FAR
                score = slide(hashes, p, q, after_p, after_q, 1, least, 0)
                if score < least:
                    before_p = p - carried[ta, 3]
                    score = slide(hashes, p - 1, q - 1, before_p, before_q, -1, least, score)
                if score < least:
                    continue
                if n == room:
                    out = np.concatenate((out, np.empty_like(out)), axis=1)
                    who = np.concatenate((who, np.empty_like(who)), axis=1)
                    room *= 2
                out[0, n], out[1, n] = p, q
                who[0, n], who[1, n] = ta, tb
                n += 1
    return who[0, :n].copy(), who[1, :n].copy(), out[0, :n].copy(), out[1, :n].copy()
