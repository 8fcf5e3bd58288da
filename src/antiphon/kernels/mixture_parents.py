"""From whom a post may have its words, and how likely that makes it: the terms of the mixture."""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.lags import cells, halfnormal_after, lognormal, lognormal_after
from antiphon.kernels.mixture_arrays import (
    AFTER_REFERENCE,
    AFTER_UNSEEN,
    AWAY,
    BORROWING,
    COARSEST,
    COMMON,
    EXCHANGE,
    HOME,
    INTERNAL,
    OTHER,
    OUTSIDE,
    OWN,
    PLAN,
    RELEASE,
    SAME,
    SIBLINGS,
    TINY,
    WINDOW,
)


@njit(cache=True, nogil=True)
def lag_cells(families, low, high, near, other):
    """Cells of the lag between each member and each possible parent: offsets, log-lags, weights."""
    logs, weights = np.empty(64), np.empty(64)
    offsets = np.zeros(len(other) + 1, np.int64)
    all_logs, all_weights = np.empty(len(other)), np.empty(len(other))
    at = 0
    for f in range(len(families) - 1):
        base = low[families[f]]
        for i in range(families[f], families[f + 1]):
            for k in range(near[i], near[i + 1]):
                q = other[k]
                n = cells(
                    low[i] - base, high[i] - base, low[q] - base, high[q] - base, logs, weights
                )
                if at + n > len(all_logs):
                    more = np.empty(2 * len(all_logs) + n)
                    more[:at] = all_logs[:at]
                    all_logs = more
                    more = np.empty(len(all_logs))
                    more[:at] = all_weights[:at]
                    all_weights = more
                all_logs[at : at + n] = logs[:n]
                all_weights[at : at + n] = weights[:n]
                at += n
                offsets[k + 1] = at
    return offsets, all_logs[:at].copy(), all_weights[:at].copy()


@njit(cache=True, nogil=True)
def sooner(near, side, cell, weights):
    """Probability that one of the possible parents of each member is earlier, by their side.

    Of k posts of one date and the member itself, each may be the earliest: k / (k + 1).
    """
    found = np.zeros((len(near) - 1, 3))
    for i in range(len(near) - 1):
        for k in range(near[i], near[i + 1]):
            p = weights[cell[k] : cell[k + 1]].sum()
            found[i, side[k]] += p / max(1.0 - p, 1e-12)
    return found / (1.0 + found)


@njit(cache=True, nogil=True)
def can(view, m, sooner):
    """Probability, before the lags are seen, that there is anybody to have it from in that way."""
    if m == INTERNAL:
        return 1.0 if view == HOME else sooner[SAME]
    if m in (EXCHANGE, BORROWING):
        return 1.0 if view == AWAY else sooner[OTHER]
    if m == COMMON:
        return 1.0 if view in (AFTER_REFERENCE, AFTER_UNSEEN) else sooner[OUTSIDE]
    return 1.0


@njit(cache=True, nogil=True)
def mechanism(compared, side, way):
    """By which mechanism words come from that side; -1 when there is no such way."""
    if side == OTHER:
        if way == 1:
            return BORROWING
        return EXCHANGE if compared else -1
    if way == 1:
        return -1
    return INTERNAL if side == SAME else COMMON


@njit(cache=True, nogil=True)
def from_seen(i, posts, model, seen, part):
    """Fill seen[m] for each mechanism with a seen parent, part[k, way] for each parent k."""
    compared = posts.compared[i]
    seen[:] = 0.0
    seen[OWN] = (model.credit[OWN, posts.root_credit[i]] if compared else 1.0) / WINDOW
    for k in range(posts.near[i], posts.near[i + 1]):
        for way in range(2):
            part[k, way] = 0.0
            m = mechanism(compared, posts.side[k], way)
            if m < 0 or posts.cell[k + 1] == posts.cell[k]:
                continue
            value = TINY
            for c in range(posts.cell[k], posts.cell[k + 1]):
                value += posts.weights[c] * lognormal(posts.logs[c], model.mu[m], model.sigma[m])
            value *= model.edited[m, posts.edited[k]] * model.shape[m, posts.shape[k]]
            if compared:
                value *= model.credit[m, posts.credit[k]]
            if m == EXCHANGE:
                value *= model.affinity[posts.pair[k]]
            part[k, way] = value / posts.around[i, posts.side[k]]
            seen[m] += part[k, way]


@njit(cache=True, nogil=True)
def from_unseen(i, start, posts, model):
    """Likelihood of what does not depend on the time, if member i has its words from the unseen."""
    compared = posts.compared[i]
    if start == PLAN and (not compared or posts.high[i] - posts.low[i] > COARSEST):
        return 0.0
    row = RELEASE if start == PLAN else SIBLINGS
    value = 1.0
    if posts.near_edited[i] >= 0:
        value *= model.edited[row, posts.near_edited[i]] * model.shape[row, posts.near_shape[i]]
    if compared and start == PLAN:
        value *= model.credit[RELEASE, posts.root_credit[i]]
    elif compared:
        value *= model.credit[COMMON, posts.unseen_credit[i]]
    return value


@njit(cache=True, nogil=True)
def density(start, low, high, model):
    """Of the lag behind what is unseen: density, and what the maximisation needs of it."""
    if start == PLAN:
        value, square = halfnormal_after(low, high, model.scale[0])
        return value, 0.0, square
    return lognormal_after(low, high, model.mu[COMMON], model.sigma[COMMON])
