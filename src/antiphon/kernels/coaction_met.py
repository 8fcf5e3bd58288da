"""Who is together on an object: the definition, a row for each object and pair of accounts.

`antiphon.kernels.coaction` finds the same faster, where all events are in one memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS
from antiphon.kernels.coaction_pairs import reach
from antiphon.kernels.tokens import mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

U = np.uint64
ROWS = 1 << 17  # rows that are handed over at once, more where one account has more partners


class Met(NamedTuple):
    """Pairs of accounts, each once an object; a is the account with the smaller number."""

    object: Index
    """Place of the object among those given."""
    a: Index
    b: Index
    lag: Index
    """Seconds from a's event to b's, of the two that are nearest; of two as near, b's later one."""
    pairs: Index
    """By window: pairs of their events within it."""


def met(
    start: Index, event: Index, share: tuple[Index, Index], windows: Index, cap: int
) -> Iterator[Met]:
    """Go through objects, and give their pairs in portions that memory can hold.

    Args:
        start: object o has the events start[o]:start[o + 1].
        event: as in `coaction_order.Near`.
        share: of each object, which share of its accounts, and of how many shares: 0 of 1 is all.
            Every share has all events, and the pairs whose smaller account falls into it.
        windows: seconds, ascending; pairs are found at the last.
        cap: an event is paired with so many of the nearest before and after it, at most.
    """
    place = np.zeros(2, np.int64)
    size = max(ROWS, int(np.diff(start).max(initial=0)))
    while place[0] < len(start) - 1:
        out = np.empty((4, size), np.int64)
        pairs = np.empty((size, len(windows)), np.int64)
        many = portion(start, event, *share, windows, cap, place, out, pairs)
        if many:
            yield Met(out[0, :many], out[1, :many], out[2, :many], out[3, :many], pairs[:many])


@njit(cache=True, nogil=True)
def portion(start, event, part, parts, windows, cap, place, out, pairs):
    """Fill `out` (object, a, b, lag) and `pairs` from `place` on, as far as there is room.

    Returns:
        How many rows were filled; `place` is the object and the event to go on with.
    """
    many = 0
    widest = windows[-1]
    while place[0] < len(start) - 1:
        o = place[0]
        mine = event[start[o] : start[o + 1]]
        size = len(mine)
        order = np.argsort(mine & ACCOUNT, kind="mergesort")
        rank = np.empty(size, np.int64)
        ranks = np.int64(-1)
        for k in range(size):
            if k == 0 or (mine[order[k]] & ACCOUNT) != (mine[order[k - 1]] & ACCOUNT):
                ranks += 1
            rank[order[k]] = ranks
        begin, end = reach(mine, widest, cap)
        last = np.full(ranks + 1, -1, np.int64)
        row = np.empty(ranks + 1, np.int64)
        k = place[1]
        while k < size:
            own = rank[order[k]]
            account = mine[order[k]] & ACCOUNT
            if many + ranks - own > len(pairs):
                place[1] = k
                return many
            here = np.int64(mix(U(account)) % U(parts[o])) == part[o]
            while k < size and rank[order[k]] == own:
                i = order[k]
                k += 1
                if not here:
                    continue
                for j in range(begin[i], end[i]):
                    r = rank[j]
                    if r <= own:
                        continue
                    if last[r] != own:
                        last[r] = own
                        row[r] = many
                        out[0, many] = o
                        out[1, many] = account
                        out[2, many] = mine[j] & ACCOUNT
                        out[3, many] = widest + 1
                        pairs[many, :] = 0
                        many += 1
                    n = row[r]
                    lag = (mine[j] >> ACCOUNT_BITS) - (mine[i] >> ACCOUNT_BITS)
                    if abs(lag) < abs(out[3, n]) or (lag == -out[3, n] and lag > 0):
                        out[3, n] = lag
                    for w in range(len(windows)):
                        if abs(lag) <= windows[w]:
                            pairs[n, w] += 1
        place[0] = o + 1
        place[1] = 0
    return many
