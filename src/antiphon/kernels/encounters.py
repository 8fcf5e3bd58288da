"""Which texts of other languages a text may be a translation of, by the evidence they share.

A key that both texts have counts by how surprising it is there: w = min(ln N_a/n_a, ln N_b/n_b),
where n_a of the N_a texts in a's language have it. For each text the earlier ones that share its
most surprising keys are looked through, nearest in time first, a few of each account, so that what
everybody says costs no more than its length; the best by the sum of w are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.skeletons import LOAN, SOUNDS, SYLLABLES, U

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_KEYS = 32  # of a text that are looked up
PER_ACCOUNT = 3  # texts of one account that a key leads to
DEPTH = 32  # times the breadth: how far back a key's texts are looked through


class Groups(NamedTuple):
    """Keys that texts of two languages share, and the texts that have each, in order."""

    offsets: NDArray[np.int64]
    """Key g is in text[offsets[g]:offsets[g + 1]]."""
    text: NDArray[np.int32]
    sort: NDArray[np.uint8]
    """The four bits that say what the key is."""
    surprise: NDArray[np.float32]
    """ln N/n by key and language."""


class Texts(NamedTuple):
    """What is known of each text; texts are numbered in order of their first post."""

    language: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    sole: NDArray[np.int64]
    """The account, when only one carries the text; else -1."""


class Met(NamedTuple):
    """Pairs of texts, the earlier first."""

    early: NDArray[np.int64]
    late: NDArray[np.int64]
    weight: NDArray[np.float32]


def group(
    keys: NDArray[np.uint64], text: NDArray[np.int32], language: NDArray[np.int64], languages: int
) -> Groups:
    """Gather the texts of each key; keys of one language only are left out."""
    order = np.lexsort((text, keys))
    keys, text = keys[order], text[order]
    fresh = np.ones(len(keys), np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (text[1:] != text[:-1])
    keys, text = keys[fresh], text[fresh]
    change = np.ones(len(keys), np.bool_)
    change[1:] = keys[1:] != keys[:-1]
    bounds = np.append(np.flatnonzero(change), len(keys)).astype(np.int64)
    spoken = language[text]
    mixed = np.zeros(len(bounds) - 1, np.bool_)
    if len(keys):
        low = np.minimum.reduceat(spoken, bounds[:-1])
        mixed = low != np.maximum.reduceat(spoken, bounds[:-1])
    size = np.diff(bounds)
    kept = np.repeat(mixed, size)
    offsets = np.zeros(int(mixed.sum()) + 1, np.int64)
    np.cumsum(size[mixed], out=offsets[1:])
    sort = (keys[bounds[:-1][mixed]] >> U(60)).astype(np.uint8)
    total = np.bincount(language, minlength=languages)
    rare = surprise(offsets, language[text[kept]], total)
    return Groups(offsets, text[kept], sort, rare)


@njit(cache=True, nogil=True)
def surprise(offsets, spoken, total):
    """Ln N/n of each key in each language; 0 where the language does not have it."""
    out = np.zeros((len(offsets) - 1, len(total)), np.float32)
    for g in range(len(offsets) - 1):
        for i in range(offsets[g], offsets[g + 1]):
            out[g, spoken[i]] += 1
        for k in range(len(total)):
            if out[g, k] > 0:
                out[g, k] = np.log(total[k] / out[g, k])
    return out


def meet(
    groups: Groups,
    texts: Texts,
    comparable: NDArray[np.bool_],
    han: NDArray[np.bool_],
    limits: tuple[int, int, float],
) -> Met:
    """The pairs of texts that share enough.

    Args:
        groups: of `group`.
        texts: of every text.
        comparable: which two languages may be translations of one another.
        han: which languages are written in Han characters.
        limits: longest time between two texts; most earlier ones kept for each, and looked
            at for each key; least sum of surprises.
    """
    n = len(texts.first)
    owner = np.argsort(groups.text, kind="stable")
    of_text = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(groups.text, minlength=n), out=of_text[1:])
    group_of = np.repeat(np.arange(len(groups.sort)), np.diff(groups.offsets))
    early, late, weight = pairs(*groups, *texts, comparable, han, owner, of_text, group_of, *limits)
    return Met(early, late, weight)


@njit(cache=True, nogil=True)
def useful(sort, han_a, han_b):
    """Does a key of this sort tell something between two texts so written?"""
    if han_a or han_b:
        return sort != SOUNDS >> U(60)
    return sort != SYLLABLES >> U(60) and sort != LOAN >> U(60)


@njit(cache=True, nogil=True)
def pairs(
    offsets, text, sort, rare, language, first, last, sole, comparable, han,
    owner, of_text, group_of, window, breadth, least,
):  # fmt: skip
    """The columns of `Met`."""
    texts = len(first)
    size = 1024
    early = np.empty(size, np.int64)
    late = np.empty(size, np.int64)
    weight = np.empty(size, np.float32)
    m = 0
    found = np.empty(MOST_KEYS * breadth, np.int64)
    worth = np.empty(MOST_KEYS * breadth, np.float32)
    seen = np.empty(breadth, np.int64)
    for t in range(texts):
        mine = language[t]
        where = owner[of_text[t] : of_text[t + 1]]
        value = np.empty(len(where), np.float32)
        for k in range(len(where)):
            value[k] = -rare[group_of[where[k]], mine]
        order = np.argsort(value, kind="mergesort")
        count = 0
        used = 0
        for k in order:
            g = group_of[where[k]]
            if used == MOST_KEYS:
                break
            taken = 0
            at = where[k] - 1
            stop = max(offsets[g], where[k] - DEPTH * breadth)
            while at >= stop and taken < breadth:
                other = np.int64(text[at])
                at -= 1
                if first[t] - last[other] > window:
                    continue
                theirs = language[other]
                if not comparable[mine, theirs] or not useful(sort[g], han[mine], han[theirs]):
                    continue
                if sole[t] >= 0 and sole[t] == sole[other]:
                    continue
                again = 0
                for j in range(taken):
                    again += sole[other] >= 0 and seen[j] == sole[other]
                if again >= PER_ACCOUNT:
                    continue
                seen[taken] = sole[other]
                found[count] = other
                worth[count] = min(rare[g, mine], rare[g, theirs])
                count += 1
                taken += 1
            used += taken > 0
        if count == 0:
            continue
        order = np.argsort(found[:count], kind="mergesort")
        n = 0
        partner = np.empty(count, np.int64)
        total = np.empty(count, np.float32)
        for k in order:
            if n == 0 or partner[n - 1] != found[k]:
                partner[n] = found[k]
                total[n] = 0
                n += 1
            total[n - 1] += worth[k]
        best = np.argsort(-total[:n], kind="mergesort")
        for k in best[:breadth]:
            if total[k] < least:
                break
            if m == size:
                size *= 2
                early, late, weight = wider(early, size), wider(late, size), wider(weight, size)
            early[m], late[m], weight[m] = partner[k], t, total[k]
            m += 1
    return early[:m], late[:m], weight[:m]


@njit(cache=True, nogil=True)
def wider(array, size):
    """A copy with more room."""
    out = np.empty(size, array.dtype)
    out[: len(array)] = array
    return out
