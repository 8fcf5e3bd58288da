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

from antiphon.kernels.ahead import fetch
from antiphon.kernels.extension import slide
from antiphon.kernels.grams import GRAM, weighs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.repeats import Grams

AMONG = 32  # times the breadth: how many earlier carriers of a gram are looked at
SHORT = 80  # words of a text in which chance agreement is rare
FAR = 11  # by how much more the words must agree around anchors of texts that are longer
EACH = 4  # wordings of one account among them
AHEAD, MOST = 16, 64  # groups whose words are fetched before they are wanted; grams of one
LINE = 15  # words that are fetched at once, less the one before the gram
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


WIDTH = 5


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


def anchors(
    grams: Grams, common: NDArray[np.bool_], hashes: NDArray[np.uint32], carried: NDArray[np.int64],
    window: int, breadth: int, enough: int, known: NDArray[np.int64] | None = None,
) -> Anchors:  # fmt: skip
    """The anchors between wordings that could be in one family.

    `carried` has a row of `Carried` for each wording; wordings are numbered in order of time. Each
    is paired with the nearest earlier ones that share the gram: with those of at most `breadth`
    accounts, `EACH` of one. Groups that are `common` give only those between wordings that are
    `SHORT`. Places around which the words that agree score less than `enough` (see `slide`), `FAR`
    more if neither text is `SHORT`, give none. Nor do the first `known` of each group, as the later
    ones of a pair.
    """
    if known is None:
        known = np.zeros(len(common), np.int64)
    facts = (hashes, carried, carried.reshape(-1))
    return Anchors(*pairs(*grams, common, known, *facts, window, breadth, enough))


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
def longer(rows):
    """The rows, and room for as many more."""
    more = np.empty((2 * len(rows), 4), np.uint32)
    for row in range(len(rows)):
        for k in range(4):
            more[row, k] = rows[row, k]
    return more


@njit(cache=True, nogil=True)
def columns(rows, n):
    """The columns of the first rows: two texts and two places."""
    early, late = np.empty(n, np.int32), np.empty(n, np.int32)
    at_early, at_late = np.empty(n, np.uint32), np.empty(n, np.uint32)
    for row in range(n):
        early[row], late[row] = rows[row, 0], rows[row, 1]
        at_early[row], at_late[row] = rows[row, 2], rows[row, 3]
    return early, late, at_early, at_late


@njit(cache=True, nogil=True)
def pairs(
    group, positions, texts, common, known, hashes, carried, facts, window, breadth, enough
):  # fmt: skip
    """The columns of `Anchors`; `facts` is `carried` as an array with one axis."""
    # Typed, or numba compiles what they are given to once more for each constant.
    n = nothing = np.int64(0)
    forth, back = np.int64(1), np.int64(-1)
    found = np.empty((1 << 12, 4), np.uint32)
    brief = np.empty(len(carried), np.bool_)
    highest = -1
    for row in range(len(carried)):
        brief[row] = carried[row, 4] - carried[row, 3] < SHORT
        highest = max(highest, carried[row, 2])
    seen, times = np.empty(highest + 1, np.int64), np.empty(highest + 1, np.int64)
    for account in range(highest + 1):
        seen[account] = -1
    most = 0
    for g in range(len(common)):
        most = max(most, group[g + 1] - group[g])
    before, after = np.empty(most, np.uint32), np.empty(most, np.uint32)
    for g in range(len(common)):
        low, high = group[g], group[g + 1]
        soon = g + AHEAD
        if soon < len(common) and not common[soon]:
            for k in range(group[soon], min(group[soon + 1], group[soon] + MOST)):
                fetch(facts, np.int64(texts[k]) * WIDTH)
                fetch(hashes, np.int64(positions[k]) - 1)
                fetch(hashes, np.int64(positions[k]) + LINE)
        first_new = known[g]
        if first_new >= high - low:
            continue
        position, text = positions[low:high], texts[low:high]
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
                score = slide(hashes, p, q, after_p, after_q, forth, least, nothing)
                if score < least:
                    before_p = p - carried[ta, 3]
                    score = slide(hashes, p - 1, q - 1, before_p, before_q, back, least, score)
                if score < least:
                    continue
                if n == len(found):
                    found = longer(found)
                found[n, 0], found[n, 1], found[n, 2], found[n, 3] = ta, tb, p, q
                n += 1
    return columns(found, n)
