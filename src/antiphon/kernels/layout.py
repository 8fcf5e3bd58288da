"""Where the points of a network lie, so that their distances are those along its lines.

Stress majorisation (Gansner, Koren and North 2005, Graph drawing by stress majorization): places
are moved until the sum over pairs of (distance − steps)² / steps² no longer falls. Additions,
divisions and square roots in one order: every machine draws the same picture.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def steps(a, b, size):
    """How many lines lie between any two points that hang together; 0 where none lead there."""
    degree = np.zeros(size + 1, np.int64)
    for n in range(len(a)):
        degree[a[n] + 1] += 1
        degree[b[n] + 1] += 1
    start = np.cumsum(degree)
    at = start[:-1].copy()
    other = np.empty(2 * len(a), np.int64)
    for n in range(len(a)):
        other[at[a[n]]] = b[n]
        at[a[n]] += 1
        other[at[b[n]]] = a[n]
        at[b[n]] += 1
    found = np.zeros((size, size), np.int64)
    queue = np.empty(size, np.int64)
    for root in range(size):
        queue[0] = root
        head, tail = 0, 1
        while head < tail:
            i = queue[head]
            head += 1
            for k in range(start[i], start[i + 1]):
                j = other[k]
                if j != root and found[root, j] == 0:
                    found[root, j] = found[root, i] + 1
                    queue[tail] = j
                    tail += 1
    return found


@njit(cache=True, nogil=True)
def settled(places, between, rounds):
    """Places after so many rounds of majorisation.

    Args:
        places: x and y of each point to start from, no two alike.
        between: steps between any two, as `steps` gives them; all points hang together.
        rounds: each lowers the stress; the last ones hardly.
    """
    size = len(places)
    found = places.copy()
    for _ in range(rounds):
        for i in range(size):
            x = y = total = 0.0
            for j in range(size):
                if i == j:
                    continue
                far = float(between[i, j])
                weight = 1.0 / (far * far)
                dx = found[i, 0] - found[j, 0]
                dy = found[i, 1] - found[j, 1]
                apart = np.sqrt(dx * dx + dy * dy)
                scale = far / apart if apart > 1e-9 else 0.0
                x += weight * (found[j, 0] + scale * dx)
                y += weight * (found[j, 1] + scale * dy)
                total += weight
            if total > 0.0:
                found[i, 0] = x / total
                found[i, 1] = y / total
    return found
