"""How often two accounts act together by chance, where who acts on what is kept.

Each null gives a probability that the two act within the window on an object, independently for
each object, so that the weight of the pair is a sum of yes-or-no events whose chances differ.

- `jittered`: every event is uniform in its interval of fixed length.
- `exchanged`: the moments of an object are kept; which account took which is chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.coaction_acts import common, room, windowed
from antiphon.kernels.poisson_binomial import upper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

PLACES = 720  # places of an interval that repeats are tried at; exact up to as many seconds


class Chance(NamedTuple):
    """A null's answer for each pair of accounts."""

    expected: Array
    """The mean of the weight."""
    p_value: Array
    """Probability of the observed weight or more."""


def jittered(acts: Acts, pairs: tuple[Index, Index, Index], window: int, interval: int) -> Chance:
    """Against events uniform in their interval: intervals begin at multiples of its length.

    Reads wrong when an object bursts faster than the interval: everybody who saw the news then
    looks coordinated. Misses groups that act together less closely than the interval.

    Args:
        acts: the events.
        pairs: accounts, other accounts and their weights.
        window: seconds.
        interval: seconds.
    """
    return Chance(*jitter(acts.own_start, acts.own_object, acts.own_time, *pairs, window, interval))


@njit(cache=True, nogil=True)
def jitter(start, objects, times, a, b, weight, window, interval):
    """`jittered` in plain arrays."""
    expected, p_value = np.zeros(len(a)), np.ones(len(a))
    runs = room(start, a, b)
    chances = np.empty(len(runs))
    for e in range(len(a)):
        used = 0
        for r in range(common(start, objects, a[e], b[e], runs)):
            i, i_end, j, j_end = runs[r]
            if i_end == i + 1 and j_end == j + 1:
                apart = times[i] // interval - times[j] // interval
                p = single(apart, window, interval)
            else:
                p = repeated(times, i, i_end, j, j_end, window, interval)
            if p > 0.0:
                chances[used] = p
                expected[e] += p
                used += 1
        p_value[e] = upper(chances[:used], 0.0, weight[e])
    return expected, p_value


@njit(cache=True, nogil=True)
def single(apart, window, interval):
    """Probability that two seconds, uniform in intervals so far apart, lie within the window.

    Of the I² pairs of seconds, I - |k| lie k apart; so many of k = -window - D … window - D count,
    D seconds being what the intervals are apart.

    >>> [round(single(apart, 60, 300), 4) for apart in (0, 1, 2)]
    [0.3627, 0.0203, 0.0]
    """
    shift = apart * interval
    low, high = max(-window - shift, 1 - interval), min(window - shift, interval - 1)
    if low > high:
        return 0.0
    total = (high - low + 1) * interval - distances(high) + distances(low - 1)
    return total / (float(interval) * interval)


@njit(cache=True, nogil=True)
def distances(k):
    """The sum of |i| over 1…k, or minus that over k + 1…0."""
    if k >= 0:
        return k * (k + 1) // 2
    return -((-k) * (-k - 1) // 2)


@njit(cache=True, nogil=True)
def repeated(times, i, i_end, j, j_end, window, interval):
    """Probability that some event i:i_end comes within the window of some event j:j_end, or more.

    Exact where one account acted once, up to `PLACES` seconds; otherwise from above. The account
    with fewer events takes every place of its interval in turn. Its events of one interval are
    independent given the others, so that all miss at least as often as if nothing were shared
    (Jensen); what its intervals give is added.
    """
    if i_end - i > j_end - j:
        i, i_end, j, j_end = j, j_end, i, i_end
    step = max(1, interval // PLACES)
    total = 0.0
    low = j
    while i < i_end:
        cell = times[i] // interval
        many = 0
        while i < i_end and times[i] // interval == cell:
            many += 1
            i += 1
        begin = cell * interval
        while low < j_end and (times[low] // interval + 1) * interval <= begin - window:
            low += 1
        if low == j_end or total >= 1.0:
            break
        if times[low] // interval * interval > begin + interval - 1 + window:
            continue
        miss, places = 0.0, 0
        for place in range(begin + step // 2, begin + interval, step):
            places += 1
            alone = 1.0
            k = low
            while k < j_end and times[k] // interval * interval <= place + window:
                other = times[k] // interval * interval
                inside = min(place + window, other + interval - 1) - max(place - window, other) + 1
                alone *= 1.0 - max(inside, 0) / interval
                k += 1
            miss += alone
        total += 1.0 - (miss / places) ** many
    return min(total, 1.0)


def exchanged(acts: Acts, pairs: tuple[Index, Index, Index], window: int) -> Chance:
    """Against the moments of each object dealt out anew among its accounts.

    Reads wrong when accounts share a rhythm, such as a time zone: they meet on every object.
    Misses groups that are most of the accounts on their objects: all its moments are theirs.
    """
    events, _ = windowed(acts.start, acts.account, acts.time, window)
    size = np.diff(acts.start).astype(np.float64)
    share = events / np.maximum(size * (size - 1) / 2, 1)
    return Chance(*exchange(acts.own_start, acts.own_object, share, *pairs))


@njit(cache=True, nogil=True)
def exchange(start, objects, share, a, b, weight):
    """`exchanged` in plain arrays; share of all pairs of events within the window, by object."""
    expected, p_value = np.zeros(len(a)), np.ones(len(a))
    runs = room(start, a, b)
    chances = np.empty(len(runs))
    for e in range(len(a)):
        many = common(start, objects, a[e], b[e], runs)
        for r in range(many):
            tries = (runs[r, 1] - runs[r, 0]) * (runs[r, 3] - runs[r, 2])
            chances[r] = 1.0 - (1.0 - share[objects[runs[r, 0]]]) ** tries
            expected[e] += chances[r]
        p_value[e] = upper(chances[:many], 0.0, weight[e])
    return expected, p_value
