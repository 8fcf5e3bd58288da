"""What two accounts have in common, window by window: objects, order, lags, pairs of posts."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS, restricted
from antiphon.kernels.coaction_pairs import mark, marked, pair, reach, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_order import Near

    Index = NDArray[np.int64]

U = np.uint64
MANY = 4_000_000  # numbers of a result that is not held once a processor
WEIGHT, COLD, FIRST, SECOND, PAIRS, LAGS = range(6)


class Details(NamedTuple):
    """By window and pair; a is the account with the smaller number."""

    weight: Index
    """Objects that both act on within the window."""
    cold: Index
    """Those of them that are not hot."""
    a_first: Index
    """Objects on which a was first, by the nearest two of their events."""
    b_first: Index
    """Objects on which b was first; on the others, both acted in the same second."""
    pairs: Index
    """Pairs of their events within the window."""
    lags: Index
    """Sum over objects of the seconds between the nearest two events."""


def details(near: Near, hot: NDArray[np.uint8], keys: Index, windows: Index, cap: int) -> Details:
    """Look again at the objects of the pairs that were found.

    Args:
        near: events in order.
        hot: by object, is it hot?
        keys: pairs, as in `coaction_pairs`, ascending.
        windows: seconds, ascending.
        cap: an event is paired with so many of the nearest before and after it, at most.
    """
    accounts = int((near.event & ACCOUNT).max(initial=0)) + 1
    kept = np.zeros(accounts, np.bool_)
    kept[keys >> (ACCOUNT_BITS + 1)] = True
    kept[(keys >> 1) & ACCOUNT] = True
    start, event, place = restricted(near.start, near.event, kept)
    slots, bits = table(keys, 1 << max(4, int(np.ceil(np.log2(max(len(keys), 1) * 2)))))
    bounds = cut(np.diff(start), 1 if len(keys) * len(windows) > MANY else os.cpu_count() or 1)
    with ThreadPoolExecutor(len(bounds) - 1) as pool:
        tasks = [
            pool.submit(
                looked, start, event, place, hot != 0, some, keys, slots, bits, windows, cap
            )
            for some in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]
        found = tasks[0].result()
        for task in tasks[1:]:
            found += task.result()
    return Details(*found)


def cut(costs: Index, many: int) -> Index:
    """Bounds of at most `many` runs of objects that cost about as much each."""
    sums = np.cumsum(costs)
    aims = np.arange(1, many) * (int(sums[-1]) if len(sums) else 0) / many
    return np.concatenate([[0], np.searchsorted(sums, aims), [len(costs)]]).astype(np.int64)


@njit(cache=True, nogil=True)
def table(keys, size):
    """An open hash table of the numbers of the pairs, and a filter that is quicker to ask."""
    slots = np.full(size, -1, np.int64)
    bits = np.zeros(size // 4, np.uint64)
    for n in range(len(keys)):
        mark(bits, spread(keys[n]))
        at = np.int64(spread(keys[n]) & U(size - 1))
        while slots[at] >= 0:
            at = (at + 1) & (size - 1)
        slots[at] = n
    return slots, bits


@njit(cache=True, nogil=True)
def number(keys, slots, bits, key):
    """The number of a pair; -1 when it is none of them."""
    h = spread(key)
    if not marked(bits, h):
        return np.int64(-1)
    at = np.int64(h & U(len(slots) - 1))
    while slots[at] >= 0 and keys[slots[at]] != key:
        at = (at + 1) & (len(slots) - 1)
    return slots[at]


@njit(cache=True, nogil=True)
def looked(start, event, place, hot, objects, keys, slots, bits, windows, cap):
    """The arrays of `Details`, over some objects."""
    out = np.zeros((6, len(windows), len(keys)), np.int64)
    widest = windows[-1]
    for o in range(objects[0], objects[1]):
        low, high = start[o], start[o + 1]
        if high - low < 2:
            continue
        mine = event[low:high]
        where = place[low:high]
        order = np.argsort(mine & ACCOUNT, kind="mergesort")
        begin, end = reach(mine, widest, high - low)
        rank = np.empty(high - low, np.int64)
        ranks = np.int64(-1)
        for k in range(high - low):
            if k == 0 or (mine[order[k]] & ACCOUNT) != (mine[order[k - 1]] & ACCOUNT):
                ranks += 1
            rank[order[k]] = ranks
        known = np.full(ranks + 1, -2, np.int64)
        met = np.full(ranks + 1, -1, np.int64)
        nearest = np.empty(ranks + 1, np.int64)
        listed = np.empty(ranks + 1, np.int64)
        k = 0
        while k < high - low:
            own = rank[order[k]]
            account = mine[order[k]] & ACCOUNT
            many = 0
            while k < high - low and rank[order[k]] == own:
                i = order[k]
                k += 1
                for j in range(begin[i], end[i]):
                    r = rank[j]
                    if r <= own or abs(where[i] - where[j]) > cap:
                        continue
                    if met[r] != own:
                        met[r] = own
                        known[r] = number(keys, slots, bits, pair(account, mine[j] & ACCOUNT))
                        nearest[r] = widest + 1
                        if known[r] >= 0:
                            listed[many] = r
                            many += 1
                    if known[r] < 0:
                        continue
                    lag = (mine[j] >> ACCOUNT_BITS) - (mine[i] >> ACCOUNT_BITS)
                    # Of two equally near, one before and one after, the order is open: keep a's.
                    if abs(lag) < abs(nearest[r]) or (lag == -nearest[r] and lag > 0):
                        nearest[r] = lag
                    for w in range(len(windows)):
                        if abs(lag) <= windows[w]:
                            out[PAIRS, w, known[r]] += 1
            for m in range(many):
                lag = nearest[listed[m]]
                n = known[listed[m]]
                for w in range(len(windows)):
                    if abs(lag) <= windows[w]:
                        out[WEIGHT, w, n] += 1
                        out[LAGS, w, n] += abs(lag)
                        if not hot[o]:
                            out[COLD, w, n] += 1
                        if lag > 0:
                            out[FIRST, w, n] += 1
                        elif lag < 0:
                            out[SECOND, w, n] += 1
    return out
