"""Who acts together when the accounts of events change places within hours.

Kept: what is acted on and when, and how active every account is in every hour. Destroyed: which of
the hour's events are whose. Pairs of accounts, of which there are too many for draws, are held
against the Poisson number of the exact mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.coaction_nulls import Chance
from antiphon.kernels.poisson_binomial import upper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]


def within_bins(
    acts: Acts, pairs: tuple[Index, Index, Index], window: int, bins: Index, width: int
) -> Chance:
    """Hold pairs of accounts against exchange of accounts within bins of time.

    The expected number of pairs of events is exact. Each object counts once in a weight, so that
    the mean is no less than that of the weight; the p-value is the tail of a Poisson number.

    Args:
        acts: the events.
        pairs: accounts, other accounts and their weights.
        window: seconds.
        bins: time // `width` of each event in `acts`.
        width: seconds.
    """
    first = int(bins.min()) if len(bins) else 0
    here = bins - first
    size = np.bincount(here, minlength=1)
    reach = -(-window // width)
    slots = met_in(acts.start, acts.time, here, window, len(size), reach)
    own = acts.own_time // width - first
    start, own_bin, count = tallied(acts.own_start, own)
    return Chance(*binned(start, own_bin, count, size, slots, *pairs))


@njit(cache=True, nogil=True)
def met_in(start, times, bins, window, many, reach):
    """Pairs of events within the window: bin of the earlier × bins to the later."""
    found = np.zeros((many, reach + 1), np.int64)
    first = np.zeros(len(times), np.int64)
    for o in range(len(start) - 1):
        low = start[o]
        for i in range(start[o], start[o + 1]):
            while times[i] - times[low] > window:
                low += 1
            new = i == start[o] or bins[i] != bins[i - 1]
            first[i] = i if new else first[i - 1]
            end = i
            while end > low:
                begin = max(low, first[end - 1])
                found[bins[begin], bins[i] - bins[begin]] += end - begin
                end = begin
    return found


@njit(cache=True, nogil=True)
def tallied(start, bins):
    """Events of each account in each of its bins: bounds by account, bins in order, counts."""
    bounds = np.zeros(len(start), np.int64)
    of, count = np.empty(len(bins), np.int64), np.empty(len(bins), np.int64)
    used = 0
    for a in range(len(start) - 1):
        mine = np.sort(bins[start[a] : start[a + 1]])
        for i in range(len(mine)):
            if i == 0 or mine[i] != mine[i - 1]:
                of[used], count[used] = mine[i], 0
                used += 1
            count[used - 1] += 1
        bounds[a + 1] = used
    return bounds, of[:used].copy(), count[:used].copy()


@njit(cache=True, nogil=True)
def binned(start, bins, count, size, slots, a, b, weight):
    """`within_bins` in plain arrays."""
    expected, p_value = np.zeros(len(a)), np.ones(len(a))
    none = np.zeros(0)
    reach = slots.shape[1] - 1
    for e in range(len(a)):
        low, high = start[b[e]], start[b[e] + 1]
        for i in range(start[a[e]], start[a[e] + 1]):
            while low < high and bins[low] < bins[i] - reach:
                low += 1
            j = low
            while j < high and bins[j] <= bins[i] + reach:
                first, apart = min(bins[i], bins[j]), abs(bins[i] - bins[j])
                together = float(count[i]) * count[j] * slots[first, apart]
                if apart == 0:
                    ways = float(size[first]) * (size[first] - 1) / 2
                else:
                    ways = float(size[first]) * size[first + apart]
                expected[e] += together / max(ways, 1.0)
                j += 1
        p_value[e] = upper(none, expected[e], weight[e])
    return expected, p_value
