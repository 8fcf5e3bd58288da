"""Anchors: short runs of words that two wordings have in common, where more agrees around them.

Each group of repeated grams (see `antiphon.kernels.repeats`) gives anchors: pairs of positions in
two wordings. In a large group each wording is paired with the nearest earlier ones of other
accounts only, so that a phrase that everybody uses costs no more than its length, and nothing is
lost altogether. Most pairs share four words by chance, the more the longer the texts: two long
texts must agree in the word before or after as well, and an anchor counts only if enough of the
words around it agree. What is common is looked at between short texts alone: they have few other
words to be found by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.agreement import slide
from antiphon.kernels.ahead import fetch
from antiphon.kernels.grams import GRAM, weighs

if TYPE_CHECKING:
    from numpy.typing import NDArray

AMONG = 32  # times the breadth: how many earlier carriers of a gram are looked at
SHORT = 80  # words of a text in which chance agreement is rare
FAR = 11  # by how much more the words must agree around anchors of texts that are longer
EACH = 4  # wordings of one account among them
MOST = 64
AHEAD = 16  # groups whose words are fetched before they are wanted
LONG = 120  # words of texts that must agree in a word beside the gram
# What stands for the word beside a gram: there is none; any will do; any, and the text is short.
MISSING, ANY, BRIEF = np.uint32(0), np.uint32(1), np.uint32(2)


class Anchors(NamedTuple):
    """Places that two texts have in common."""

    early: NDArray[np.int32]
    """The text with the lower number."""
    late: NDArray[np.int32]
    at_early: NDArray[np.uint32]
    """Where the gram starts in the one, among all words."""
    at_late: NDArray[np.uint32]


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
    rows = carried.reshape(-1)
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
        soon = g + AHEAD
        if soon < len(common) and not common[soon]:
            start = grams[0][soon]
            for k in range(start, min(grams[0][soon + 1], start + MOST)):
                fetch(rows, np.int64(grams[2][k]) * 5)
                fetch(hashes, np.int64(grams[1][k]) - 1)
                fetch(hashes, np.int64(grams[1][k]) + 15)
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
