"""How many of the edges of a network are false, when most pairs were never edges at all.

The family of a test is all pairs that could have become edges, not those that did: the edges were
chosen because they are large. A pair that was not kept counts with p = 1, which is never too good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

LONG = 1 << 31  # looks at events after which pairs are bounded instead of counted


def q_values(p_values: Array, family: int) -> Array:
    """Benjamini and Hochberg's (1995) q-values among a family of which the rest have p = 1.

    Args:
        p_values: of the edges.
        family: pairs that could have been edges; at least as many as there are p-values.

    >>> q_values(np.array([1e-5, 0.001, 0.5]), 100).round(4).tolist()
    [0.001, 0.05, 1.0]
    """
    q = np.ones(len(p_values))
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * max(family, len(q)) / np.arange(1, len(q) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def every_pair_between(acts: Acts, least: int, bloc: Index, blocs: int) -> Index:
    """Pairs of accounts that act on so many objects or more: the family where objects are chance.

    Whether an account is active enough is kept by the null, so that this choice is none of luck.

    Returns:
        Blocs × blocs: symmetric, the diagonal counts every pair once.
    """
    some = np.bincount(bloc[acts.activity >= least], minlength=blocs).astype(np.int64)
    found: Index = np.outer(some, some)
    np.fill_diagonal(found, some * (some - 1) // 2)
    return found


def at_most(acts: Acts, least: int) -> int:
    """Pairs that share so many objects at any time, bounded from above.

    All pairs on all objects, divided by `least`: at least as many.
    """
    size = acts.popularity.astype(np.int64)
    return int((size * (size - 1) // 2).sum()) // max(least, 1)


def sharing_between(acts: Acts, least: int, bloc: Index, blocs: int) -> Index | None:
    """Pairs of accounts that share so many objects at any time; None where counting takes too long.

    The family where who acts on what is kept: other pairs cannot reach the weight. Blocs × blocs
    as in `every_pair_between`.
    """
    if int((acts.popularity.astype(np.int64) * np.diff(acts.start)).sum()) > LONG:
        return None
    given = acts.start, acts.account, acts.own_start, acts.own_object
    found: Index = shared(*given, least, bloc, blocs)
    return found + np.triu(found, 1).T + np.tril(found, -1).T


@njit(cache=True, nogil=True)
def shared(start, accounts, own_start, own_object, least, bloc, blocs):
    """Count for each account the later ones that share enough objects: by the blocs of both."""
    times = np.zeros(len(own_start) - 1, np.int64)
    last = np.full(len(own_start) - 1, -1, np.int64)
    met = np.empty(len(own_start) - 1, np.int64)
    total = np.zeros((blocs, blocs), np.int64)
    for a in range(len(own_start) - 1):
        many = 0
        for i in range(own_start[a], own_start[a + 1]):
            o = own_object[i]
            if i > own_start[a] and own_object[i - 1] == o:
                continue
            for k in range(start[o], start[o + 1]):
                b = accounts[k]
                if b <= a or last[b] == o:
                    continue
                if times[b] == 0:
                    met[many] = b
                    many += 1
                times[b] += 1
                last[b] = o
        for k in range(many):
            if times[met[k]] >= least:
                total[bloc[a], bloc[met[k]]] += 1
            times[met[k]], last[met[k]] = 0, -1
    return total
