"""Pairs of events within a window, event by event, and what hangs together by them."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def within(objects, times, window):
    """Every pair of events on one object within the window, that distance included.

    Args:
        objects: of each event, ascending.
        times: of each event, ascending within an object; whole or not.
        window: in the unit of the times.

    Returns:
        The earlier event of each pair and the later one, by their places.
    """
    total = 0
    early = np.empty(0, np.int64)
    late = np.empty(0, np.int64)
    for keep in range(2):
        if keep:
            early = np.empty(total, np.int64)
            late = np.empty(total, np.int64)
        total = 0
        low = 0
        for i in range(len(times)):
            while objects[low] != objects[i] or times[i] - times[low] > window:
                low += 1
            if keep:
                for k in range(low, i):
                    early[total + k - low] = k
                    late[total + k - low] = i
            total += i - low
    return early, late


@njit(cache=True, nogil=True)
def top(root, i):
    """The account that `i` hangs together with and that stands for them all; ways are cut short."""
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


@njit(cache=True, nogil=True)
def components(a, b, size):
    """The least number that each of `size` accounts hangs together with, by the pairs a, b."""
    root = np.arange(size)
    for n in range(len(a)):
        i, j = top(root, a[n]), top(root, b[n])
        root[max(i, j)] = min(i, j)
    for i in range(size):
        root[i] = root[root[i]]
    return root
