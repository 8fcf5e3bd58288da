"""Expectation step of the mixture over parents: who had it from whom, family by family.

A family came about in one of four ways, its *start*: a post of a compared bloc was first; a
reference post was; an unseen source was; or an unseen plan was. Given the start and, for what is
unseen, its time, every post has its words from one of its possible parents, independently of the
others. The unseen time is summed over a grid of log-spaced times before the family's first post.
`docs/mechanism-model.md` has the derivation.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from antiphon.kernels.lags import cells, halfnormal_after, lognormal, lognormal_after
from antiphon.kernels.mixture_arrays import (
    BORROWING,
    COARSEST,
    COMMON,
    EXCHANGE,
    FARTHEST,
    FIRST,
    GRID,
    INTERNAL,
    MECHANISMS,
    NEAREST,
    OTHER,
    OWN,
    PLAN,
    RELEASE,
    SAME,
    SIBLINGS,
    STARTS,
    TINY,
    UNSEEN,
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


@njit(cache=True, nogil=True)
def two_blocs(rest, total, bloc, blocs, without):
    """Probability that posts of two compared blocs or more are of the plan.

    rest / total is the probability of each member not to be; without[b] becomes the probability
    that no member of another bloc than b is.
    """
    nobody = 1.0
    without[:] = 1.0
    for i in range(len(rest)):
        r = rest[i] / total[i]
        nobody *= r
        for b in range(blocs):
            if bloc[i] != b:
                without[b] *= r
    valid = 1.0 + (blocs - 1) * nobody
    for b in range(blocs):
        valid -= without[b]
    return valid


@njit(cache=True, nogil=True)
def two_takers(rest, total, without):
    """Probability that two members or more have their words from the unseen source.

    rest / total is the probability of each member not to; without[i] becomes the probability that
    no other member than i does.
    """
    n = len(rest)
    nobody = 1.0
    for i in range(n):
        without[i] = nobody
        nobody *= rest[i] / total[i]
    after, one = 1.0, 0.0
    for i in range(n - 1, -1, -1):
        r = rest[i] / total[i]
        without[i] *= after
        one += (1.0 - r) * without[i]
        after *= r
    return 1.0 - nobody - one


@njit(cache=True, nogil=True)
def expect(posts, model, blocs, sums):
    """Add the expectations of every family to `sums`; return the log-likelihood.

    Args:
        posts: the members.
        model: the parameters.
        blocs: how many are compared.
        sums: zeros.
    """
    widest = 1
    for f in range(len(posts.families) - 1):
        widest = max(widest, posts.families[f + 1] - posts.families[f])
    seen = np.zeros((widest, MECHANISMS))
    weight = np.zeros((STARTS, widest, MECHANISMS))
    norm = np.zeros((STARTS, widest))
    rest = np.zeros((STARTS, widest))
    unseen = np.zeros((STARTS, widest))
    one, total = np.zeros(widest), np.zeros(widest)
    by_time = np.zeros((STARTS, GRID))
    by_root = np.zeros((STARTS, widest))
    of_seen = np.zeros((STARTS, widest))
    drawn = np.zeros((STARTS, widest))
    without, alone = np.zeros(blocs), np.zeros(widest)
    part = sums.of_parent.copy()
    roots = np.zeros(2)
    step = math.log(FARTHEST / NEAREST) / (GRID - 1)
    likelihood = 0.0
    for f in range(len(posts.families) - 1):
        begin, end = posts.families[f], posts.families[f + 1]
        n = end - begin
        edge = np.inf
        for i in range(begin, end):
            edge = min(edge, posts.high[i])
        for j in range(n):
            i = begin + j
            role = 0 if posts.compared[i] else 1
            from_seen(i, posts, model, seen[j], part)
            for s in range(STARTS):
                norm[s, j] = 0.0
                rest[s, j] = 0.0
                for m in range(MECHANISMS):
                    able = seen[j, m] > 0.0
                    able = able or (s == UNSEEN and m == COMMON)
                    able = able or (s == PLAN and m == RELEASE and role == 0)
                    weight[s, j, m] = 0.0
                    if able:
                        weight[s, j, m] = (
                            model.share[s, role, m]
                            * model.kind[posts.kind[i], m]
                            * model.habit[posts.account[i], m]
                        )
                        norm[s, j] += weight[s, j, m]
                for m in range(MECHANISMS):
                    rest[s, j] += weight[s, j, m] * seen[j, m] / norm[s, j]
                unseen[s, j] = 0.0
                if s >= UNSEEN:
                    m = RELEASE if s == PLAN else COMMON
                    unseen[s, j] = weight[s, j, m] / norm[s, j] * from_unseen(i, s, posts, model)
        top = -np.inf
        for s in range(2):
            able = 0.0
            for i in range(begin, end):
                if posts.compared[i] == (s == FIRST):
                    able += model.kind[posts.kind[i], OWN] * model.habit[posts.account[i], OWN]
            roots[s] = able
            together = math.log(model.starts[s] * model.size[s, posts.size[f]])
            for j in range(n):
                together += math.log(rest[s, j])
            for j in range(n):
                i = begin + j
                by_root[s, j] = -np.inf
                if posts.low[i] < edge and posts.compared[i] == (s == FIRST):
                    by_root[s, j] = together - math.log(rest[s, j])
                    chosen = model.kind[posts.kind[i], OWN] * model.habit[posts.account[i], OWN]
                    by_root[s, j] += math.log(chosen / able)
                    if posts.compared[i]:
                        by_root[s, j] += math.log(model.credit[OWN, posts.root_credit[i]])
                    top = max(top, by_root[s, j])
        for s in range(UNSEEN, STARTS):
            for g in range(GRID):
                before = NEAREST * math.exp(step * g)
                at = edge - before
                found = math.log(model.starts[s] * model.size[s, posts.size[f]] * before * step)
                for j in range(n):
                    i = begin + j
                    one[j] = 0.0
                    if unseen[s, j] > 0.0:
                        value, _, _ = density(s, posts.low[i] - at, posts.high[i] - at, model)
                        one[j] = unseen[s, j] * value
                    total[j] = rest[s, j] + one[j]
                    found += math.log(total[j])
                if s == PLAN:
                    valid = two_blocs(rest[s, :n], total[:n], posts.bloc[begin:end], blocs, without)
                else:
                    valid = two_takers(rest[s, :n], total[:n], alone)
                found = found + math.log(valid) if valid > 1e-12 else -np.inf
                by_time[s, g] = found
                top = max(top, found)
        mass = 0.0
        for s in range(2):
            for j in range(n):
                mass += math.exp(by_root[s, j] - top)
        for s in range(UNSEEN, STARTS):
            for g in range(GRID):
                mass += math.exp(by_time[s, g] - top)
        likelihood += top + math.log(mass)
        of_seen[:, :n] = 0.0
        drawn[:, :n] = 0.0
        for s in range(2):
            whole = 0.0
            for j in range(n):
                by_root[s, j] = math.exp(by_root[s, j] - top) / mass
                whole += by_root[s, j]
            sums.starts[s] += whole
            sums.size[s, posts.size[f]] += whole
            for j in range(n):
                i = begin + j
                if posts.compared[i] == (s == FIRST) and roots[s] > 0.0:
                    kind, account = posts.kind[i], posts.account[i]
                    sums.kind[kind, OWN] += by_root[s, j]
                    sums.habit[account, OWN] += by_root[s, j]
                    sums.kind_out[kind, OWN] += whole * model.habit[account, OWN] / roots[s]
                    sums.habit_out[account, OWN] += whole * model.kind[kind, OWN] / roots[s]
                of_seen[s, j] = whole - by_root[s, j]
                drawn[s, j] = of_seen[s, j]
                if posts.compared[i]:
                    sums.chance[i, OWN] += by_root[s, j]
                    sums.credit[OWN, posts.root_credit[i]] += by_root[s, j]
        for s in range(UNSEEN, STARTS):
            row = RELEASE if s == PLAN else SIBLINGS
            m = RELEASE if s == PLAN else COMMON
            for g in range(GRID):
                chance = math.exp(by_time[s, g] - top) / mass
                sums.starts[s] += chance
                sums.size[s, posts.size[f]] += chance
                if chance < 1e-9:
                    for j in range(n):
                        of_seen[s, j] += chance
                        drawn[s, j] += chance
                    continue
                at = edge - NEAREST * math.exp(step * g)
                for j in range(n):
                    i = begin + j
                    value, _, _ = density(s, posts.low[i] - at, posts.high[i] - at, model)
                    one[j] = unseen[s, j] * value
                    total[j] = rest[s, j] + one[j]
                if s == PLAN:
                    valid = two_blocs(rest[s, :n], total[:n], posts.bloc[begin:end], blocs, without)
                else:
                    valid = two_takers(rest[s, :n], total[:n], alone)
                for j in range(n):
                    i = begin + j
                    mine = chance * one[j] / total[j]
                    if s == PLAN and one[j] > 0.0:
                        mine *= (1.0 - without[posts.bloc[i]]) / valid
                    elif one[j] > 0.0:
                        mine *= (1.0 - alone[j]) / valid
                    of_seen[s, j] += chance - mine
                    drawn[s, j] += chance
                    if mine <= 0.0:
                        continue
                    _, first, second = density(s, posts.low[i] - at, posts.high[i] - at, model)
                    sums.lags[m, 0] += mine
                    sums.lags[m, 1] += mine * first
                    sums.lags[m, 2] += mine * second
                    if posts.near_edited[i] >= 0:
                        sums.edited[row, posts.near_edited[i]] += mine
                        sums.shape[row, posts.near_shape[i]] += mine
                    role = 0 if posts.compared[i] else 1
                    sums.share[s, role, m] += mine
                    sums.kind[posts.kind[i], m] += mine
                    sums.habit[posts.account[i], m] += mine
                    if role == 0:
                        sums.chance[i, m] += mine
                        if s == PLAN:
                            sums.credit[m, posts.root_credit[i]] += mine
                        else:
                            sums.credit[m, posts.unseen_credit[i]] += mine
                            sums.unseen[i] += mine
        for j in range(n):
            settle(begin + j, posts, model, sums, part, seen[j], weight[:, j], norm[:, j],
                   rest[:, j], of_seen[:, j], drawn[:, j])  # fmt: skip
    return likelihood


@njit(cache=True, nogil=True)
def settle(i, posts, model, sums, part, seen, weight, norm, rest, of_seen, drawn):
    """Add what a member owes to its seen parents, and the denominators of weights."""
    role = 0 if posts.compared[i] else 1
    kind, account = posts.kind[i], posts.account[i]
    each = np.zeros(MECHANISMS)
    for s in range(STARTS):
        for m in range(MECHANISMS):
            if weight[s, m] == 0.0:
                continue
            out = drawn[s] * weight[s, m] / norm[s]
            sums.share_out[s, role, m] += out / model.share[s, role, m]
            sums.kind_out[kind, m] += out / model.kind[kind, m]
            sums.habit_out[account, m] += out / model.habit[account, m]
            mine = of_seen[s] * weight[s, m] * seen[m] / (norm[s] * rest[s])
            sums.share[s, role, m] += mine
            each[m] += mine
    for m in range(MECHANISMS):
        sums.kind[kind, m] += each[m]
        sums.habit[account, m] += each[m]
        if role == 0:
            sums.chance[i, m] += each[m]
    if role == 0:
        sums.credit[OWN, posts.root_credit[i]] += each[OWN]
    for k in range(posts.near[i], posts.near[i + 1]):
        for way in range(2):
            m = mechanism(posts.compared[i], posts.side[k], way)
            if m < 0 or part[k, way] == 0.0:
                continue
            mine = each[m] * part[k, way] / seen[m]
            sums.of_parent[k, way] = mine
            sums.edited[m, posts.edited[k]] += mine
            sums.shape[m, posts.shape[k]] += mine
            if role == 0:
                sums.credit[m, posts.credit[k]] += mine
            if m == EXCHANGE:
                sums.affinity[posts.pair[k]] += mine
            sums.lags[m, 0] += mine
            whole = TINY
            for c in range(posts.cell[k], posts.cell[k + 1]):
                whole += posts.weights[c] * lognormal(posts.logs[c], model.mu[m], model.sigma[m])
            for c in range(posts.cell[k], posts.cell[k + 1]):
                y = posts.logs[c]
                here = posts.weights[c] * lognormal(y, model.mu[m], model.sigma[m]) / whole
                sums.lags[m, 1] += mine * here * y
                sums.lags[m, 2] += mine * here * y * y
