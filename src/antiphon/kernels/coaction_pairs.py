"""Pairs of accounts that act on one object within a window: found, parted by hash, counted.

A pair is a number: the two accounts, the smaller first, and a last bit that is set where the
object is hot. Each object gives a pair once, however often the two act on it. Pairs are poured
into parts by hash, so small that a part is counted in the processor's cache; what occurs too
seldom never needs to be sorted. Where all pairs would take more memory than allowed, objects are
gone through again for each range of hashes.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS
from antiphon.kernels.tokens import mix

U = np.uint64
COUNT, POUR, MARK = range(3)
PART = 1 << 15  # pairs that are counted at once
SEEN = 1 << 17  # counters they are told apart with


@njit(cache=True, nogil=True, inline="always")
def pair(one, two):
    """The pair of two accounts."""
    if one < two:
        return (one << (ACCOUNT_BITS + 1)) | (two << 1)
    return (two << (ACCOUNT_BITS + 1)) | (one << 1)


@njit(cache=True, nogil=True, inline="always")
def spread(key):
    """A hash of a pair that does not see whether the object is hot."""
    return mix(U(key >> 1))


@njit(cache=True, nogil=True)
def crowding(start, event, window):
    """For each object: most earlier events in a window before one, and pairs of events."""
    most = np.zeros(len(start) - 1, np.int64)
    pairs = np.zeros(len(start) - 1, np.int64)
    for o in range(len(start) - 1):
        low = start[o]
        for i in range(start[o], start[o + 1]):
            while (event[i] >> ACCOUNT_BITS) - (event[low] >> ACCOUNT_BITS) > window:
                low += 1
            most[o] = max(most[o], i - low)
            pairs[o] += i - low
    return most, pairs


@njit(cache=True, nogil=True)
def skipped(start, event, window, cap):
    """Pairs of events within the window with more than `cap` - 1 events between them."""
    total = np.int64(0)
    for o in range(len(start) - 1):
        low = start[o]
        for i in range(start[o], start[o + 1]):
            while (event[i] >> ACCOUNT_BITS) - (event[low] >> ACCOUNT_BITS) > window:
                low += 1
            total += max(0, i - low - cap)
    return total


@njit(cache=True, nogil=True)
def sweep(start, event, repeats, hot, low, high, window, cap, flow, counts, out, bits):
    """Go through objects low to high and count, pour or mark their pairs.

    Args:
        start: of `Near`.
        event: of `Near`.
        repeats: of `Near`.
        hot: 0 for an object that is taken as it is, 1 for one whose pairs must be in `bits`,
            2 for one that is left out.
        low: first object.
        high: object after the last.
        window: seconds.
        cap: an event is paired with so many of the nearest before and after it, at most.
        flow: purpose, first part, part after the last, bits of a part's number (1 or more).
        counts: pairs of each part, or where the next pair of each part goes.
        out: the pairs.
        bits: a filter of pairs that share an object which is not hot.
    """
    buffer = np.empty(1024, np.int64)
    for o in range(low, high):
        if hot[o] == 2:
            continue
        first, last = start[o], start[o + 1]
        if last - first > len(buffer):
            buffer = np.empty(2 * (last - first), np.int64)
        if repeats[o]:
            repeated(event[first:last], window, cap, buffer, hot[o], flow, counts, out, bits)
            continue
        back = first
        for i in range(first, last):
            while (event[i] >> ACCOUNT_BITS) - (event[back] >> ACCOUNT_BITS) > window:
                back += 1
            many = 0
            for k in range(max(back, i - cap), i):
                buffer[many] = pair(event[i] & ACCOUNT, event[k] & ACCOUNT)
                many += 1
            take(buffer, many, hot[o], flow, counts, out, bits)


@njit(cache=True, nogil=True)
def repeated(event, window, cap, buffer, hot, flow, counts, out, bits):
    """The pairs of an object on which accounts act more than once, each pair once."""
    size = len(event)
    order = np.argsort(event & ACCOUNT)
    rank = np.empty(size, np.int64)
    ranks = np.int64(-1)
    for k in range(size):
        if k == 0 or (event[order[k]] & ACCOUNT) != (event[order[k - 1]] & ACCOUNT):
            ranks += 1
        rank[order[k]] = ranks
    met = np.full(ranks + 1, -1, np.int64)
    begin, end = reach(event, window, cap)
    k = 0
    while k < size:
        own = rank[order[k]]
        account = event[order[k]] & ACCOUNT
        many = 0
        while k < size and rank[order[k]] == own:
            for j in range(begin[order[k]], end[order[k]]):
                if rank[j] > own and met[rank[j]] != own:
                    met[rank[j]] = own
                    buffer[many] = pair(account, event[j] & ACCOUNT)
                    many += 1
            k += 1
        take(buffer, many, hot, flow, counts, out, bits)


@njit(cache=True, nogil=True)
def reach(event, window, cap):
    """The first neighbour of each event of an object, and the one after the last."""
    size = len(event)
    begin = np.empty(size, np.int64)
    end = np.empty(size, np.int64)
    low = high = 0
    for i in range(size):
        while (event[i] >> ACCOUNT_BITS) - (event[low] >> ACCOUNT_BITS) > window:
            low += 1
        while high < size and (
            (event[high] >> ACCOUNT_BITS) - (event[i] >> ACCOUNT_BITS) <= window
        ):
            high += 1
        begin[i] = max(low, i - cap)
        end[i] = min(high, i + cap + 1)
    return begin, end


@njit(cache=True, nogil=True)
def take(buffer, many, hot, flow, counts, out, bits):
    """Count, pour or mark some pairs; pairs of a hot object only if the filter has them."""
    purpose, first, last, parts = flow
    if hot == 1:
        found = 0
        for k in range(many):
            if marked(bits, spread(buffer[k])):
                buffer[found] = buffer[k] | 1
                found += 1
        many = found
    shift = U(64 - parts)
    for k in range(many):
        h = spread(buffer[k])
        if purpose == MARK:
            mark(bits, h)
            continue
        p = np.int64(h >> shift)
        if p < first or p >= last:
            continue
        if purpose == POUR:
            out[counts[p]] = buffer[k]
        counts[p] += 1


@njit(cache=True, nogil=True, inline="always")
def mark(bits, h):
    """Put a hash into the filter; its size is a power of two."""
    at = h & U(len(bits) * 64 - 1)
    bits[at >> U(6)] |= U(1) << (at & U(63))


@njit(cache=True, nogil=True, inline="always")
def marked(bits, h):
    """May the hash be in the filter?"""
    at = h & U(len(bits) * 64 - 1)
    return (bits[at >> U(6)] >> (at & U(63))) & U(1) == U(1)


@njit(cache=True, nogil=True)
def counted(bounds, pairs, low, high, least):
    """Pairs of the parts low to high that occur `least` times or more, at least once not hot.

    Args:
        bounds: part p of batch c is pairs[bounds[c, p, 0]:bounds[c, p, 1]].
        pairs: in parts.
        low: first part.
        high: part after the last.
        least: times.

    Returns:
        The pairs without their last bit, ascending within a part, and how often each occurs.
    """
    seen = np.zeros(SEEN, np.uint8)
    found = np.empty(1024, np.int64)
    weight = np.empty(1024, np.int32)
    used = 0
    top = U(SEEN - 1)
    enough = np.uint8(min(least, 255))
    some = np.empty(PART, np.int64)
    for p in range(low, high):
        seen[:] = 0
        size = 0
        for c in range(len(bounds)):
            size += bounds[c, p, 1] - bounds[c, p, 0]
            for i in range(bounds[c, p, 0], bounds[c, p, 1]):
                h = np.int64(spread(pairs[i]) & top)
                if seen[h] < 255:
                    seen[h] += 1
        if size > len(some):
            some = np.empty(2 * size, np.int64)
        many = 0
        for c in range(len(bounds)):
            for i in range(bounds[c, p, 0], bounds[c, p, 1]):
                if seen[np.int64(spread(pairs[i]) & top)] >= enough:
                    some[many] = pairs[i]
                    many += 1
        mine = some[:many]
        mine.sort()
        i = 0
        while i < many:
            end = i + 1
            while end < many and mine[end] >> 1 == mine[i] >> 1:
                end += 1
            if end - i >= least and mine[i] & 1 == 0:
                if used == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                    weight = np.concatenate((weight, np.empty_like(weight)))
                found[used] = mine[i]
                weight[used] = end - i
                used += 1
            i = end
    return found[:used].copy(), weight[:used].copy()
