"""Coincidences of two trains of posts against interval jitter, with the whole null distribution.

Time is cut into fixed intervals. What one bloc published inside an interval is moved along it as a
block, by every possible step, end joined to beginning: each post is then uniform in its interval,
and bursts stay bursts. The other bloc stays where it is. The count of pairs within ±Δ that each
step gives is the null distribution of that interval; intervals are independent, so that the
distribution of the sum is their convolution. Nothing is drawn at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

LEAST = 1e-30  # probability below which an end of a distribution is cut off
WIDEST = 4000  # counts an interval may take before its distribution is taken as normal
SPARSE = 8  # places a turn of the count from which only the turns are visited
COSTLY = 2e9  # steps of a convolution before the sum is taken as normal


class Spread(NamedTuple):
    """The distribution of a count: `chance[i]` is the probability of `first + i`."""

    first: int
    chance: Array
    mean: float
    variance: float

    def tail(self, observed: float) -> float:
        """Probability of this count or more.

        >>> round(Spread(3, np.array([0.5, 0.25, 0.25]), 3.75, 0.6875).tail(4), 3)
        0.5
        """
        start = int(np.ceil(observed - 1e-9)) - self.first
        if start <= 0:
            return 1.0
        return float(min(self.chance[start:].sum(), 1.0))


class Moved(NamedTuple):
    """What moving gave, interval by interval: one entry a group of posts that move together."""

    topic: Index
    observed: Index
    low: Index
    start: Index
    weight: Array
    mean: Array
    variance: Array


@njit(cache=True, nogil=True)
def moved(times, topics, others, bounds, delta, interval, step, joint):
    """The distribution of the number of pairs within ±delta in every interval.

    Args:
        times: of the posts that move, whole seconds, in order of interval, topic, time.
        topics: the topic of each.
        others: times of the posts that stay, topic by topic, in order.
        bounds: topic t has others[bounds[t]:bounds[t + 1]].
        delta: seconds.
        interval: seconds.
        step: seconds between places a post may move to: what its date is exact to.
        joint: do the topics of an interval move together, for a sum over topics?

    Returns:
        Topic, observed, lowest count, start in the weights, weights, mean, variance by group; a
        group that can take more than `WIDEST` counts has no weights.
    """
    size = len(times)
    places = interval // step
    topic = np.empty(size, np.int64)
    observed = np.empty(size, np.int64)
    low = np.empty(size, np.int64)
    start = np.zeros(size + 1, np.int64)
    mean = np.empty(size)
    variance = np.empty(size)
    weight = np.empty(1024)
    change = np.zeros(places + 1, np.int64)
    mark = np.empty(places // SPARSE + 2, np.int64)
    value = np.empty(places + 1, np.int64)
    length = np.empty(places + 1, np.int64)
    used = np.int64(0)
    groups = i = 0
    while i < size:
        cell = times[i] // interval
        begin = cell * interval
        change[places] = 0
        first_topic = topics[i]
        marks = 0
        while i < size and times[i] // interval == cell and (joint or topics[i] == first_topic):
            at = topics[i]
            b0, b1 = bounds[at], bounds[at + 1]
            p = b0 + np.searchsorted(others[b0:b1], begin - delta)
            q = b0 + np.searchsorted(others[b0:b1], begin + interval + delta, side="right")
            here = times[i] - begin
            phase = here % step
            for m in range(p, q):
                # Places phase + step * v that lie within delta of the other post.
                nearest = others[m] - begin - phase
                v0 = max(-((delta - nearest) // step), 0)
                v1 = min((nearest + delta) // step, places - 1)
                if v0 > v1:
                    continue
                u = (v0 - here // step) % places
                v = (v1 - here // step) % places
                change[u] += 1
                change[v + 1] -= 1
                if v < u:
                    change[0] += 1
                for turn in (u, v + 1, 0):
                    if marks < len(mark):
                        mark[marks] = turn
                        marks += 1
            i += 1
        if marks == 0:
            continue
        turns = np.sort(mark[:marks]) if marks * SPARSE < places else np.flatnonzero(change)
        count = before = seen = np.int64(0)
        least, most = np.int64(2**62), np.int64(-1)
        total = squares = 0.0
        many = 0
        for k in range(len(turns) + 1):
            u = turns[k] if k < len(turns) else places
            if u > before:
                if before == 0:
                    seen = count
                least, most = min(least, count), max(most, count)
                total += float(count) * (u - before)
                squares += float(count) * count * (u - before)
                value[many], length[many] = count, u - before
                many += 1
                before = u
            if k < len(turns):
                count += change[u]
                change[u] = 0
        topic[groups], observed[groups], low[groups] = first_topic, seen, least
        mean[groups] = total / places
        variance[groups] = max(squares / places - (total / places) ** 2, 0.0)
        start[groups] = used
        width = most - least + 1
        if width <= WIDEST:
            if used + width > len(weight):
                wider = np.empty(2 * (used + width))
                wider[:used] = weight[:used]
                weight = wider
            weight[used : used + width] = 0.0
            for k in range(many):
                weight[used + value[k] - least] += length[k] / places
            used += width
        groups += 1
        start[groups] = used
    return (
        topic[:groups],
        observed[:groups],
        low[:groups],
        start[: groups + 1],
        weight[:used].copy(),
        mean[:groups],
        variance[:groups],
    )


@njit(cache=True, nogil=True)
def convolved(chosen, start, weight):
    """The distribution of the sum of the chosen groups, above the sum of their lowest counts.

    Returns:
        How much was cut off at the lower end, and the probabilities from there.
    """
    now = np.ones(1)
    offset = np.int64(0)
    for g in chosen:
        part = weight[start[g] : start[g + 1]]
        if len(part) == 1:
            continue
        then = np.zeros(len(now) + len(part) - 1)
        for k in range(len(part)):
            if part[k] > 0.0:
                for i in range(len(now)):
                    then[i + k] += now[i] * part[k]
        first, last = 0, len(then)
        while last - first > 1 and then[first] < LEAST:
            first += 1
        while last - first > 1 and then[last - 1] < LEAST:
            last -= 1
        now = then[first:last]
        offset += first
    return offset, now


def spread(found: Moved, chosen: Index) -> Spread:
    """The distribution of the sum over groups: exact, or normal where that would take too long."""
    mean, variance = float(found.mean[chosen].sum()), float(found.variance[chosen].sum())
    width = found.start[chosen + 1] - found.start[chosen]
    deviation = variance**0.5
    steps = float(width.sum()) * min(float(width.sum()), 24 * deviation + 1)
    if not len(chosen) or (width.min() > 0 and steps < COSTLY):
        offset, chance = convolved(chosen, found.start, found.weight)
        return Spread(int(found.low[chosen].sum()) + int(offset), chance, mean, variance)
    first = int(mean - 12 * deviation)
    grid = np.arange(first, int(mean + 12 * deviation) + 2)
    density = np.exp(-0.5 * ((grid - mean) / max(deviation, 1e-9)) ** 2)
    return Spread(first, density / density.sum(), mean, variance)


def added(one: Spread, two: Spread) -> Spread:
    """The distribution of the sum of two independent counts."""
    size = len(one.chance) + len(two.chance) - 1
    if min(len(one.chance), len(two.chance)) < 2000:
        chance = np.convolve(one.chance, two.chance)
    else:
        chance = np.fft.irfft(np.fft.rfft(one.chance, size) * np.fft.rfft(two.chance, size), size)
        chance = np.maximum(chance, 0.0)
    return Spread(one.first + two.first, chance, one.mean + two.mean, one.variance + two.variance)


def beyond(observed: int, null: Spread, control: int, control_null: Spread) -> float:
    """Probability that a count exceeds its mean by more, relative to it, than a control does.

    The statistic is observed / mean - control / mean of the control; its distribution is that of
    two independent counts with these nulls. What lifts both alike, such as news that breaks within
    an interval, leaves it where it was.

    >>> fair = Spread(0, np.array([0.25, 0.5, 0.25]), 1.0, 0.5)
    >>> beyond(2, fair, 0, fair), beyond(1, fair, 1, fair)
    (0.0625, 0.6875)
    """
    if null.mean <= 0 or control_null.mean <= 0:
        return 1.0
    difference = observed / null.mean - control / control_null.mean
    tails = np.append(np.cumsum(null.chance[::-1])[::-1], 0.0)
    others = control_null.first + np.arange(len(control_null.chance))
    least = null.mean * (difference + others / control_null.mean)
    place = np.clip(np.ceil(least - 1e-9).astype(np.int64) - null.first, 0, len(null.chance))
    return float(min((control_null.chance * tails[place]).sum(), 1.0))


def adjusted(p_values: Array) -> Array:
    """Benjamini and Hochberg's (1995) q-values, in the given order; nan stays nan.

    >>> adjusted(np.array([0.01, 0.04, 0.03, np.nan])).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    q = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    scaled = p_values[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
