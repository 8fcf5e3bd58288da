"""Crowds larger than an author's others: counts against a negative binomial whose mean is unknown.

Counts of one author's threads are negative binomial with a common mean and size k. Given the sum
T of his n threads, one of them has x with the beta-binomial probability of T trials, k and
(n - 1)k, whatever the mean is: nothing but k has to be estimated. k is that of most conditional
likelihood over all authors.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

LEAST, MOST = 1e-3, 1e6  # sizes; at the upper one the counts are as good as Poisson numbers
STEPS = 60
ENOUGH = 20  # small p-values from which their tail is looked at
GOLDEN = 0.6180339887498949


def size(counts: Index, author: Index) -> float:
    """The size k of most conditional likelihood: small where crowds of one author vary a lot.

    Args:
        counts: of each thread, 0 or more.
        author: of each thread.

    >>> rng = np.random.default_rng(1)
    >>> 1.5 < size(rng.negative_binomial(2, 0.2, 4000), np.repeat(np.arange(400), 10)) < 2.7
    True
    """
    if not len(counts):
        return MOST
    values, many = np.unique(counts, return_counts=True)
    _, whose = np.unique(author, return_inverse=True)
    threads = np.bincount(whose)
    sums = np.bincount(whose, counts)
    kinds, alike = np.unique(np.stack([threads, sums]), axis=1, return_counts=True)
    given = values.astype(float), many.astype(float), kinds[0], kinds[1], alike.astype(float)
    return float(peak(*given))


@njit(cache=True, nogil=True)
def likelihood(k, values, many, threads, sums, alike):
    """The conditional log-likelihood of a size, less what does not depend on it."""
    total = 0.0
    for i in range(len(values)):
        total += many[i] * (math.lgamma(values[i] + k) - math.lgamma(k))
    for i in range(len(threads)):
        whole = threads[i] * k
        total += alike[i] * (math.lgamma(whole) - math.lgamma(sums[i] + whole))
    return total


@njit(cache=True, nogil=True)
def peak(values, many, threads, sums, alike):
    """The size of most likelihood, by golden sections of its logarithm."""
    low, high = math.log(LEAST), math.log(MOST)
    one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    first = likelihood(math.exp(one), values, many, threads, sums, alike)
    second = likelihood(math.exp(two), values, many, threads, sums, alike)
    for _ in range(STEPS):
        if first >= second:
            high, two, second = two, one, first
            one = high - GOLDEN * (high - low)
            first = likelihood(math.exp(one), values, many, threads, sums, alike)
        else:
            low, one, first = one, two, second
            two = low + GOLDEN * (high - low)
            second = likelihood(math.exp(two), values, many, threads, sums, alike)
    return math.exp((low + high) / 2)


@njit(cache=True, nogil=True)
def upper(count, total, threads, k):
    """Probability that one thread of so many has so large a share of their sum, or larger.

    >>> upper(0, 5, 4, 2.0)
    1.0
    >>> round(upper(2, 2, 2, 1.0), 4)  # 0, 1 and 2 are equally likely
    0.3333
    """
    if count <= 0:
        return 1.0
    rest = (threads - 1) * k
    if rest <= 0.0:
        return 1.0
    term = math.exp(
        math.lgamma(total + 1.0) - math.lgamma(count + 1.0) - math.lgamma(total - count + 1.0)
        + math.lgamma(count + k) + math.lgamma(total - count + rest) - math.lgamma(total + k + rest)
        + math.lgamma(k + rest) - math.lgamma(k) - math.lgamma(rest)
    )  # fmt: skip
    found = 0.0
    for x in range(count, total + 1):
        before = term
        found += term
        if x < total:
            term *= (total - x) / (x + 1.0) * (x + k) / (total - x - 1.0 + rest)
        if term < before and term < 1e-17 * found:
            break
    return min(found, 1.0)


@njit(cache=True, nogil=True)
def tails(counts, sums, threads, k):
    """`upper` of each thread."""
    found = np.ones(len(counts))
    for i in range(len(counts)):
        found[i] = upper(counts[i], sums[i], threads[i], k)
    return found


def tempered(p_values: Array, at: float = 0.05) -> Array:
    """P-values no smaller than their own tail allows: crowds may vary more than the model has it.

    Of p-values below `at`, the logarithm of `at` / p is exponential with mean 1 where the model is
    right. Where its median says that the mean is larger, all are raised to that power; and where
    more than `at` of all are below it, by that share. The median does not mind a few swarms.

    >>> tempered(np.array([0.5, 0.01])).tolist()
    [0.5, 0.01]
    """
    low = p_values <= at
    if low.sum() < ENOUGH:
        return p_values
    beyond = np.log(at / np.maximum(p_values[low], np.finfo(float).tiny))
    mean = max(1.0, float(np.median(beyond)) / math.log(2))
    found = p_values.copy()
    raised = max(at, float(low.mean())) * np.exp(-beyond / mean)
    found[low] = np.maximum(p_values[low], raised)
    return found


@njit(cache=True, nogil=True)
def crowds(start, accounts, times, seconds, window):
    """Of each thread: accounts within `seconds` of its first event, at any time, most at once.

    Args:
        start: thread t has the events start[t]:start[t + 1] of the next two.
        accounts: of each event.
        times: of each event, ascending within a thread.
        seconds: counted from the thread's first event, that distance included.
        window: "at once" is within so many seconds, within the time counted.
    """
    out = np.zeros((len(start) - 1, 3), np.int64)
    for t in range(len(start) - 1):
        low, high = start[t], start[t + 1]
        end = low
        while end < high and times[end] - times[low] <= seconds:
            end += 1
        out[t, 0] = len(np.unique(accounts[low:end]))
        out[t, 1] = len(np.unique(accounts[low:high]))
        if out[t, 0] == 1:
            out[t, 2] = 1
            continue
        mine = np.unique(accounts[low:end])
        now = np.zeros(len(mine), np.int64)
        first, several = low, 0
        for i in range(low, end):
            place = np.searchsorted(mine, accounts[i])
            several += now[place] == 0
            now[place] += 1
            while times[i] - times[first] > window:
                gone = np.searchsorted(mine, accounts[first])
                now[gone] -= 1
                several -= now[gone] == 0
                first += 1
            out[t, 2] = max(out[t, 2], several)
    return out
