"""Groups in a network: the division with the most modularity that is found, each group connected.

Louvain's method (Blondel, Guillaume, Lambiotte and Lefebvre 2008): nodes move to the neighbouring
group that gains most until none gains, then groups become nodes. After each round groups that
fall apart are parted, as Traag, Waltman and van Eck (2019) ask. Several seeded orders of the
nodes are tried, and the best division is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.coaction_rows import components, top

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

TRIES = 10
GAIN = 1e-12  # of modularity; less is rounding


def communities(a: Index, b: Index, weight: Array, many: int, seed: int) -> Index:
    """The group of each of `many` nodes; -1 for nodes without an edge.

    Groups are numbered from 0, the largest first, of equals that with the least node.

    Args:
        a: one node of each edge; every edge once, no loops.
        b: the other.
        weight: of the edges, above 0.
        many: nodes.
        seed: of the orders in which nodes are visited.

    >>> two = communities(np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4]), np.ones(4), 6, 1)
    >>> two.tolist()
    [0, 0, 0, 1, 1, -1]
    """
    nodes, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    one, other = ends[: len(a)].astype(np.int64), ends[len(a) :].astype(np.int64)
    rng = np.random.default_rng(seed)
    best, most = np.arange(len(nodes)), -np.inf
    for _ in range(TRIES):
        found = divided(one, other, weight.astype(np.float64), rng.permutation(len(nodes)))
        got = modularity(one, other, weight, found)
        if got > most + GAIN:
            best, most = found, got
    groups = np.full(many, -1, np.int64)
    groups[nodes] = by_size(best)
    return groups


def modularity(a: Index, b: Index, weight: Array, group: Index) -> float:
    """Newman's (2004): the share of weight inside groups, less that by chance of the degrees."""
    total = float(weight.sum())
    if not total:
        return 0.0
    ends = np.concatenate([group[a], group[b]])
    degree = np.bincount(ends, np.concatenate([weight, weight]))
    inside = float(weight[group[a] == group[b]].sum())
    return inside / total - float(((degree / (2 * total)) ** 2).sum())


def by_size(group: Index) -> Index:
    """The groups renumbered: the largest first, of equals that with the least node."""
    _, first, place, size = np.unique(
        group, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(first))
    renumbered: Index = rank[place]
    return renumbered


def divided(a: Index, b: Index, weight: Array, order: Index) -> Index:
    """One division; nodes are visited in the order given."""
    group = np.arange(len(order))
    loops = np.zeros(len(order))
    while True:
        start, to, heavy = laid(a, b, weight, len(order))
        moved = components(*inside(a, b, settled(start, to, heavy, loops, order)), len(order))
        _, moved = np.unique(moved, return_inverse=True)
        size = int(moved.max(initial=-1)) + 1
        group = moved[group]
        if size == len(order):
            return group
        same = moved[a] == moved[b]
        new = np.bincount(moved, loops, size)
        held = np.bincount(moved[a[same]], weight[same], size)
        loops = (new + 2 * held).astype(np.float64)
        keys = np.minimum(moved[a], moved[b]) * size + np.maximum(moved[a], moved[b])
        keys, place = np.unique(keys[~same], return_inverse=True)
        weight = np.bincount(place, weight[~same], len(keys)).astype(np.float64)
        a, b = keys // size, keys % size
        _, first = np.unique(moved[order], return_index=True)
        order = np.argsort(first, kind="stable")


def inside(a: Index, b: Index, group: Index) -> tuple[Index, Index]:
    """The edges within groups."""
    same = group[a] == group[b]
    return a[same], b[same]


def laid(a: Index, b: Index, weight: Array, many: int) -> tuple[Index, Index, Array]:
    """The neighbours of each node, and the weights."""
    ends, others = np.concatenate([a, b]), np.concatenate([b, a])
    turn = np.lexsort((others, ends))
    start = np.searchsorted(ends[turn], np.arange(many + 1)).astype(np.int64)
    return start, others[turn], np.concatenate([weight, weight])[turn]


@njit(cache=True, nogil=True)
def settled(start, to, weight, loops, order):
    """The group of each node when none gains by moving."""
    many = len(order)
    group = np.arange(many)
    degree = loops.copy()
    for i in range(many):
        for k in range(start[i], start[i + 1]):
            degree[i] += weight[k]
    total = degree.sum()
    held = degree.copy()
    links = np.zeros(many)
    near = np.empty(many, np.int64)
    moving = total > 0.0
    while moving:
        moving = False
        for i in order:
            count = 0
            for k in range(start[i], start[i + 1]):
                g = group[to[k]]
                if links[g] == 0.0:
                    near[count] = g
                    count += 1
                links[g] += weight[k]
            own = group[i]
            held[own] -= degree[i]
            best, most = own, links[own] - degree[i] * held[own] / total
            for n in range(count):
                g = near[n]
                gain = links[g] - degree[i] * held[g] / total
                if gain > most + GAIN * total:
                    best, most = g, gain
            held[best] += degree[i]
            group[i] = best
            moving |= best != own
            for n in range(count):
                links[near[n]] = 0.0
    return group


@njit(cache=True, nogil=True)
def largest(a, b, weight, many, thresholds):
    """The most nodes that hang together by edges of each weight or more.

    Args:
        a: one node of each edge.
        b: the other.
        weight: of each edge, descending.
        many: nodes.
        thresholds: ascending.
    """
    root = np.arange(many)
    size = np.ones(many, np.int64)
    found = np.zeros(len(thresholds), np.int64)
    most = np.int64(0)
    n = 0
    for t in range(len(thresholds) - 1, -1, -1):
        while n < len(a) and weight[n] >= thresholds[t]:
            i, j = top(root, a[n]), top(root, b[n])
            if i != j:
                i, j = min(i, j), max(i, j)
                root[j] = i
                size[i] += size[j]
            most = max(most, size[i])
            n += 1
        found[t] = most
    return found
