"""What speaks for the two most probable mechanisms of every post, in terms that sum to log p."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels.mixture_arrays import COMMON, EXCHANGE, OTHER, OWN, RELEASE, SAME, SIBLINGS
from antiphon.schema import EVIDENCE, EVIDENCE_ITEMS, MECHANISMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.inference.mixture import Fit
    from antiphon.kernels.mixture_arrays import Posts

LEAST = 1e-12
"""Below this a probability is written as this one."""


def evidence(members: pa.Table, posts: Posts, fitted: Fit) -> pa.Table:
    """EVIDENCE: five terms and what the rest of the message adds, for two mechanisms a post.

    The terms are those of the most probable parent by that mechanism; the last, `message`, is
    log p less the others: the unseen time, other parents, and how the other posts came about.
    """
    chance = fitted.sums.chance
    rows = np.flatnonzero(posts.compared)
    order = np.argsort(-chance[rows], axis=1, kind="stable")[:, :2]
    parts = []
    for place in range(2):
        kind = order[:, place]
        items = terms(rows, kind, posts, fitted)
        p = np.maximum(chance[rows, kind], LEAST)
        items.append(np.log(p) - sum(items))
        parts.append((kind, np.stack(items, axis=1)))
    kinds = np.stack([kind for kind, _ in parts], axis=1)
    values = np.stack([value for _, value in parts], axis=1)
    each = len(EVIDENCE_ITEMS)
    post = pa.array(np.repeat(rows, 2 * each), pa.int64())
    names = np.array(MECHANISMS)[np.repeat(kinds.ravel(), each)]
    found = pa.table(
        {
            "post_id": members["post_id"].take(post),
            "family_id": members["family_id"].take(post),
            "mechanism": pa.array(names.tolist(), pa.string()),
            "item": pa.array(list(EVIDENCE_ITEMS) * (2 * len(rows)), pa.string()),
            "value": pa.array(values.ravel()),
        }
    )
    return found.cast(EVIDENCE.arrow)


def terms(
    rows: NDArray[np.int64], kind: NDArray[np.int64], posts: Posts, fitted: Fit
) -> list[NDArray[np.float64]]:
    """Logarithms: how common the mechanism is, the lag, the wording, the credit, the habit."""
    model, sums = fitted.model, fitted.sums
    pair = likeliest(rows, kind, posts, fitted)
    some = pair >= 0
    common = np.log(np.maximum(sums.chance[posts.compared].mean(axis=0), LEAST))
    lag, wording, habit = (np.zeros(len(rows)) for _ in range(3))
    k, m = pair[some], kind[some]
    lag[some] = densities(k, m, posts, fitted)
    wording[some] = np.log(model.edited[m, posts.edited[k]] * model.shape[m, posts.shape[k]])
    hidden = ~some & (posts.near_edited[rows] >= 0) & np.isin(kind, (COMMON, RELEASE))
    row = np.where(kind == COMMON, SIBLINGS, kind)[hidden]
    near = rows[hidden]
    wording[hidden] = np.log(
        model.edited[row, posts.near_edited[near]] * model.shape[row, posts.near_shape[near]]
    )
    whom = np.where(kind == COMMON, posts.unseen_credit[rows], posts.root_credit[rows])
    whom[some] = posts.credit[k]
    credit = np.log(model.credit[kind, whom])
    habit += np.log(model.kind[posts.kind[rows], kind] * model.habit[posts.account[rows], kind])
    partner = some & (kind == EXCHANGE)
    habit[partner] += np.log(model.affinity[posts.pair[pair[partner]]])
    return [common[kind], lag, wording, credit, habit]


def likeliest(
    rows: NDArray[np.int64], kind: NDArray[np.int64], posts: Posts, fitted: Fit
) -> NDArray[np.int64]:
    """The number of the most probable possible parent by that mechanism, -1 for none seen."""
    i = np.repeat(np.arange(len(posts.low)), np.diff(posts.near))
    wanted = np.full(len(posts.low), OWN)
    wanted[rows] = kind
    of = wanted[i]
    value = np.where(of > EXCHANGE, fitted.sums.of_parent[:, 1], fitted.sums.of_parent[:, 0])
    side = np.select([of <= SAME + 1, of == COMMON], [0, 2], OTHER)
    value = np.where((posts.side == side) & (of != OWN) & (of != RELEASE), value, 0.0)
    found = np.full(len(posts.low), -1)
    best = np.lexsort((-value, i))
    first = best[np.r_[True, i[best][1:] != i[best][:-1]][: len(best)]]
    first = first[value[first] > 0]
    found[i[first]] = first
    unseen = (kind == COMMON) & (fitted.sums.unseen[rows] > fitted.sums.chance[rows, COMMON] / 2)
    return np.where(unseen, -1, found[rows])


def densities(
    pair: NDArray[np.int64], kind: NDArray[np.int64], posts: Posts, fitted: Fit
) -> NDArray[np.float64]:
    """Logarithm of the lag density of each pair, per hour."""
    count = posts.cell[pair + 1] - posts.cell[pair]
    of = np.repeat(np.arange(len(pair)), count)
    at = np.repeat(posts.cell[pair] - np.r_[0, np.cumsum(count)[:-1]], count) + np.arange(len(of))
    mu, sigma = fitted.model.mu[kind][of], fitted.model.sigma[kind][of]
    z = (posts.logs[at] - mu) / sigma
    value = np.exp(-0.5 * z * z - posts.logs[at]) / (sigma * np.sqrt(2 * np.pi))
    total = np.bincount(of, posts.weights[at] * value, minlength=len(pair))
    found: NDArray[np.float64] = np.log(np.maximum(total * 3600, LEAST))
    return found
