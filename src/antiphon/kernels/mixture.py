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

from antiphon.kernels.mixture_arrays import (
    AFTER_REFERENCE,
    AWAY,
    BEGAN,
    COMMON,
    FARTHEST,
    FIRST,
    GRID,
    HOME,
    INTERNAL,
    MECHANISMS,
    NEAREST,
    OWN,
    PLAN,
    RELEASE,
    SIBLINGS,
    STARTS,
    UNSEEN,
    VIEWS,
)
from antiphon.kernels.mixture_members import settle
from antiphon.kernels.mixture_parents import can, density, from_seen, from_unseen
from antiphon.kernels.mixture_takers import circles, two_blocs, two_takers


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
    norm = np.zeros((VIEWS, widest))
    rest = np.zeros((VIEWS, widest))
    inside, within = np.zeros((2, widest)), np.zeros((2, widest))
    closed, shut = np.zeros((2, blocs)), np.zeros((2, blocs))
    lead = np.zeros(blocs)
    unseen = np.zeros((STARTS, widest))
    one, total = np.zeros(widest), np.zeros(widest)
    by_time = np.zeros((STARTS, GRID))
    by_root = np.zeros((STARTS, widest))
    of_seen = np.zeros((VIEWS, widest))
    drawn = np.zeros((VIEWS, widest))
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
            for v in range(VIEWS):
                norm[v, j] = 0.0
                rest[v, j] = 0.0
                for m in range(MECHANISMS):
                    mine = weight[BEGAN[v], j, m]
                    norm[v, j] += mine * can(v, m, posts.sooner[i])
                    rest[v, j] += mine * seen[j, m]
                rest[v, j] /= norm[v, j]
            for s in range(2):
                v = AWAY if s == FIRST else AFTER_REFERENCE
                mine = weight[s, j, INTERNAL] / norm[v, j]
                inside[s, j] = mine * seen[j, INTERNAL] / rest[v, j]
                within[s, j] = mine * can(v, INTERNAL, posts.sooner[i])
            for s in range(UNSEEN, STARTS):
                m = RELEASE if s == PLAN else COMMON
                share = weight[s, j, m] / norm[s + 1, j]
                unseen[s, j] = share * from_unseen(i, s, posts, model) if share > 0.0 else 0.0
        top = -np.inf
        for s in range(2):
            circles(inside[s, :n], posts.bloc[begin:end], blocs, closed[s])
            circles(within[s, :n], posts.bloc[begin:end], blocs, shut[s])
            able = 0.0
            for i in range(begin, end):
                if posts.compared[i] == (s == FIRST):
                    able += model.kind[posts.kind[i], OWN] * model.habit[posts.account[i], OWN]
            roots[s] = able
            v = AWAY if s == FIRST else AFTER_REFERENCE
            together = math.log(model.starts[s] * model.size[s, posts.size[f]])
            for b in range(blocs):
                entered = math.log((1.0 - closed[s, b]) / (1.0 - shut[s, b]))
                together += entered
                lead[b] = -entered
            for j in range(n):
                together += math.log(rest[v, j])
                if posts.compared[begin + j]:
                    lead[posts.bloc[begin + j]] += math.log(rest[HOME, j] / rest[AWAY, j])
            for j in range(n):
                i = begin + j
                by_root[s, j] = -np.inf
                if posts.low[i] < edge and posts.compared[i] == (s == FIRST):
                    chosen = model.kind[posts.kind[i], OWN] * model.habit[posts.account[i], OWN]
                    by_root[s, j] = together + math.log(chosen / able)
                    if posts.compared[i]:
                        by_root[s, j] += lead[posts.bloc[i]] - math.log(rest[HOME, j])
                        by_root[s, j] += math.log(model.credit[OWN, posts.root_credit[i]])
                    else:
                        by_root[s, j] -= math.log(rest[v, j])
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
                    total[j] = rest[s + 1, j] + one[j]
                    found += math.log(total[j])
                if s == PLAN:
                    valid = two_blocs(
                        rest[s + 1, :n], total[:n], posts.bloc[begin:end], blocs, without
                    )
                else:
                    valid = two_takers(rest[s + 1, :n], total[:n], alone)
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
                home = 0.0
                if s == FIRST and posts.compared[i]:
                    for k in range(n):
                        if posts.bloc[begin + k] == posts.bloc[i]:
                            home += by_root[s, k]
                    drawn[HOME, j] = home - by_root[s, j]
                    drawn[AWAY, j] = whole - home
                else:
                    drawn[AWAY if s == FIRST else AFTER_REFERENCE, j] = whole - by_root[s, j]
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
                        of_seen[s + 1, j] += chance
                        drawn[s + 1, j] += chance
                    continue
                at = edge - NEAREST * math.exp(step * g)
                for j in range(n):
                    i = begin + j
                    value, _, _ = density(s, posts.low[i] - at, posts.high[i] - at, model)
                    one[j] = unseen[s, j] * value
                    total[j] = rest[s + 1, j] + one[j]
                if s == PLAN:
                    valid = two_blocs(
                        rest[s + 1, :n], total[:n], posts.bloc[begin:end], blocs, without
                    )
                else:
                    valid = two_takers(rest[s + 1, :n], total[:n], alone)
                for j in range(n):
                    i = begin + j
                    mine = chance * one[j] / total[j]
                    if s == PLAN and one[j] > 0.0:
                        mine *= (1.0 - without[posts.bloc[i]]) / valid
                    elif one[j] > 0.0:
                        mine *= (1.0 - alone[j]) / valid
                    of_seen[s + 1, j] += chance - mine
                    drawn[s + 1, j] += chance
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
        of_seen[: AFTER_REFERENCE + 1, :n] = drawn[: AFTER_REFERENCE + 1, :n]
        for j in range(n):
            settle(begin + j, posts, model, sums, part, seen[j], weight[:, j], norm[:, j],
                   rest[:, j], of_seen[:, j], drawn[:, j], inside[:, j], closed,
                   within[:, j], shut)  # fmt: skip
    return likelihood
