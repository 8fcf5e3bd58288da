"""Families: posts whose passages overlap in the same words within a bounded time.

Posts are taken in order of time. A post joins every family whose *first* post it shares a passage
with, if that passage covers half of the family's words (or of its own) and the first post is no
older than the window. A passage that belongs to no family yet founds one, at the earliest post of
another account that has it. Every member thus shares words with the first post directly: there
are no chains of likeness and no giant component, and a post may be in several families.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.align import Alignments
    from antiphon.kernels.wordings import Wordings

SPANS = 32  # spans of one post that are kept apart


class Neighbours(NamedTuple):
    """For each wording, the wordings it shares a passage with; itself where several carry it."""

    offsets: NDArray[np.int64]
    other: NDArray[np.int64]
    start: NDArray[np.int64]
    """First word of the passage in this wording."""
    end: NDArray[np.int64]
    start_other: NDArray[np.int64]
    end_other: NDArray[np.int64]
    matched: NDArray[np.int64]
    quotation: NDArray[np.bool_]
    """Whether too few of the words that match stand outside quotation marks."""


def neighbours(
    found: Alignments,
    own: NDArray[np.int64],
    lengths: NDArray[np.int64],
    plain: NDArray[np.int64],
    least: int,
) -> Neighbours:
    """Both directions of every alignment, and each wording of `own` with itself, whole.

    `plain` is the weight of each wording's words outside quotation marks; what has less than
    `least` there is a quotation.
    """
    whole = lengths[own]
    zero = np.zeros(len(own), np.int64)
    this = np.concatenate([found.left, found.right, own])
    other = np.concatenate([found.right, found.left, own])
    start = np.concatenate([found.start_left, found.start_right, zero])
    end = np.concatenate([found.end_left, found.end_right, whole])
    start_other = np.concatenate([found.start_right, found.start_left, zero])
    end_other = np.concatenate([found.end_right, found.end_left, whole])
    matched = np.concatenate([found.matched, found.matched, whole])
    quoted = found.weight - found.quoted < least
    quotation = np.concatenate([quoted, quoted, plain[own] < least])
    order = np.lexsort((other, this))
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(np.bincount(this, minlength=len(lengths)), out=offsets[1:])
    columns = (other, start, end, start_other, end_other, matched, quotation)
    return Neighbours(offsets, *(column[order] for column in columns))


class Members(NamedTuple):
    """A row a post of a family; families numbered in order of their founding."""

    family: NDArray[np.int64]
    post: NDArray[np.int64]
    start: NDArray[np.int64]
    """First word of the passage in the post."""
    end: NDArray[np.int64]
    matched: NDArray[np.int64]
    """Words shared with the family's first post; for that post, its own."""
    covered: NDArray[np.int64]
    """Words of the first post that the passage spans."""
    quotation: NDArray[np.int64]
    """1 if the passage is a quotation, in the first post too."""


def families(
    wordings: Wordings,
    near: Neighbours,
    times: NDArray[np.int64],
    accounts: NDArray[np.int64],
    window: int,
) -> Members:
    """Gather posts into families; times in the unit of the window."""
    return Members(
        *gather(wordings.of_post, wordings.posts, wordings.offsets, *near, times, accounts, window)
    )


@njit(cache=True, nogil=True)
def overlap(a0, a1, b0, b1):
    """Do two spans share half of the shorter?"""
    return 2 * (min(a1, b1) - max(a0, b0)) >= min(a1 - a0, b1 - b0)


@njit(cache=True, nogil=True)
def earliest(posts, low, high, times, accounts, post, window):
    """The first of posts[low:high] before `post`, in the window, of another account; -1 if none."""
    since = times[post] - window
    a, b = low, high
    while a < b:
        middle = (a + b) // 2
        if times[posts[middle]] < since:
            a = middle + 1
        else:
            b = middle
    while a < high and posts[a] < post:
        if accounts[posts[a]] != accounts[post]:
            return posts[a]
        a += 1
    return -1


@njit(cache=True, nogil=True)
def gather(
    of_post,
    posts,
    carried,
    near,
    other,
    start,
    end,
    start_o,
    end_o,
    matched,
    quotation,
    times,
    accounts,
    window,
):
    """The columns of `Members`: one pass to count, one to write."""
    rows = 0
    founded = 0
    out = np.empty((7, 0), np.int64)
    for keep in range(2):
        out = np.empty((7, rows if keep else 0), np.int64)
        head = np.full(len(carried) - 1, -1, np.int64)  # latest family founded on a wording
        older = np.full(max(founded, len(of_post) * 2), -1, np.int64)
        root = np.empty((len(older), 4), np.int64)  # first post, founding time, start, end
        rows = 0
        founded = 0
        spans = np.empty((SPANS, 2), np.int64)
        for post in range(len(of_post)):
            w = of_post[post]
            if w < 0:
                continue
            n = 0
            for k in range(near[w], near[w + 1]):
                f = head[other[k]]
                while f >= 0 and times[post] - root[f, 1] <= window:
                    if (
                        root[f, 0] != post
                        and times[post] - times[root[f, 0]] <= window
                        and overlap(start_o[k], end_o[k], root[f, 2], root[f, 3])
                    ):
                        if keep:
                            out[0, rows] = f
                            out[1, rows] = post
                            out[2, rows] = start[k]
                            out[3, rows] = end[k]
                            out[4, rows] = matched[k]
                            out[5, rows] = end_o[k] - start_o[k]
                            out[6, rows] = quotation[k]
                        rows += 1
                        if n < SPANS:
                            spans[n, 0] = start[k]
                            spans[n, 1] = end[k]
                            n += 1
                    f = older[f]
            while n < SPANS and founded < len(older):
                best = -1
                chosen = -1
                for k in range(near[w], near[w + 1]):
                    known = False
                    for s in range(n):
                        if overlap(start[k], end[k], spans[s, 0], spans[s, 1]):
                            known = True
                            break
                    if known:
                        continue
                    o = other[k]
                    q = earliest(posts, carried[o], carried[o + 1], times, accounts, post, window)
                    if q >= 0 and (best < 0 or q < best):
                        best = q
                        chosen = k
                if best < 0:
                    break
                k = chosen
                f = founded
                founded += 1
                root[f, 0] = best
                root[f, 1] = times[post]
                root[f, 2] = start_o[k]
                root[f, 3] = end_o[k]
                older[f] = head[other[k]]
                head[other[k]] = f
                if keep:
                    out[0, rows] = f
                    out[1, rows] = best
                    out[2, rows] = start_o[k]
                    out[3, rows] = end_o[k]
                    out[4, rows] = end_o[k] - start_o[k]
                    out[5, rows] = end_o[k] - start_o[k]
                    out[6, rows] = quotation[k]
                    out[0, rows + 1] = f
                    out[1, rows + 1] = post
                    out[2, rows + 1] = start[k]
                    out[3, rows + 1] = end[k]
                    out[4, rows + 1] = matched[k]
                    out[5, rows + 1] = end_o[k] - start_o[k]
                    out[6, rows + 1] = quotation[k]
                rows += 2
                spans[n, 0] = start[k]
                spans[n, 1] = end[k]
                n += 1
    return out[0], out[1], out[2], out[3], out[4], out[5], out[6]
