"""Who acted on what and when, laid out by object and by account, and what two accounts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

MANY = 1 << 24  # pairs of events on an object beyond which pairs of accounts are not told apart


class Acts(NamedTuple):
    """The same events twice: in order of object and time, and in order of account, object, time."""

    start: Index
    """Object o has the events start[o]:start[o + 1] of the next three."""
    object: Index
    """Numbers from 0, in the order in which the objects were given."""
    account: Index
    time: Index
    own_start: Index
    """Account a has the events own_start[a]:own_start[a + 1] of the next two."""
    own_object: Index
    own_time: Index
    activity: Index
    """Objects of each account: repeats count once."""
    popularity: Index
    """Accounts of each object: repeats count once."""


def acts(objects: Index, accounts: Index, times: Index, many: int) -> Acts:
    """Lay out events that are in order of object and time.

    Args:
        objects: any whole numbers.
        accounts: numbers from 0, below `many`.
        times: whole seconds.
        many: number of accounts.

    >>> found = acts(np.array([7, 7, 9]), np.array([0, 1, 1]), np.array([5, 8, 2]), 2)
    >>> found.activity.tolist(), found.popularity.tolist(), found.own_object.tolist()
    ([1, 2], [2, 1], [0, 0, 1])
    """
    turns = np.flatnonzero(np.diff(objects)) + 1 if len(objects) else np.empty(0, np.int64)
    start = np.concatenate([[0], turns, [len(objects)]] if len(objects) else [[0]]).astype(np.int64)
    dense = np.repeat(np.arange(len(start) - 1), np.diff(start))
    order = np.argsort(accounts, kind="stable")
    own = dense[order]
    bounds = np.searchsorted(accounts[order], np.arange(many + 1)).astype(np.int64)
    new = np.ones(len(own), np.bool_)
    new[1:] = (np.diff(own) != 0) | (np.diff(accounts[order]) != 0)
    activity = np.bincount(accounts[order][new], minlength=many)
    popularity = np.bincount(own[new], minlength=len(start) - 1)
    return Acts(start, dense, accounts, times, bounds, own, times[order], activity, popularity)


@njit(cache=True, nogil=True)
def room(start, a, b):
    """As many rows for the `runs` of `common` as one of these pairs of accounts may need."""
    most = np.int64(1)
    for e in range(len(a)):
        most = max(most, min(start[a[e] + 1] - start[a[e]], start[b[e] + 1] - start[b[e]]))
    return np.empty((most, 4), np.int64)


@njit(cache=True, nogil=True)
def common(start, objects, a, b, runs):
    """Fill `runs` with the events of two accounts on each object both acted on.

    Args:
        start: `own_start` of `Acts`.
        objects: `own_object`.
        a: an account.
        b: another.
        runs: rows of from and to among the events of `a`, from and to among those of `b`.

    Returns:
        Number of shared objects.
    """
    i, j, i_end, j_end = start[a], start[b], start[a + 1], start[b + 1]
    many = 0
    while i < i_end and j < j_end:
        if objects[i] < objects[j]:
            i = leap(objects, i, i_end, objects[j])
        elif objects[j] < objects[i]:
            j = leap(objects, j, j_end, objects[i])
        else:
            here = objects[i]
            runs[many, 0], runs[many, 2] = i, j
            while i < i_end and objects[i] == here:
                i += 1
            while j < j_end and objects[j] == here:
                j += 1
            runs[many, 1], runs[many, 3] = i, j
            many += 1
    return many


@njit(cache=True, nogil=True)
def leap(values, low, end, aim):
    """The first place from `low` on whose value is `aim` or more, in steps that double."""
    step = 1
    while low + step < end and values[low + step] < aim:
        low += step
        step *= 2
    high = min(low + step, end)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < aim:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def coincident(times, i, i_end, j, j_end, window):
    """Is one of the times i:i_end within the window of one of j:j_end? Both are in order."""
    while i < i_end and j < j_end:
        if abs(times[i] - times[j]) <= window:
            return True
        if times[i] < times[j]:
            i += 1
        else:
            j += 1
    return False


@njit(cache=True, nogil=True)
def windowed(start, accounts, times, window):
    """For each object: pairs of events, and pairs of accounts, within the window.

    Pairs of events include those of one account with itself. Where an object has more than
    `MANY` of them and an account repeats itself, pairs of accounts are bounded from above.
    """
    events = np.zeros(len(start) - 1, np.int64)
    pairs = np.zeros(len(start) - 1, np.int64)
    for o in range(len(start) - 1):
        low = start[o]
        for i in range(start[o], start[o + 1]):
            while times[i] - times[low] > window:
                low += 1
            events[o] += i - low
        different = len(np.unique(accounts[start[o] : start[o + 1]]))
        pairs[o] = min(events[o], different * (different - 1) // 2)
        if pairs[o] > 0 and different < start[o + 1] - start[o] and events[o] <= MANY:
            some = slice(start[o], start[o + 1])
            pairs[o] = met(accounts[some], times[some], window)
    return events, pairs


@njit(cache=True, nogil=True)
def met(accounts, times, window):
    """Pairs of accounts with events within the window, events in order of time."""
    order = np.argsort(accounts, kind="mergesort")
    rank = np.empty(len(order), np.int64)
    ranks = np.int64(-1)
    for k in range(len(order)):
        if k == 0 or accounts[order[k]] != accounts[order[k - 1]]:
            ranks += 1
        rank[order[k]] = ranks
    last = np.full(ranks + 1, -1, np.int64)
    begin = np.empty(len(order), np.int64)
    low = 0
    for i in range(len(order)):
        while times[i] - times[low] > window:
            low += 1
        begin[i] = low
    total = np.int64(0)
    for k in range(len(order)):
        i = order[k]
        j = begin[i]
        while j < len(order) and times[j] - times[i] <= window:
            if rank[j] > rank[i] and last[rank[j]] != rank[i]:
                last[rank[j]] = rank[i]
                total += 1
            j += 1
    return total
