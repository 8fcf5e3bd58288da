"""Where and when two accounts met: on every object of theirs, the nearest two of their events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.coaction_acts import common, room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

    Index = NDArray[np.int64]


class Meetings(NamedTuple):
    """In order of the pairs, and for each of the objects."""

    pair: Index
    """The place of the pair among those that were given."""
    object: Index
    """As in `Acts`."""
    one: Index
    """The first account's event, by its place among the events in order of account."""
    other: Index
    """The second's."""
    lag: Index
    """Seconds from the first account's event to the second's."""


def meetings(acts: Acts, a: Index, b: Index, window: int) -> Meetings:
    """The nearest two events of two accounts on each object on which they lie within the window.

    Of two equally near, one before and one after, it is the one in which the first account acted
    first; of several at one time, the first in order.

    Args:
        acts: the events.
        a: accounts.
        b: other accounts.
        window: seconds, that distance included.
    """
    given = acts.own_start, acts.own_object, acts.own_time, a, b, window
    size = nearest(*given, np.empty((0, 5), np.int64))
    rows = np.empty((size, 5), np.int64)
    nearest(*given, rows)
    return Meetings(*(rows[:, k].copy() for k in range(5)))


@njit(cache=True, nogil=True)
def nearest(start, objects, times, a, b, window, rows):
    """Fill in the rows, or only count them where there is no room for any."""
    runs = room(start, a, b)
    used = np.int64(0)
    for e in range(len(a)):
        for r in range(common(start, objects, a[e], b[e], runs)):
            i, i_end, j, j_end = runs[r]
            one, other, best = i, j, times[j] - times[i]
            while i < i_end and j < j_end:
                lag = times[j] - times[i]
                if abs(lag) < abs(best) or (lag == -best and lag > 0):
                    one, other, best = i, j, lag
                if times[i] <= times[j]:
                    i += 1
                else:
                    j += 1
            if abs(best) > window:
                continue
            if len(rows):
                rows[used, 0], rows[used, 1], rows[used, 2] = e, objects[one], one
                rows[used, 3], rows[used, 4] = other, best
            used += 1
    return used
