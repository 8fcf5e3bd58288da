"""What a member of a family adds to the expected counts, its views being weighed."""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.lags import lognormal
from antiphon.kernels.mixture_arrays import (
    AFTER_REFERENCE,
    AWAY,
    BEGAN,
    EXCHANGE,
    INTERNAL,
    MECHANISMS,
    OWN,
    TINY,
    VIEWS,
)
from antiphon.kernels.mixture_parents import can, mechanism
from antiphon.kernels.mixture_takers import opened


@njit(cache=True, nogil=True)
def settle(
    i,
    posts,
    model,
    sums,
    part,
    seen,
    weight,
    norm,
    rest,
    of_seen,
    drawn,
    inside,
    closed,
    within,
    shut,
):
    """Add what a member owes to its seen parents, and the denominators of weights."""
    role = 0 if posts.compared[i] else 1
    kind, account = posts.kind[i], posts.account[i]
    each = np.zeros(MECHANISMS)
    for v in range(VIEWS):
        s = BEGAN[v]
        from_inside, elsewhere, in_before, out_before = 1.0, 1.0, 1.0, 1.0
        if v in (AWAY, AFTER_REFERENCE) and role == 0:
            from_inside, elsewhere = opened(closed[s, posts.bloc[i]], inside[s])
            in_before, out_before = opened(shut[s, posts.bloc[i]], within[s])
        for m in range(MECHANISMS):
            if weight[s, m] == 0.0:
                continue
            out = drawn[v] * weight[s, m] * can(v, m, posts.sooner[i]) / norm[v]
            out *= in_before if m == INTERNAL else out_before
            sums.share_out[s, role, m] += out / model.share[s, role, m]
            sums.kind_out[kind, m] += out / model.kind[kind, m]
            sums.habit_out[account, m] += out / model.habit[account, m]
            mine = of_seen[v] * weight[s, m] * seen[m] / (norm[v] * rest[v])
            mine *= from_inside if m == INTERNAL else elsewhere
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
