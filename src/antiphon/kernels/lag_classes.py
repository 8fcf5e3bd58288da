"""Lags counted in classes that double in length, each with the share that a density expects there.

The classes are pairs of the cells of `antiphon.kernels.lags`, so that a date which is an interval
falls into them without rounding. The last class is open.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from antiphon.kernels.lags import LEAST, RATIO, below, cells

CLASSES = 20
EDGES = np.array([0.0, *(LEAST * RATIO ** (2 * k) for k in range(CLASSES))])
"""Ends of the classes, seconds; the first begins at 0."""


@njit(cache=True, nogil=True)
def place(log_lag):
    """The class of a log-lag."""
    k = math.floor((log_lag - math.log(LEAST)) / (2.0 * math.log(RATIO))) + 1
    return np.int64(min(max(k, 0), CLASSES - 1))


@njit(cache=True, nogil=True)
def counted(logs, values):
    """Sum of the values in each class."""
    found = np.zeros(CLASSES)
    for c in range(len(logs)):
        found[place(logs[c])] += values[c]
    return found


@njit(cache=True, nogil=True)
def apart(families, low, high, bloc, chance, counts, scale):
    """Released posts by how far they are from their plan's posts of other blocs.

    A post counts with its probability, spread over the others by theirs, and over the cells of each
    distance by the density of two half-normal lags' difference, 2 exp(-u²) erfc(u) / (s √π) with
    u = d / 2s.

    Args:
        families: family f has the members families[f]:families[f + 1].
        low: where the interval of each time begins, seconds.
        high: where it ends.
        bloc: number of the bloc.
        chance: probability of release.
        counts: does the post count, or is it but another's partner?
        scale: of the half-normal lag behind a plan, s, seconds.
    """
    found = np.zeros(CLASSES)
    logs, weights = np.empty(64), np.empty(64)
    for f in range(len(families) - 1):
        for i in range(families[f], families[f + 1]):
            if not counts[i] or chance[i] <= 0.0:
                continue
            total = 0.0
            for j in range(families[f], families[f + 1]):
                if bloc[j] != bloc[i]:
                    total += chance[j]
            for j in range(families[f], families[f + 1]):
                if bloc[j] == bloc[i] or chance[j] <= 0.0:
                    continue
                part = np.zeros(CLASSES)
                for way in range(2):
                    one, two = (i, j) if way == 0 else (j, i)
                    at = low[one]
                    n = cells(
                        low[one] - at, high[one] - at, low[two] - at, high[two] - at, logs, weights
                    )
                    for c in range(n):
                        u = math.exp(logs[c]) / (2.0 * scale)
                        part[place(logs[c])] += weights[c] * (
                            math.exp(-u * u) * math.erfc(u) + 1e-300
                        )
                found += chance[i] * chance[j] / total * part / part.sum()
    return found


@njit(cache=True, nogil=True)
def lognormal_classes(mu, sigma):
    """Share of log-normal lags in each class."""
    ends = np.ones(CLASSES + 1)
    ends[0] = 0.0
    for k in range(1, CLASSES):
        ends[k] = below((math.log(EDGES[k]) - mu) / sigma)
    return np.diff(ends)


@njit(cache=True, nogil=True)
def apart_classes(scale):
    """Share of each class among distances of two posts of one plan: erfc(d / 2s)² beyond d.

    >>> round(float(apart_classes(600.0).sum()), 9)
    1.0
    """
    beyond = np.zeros(CLASSES + 1)
    for k in range(CLASSES):
        beyond[k] = math.erfc(EDGES[k] / (2.0 * scale)) ** 2
    return -np.diff(beyond)
